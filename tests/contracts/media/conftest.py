"""Every adapter of the media port, and a room full of callers."""

import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from hearings.media.embedded.client import EmbeddedEngine
from hearings.media.engine import MediaEngine
from hearings.media.memory import MemoryEngine
from tests.contracts.media.caller import Caller

ROOT = Path(__file__).resolve().parents[3]
Enter = Callable[[str], Awaitable[Caller]]


@pytest.fixture(scope="session")
def media_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real media process; its socket."""
    path = str(tmp_path_factory.mktemp("media") / "media.sock")
    command = [sys.executable, "-m", "hearings.media.embedded.process", "--with-parent"]
    command += ["--socket", path, "--host", "127.0.0.1"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE) as process:
        yield path
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


@pytest.fixture(params=["memory", "embedded"])
async def engine(request: pytest.FixtureRequest) -> AsyncIterator[MediaEngine]:
    made: MediaEngine = MemoryEngine()
    if request.param == "embedded":
        made = EmbeddedEngine(request.getfixturevalue("media_process"))
    yield made
    await made.close()


@pytest.fixture
async def enter(engine: MediaEngine, request: pytest.FixtureRequest) -> AsyncIterator[Enter]:
    """Let somebody into the test's own room."""
    callers = []

    async def entered(name: str) -> Caller:
        caller = Caller(engine, request.node.name, name)
        callers.append(caller)
        await caller.join()
        return caller

    yield entered
    for caller in callers:
        await caller.close()
