"""The hearings app."""

from django.apps import AppConfig

from hearings.errors import ERRORS
from mediation import errors


class HearingsConfig(AppConfig):
    """The live room."""

    name = "hearings"

    def ready(self) -> None:
        """Tell the words of this app's refusals."""
        errors.register(ERRORS)
