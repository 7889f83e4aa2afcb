"""`manage.py verify_journal [stream]`: walks the hash chains and names what does not hold."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from mediation.journal.selectors import BadRow, first_bad_row, streams


class Command(BaseCommand):
    """Exits with 1 and one line a broken stream; with 0 when every row holds."""

    help = "Verify the journal and name the first bad row of each stream."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One stream may be named; without it every stream is walked."""
        parser.add_argument("stream", nargs="?", default="")

    def handle(self, *args: Any, **options: Any) -> None:
        """Walk, print, and fail when anything was found."""
        names = [options["stream"]] if options["stream"] else list(streams())
        bad = [row for row in map(first_bad_row, names) if row]
        for row in bad:
            self.stdout.write(line(row))
        if bad:
            raise CommandError(f"{len(bad)} of {len(names)} streams do not hold", returncode=1)
        self.stdout.write(f"{len(names)} streams hold")


def line(row: BadRow) -> str:
    """`case:…#7 edited`."""
    return f"{row.stream}#{row.seq} {row.reason}"
