"""`manage.py run_media`: the media process, with the site's settings."""

import argparse
import asyncio
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from hearings.media.embedded import process


class Command(BaseCommand):
    """Serves the embedded media engine until stopped."""

    help = "Carry sound and pictures: the embedded media engine behind a Unix socket."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """What is not given comes from the settings."""
        parser.add_argument("--socket", default=settings.MEDIA_SOCKET)
        parser.add_argument("--port", type=int, default=settings.MEDIA_PORT)
        parser.add_argument("--host", type=process.host, action="append")
        parser.add_argument("--with-parent", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        """Serve until a signal, or until standard input closes under `--with-parent`."""
        hosts = options.pop("host") or [process.host(h) for h in settings.MEDIA_HOSTS]
        asyncio.run(process.run(argparse.Namespace(host=hosts, **options)))
