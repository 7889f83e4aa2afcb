"""What web and media process say to each other: one JSON object a line over a Unix socket.

Requests   {"id": 7, "call": "publish", "room": …, "peer": …, "sdp": …, "sources": {mid: source}}
Replies    {"id": 7, "result": …} or {"id": 7, "error": {"code": …, "retry": …}}
Events     {"event": "offer", "room": …, "peer": …, "join": 3, "sdp": …, "tracks": […]}

`join` is the id of the join request that an event belongs to.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from hearings.media.engine import (
    Kind,
    MediaError,
    MediaEvent,
    Offer,
    PeerStats,
    Replaced,
    Reset,
    RoomStats,
    Routes,
    TrackInfo,
    TrackStats,
)

MAX_LINE = 1 << 20
MAX_BACKLOG = 4 << 20
"""Octets that may wait for a reader who has stopped reading."""
Message = dict[str, Any]
_KINDS: dict[str, Kind] = {"audio": "audio", "video": "video"}


def encode(message: Mapping[str, Any]) -> bytes:
    """One line."""
    return json.dumps(message, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def decode(line: bytes) -> Message:
    """One message; raises ValueError for whatever is not a JSON object."""
    try:
        message = json.loads(line)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
    if not isinstance(message, dict):
        raise ValueError("not an object")
    return message


def event_fields(event: MediaEvent) -> Message:
    """The fields of an event's message that say what happened."""
    if isinstance(event, Offer):
        return {"event": "offer", "sdp": event.sdp, "tracks": [asdict(t) for t in event.tracks]}
    return {"event": "reset" if isinstance(event, Reset) else "replaced"}


def event_from(message: Message) -> MediaEvent:
    """Read what `event_fields` wrote; raises KeyError or TypeError for anything else."""
    if message["event"] == "offer":
        return Offer(message["sdp"], tuple(TrackInfo(**t) for t in message["tracks"]))
    if message["event"] == "reset":
        return Reset()
    if message["event"] == "replaced":
        return Replaced()
    raise KeyError(message["event"])


def routes_fields(routes: Routes) -> Message:
    """Routes as JSON has them: publisher → kind → list of receivers."""
    return {
        publisher: {kind: sorted(receivers) for kind, receivers in kinds.items()}
        for publisher, kinds in routes.items()
    }


def routes_from(fields: object) -> Routes:
    """Read a table of routes; raises MediaError if it is none."""
    try:
        return {_name(p): _kinds(kinds) for p, kinds in _object(fields).items()}
    except (TypeError, KeyError) as error:
        raise MediaError("media.bad_request") from error


def _kinds(fields: object) -> dict[Kind, frozenset[str]]:
    kinds: dict[Kind, frozenset[str]] = {}
    for name, receivers in _object(fields).items():
        if not isinstance(receivers, list):
            raise TypeError("not a list")
        kinds[_KINDS[name]] = frozenset(_name(r) for r in receivers)
    return kinds


def _object(value: object) -> Message:
    if not isinstance(value, dict):
        raise TypeError("not an object")
    return value


def _name(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a name")
    return value


def stats_fields(stats: RoomStats) -> Message:
    """Statistics as JSON has them."""
    return asdict(stats)


def stats_from(fields: Message) -> RoomStats:
    """Read what `stats_fields` wrote."""
    return RoomStats({name: _peer_stats(peer) for name, peer in fields["peers"].items()})


def _peer_stats(fields: Message) -> PeerStats:
    tracks = tuple(TrackStats(**track) for track in fields["tracks"])
    return PeerStats(fields["publishing"], fields["subscribing"], tracks)
