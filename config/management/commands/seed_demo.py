"""The demo's organisation, cast and a first caseload."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from config.demo.seed import seed


class Command(BaseCommand):
    """Seeds the demo; run again, it changes nothing."""

    help = "Make the demo's people and cases, once."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Idempotent."""
        seed()
