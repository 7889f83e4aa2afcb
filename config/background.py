"""Work that waits for nobody: the jobs, and the sweep that makes good what was lost."""

import logging
import threading

from django.db import close_old_connections
from django.utils import timezone
from django_tasks_db.management.commands.db_worker import Worker

from config.sweeps import SWEEPS

log = logging.getLogger(__name__)
SWEEP_EVERY = 5.0
"""Seconds. A ghost must be gone from a room within 15."""


def worker(name: str) -> Worker:
    """A worker of the default queue; its `run` returns only when it is told to stop."""
    return Worker(
        queue_names=["default"],
        interval=1,
        batch=False,
        backend_name="default",
        startup_delay=False,
        max_tasks=None,
        worker_id=name,
        excluded_queue_names=[],
    )


def start_worker() -> None:
    """The jobs, in a thread of this process; it ends with the process."""
    threading.Thread(target=worker("serve").run, name="jobs", daemon=True).start()


def start_sweeper() -> None:
    """The sweep, again and again, in a thread of this process."""
    threading.Thread(target=_sweep_forever, name="sweep", daemon=True).start()


def _sweep_forever() -> None:
    pause = threading.Event()
    while not pause.wait(SWEEP_EVERY):
        for name in SWEEPS:
            _sweep(name)


def _sweep(name: str) -> None:
    """One app's sweep. Whatever fails is tried again at the next turn."""
    close_old_connections()
    try:
        SWEEPS[name](timezone.now())
    except Exception:
        log.exception("sweep.failed app=%s", name)
    finally:
        close_old_connections()
