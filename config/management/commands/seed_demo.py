"""The demo's organisation, cast and a first caseload."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from config.demo.seed import seed


class Command(BaseCommand):
    """Seeds the demo; run again, it changes nothing."""

    help = "Make the demo's people and cases, once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Idempotent, all or nothing. Nobody is written to about what the demo makes up."""
        backend = settings.EMAIL_BACKEND
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
        try:
            with transaction.atomic():
                seed()
        finally:
            settings.EMAIL_BACKEND = backend
