"""`manage.py export_protocol [--check]`: the room's messages as TypeScript."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from hearings.protocol.typescript import render

PATH = "frontend/src/protocol/messages.gen.ts"


class Command(BaseCommand):
    """Writes the file, or with `--check` fails when it is not what would be written."""

    help = "Write the room's socket messages as TypeScript."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check` writes nothing."""
        parser.add_argument("--check", action="store_true", help="fail when the file differs")

    def handle(self, *args: Any, **options: Any) -> None:
        """Compare or write."""
        path, text = settings.ROOT / PATH, render()
        if not options["check"]:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        elif not path.exists() or path.read_text() != text:
            raise CommandError(f"{PATH} is stale: run `manage.py export_protocol`")
