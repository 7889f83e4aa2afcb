"""Starts the media process, starts it again when it dies, and ends it with its parent.

It works in a thread of its own, so that any kind of parent can hold it.
"""

import logging
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

log = logging.getLogger(__name__)
ROOT = Path(__file__).resolve().parents[3]
FIRST_PAUSE = 0.2
LONGEST_PAUSE = 5.0
HEALTHY_AFTER = 30.0
"""Seconds of life after which a death is a new misfortune, not the same one again."""
FAREWELL = 3.0


class Supervisor:
    """One media process, kept alive between `start` and `stop`."""

    def __init__(self, *, socket: str, hosts: Sequence[str], port: int = 0) -> None:
        """`hosts`: each `BIND` or `BIND=ANNOUNCED`; port 0 takes a free one."""
        self._command = [sys.executable, "-m", "hearings.media.embedded.process", "--with-parent"]
        self._command += ["--socket", socket, "--port", str(port)]
        for host in hosts:
            self._command += ["--host", host]
        self._stopping = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._watch, name="media-supervisor", daemon=True)

    @property
    def pid(self) -> int | None:
        """The process that runs now."""
        child = self._child
        return child.pid if child is not None and child.poll() is None else None

    def start(self) -> None:
        """Start the process; returns at once, web waits for the socket by itself."""
        self._thread.start()

    def stop(self) -> None:
        """End the process: first by closing its standard input, at last by force."""
        self._stopping.set()
        child = self._child
        if child is not None:
            _end(child)
        self._thread.join()

    def _watch(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            self._run()
            if time.monotonic() - started > HEALTHY_AFTER:
                pause = FIRST_PAUSE
            self._stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    def _run(self) -> None:
        """Live through one life of the process."""
        with subprocess.Popen(self._command, cwd=ROOT, stdin=subprocess.PIPE) as child:
            self._child = child
            log.info("media.started pid=%d", child.pid)
            if self._stopping.is_set():
                _end(child)
            code = child.wait()
        if not self._stopping.is_set():
            log.error("media.died code=%d", code)


def _end(child: subprocess.Popen[bytes]) -> None:
    if child.stdin is not None:
        child.stdin.close()
    try:
        child.wait(FAREWELL)
    except subprocess.TimeoutExpired:
        child.kill()
