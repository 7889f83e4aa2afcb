"""The embedded engine: rooms, the peers in them, and who is offered what."""

import asyncio
import logging
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from hearings.media.embedded import sdp as sdp_reader
from hearings.media.embedded.publisher import Published, Publisher
from hearings.media.embedded.routes import RouteTable
from hearings.media.embedded.subscriber import Subscriber
from hearings.media.embedded.transport import Hub
from hearings.media.engine import (
    MediaError,
    MediaEvent,
    PeerStats,
    Replaced,
    Reset,
    RoomStats,
    Routes,
    Send,
    Source,
)

log = logging.getLogger(__name__)
SILENCE = 15.0
"""Seconds without a connectivity check after which a connection is taken for dead."""
TICK = 1.0
EMPTY_ROOM_KEPT = 3600.0
"""Seconds for which an empty room remembers its routes, so that an old table cannot return."""


@dataclass(eq=False)
class Peer:
    """Somebody in a room; `lost` until he publishes or asks for a restart after a silence."""

    name: str
    send: Send
    subscriber: Subscriber
    publisher: Publisher | None = None
    lost: bool = False

    def tracks(self) -> Sequence[Published]:
        """What he publishes."""
        return tuple(self.publisher.tracks.values()) if self.publisher else ()

    def silent_since(self) -> float:
        """When the quietest of his connections was last heard of."""
        transports = [self.subscriber.transport, self.publisher and self.publisher.transport]
        return min((t.heard_at for t in transports if t), default=float("inf"))

    async def disconnect(self) -> None:
        """End both connections; what he received stops before this first waits."""
        publisher, self.publisher = self.publisher, None
        await self.subscriber.close()
        if publisher is not None:
            await publisher.close()


@dataclass
class Room:
    """Who is in it and who may receive whom."""

    routes: RouteTable = field(default_factory=RouteTable)
    peers: dict[str, Peer] = field(default_factory=dict)
    used_at: float = field(default_factory=time.monotonic)

    def open_to(self, receiver: str) -> list[Published]:
        """The tracks that `receiver` may have."""
        return [
            published
            for name, peer in self.peers.items()
            for published in peer.tracks()
            if self.routes.allows(name, published.kind, receiver)
        ]


class Engine:
    """Implements `MediaEngine` in this process, on the running event loop."""

    def __init__(
        self, addresses: Sequence[tuple[str, str]], port: int = 0, *, silence: float = SILENCE
    ) -> None:
        """`addresses`: pairs of what to bind and what to announce to browsers. Raises OSError."""
        self._silence = silence
        self._hub = Hub(addresses, port)
        self._rooms: dict[str, Room] = {}
        self._ticking = asyncio.create_task(self._tick())

    @property
    def port(self) -> int:
        """The UDP port."""
        return self._hub.port

    async def join(self, room: str, peer: str, send: Send) -> None:
        """See `MediaEngine`."""
        place = self._rooms.setdefault(room, Room())
        old = place.peers.pop(peer, None)
        place.peers[peer] = Peer(peer, send, Subscriber(self._hub, peer))
        if old is not None:
            await old.disconnect()
            await _tell(old, Replaced())
        await self._refresh(place)

    async def publish(self, room: str, peer: str, sdp: str, sources: Mapping[str, Source]) -> str:
        """See `MediaEngine`."""
        place, member = self._find(room, peer)
        offer = _parse(sdp)
        old = member.publisher
        publisher = old if old and old.continues(offer) else Publisher(self._hub, peer)
        try:
            answer = publisher.accept(offer, sources)
        except MediaError:
            if publisher is not old:
                await publisher.close()
            raise
        member.publisher, member.lost = publisher, False
        await self._refresh(place)
        if old is not None and publisher is not old:
            await old.close()
        return answer

    async def subscribed(self, room: str, peer: str, sdp: str) -> None:
        """See `MediaEngine`."""
        _, member = self._find(room, peer)
        await member.subscriber.answered(_parse(sdp))
        await _offer(member)

    async def restart(self, room: str, peer: str) -> None:
        """See `MediaEngine`."""
        place, member = self._find(room, peer)
        member.lost = False
        member.subscriber.restart()
        await self._refresh(place)

    async def leave(self, room: str, peer: str, *, send: Send | None = None) -> None:
        """See `MediaEngine`."""
        place = self._rooms.get(room)
        member = place.peers.get(peer) if place else None
        if place is None or member is None or send not in (None, member.send):
            return
        del place.peers[peer]
        await member.disconnect()
        await self._refresh(place)

    async def set_routes(self, room: str, seq: int, routes: Routes) -> None:
        """See `MediaEngine`."""
        place = self._rooms.setdefault(room, Room())
        if place.routes.replace(seq, routes):
            await self._refresh(place)

    async def stats(self, room: str) -> RoomStats:
        """See `MediaEngine`."""
        place = self._rooms.get(room, Room())
        return RoomStats({name: _stats(peer) for name, peer in place.peers.items()})

    async def close(self) -> None:
        """See `MediaEngine`."""
        self._ticking.cancel()
        for place in self._rooms.values():
            for peer in place.peers.values():
                await peer.disconnect()
        self._rooms.clear()
        self._hub.close()

    def _find(self, room: str, peer: str) -> tuple[Room, Peer]:
        place = self._rooms.get(room)
        if place is None or peer not in place.peers:
            raise MediaError("media.not_joined")
        return place, place.peers[peer]

    async def _refresh(self, place: Room) -> None:
        """Let everybody receive what the table allows: all at once, and then the offers."""
        place.used_at = time.monotonic()
        present = [peer for peer in place.peers.values() if not peer.lost]
        for peer in present:
            peer.subscriber.want(place.open_to(peer.name))
        for peer in present:
            await _offer(peer)

    async def _tick(self) -> None:
        while True:
            await asyncio.sleep(TICK)
            for name, place in list(self._rooms.items()):
                try:
                    await self._attend(name, place)
                except Exception:
                    # One room's trouble is not another's.
                    log.exception("room.tick_failed")

    async def _attend(self, name: str, place: Room) -> None:
        now = time.monotonic()
        for peer in list(place.peers.values()):
            if peer.publisher is not None:
                peer.publisher.report()
            if now - peer.silent_since() > self._silence:
                await self._lose(place, peer)
            else:
                peer.subscriber.forget_lost_offer(now)
                await _offer(peer)
        if not place.peers and now - place.used_at > EMPTY_ROOM_KEPT:
            del self._rooms[name]

    async def _lose(self, place: Room, peer: Peer) -> None:
        """He went silent: take his media away and have him begin again when he can."""
        log.info("peer.lost")
        peer.lost = True
        await peer.disconnect()
        await self._refresh(place)
        await _tell(peer, Reset())


async def _offer(peer: Peer) -> None:
    offer = peer.subscriber.next_offer()
    if offer is not None:
        await _tell(peer, offer)


async def _tell(peer: Peer, event: MediaEvent) -> None:
    try:
        await peer.send(event)
    except Exception:
        # The peer's own channel is broken; the others must not notice.
        log.exception("peer.send_failed")


def _parse(text: str) -> sdp_reader.Description:
    try:
        return sdp_reader.parse(text)
    except sdp_reader.SdpError as error:
        raise MediaError("media.bad_sdp") from error


def _stats(peer: Peer) -> PeerStats:
    publisher, receiving = peer.publisher, peer.subscriber.transport
    return PeerStats(
        publishing=publisher is not None and publisher.transport.lane.ready,
        subscribing=receiving is not None and receiving.lane.ready,
        tracks=publisher.stats() if publisher else (),
    )
