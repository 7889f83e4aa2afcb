"""`manage.py export_lifecycle [--check]`: writes docs/lifecycle.md from the table of the life."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from mediation.rules.diagram import page


class Command(BaseCommand):
    """With `--check` nothing is written, and a page that is not up to date fails."""

    help = "Draw the life of a dispute into docs/lifecycle.md."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """`--check` compares only; `--path` writes elsewhere."""
        parser.add_argument("--check", action="store_true")
        parser.add_argument("--path", type=Path, default=settings.ROOT / "docs" / "lifecycle.md")

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page, or compare it."""
        path: Path = options["path"]
        if not options["check"]:
            path.write_text(page(), encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != page():
            raise CommandError(f"{path.name} is not what the table says: run export_lifecycle")
