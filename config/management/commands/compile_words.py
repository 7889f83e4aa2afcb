"""Merges the parts of the Chinese catalogue and compiles them; needs no msgfmt."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.words import DOMAINS, LOCALE, merge, parts_of


class Command(BaseCommand):
    """`manage.py compile_words`: parts/*.po → LC_MESSAGES/{django,djangojs}.mo."""

    help = "Compile the words of the interface."

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when two parts disagree."""
        folder = settings.ROOT / LOCALE / "LC_MESSAGES"
        folder.mkdir(exist_ok=True)
        for domain in DOMAINS:
            catalogue, faults = merge(parts_of(settings.ROOT, domain))
            if faults:
                raise CommandError("\n".join(faults))
            catalogue.save_as_mofile(str(folder / f"{domain}.mo"))
