"""The media process and those who talk to it: drops, deaths, nonsense."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from hearings.media.embedded import wire
from hearings.media.embedded.client import EmbeddedEngine
from hearings.media.embedded.process import host
from hearings.media.embedded.supervisor import Supervisor
from hearings.media.engine import MediaError, Reset
from tests.contracts.media.caller import Caller, Wire, until
from tests.integration.hearings.media.conftest import ROOM, everyone


@pytest.fixture
def supervisor(tmp_path: Path) -> Iterator[Supervisor]:
    made = Supervisor(socket=str(tmp_path / "media.sock"), hosts=["127.0.0.1"])
    made.start()
    yield made
    made.stop()
    assert made.pid is None


@pytest.fixture
async def engine(tmp_path: Path, supervisor: Supervisor) -> AsyncIterator[EmbeddedEngine]:
    made = EmbeddedEngine(str(tmp_path / "media.sock"))
    yield made
    await made.close()


async def killed(supervisor: Supervisor) -> None:
    """End the media process without a word, and wait for the next one."""
    pid = supervisor.pid
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    await until(lambda: supervisor.pid not in (None, pid), "another process")


async def test_after_a_death_peers_routes_and_media_come_back(
    engine: EmbeddedEngine, supervisor: Supervisor
) -> None:
    a, b = Caller(engine, ROOM, "a"), Caller(engine, ROOM, "b")
    await a.join()
    await b.join()
    await engine.set_routes(ROOM, 7, everyone("a", "b"))
    await a.publish()
    await until(lambda: len(b.tracks) == 2, "offered")
    await killed(supervisor)
    await until(lambda: Reset() in a.events and Reset() in b.events, "both are told")
    b.tracks, a.publishing, b.subscribing = (), Wire(), Wire()
    await engine.set_routes(ROOM, 6, {})
    await a.publish()
    await until(lambda: len(b.tracks) == 2 and b.subscribing.connected, "offered again")

    def arrives() -> bool:
        a.say("audio", b"back")
        return b.heard() != []

    await until(arrives, "media")
    for caller in (a, b):
        await caller.close()


async def test_a_fresh_process_lets_nobody_receive(
    engine: EmbeddedEngine, supervisor: Supervisor, tmp_path: Path
) -> None:
    a = Caller(engine, ROOM, "a")
    other = EmbeddedEngine(str(tmp_path / "media.sock"))
    b = Caller(other, ROOM, "b")
    await a.join()
    await b.join()
    await a.publish(connect=False)
    await other.stats(ROOM)
    assert b.events == []
    await other.close()


async def test_when_web_goes_away_its_peers_leave(engine: EmbeddedEngine, tmp_path: Path) -> None:
    other = EmbeddedEngine(str(tmp_path / "media.sock"))
    a, b = Caller(engine, ROOM, "a"), Caller(other, ROOM, "b")
    await a.join()
    await b.join()

    async def present() -> set[str]:
        return set((await engine.stats(ROOM)).peers)

    async def both() -> bool:
        return await present() == {"a", "b"}

    async def only_a() -> bool:
        return await present() == {"a"}

    await until(both, "both are there")
    await other.close()
    await until(only_a, "b has left")


async def test_it_ends_without_complaint_though_web_is_still_connected(tmp_path: Path) -> None:
    path = str(tmp_path / "media.sock")
    arguments = ["-m", "hearings.media.embedded.process", "--socket", path, "--host", "127.0.0.1"]
    process = await asyncio.create_subprocess_exec(
        sys.executable, *arguments, stderr=asyncio.subprocess.PIPE
    )
    engine = EmbeddedEngine(path)
    await engine.stats(ROOM)
    process.terminate()
    _, complaints = await process.communicate()
    await engine.close()
    assert process.returncode == 0
    assert b"Traceback" not in complaints


async def test_the_same_person_through_another_web_process_is_replaced(
    engine: EmbeddedEngine, tmp_path: Path
) -> None:
    other = EmbeddedEngine(str(tmp_path / "media.sock"))
    old, new = Caller(engine, ROOM, "a"), Caller(other, ROOM, "a")
    await old.join()
    await engine.stats(ROOM)
    await new.join()
    await until(lambda: len(old.events) == 1, "the older join has ended")
    await engine.leave(ROOM, "a", send=old.on_event)
    with pytest.raises(MediaError, match="not_joined"):
        await old.publish(connect=False)
    await new.publish(connect=False)
    await other.close()


async def test_without_a_process_calls_say_that_trying_again_helps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("hearings.media.embedded.client.PATIENCE", 0.2)
    engine = EmbeddedEngine(str(tmp_path / "nobody.sock"))
    caller = Caller(engine, ROOM, "a")
    await caller.join()
    with pytest.raises(MediaError) as refused:
        await caller.publish(connect=False)
    assert (refused.value.code, refused.value.retry) == ("media.unavailable", True)
    with pytest.raises(MediaError, match="unavailable"):
        await engine.set_routes(ROOM, 1, {})
    await engine.close()


@pytest.mark.parametrize(
    "line",
    [b"\n", b"[]\n", b"\xff\xfe\n", b"{}{}\n", b"[" * 100_000 + b"\n", b"x" * (wire.MAX_LINE + 2)],
)
async def test_nonsense_ends_only_its_own_connection(
    engine: EmbeddedEngine, tmp_path: Path, line: bytes
) -> None:
    a = Caller(engine, ROOM, "a")
    await a.join()
    await engine.stats(ROOM)
    reader, writer = await asyncio.open_unix_connection(str(tmp_path / "media.sock"))
    writer.write(line)
    assert await reader.read() == b""
    writer.close()
    assert set((await engine.stats(ROOM)).peers) == {"a"}


@pytest.mark.parametrize(
    "message",
    [
        {},
        {"call": "explode"},
        {"call": "join", "room": 1, "peer": "a"},
        {"call": "publish", "room": "r", "peer": "p", "sdp": "x", "sources": []},
        {"call": "routes", "room": "r", "seq": "1", "routes": {}},
        {"call": "routes", "room": "r", "seq": 1, "routes": {"a": {"smell": ["b"]}}},
        {"call": "routes", "room": "r", "seq": 1, "routes": {"a": {"audio": [1]}}},
        {"call": "routes", "room": "r", "seq": 1, "routes": {"a": {"audio": "b"}}},
    ],
)
async def test_a_bad_request_is_answered(
    engine: EmbeddedEngine, tmp_path: Path, message: wire.Message
) -> None:
    await engine.stats(ROOM)
    reader, writer = await asyncio.open_unix_connection(str(tmp_path / "media.sock"))
    writer.write(wire.encode({"id": 3, **message}))
    reply = wire.decode(await reader.readline())
    assert reply == {"id": 3, "error": {"code": "media.bad_request", "retry": False}}
    writer.close()


def test_the_socket_is_the_owners_alone(supervisor: Supervisor, tmp_path: Path) -> None:
    path = tmp_path / "media.sock"
    asyncio.run(until(path.exists, "the socket"))
    assert path.stat().st_mode & 0o077 == 0


def test_the_process_ends_with_its_parent(tmp_path: Path) -> None:
    path = tmp_path / "media.sock"
    command = [sys.executable, "-m", "hearings.media.embedded.process", "--with-parent"]
    command += ["--socket", str(path), "--host", "127.0.0.1"]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as process:
        asyncio.run(until(path.exists, "the socket"))
        assert process.stdin is not None
        process.stdin.close()
        assert process.wait(10) == 0


@pytest.mark.parametrize("value", ["0.0.0.0", "::", "", "10.0.0.1=0.0.0.0"])
def test_an_address_that_nobody_could_reach_is_refused(value: str) -> None:
    with pytest.raises(ValueError, match="reach"):
        host(value)


def test_what_is_bound_may_be_announced_under_another_name() -> None:
    assert host("10.0.0.5=203.0.113.5") == ("10.0.0.5", "203.0.113.5")
    assert host("0.0.0.0=203.0.113.5") == ("0.0.0.0", "203.0.113.5")
    assert host("::1") == ("::1", "::1")
