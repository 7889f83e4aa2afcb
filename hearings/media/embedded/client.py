"""The embedded engine as web sees it: the port, spoken over a Unix socket to the media process.

It needs neither aiortc nor a media process to be there: it connects when first asked, comes back
when the connection breaks, takes every peer in again, sets the last routes again and has the
browsers begin anew. One instance belongs to one event loop.
"""

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from hearings.media.embedded import wire
from hearings.media.engine import (
    MediaError,
    MediaEvent,
    Replaced,
    Reset,
    RoomStats,
    Routes,
    Send,
    Source,
)

log = logging.getLogger(__name__)
PATIENCE = 5.0
"""Seconds that a call waits for the media process to come back, and then for its reply."""
FIRST_PAUSE = 0.05
LONGEST_PAUSE = 2.0
Seat = tuple[str, str]


@dataclass(eq=False)
class _Join:
    """A peer who joined through us; events wait here so that a slow peer delays nobody else.

    `number` is that of the request that took him in, 0 while he is not; `begins_anew` once media
    or a call of his has been lost.
    """

    send: Send
    number: int = 0
    begins_anew: bool = False
    events: asyncio.Queue[MediaEvent] = field(default_factory=asyncio.Queue)
    pump: asyncio.Task[None] | None = None


@dataclass
class _Table:
    seq: int
    routes: Routes


