"""Starts a real PostgreSQL and a real Redis for the test run, on free ports, and ends them.

Loaded as a pytest plugin before Django reads its settings. Workers inherit the environment of the
run that started them, so each service starts once.
"""

import atexit
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pytest

POSTGRES = next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)
DEADLINE = 60.0
QUIET = subprocess.DEVNULL


def free_port() -> int:
    """A TCP port of the loopback that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def await_ready(ready: Callable[[], bool], what: str) -> None:
    """Poll `ready` until it is true; raises TimeoutError naming `what`."""
    end = time.monotonic() + DEADLINE
    while not ready():
        if time.monotonic() > end:
            raise TimeoutError(f"{what} did not start")
        time.sleep(0.05)


def listening(port: int) -> bool:
    """Whether something accepts connections on the loopback port."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _as_postgres(command: list[str]) -> list[str]:
    return ["runuser", "-u", "postgres", "--", *command] if os.geteuid() == 0 else command


def start_postgres() -> str:
    """Start PostgreSQL in a temporary folder; returns its URL."""
    if POSTGRES is None:
        raise RuntimeError("PostgreSQL is not installed: run `make test-system`")
    folder = Path(tempfile.mkdtemp(prefix="maplebridge-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    port = free_port()
    data = folder / "data"
    initdb = [str(POSTGRES / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-N"]
    initdb += ["-E", "UTF8", "--locale=C.UTF-8"]
    subprocess.run(_as_postgres(initdb), check=True, cwd="/", stdout=QUIET, stderr=QUIET)
    options = ["-c", "fsync=off", "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=200"]
    serve = [str(POSTGRES / "postgres"), "-D", str(data), "-k", str(folder), "-p", str(port)]
    process = subprocess.Popen(_as_postgres(serve + options), cwd="/", stdout=QUIET, stderr=QUIET)
    atexit.register(_stop, process, folder)
    isready = [str(POSTGRES / "pg_isready"), "-h", "127.0.0.1", "-p", str(port), "-q"]
    await_ready(lambda: subprocess.run(isready, check=False).returncode == 0, "PostgreSQL")
    return f"postgresql://postgres@127.0.0.1:{port}/postgres"


def start_redis() -> str:
    """Start Redis without persistence; returns its URL."""
    port = free_port()
    command = ["redis-server", "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
    process = subprocess.Popen([*command, "--appendonly", "no"], stdout=QUIET, stderr=QUIET)
    atexit.register(_stop, process, None)
    await_ready(lambda: listening(port), "Redis")
    return f"redis://127.0.0.1:{port}/0"


def _stop(process: subprocess.Popen[bytes], folder: Path | None) -> None:
    process.terminate()
    process.wait()
    if folder:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests() -> None:
    """Before the settings are read: start what the environment does not name."""
    if "MAPLEBRIDGE_DATABASE_URL" not in os.environ:
        os.environ["MAPLEBRIDGE_DATABASE_URL"] = start_postgres()
    if "MAPLEBRIDGE_REDIS_URL" not in os.environ:
        os.environ["MAPLEBRIDGE_REDIS_URL"] = start_redis()
    os.environ["MAPLEBRIDGE_REDIS_URL"] = _of_this_worker(os.environ["MAPLEBRIDGE_REDIS_URL"])


def _of_this_worker(url: str) -> str:
    """A numbered database of Redis for each worker, as each has a PostgreSQL database."""
    worker = os.environ.get("PYTEST_XDIST_WORKER", "")
    return f"{url.rpartition('/')[0]}/{int(worker[2:]) + 1}" if worker else url
