"""Finds strings that no Chinese reader could read, and Chinese that no page says."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.words import DOMAINS, faults_of, merge, parts_of, words_in_source


class Command(BaseCommand):
    """`manage.py check_words`: fails with one line a fault."""

    help = "Check that every string of the interface is translated."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with every fault."""
        words = words_in_source(settings.ROOT)
        faults = []
        for domain in DOMAINS:
            catalogue, disagreements = merge(parts_of(settings.ROOT, domain))
            faults += disagreements + faults_of(words[domain], catalogue)
        if faults:
            raise CommandError("\n".join(faults))
        self.stdout.write(f"{sum(len(found) for found in words.values())} words, all translated")
