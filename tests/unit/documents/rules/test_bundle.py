import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.rules.bundle import DIVERTED, ENDED, Item, Travels, check_bundle, travelling
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import Ending, State

LISTED = ["termination", "application", "parties", "exhibit", "undisputed_fact"]
NEVER = [
    "clause",
    "offer",
    "agreement_draft",
    "chat",
    "caucus_minutes",
    "minutes",
    "note",
    "signature",
]

kinds = st.one_of(st.sampled_from(LISTED), st.sampled_from(NEVER), st.text(max_size=20))
items = st.builds(Item, kinds, st.uuids().map(str), st.booleans(), st.booleans(), st.booleans())


@given(st.lists(items))
def test_nothing_outside_the_list_travels(file: list[Item]) -> None:
    for item in travelling(file):
        assert item.kind in LISTED
        assert not item.withdrawn
        assert not item.in_caucus
        assert item.confirmed or item.kind != "undisputed_fact"


@given(st.lists(items))
def test_what_may_travel_is_not_lost(file: list[Item]) -> None:
    plain = [
        item
        for item in file
        if item.kind in LISTED[:4] and not item.withdrawn and not item.in_caucus
    ]
    assert [item for item in travelling(file) if item.kind != "undisputed_fact"] == plain


def test_the_list_has_these_kinds_and_no_others() -> None:
    """Whoever adds a kind decides here that it may be read in court (OMR 18, CPI 107)."""
    assert list(Travels) == LISTED


@pytest.mark.parametrize("state", list(State))
@pytest.mark.parametrize("ending", [None, *Ending])
def test_a_bundle_is_of_a_mediation_that_failed(state: State, ending: Ending | None) -> None:
    if state in ENDED and ending in DIVERTED:
        check_bundle(state, ending)
        return
    with pytest.raises(RuleViolation) as refusal:
        check_bundle(state, ending)
    assert refusal.value.code == "bundle.not_failed"
