"""The media engine of this process, and the routes that it was told."""

import asyncio
import logging
from weakref import WeakKeyDictionary

from django.conf import settings
from django.utils.module_loading import import_string

from hearings.media.engine import MediaEngine, MediaError
from hearings.rules import audience
from hearings.rules.state import RoomState

log = logging.getLogger(__name__)
Table = dict[str, dict[audience.Kind, frozenset[str]]]


class Stage:
    """Tells the engine each table of routes once, in the order of the journal."""

    def __init__(self, engine: MediaEngine) -> None:
        self.engine = engine
        self._told: dict[str, tuple[int, Table]] = {}
        self._locks: dict[str, asyncio.Lock] = {}

    async def tell(self, room: str, seq: int, state: RoomState, *, again: bool = False) -> None:
        """Apply the routes of `state`, which is the room at `seq`; returns once they are in force.

        `again`: tell the newest that this process knows, though it was told before.
        While the engine is away nobody receives anything, so that an act need not wait for it.
        """
        new = (seq, audience.routes(state))
        async with self._locks.setdefault(room, asyncio.Lock()):
            old = self._told.get(room)
            newest = max(new, old, key=_seq) if old else new
            if again or old is None or newest[1] != old[1]:
                await self._apply(room, newest)

    async def _apply(self, room: str, told: tuple[int, Table]) -> None:
        self._told[room] = told
        try:
            await self.engine.set_routes(room, *told)
        except MediaError as error:
            # An engine that is away sets the last table itself before anybody comes back to it.
            log.warning("room.routes_wait room=%s seq=%s code=%s", room, told[0], error.code)

    def forget(self, room: str) -> None:
        """Nobody of this process is in the room any more."""
        self._told.pop(room, None)
        self._locks.pop(room, None)


def _seq(told: tuple[int, Table]) -> int:
    return told[0]


_stages: WeakKeyDictionary[asyncio.AbstractEventLoop, Stage] = WeakKeyDictionary()


def stage() -> Stage:
    """The stage of the running event loop; an engine belongs to one."""
    loop = asyncio.get_running_loop()
    found = _stages.get(loop)
    if found is None:
        engine = import_string(settings.MEDIA_ENGINE)(**settings.MEDIA_ENGINE_OPTIONS)
        found = _stages[loop] = Stage(engine)
    return found
