"""The whole table, cell by cell, and what no run of acts may ever do."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mediation.journal.event import Event
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import (
    CLAIMANT,
    FINAL,
    HOUSE,
    RESPONDENT,
    Act,
    Actor,
    CaseState,
    DeclineReason,
    Ending,
    ReturnReason,
    State,
    acts_open,
    apply,
    decide,
    fold,
    waits_for,
)

AT = datetime(2026, 11, 16, 9, 0, tzinfo=UTC)
PARTY = frozenset({Role.PARTY})
ACTORS = {
    "claimant": Actor("user:1", PARTY, CLAIMANT),
    "respondent": Actor("user:2", PARTY, RESPONDENT),
    "representative": Actor("user:3", frozenset({Role.REPRESENTATIVE}), RESPONDENT),
    "mediator": Actor("user:4", frozenset({Role.MEDIATOR})),
    "other mediator": Actor("user:5", frozenset({Role.MEDIATOR})),
    "clerk": Actor("user:6", frozenset({Role.CLERK})),
    "house": HOUSE,
    **{
        role.value: Actor("user:9", frozenset({role}))
        for role in Role
        if role not in {Role.PARTY, Role.REPRESENTATIVE, Role.MEDIATOR, Role.CLERK}
    },
}
DATA: Mapping[Act, dict[str, Any]] = {
    Act.SUBMIT: {"consent": True, "organisation": 1, "number": "（2026）枫调000001号"},
    Act.RESUBMIT: {"organisation": 1, "number": "（2026）枫调000001号"},
    Act.RETURN: {"reason": ReturnReason.NO_JURISDICTION},
    Act.ASSIGN: {"mediator": "user:7"},
    Act.ACCEPT_ASSIGNMENT: {"no_conflict": True},
    Act.DECLINE_ASSIGNMENT: {"reason": DeclineReason.UNAVAILABLE},
    Act.FAIL: {"code": Ending.UNREACHABLE, "narrative": 1},
}
CLAIMING = "claimant"
SIDES = "respondent representative"
EITHER = "claimant respondent representative"
END = {Act.REFUSE: EITHER, Act.WITHDRAW: CLAIMING}
DRAFTERS = "mediator clerk house"
ALLOWED: Mapping[State, Mapping[Act, str]] = {
    State.DRAFT: {Act.SUBMIT: CLAIMING},
    State.SCREENING: {Act.ACCEPT: "clerk", Act.RETURN: "clerk", Act.CONSENT: SIDES, **END},
    State.RETURNED: {Act.RESUBMIT: CLAIMING, Act.WITHDRAW: CLAIMING},
    State.CONSENT: {Act.CONSENT: SIDES, Act.FAIL: "clerk", **END},
    State.SELECTION: {Act.ASSIGN: "clerk", **END},
    State.ACCEPTANCE: {
        Act.ACCEPT_ASSIGNMENT: "mediator",
        Act.DECLINE_ASSIGNMENT: "mediator",
        Act.ASSIGN: "clerk",
        **END,
    },
    State.MEDIATING: {Act.BEGIN_DRAFTING: DRAFTERS, Act.FAIL: "mediator", **END},
    State.DRAFTING: {Act.FREEZE: DRAFTERS, Act.FAIL: "mediator", **END},
    State.SIGNING: {
        Act.REOPEN: f"{DRAFTERS} {EITHER}",
        Act.AGREE: f"mediator house {EITHER}",
        Act.FAIL: "mediator",
        **END,
    },
    State.AGREED: {},
    State.TERMINATED: {Act.DIVERT: f"clerk {EITHER}"},
    State.FILING: {},
}


def do(state: CaseState, act: Act, who: str, data: Mapping[str, Any] | None = None) -> CaseState:
    for event in decide(state, act, ACTORS[who], AT, data or DATA.get(act)):
        state = apply(state, event)
    return state


def reach(state: State) -> CaseState:
    """A case in `state`, brought there by its own people."""
    assign = {"mediator": "user:4"}
    case = CaseState()
    road: list[tuple[Act, str, dict[str, Any] | None]] = [
        (Act.SUBMIT, "claimant", None),
        (Act.ACCEPT, "clerk", None),
        (Act.CONSENT, "respondent", None),
        (Act.ASSIGN, "clerk", assign),
        (Act.ACCEPT_ASSIGNMENT, "mediator", None),
        (Act.BEGIN_DRAFTING, "mediator", None),
        (Act.FREEZE, "mediator", None),
        (Act.AGREE, "house", None),
    ]
    if state is State.RETURNED:
        road = [road[0], (Act.RETURN, "clerk", None)]
    if state in {State.TERMINATED, State.FILING}:
        road = [*road[:5], (Act.FAIL, "mediator", None), (Act.DIVERT, "clerk", None)]
    for act, who, data in road:
        if case.state is state:
            break
        case = do(case, act, who, data)
    assert case.state is state
    return case


def outcome(case: CaseState, act: Act, who: str) -> str:
    """`done`, or the code of the refusal."""
    try:
        do(case, act, who)
    except RuleViolation as refusal:
        return refusal.code
    return "done"


def expected(state: State, act: Act, who: str) -> str:
    """What the table above says of a cell."""
    if act not in ALLOWED[state]:
        return "case.wrong_state"
    if act is Act.CONSENT and who == "claimant":
        return "case.already_consented"
    return "done" if who in ALLOWED[state][act].split() else "case.not_yours"


@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("state", list(State))
def test_every_cell(state: State, act: Act) -> None:
    case = reach(state)
    found = {who: outcome(case, act, who) for who in ACTORS}
    assert found == {who: expected(state, act, who) for who in ACTORS}


@pytest.mark.parametrize("state", list(State))
def test_the_acts_offered_are_the_acts_allowed(state: State) -> None:
    case = reach(state)
    for who, actor in ACTORS.items():
        allowed = {act for act in Act if expected(state, act, who) == "done"}
        assert set(acts_open(case, actor)) == allowed


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (State.DRAFT, {"claimant"}),
        (State.SCREENING, {"clerk"}),
        (State.RETURNED, {"claimant"}),
        (State.CONSENT, {"respondent", "representative"}),
        (State.SELECTION, {"clerk"}),
        (State.ACCEPTANCE, {"mediator"}),
        (State.TERMINATED, {"clerk"}),
        (State.AGREED, set()),
        (State.FILING, set()),
    ],
)
def test_whose_turn_it_is(state: State, who: set[str]) -> None:
    people = {name for name, actor in ACTORS.items() if not actor.house}
    assert {name for name in people if waits_for(reach(state), ACTORS[name])} == who


def test_screening_goes_on_to_selection_when_the_other_side_consented_first() -> None:
    case = do(do(reach(State.SCREENING), Act.CONSENT, "respondent"), Act.ACCEPT, "clerk")
    assert case.state is State.SELECTION


@pytest.mark.parametrize(
    ("state", "act", "who", "data", "code"),
    [
        (State.DRAFT, Act.SUBMIT, "claimant", {"consent": False}, "case.consent_missing"),
        (State.SCREENING, Act.RETURN, "clerk", {"reason": "mood"}, "case.reason_missing"),
        (State.CONSENT, Act.FAIL, "clerk", {"code": "other"}, "case.only_unreachable"),
        (State.SELECTION, Act.ASSIGN, "clerk", {"mediator": ""}, "case.mediator_missing"),
        (State.SELECTION, Act.ASSIGN, "clerk", {"mediator": "user:1"}, "case.mediator_is_party"),
        (State.ACCEPTANCE, Act.ASSIGN, "clerk", {"mediator": "user:4"}, "case.mediator_same"),
        (State.ACCEPTANCE, Act.ACCEPT_ASSIGNMENT, "mediator", {"x": 1}, "case.disclosure_missing"),
        (State.ACCEPTANCE, Act.DECLINE_ASSIGNMENT, "mediator", {"x": 1}, "case.reason_missing"),
        (State.MEDIATING, Act.FAIL, "mediator", {"code": "agreed"}, "case.reason_missing"),
        (State.MEDIATING, Act.FAIL, "mediator", {"code": Ending.OTHER}, "case.narrative_missing"),
    ],
)  # fmt: skip
def test_an_act_without_what_it_needs(
    state: State, act: Act, who: str, data: dict[str, Any], code: str
) -> None:
    with pytest.raises(RuleViolation) as refusal:
        do(reach(state), act, who, data)
    assert refusal.value.code == code


def test_a_mediator_who_disclosed_a_conflict_is_not_asked_again() -> None:
    conflict = {"reason": DeclineReason.CONFLICT}
    case = do(reach(State.ACCEPTANCE), Act.DECLINE_ASSIGNMENT, "mediator", conflict)
    assert case.mediator == ""
    with pytest.raises(RuleViolation) as refusal:
        do(case, Act.ASSIGN, "clerk", {"mediator": "user:4"})
    assert refusal.value.code == "case.mediator_conflicted"


def test_a_withdrawn_case_does_not_go_to_court() -> None:
    case = do(reach(State.MEDIATING), Act.WITHDRAW, "claimant")
    assert Act.DIVERT not in acts_open(case, ACTORS["clerk"])
    with pytest.raises(RuleViolation) as refusal:
        do(case, Act.DIVERT, "clerk")
    assert refusal.value.code == "case.not_divertible"


def test_the_thirty_days_run_from_acceptance_through_signing() -> None:
    case = reach(State.MEDIATING)
    later = AT + timedelta(days=9)
    for act in (Act.BEGIN_DRAFTING, Act.FREEZE):
        (event,) = decide(case, act, ACTORS["mediator"], later)
        case = apply(case, event)
    assert case.clock == AT


def test_a_new_mediator_has_their_own_days_to_answer() -> None:
    later = AT + timedelta(days=4)
    (event,) = decide(
        reach(State.ACCEPTANCE), Act.ASSIGN, ACTORS["clerk"], later, {"mediator": "user:7"}
    )
    assert apply(reach(State.ACCEPTANCE), event).clock == later


def test_the_journal_gets_no_words_that_people_wrote() -> None:
    data = {"code": Ending.OTHER, "narrative": 12, "note": "李明说……"}
    (event,) = decide(reach(State.MEDIATING), Act.FAIL, ACTORS["mediator"], AT, data)
    assert event.data == {"code": Ending.OTHER, "narrative": 12}


def test_notes_of_other_apps_change_nothing() -> None:
    case = reach(State.MEDIATING)
    assert apply(case, Event("evidence.added", {"evidence": "x"})) == case


acts = st.tuples(
    st.sampled_from(list(Act)),
    st.sampled_from(sorted(ACTORS)),
    st.sampled_from(list(Ending)),
    st.sampled_from(["user:1", "user:4", "user:5"]),
)


@given(st.lists(acts, max_size=60))
def test_no_run_of_acts_leaves_the_table(run: list[tuple[Act, str, Ending, str]]) -> None:
    case = CaseState()
    events: list[Event] = []
    for act, who, code, mediator in run:
        data = {**DATA.get(act, {}), "code": code, "narrative": 1}
        if act is Act.ASSIGN:
            data["mediator"] = mediator
        try:
            decided = decide(case, act, ACTORS[who], AT, data)
        except RuleViolation:
            continue
        assert case.state not in FINAL
        for event in decided:
            case = apply(case, event)
        events.extend(decided)
        assert_legal(case)
    assert fold(events) == case


def assert_legal(case: CaseState) -> None:
    """What holds in every state that a case can be in."""
    online = {State.MEDIATING, State.DRAFTING, State.SIGNING, State.AGREED}
    if case.state in online:
        assert case.mediator
        assert case.consented == {CLAIMANT, RESPONDENT}
    if case.state in {State.AGREED, State.TERMINATED, State.FILING}:
        assert case.ending is not None
    assert (case.ending is Ending.AGREED) == (case.state is State.AGREED)
    assert case.mediator not in case.conflicted | case.parties
    assert (case.clock is not None) == (case.state is not State.DRAFT)
