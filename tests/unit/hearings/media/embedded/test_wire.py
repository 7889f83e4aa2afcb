"""What web and media process say survives the wire unchanged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hearings.media.embedded import wire
from hearings.media.engine import (
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

TRACKS = st.builds(
    TrackInfo,
    mid=st.text(max_size=3),
    peer=st.text(max_size=9),
    kind=st.sampled_from(["audio", "video"]),
    source=st.sampled_from(["mic", "camera", "screen"]),
)
EVENTS = st.one_of(
    st.just(Reset()),
    st.just(Replaced()),
    st.builds(Offer, sdp=st.text(), tracks=st.lists(TRACKS).map(tuple)),
)
TABLES = st.dictionaries(
    st.text(max_size=5),
    st.dictionaries(st.sampled_from(["audio", "video"]), st.frozensets(st.text(max_size=5))),
)


def through(message: wire.Message) -> wire.Message:
    line = wire.encode(message)
    assert line.count(b"\n") == 1
    return wire.decode(line)


@given(EVENTS)
def test_events(event: MediaEvent) -> None:
    assert wire.event_from(through(wire.event_fields(event))) == event


@given(TABLES)
def test_routes(routes: Routes) -> None:
    assert wire.routes_from(through(wire.routes_fields(routes))) == routes


def test_statistics() -> None:
    track = TrackStats("audio", "mic", 1, 2, 3, 4.5, {"b": 6})
    stats = RoomStats({"a": PeerStats(True, False, (track,)), "b": PeerStats(False, True)})
    assert wire.stats_from(through(wire.stats_fields(stats))) == stats


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=10,
)


@given(JSON)
def test_any_json_is_routes_or_refused(fields: object) -> None:
    try:
        wire.routes_from(fields)
    except MediaError as error:
        assert error.code == "media.bad_request"  # noqa: PT017 either outcome is right


@pytest.mark.parametrize("line", [b"", b"[]", b"1", b"\xff", b"{", b"[" * 100_000])
def test_what_is_no_message_is_refused(line: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 in whatever words the parser has
        wire.decode(line)
