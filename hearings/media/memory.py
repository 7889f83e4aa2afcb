"""A media engine that carries nothing: it keeps the rules of the port and what it was told."""

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field

from hearings.media.embedded.routes import RouteTable
from hearings.media.engine import (
    Kind,
    MediaError,
    MediaEvent,
    Offer,
    PeerStats,
    Replaced,
    RoomStats,
    Routes,
    Send,
    Source,
    TrackInfo,
    TrackStats,
)

log = logging.getLogger(__name__)
ANSWER = "v=0\r\n"
OFFER = "v=0\r\n"
MAX_TRACKS = 4
KINDS: Mapping[Source, Kind] = {"mic": "audio", "camera": "video", "screen": "video"}


@dataclass(eq=False)
class _Peer:
    send: Send
    sources: Mapping[str, Source] = field(default_factory=dict)
    offered: tuple[TrackInfo, ...] = ()


@dataclass
class _Room:
    routes: RouteTable = field(default_factory=RouteTable)
    table: Routes = field(default_factory=dict)
    peers: dict[str, _Peer] = field(default_factory=dict)


class MemoryEngine:
    """Implements `MediaEngine`; offers and answers are fixed texts, the tracks offered are true."""

    def __init__(self) -> None:
        self._rooms: dict[str, _Room] = {}

    def routes(self, room: str) -> Routes:
        """The table that applies now."""
        return self._rooms[room].table if room in self._rooms else {}

    async def join(self, room: str, peer: str, send: Send) -> None:
        """See `MediaEngine`."""
        place = self._rooms.setdefault(room, _Room())
        old = place.peers.pop(peer, None)
        place.peers[peer] = _Peer(send)
        if old is not None:
            await _tell(old, Replaced())
        await self._refresh(place)

    async def publish(self, room: str, peer: str, sdp: str, sources: Mapping[str, Source]) -> str:
        """See `MediaEngine`."""
        member = self._find(room, peer)
        if not sdp.startswith("v=0"):
            raise MediaError("media.bad_sdp")
        if len(sources) > MAX_TRACKS:
            raise MediaError("media.too_many_tracks")
        member.sources = dict(sources)
        await self._refresh(self._rooms[room])
        return ANSWER

    async def subscribed(self, room: str, peer: str, sdp: str) -> None:
        """See `MediaEngine`."""
        self._find(room, peer)
        if not sdp.startswith("v=0"):
            raise MediaError("media.bad_sdp")

    async def restart(self, room: str, peer: str) -> None:
        """See `MediaEngine`."""
        member = self._find(room, peer)
        if member.offered:
            await _tell(member, Offer(OFFER, member.offered))

    async def leave(self, room: str, peer: str, *, send: Send | None = None) -> None:
        """See `MediaEngine`."""
        place = self._rooms.get(room)
        member = place.peers.get(peer) if place else None
        if place is None or member is None or send not in (None, member.send):
            return
        del place.peers[peer]
        await self._refresh(place)

    async def set_routes(self, room: str, seq: int, routes: Routes) -> None:
        """See `MediaEngine`."""
        place = self._rooms.setdefault(room, _Room())
        if place.routes.replace(seq, routes):
            place.table = routes
            await self._refresh(place)

    async def stats(self, room: str) -> RoomStats:
        """See `MediaEngine`."""
        place = self._rooms.get(room, _Room())
        return RoomStats({name: _stats(peer) for name, peer in place.peers.items()})

    async def close(self) -> None:
        """See `MediaEngine`."""
        self._rooms.clear()

    def _find(self, room: str, peer: str) -> _Peer:
        place = self._rooms.get(room)
        if place is None or peer not in place.peers:
            raise MediaError("media.not_joined")
        return place.peers[peer]

    async def _refresh(self, place: _Room) -> None:
        for name, peer in list(place.peers.items()):
            tracks = _open_to(place, name)
            if tracks != peer.offered:
                peer.offered = tracks
                await _tell(peer, Offer(OFFER, tracks))


async def _tell(peer: _Peer, event: MediaEvent) -> None:
    try:
        await peer.send(event)
    except Exception:
        # The peer's own channel is broken; the others must not notice.
        log.exception("peer.send_failed")


def _open_to(place: _Room, receiver: str) -> tuple[TrackInfo, ...]:
    found = [
        (name, KINDS[source], source)
        for name, peer in place.peers.items()
        for source in peer.sources.values()
        if place.routes.allows(name, KINDS[source], receiver)
    ]
    return tuple(TrackInfo(str(mid), *track) for mid, track in enumerate(found))


def _stats(peer: _Peer) -> PeerStats:
    tracks = tuple(TrackStats(KINDS[s], s, 0, 0, 0, 0.0, {}) for s in peer.sources.values())
    return PeerStats(bool(peer.sources), bool(peer.offered), tracks)
