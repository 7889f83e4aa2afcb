"""The jobs and the sweep of a site, as a process of its own."""

import os
import signal
from typing import Any

from django.core.management.base import BaseCommand

from config.background import start_sweeper, worker


class Command(BaseCommand):
    """Several may run at once: a task is claimed before it is done, and a sweep may repeat."""

    help = "Do the jobs that pages and rooms leave behind, and sweep up what was lost."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM or SIGINT; the task in hand is finished first."""
        jobs = worker(f"jobs-{os.getpid()}")
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, jobs.shutdown)
        start_sweeper()
        jobs.run()
