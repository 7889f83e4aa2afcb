"""The media port: what the room asks of whatever carries sound and pictures.

A room and a peer are opaque strings. Nobody hears or sees anybody until a table of routes says so.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, Protocol

Kind = Literal["audio", "video"]
Source = Literal["mic", "camera", "screen"]
Routes = Mapping[str, Mapping[Kind, frozenset[str]]]
"""Publisher → kind → the peers who may receive it. Whoever is not named receives nothing."""


@dataclass(frozen=True, slots=True)
class TrackInfo:
    """One m-line of an offer that carries media: whose it is and what it shows."""

    mid: str
    peer: str
    kind: Kind
    source: Source


@dataclass(frozen=True, slots=True)
class Offer:
    """What the peer may receive from now on; he answers through `subscribed`."""

    sdp: str
    tracks: tuple[TrackInfo, ...]


@dataclass(frozen=True, slots=True)
class Reset:
    """The engine has lost this peer's connections: publish again, then ask for `restart`."""


@dataclass(frozen=True, slots=True)
class Replaced:
    """The same peer joined again elsewhere; this join is over."""


MediaEvent = Offer | Reset | Replaced
Send = Callable[[MediaEvent], Awaitable[None]]


class MediaError(Exception):
    """A refusal: `code` is stable, `retry` says whether the same call may succeed later.

    The codes: `media.bad_sdp`, `media.not_joined`, `media.too_many_tracks`, `media.unavailable`;
    between web and media process also `media.bad_request` and `media.failed`.
    """

    def __init__(self, code: str, *, retry: bool = False) -> None:
        super().__init__(code)
        self.code = code
        self.retry = retry


@dataclass(frozen=True, slots=True)
class TrackStats:
    """One published track; `sent` counts the packets forwarded to each receiving peer."""

    kind: Kind
    source: Source
    packets: int
    octets: int
    lost: int
    jitter_ms: float
    sent: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PeerStats:
    """Whether a peer's two connections stand, and what he publishes."""

    publishing: bool
    subscribing: bool
    tracks: tuple[TrackStats, ...] = ()


@dataclass(frozen=True, slots=True)
class RoomStats:
    """Everybody who is in the room now."""

    peers: Mapping[str, PeerStats] = field(default_factory=dict)


class MediaEngine(Protocol):
    """What carries the media of all rooms; every method may raise MediaError."""

    async def join(self, room: str, peer: str, send: Send) -> None:
        """Let `peer` in; an earlier join of the same peer ends with `Replaced`."""

    async def publish(self, room: str, peer: str, sdp: str, sources: Mapping[str, Source]) -> str:
        """Take the peer's offer, `sources` naming each sending m-line by mid; return the answer.

        The answer repeats the offer's origin, so that the peer can tell which offer it answers.
        """

    async def subscribed(self, room: str, peer: str, sdp: str) -> None:
        """Take the peer's answer to the last `Offer`."""

    async def restart(self, room: str, peer: str) -> None:
        """Offer the peer's receiving connection anew, with fresh ICE credentials."""

    async def leave(self, room: str, peer: str, *, send: Send | None = None) -> None:
        """Forget the peer; with `send`, only if that is the join which still holds the seat."""

    async def set_routes(self, room: str, seq: int, routes: Routes) -> None:
        """Apply the room's whole table at once; a table older than the one applied is ignored."""

    async def stats(self, room: str) -> RoomStats:
        """Who is in the room and how their media arrive; an unknown room is empty."""

    async def close(self) -> None:
        """End all connections."""
