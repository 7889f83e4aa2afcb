"""The documents app."""

from django.apps import AppConfig

from documents.errors import ERRORS
from documents.history import HISTORY
from mediation import errors, words


class DocumentsConfig(AppConfig):
    """What is written, shown and signed."""

    name = "documents"

    def ready(self) -> None:
        """Tell the words of this app's refusals and of what it notes in a case."""
        errors.register(ERRORS)
        words.history_register(HISTORY)
