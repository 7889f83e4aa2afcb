"""`manage.py sweep`: find due work in the rows and do it; run it from cron or by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from config.sweeps import SWEEPS


class Command(BaseCommand):
    """Says one line an app: how many rows it made good."""

    help = "Finds due work in the rows and does it. Safe to repeat, and to run twice at once."

    def handle(self, *args: Any, **options: Any) -> None:
        """Run every sweep once."""
        for name, sweep in SWEEPS.items():
            self.stdout.write(f"{name}: {sweep(timezone.now())}")