class EmbeddedEngine:
    """Implements `MediaEngine`; `media.unavailable`: the media process is not there now."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._joins: dict[Seat, _Join] = {}
        self._tables: dict[str, _Table] = {}
        self._replies: dict[int, asyncio.Future[Any]] = {}
        self._number = 0
        self._writer: asyncio.StreamWriter | None = None
        self._ready = asyncio.Event()
        self._running: asyncio.Task[None] | None = None

    async def join(self, room: str, peer: str, send: Send) -> None:
        """Join; while the media process is away the peer is taken in as soon as it is back."""
        seat = (room, peer)
        old = self._joins.pop(seat, None)
        if old is not None:
            old.events.put_nowait(Replaced())
        join = self._joins[seat] = _Join(send)
        join.pump = asyncio.create_task(_pump(join))
        with contextlib.suppress(MediaError):
            await self._take_in(seat, join)

    async def publish(self, room: str, peer: str, sdp: str, sources: Mapping[str, Source]) -> str:
        """See `MediaEngine`."""
        answer = await self._call("publish", room=room, peer=peer, sdp=sdp, sources=dict(sources))
        return str(answer)

    async def subscribed(self, room: str, peer: str, sdp: str) -> None:
        """See `MediaEngine`."""
        await self._call("subscribed", room=room, peer=peer, sdp=sdp)

    async def restart(self, room: str, peer: str) -> None:
        """See `MediaEngine`."""
        await self._call("restart", room=room, peer=peer)

    async def leave(self, room: str, peer: str, *, send: Send | None = None) -> None:
        """Leave; it holds even while the media process is away."""
        join = self._joins.get((room, peer))
        if join is None or send not in (None, join.send):
            return
        del self._joins[room, peer]
        if join.pump is not None:
            join.pump.cancel()
        if all(joined != room for joined, _ in self._joins):
            self._tables.pop(room, None)
        with contextlib.suppress(MediaError):
            await self._call("leave", room=room, peer=peer)

    async def set_routes(self, room: str, seq: int, routes: Routes) -> None:
        """Set the routes; `media.unavailable` if not applied now, though they will be."""
        held = self._tables.get(room)
        if held is not None and seq < held.seq:
            return
        self._tables[room] = _Table(seq, routes)
        await self._call("routes", room=room, seq=seq, routes=wire.routes_fields(routes))

    async def stats(self, room: str) -> RoomStats:
        """See `MediaEngine`."""
        return wire.stats_from(await self._call("stats", room=room))

    async def close(self) -> None:
        """Disconnect; all peers who joined through us leave."""
        tasks = [j.pump for j in self._joins.values() if j.pump]
        tasks += [self._running] if self._running else []
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        self._joins.clear()

    async def _call(self, call: str, **fields: Any) -> Any:
        """Ask once the connection is ready. Raises MediaError."""
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        try:
            await asyncio.wait_for(self._ready.wait(), PATIENCE)
        except TimeoutError as error:
            join = self._joins.get((fields["room"], fields.get("peer", "")))
            if join is not None:
                join.begins_anew = True
            raise MediaError("media.unavailable", retry=True) from error
        return await self._ask(call, fields)

    async def _ask(self, call: str, fields: Mapping[str, Any], join: _Join | None = None) -> Any:
        if self._writer is None:
            raise MediaError("media.unavailable", retry=True)
        self._number += 1
        number = self._number
        if join is not None:
            join.number = number
        reply = self._replies[number] = asyncio.get_running_loop().create_future()
        self._writer.write(wire.encode({"id": number, "call": call, **fields}))
        try:
            return await asyncio.wait_for(reply, PATIENCE)
        except TimeoutError as error:
            raise MediaError("media.unavailable", retry=True) from error
        finally:
            self._replies.pop(number, None)

    async def _take_in(self, seat: Seat, join: _Join) -> None:
        if self._running is None:
            self._running = asyncio.create_task(self._run())
        if self._ready.is_set():
            await self._ask("join", {"room": seat[0], "peer": seat[1]}, join)

    async def _run(self) -> None:
        """Stay connected."""
        pause = FIRST_PAUSE
        while True:
            try:
                reader, self._writer = await asyncio.open_unix_connection(
                    self._path, limit=wire.MAX_LINE
                )
            except OSError:
                await asyncio.sleep(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
                continue
            pause = FIRST_PAUSE
            await self._stay(reader)

    async def _stay(self, reader: asyncio.StreamReader) -> None:
        """Read until the connection ends; calls go out once everybody has been taken in again."""
        settling = asyncio.create_task(self._settle())
        try:
            while line := await reader.readline():
                self._received(wire.decode(line))
        except (ValueError, OSError):
            log.warning("media.connection_broken", exc_info=True)
        finally:
            settling.cancel()
            self._disconnected()

    def _disconnected(self) -> None:
        self._ready.clear()
        for join in self._joins.values():
            join.begins_anew |= join.number > 0
            join.number = 0
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        for reply in self._replies.values():
            if not reply.done():
                reply.set_exception(MediaError("media.unavailable", retry=True))

    async def _settle(self) -> None:
        with contextlib.suppress(MediaError):
            for room, table in list(self._tables.items()):
                fields = {"room": room, "seq": table.seq}
                routes = wire.routes_fields(table.routes)
                await self._ask("routes", {**fields, "routes": routes})
            while waiting := [(s, j) for s, j in self._joins.items() if not j.number]:
                for seat, join in waiting:
                    await self._ask("join", {"room": seat[0], "peer": seat[1]}, join)
                    if join.begins_anew:
                        join.begins_anew = False
                        join.events.put_nowait(Reset())
            self._ready.set()

    def _received(self, message: wire.Message) -> None:
        if "event" in message:
            self._event(message)
            return
        reply = self._replies.get(message.get("id", 0))
        if reply is None or reply.done():
            return
        if "error" in message:
            error = message["error"]
            reply.set_exception(MediaError(error["code"], retry=error["retry"]))
        else:
            reply.set_result(message.get("result"))

    def _event(self, message: wire.Message) -> None:
        seat = (message["room"], message["peer"])
        join = self._joins.get(seat)
        if join is None or join.number != message["join"]:
            return
        event = wire.event_from(message)
        join.events.put_nowait(event)
        if isinstance(event, Replaced):
            del self._joins[seat]


async def _pump(join: _Join) -> None:
    """Hand the events to the peer, one after another, until he is replaced."""
    while True:
        event = await join.events.get()
        try:
            await join.send(event)
        except Exception:
            # The peer's own channel is broken; his consumer will leave.
            log.exception("media.send_failed")
        if isinstance(event, Replaced):
            return
