"""The table of routes: nobody until named, and never an older table."""

from hypothesis import given
from hypothesis import strategies as st

from hearings.media.embedded.routes import RouteTable
from hearings.media.engine import Routes

NAMES = st.sampled_from("abc")
TABLES = st.dictionaries(
    NAMES, st.dictionaries(st.sampled_from(["audio", "video"]), st.frozensets(NAMES))
)


def test_nobody_is_allowed_anything_at_first() -> None:
    assert not RouteTable().allows("a", "audio", "b")


@given(TABLES, NAMES, st.sampled_from(["audio", "video"]), NAMES)
def test_exactly_those_named_are_allowed(
    routes: Routes, publisher: str, kind: str, receiver: str
) -> None:
    table = RouteTable()
    table.replace(1, routes)
    named = receiver in routes.get(publisher, {}).get(kind, frozenset())  # type: ignore[call-overload]
    assert table.allows(publisher, kind, receiver) == (named and publisher != receiver)  # type: ignore[arg-type]


@given(st.lists(st.tuples(st.integers(0, 9), TABLES), min_size=1))
def test_the_youngest_table_applies_in_whatever_order_they_come(
    tables: list[tuple[int, Routes]],
) -> None:
    table = RouteTable()
    youngest = -1
    for seq, routes in tables:
        assert table.replace(seq, routes) == (seq >= youngest)
        youngest = max(youngest, seq)
    last = [routes for seq, routes in tables if seq == youngest][-1]
    for publisher in "abc":
        for receiver in "abc":
            named = receiver in last.get(publisher, {}).get("audio", frozenset())
            assert table.allows(publisher, "audio", receiver) == (named and publisher != receiver)
