"""The embedded engine in this process, and callers whose every packet is counted."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from hearings.media.embedded.engine import Engine
from hearings.media.engine import Kind, Routes
from tests.contracts.media.caller import Caller, until

ROOM = "room"
Enter = Callable[..., Awaitable[Caller]]


def everyone(*names: str) -> Routes:
    kinds: tuple[Kind, ...] = ("audio", "video")
    return {n: {kind: frozenset({*names} - {n}) for kind in kinds} for n in names}


async def live(engine: Engine, caller: Caller) -> None:
    """Wait until the engine sends to the caller, has taken all his answers, and he can read."""

    async def ready() -> bool:
        stats = (await engine.stats(ROOM)).peers[caller.name]
        sent = [t for peer in (await engine.stats(ROOM)).peers.values() for t in peer.tracks]
        flowing = sum(caller.name in track.sent for track in sent)
        return stats.subscribing and caller.subscribing.connected and flowing >= len(caller.tracks)

    await until(ready, f"{caller.name} receives")


@pytest.fixture
async def engine() -> AsyncIterator[Engine]:
    made = Engine([("127.0.0.1", "127.0.0.1")])
    yield made
    await made.close()


@pytest.fixture
async def enter(engine: Engine) -> AsyncIterator[Enter]:
    """Let somebody in, publishing sound and pictures unless told otherwise."""
    callers = []

    async def entered(name: str, *, publishes: bool = True) -> Caller:
        caller = Caller(engine, ROOM, name)
        callers.append(caller)
        await caller.join()
        if publishes:
            await caller.publish()
            await until(lambda: caller.publishing.connected, f"{name} publishes")
        return caller

    yield entered
    for caller in callers:
        await caller.close()
