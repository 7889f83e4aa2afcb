"""The mediation app."""

from django.apps import AppConfig

from mediation import errors


class MediationConfig(AppConfig):
    """The dispute."""

    name = "mediation"

    def ready(self) -> None:
        """Tell the words of this app's refusals."""
        errors.register(errors.ERRORS)
