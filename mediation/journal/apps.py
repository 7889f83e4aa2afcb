"""The journal app."""

from django.apps import AppConfig


class JournalConfig(AppConfig):
    """One append-only, hash-chained table for every stream."""

    name = "mediation.journal"
    label = "journal"
