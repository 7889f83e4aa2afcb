"""Starts and stops the program as a person would, and reads the mail that it prints."""

import os
import re
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

from tests.services import await_ready, free_port

ROOT = Path(__file__).resolve().parents[2]


PEOPLE = "from config.demo.seed import seed_people; seed_people()"


class Site:
    """`manage.py serve` on a free port with a folder of its own.

    The cast is there before it starts, so that the demo adds no caseload of its own: a test finds
    its people free.
    """

    def __init__(self, folder: Path, *, media_port: int = 0) -> None:
        """`media_port` 0 takes a free one at each start of the media process."""
        self.folder, self.media_port = folder, media_port
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.log = folder / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start, and return once `/healthz` answers."""
        environment = {
            key: value for key, value in os.environ.items() if not key.startswith("MAPLEBRIDGE_")
        }
        environment |= {
            "MAPLEBRIDGE_VAR": str(self.folder / "var"),
            "DJANGO_SETTINGS_MODULE": "config.settings.local",
            "PORT": str(self.port),
            "HOST": "127.0.0.1",
            "MAPLEBRIDGE_MEDIA_PORT": str(self.media_port),
            "PYTHONUNBUFFERED": "1",
        }
        self._manage(environment, "migrate", "-v0")
        self._manage(environment, "shell", "-v0", "-c", PEOPLE)
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "manage.py", "serve"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        await_ready(self.healthy, f"the server ({self.log})")

    def _manage(self, environment: dict[str, str], *command: str) -> None:
        subprocess.run(
            [sys.executable, "manage.py", *command],
            cwd=ROOT,
            env=environment,
            check=True,
            capture_output=True,
        )

    def healthy(self) -> bool:
        """Whether the health page answers. Raises if the process has ended."""
        if self.process is None or self.process.poll() is not None:
            raise RuntimeError(f"the server ended:\n{self.log.read_text()[-4000:]}")
        try:
            with urllib.request.urlopen(f"{self.url}/healthz", timeout=5) as answer:
                return bool(answer.status == 200)
        except (urllib.error.URLError, OSError):
            return False

    def stop(self) -> None:
        """As Ctrl-C does."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            try:
                self.process.wait(30)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def kill(self) -> None:
        """As a crash does: nothing is said, nothing is finished."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def media_pids(self) -> list[int]:
        """Every media process so far, the newest last."""
        return [int(pid) for pid in re.findall(r"media\.started pid=(\d+)", self.log.read_text())]

    def mails_to(self, address: str) -> list[str]:
        """Every mail printed so far for this address, oldest first."""
        text = self.log.read_text(errors="replace")
        mails = re.split(r"^-{79}$", text, flags=re.MULTILINE)
        return [
            mail for mail in mails if re.search(rf"^To: .*{re.escape(address)}", mail, re.MULTILINE)
        ]

    def latest_code(self, address: str, after: int = 0) -> str:
        """The code in the newest mail to this address, once there are more than `after` mails."""
        await_ready(lambda: len(self.mails_to(address)) > after, f"a mail to {address}")
        body = self.mails_to(address)[-1].split("\n\n", 1)[1]
        return str(re.findall(r"(?<!\d)\d{6}(?!\d)", body)[0])
