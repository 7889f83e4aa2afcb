"""The documents app."""

from django.apps import AppConfig

from documents.errors import ERRORS
from mediation import errors


class DocumentsConfig(AppConfig):
    """What is written, shown and signed."""

    name = "documents"

    def ready(self) -> None:
        """Tell the words of this app's refusals."""
        errors.register(ERRORS)
