"""The ceremony core: examples of each refusal, then anything people may do in any order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule

from documents.rules import acts
from documents.rules.ceremony import SYSTEM, Ceremony, Phase, apply, decide, fold
from mediation.journal.event import Event
from mediation.rules.core import RuleViolation

LI, ZHAO, WANG = "user:1", "user:2", "user:3"
NOW = datetime(2026, 11, 20, 8, tzinfo=UTC)
LATER = NOW + timedelta(days=7)
OPEN = acts.Open((LI, ZHAO), WANG)
FREEZE = acts.Freeze("d" * 64, 2, LATER)


def run(*steps: tuple[acts.Act, str]) -> Ceremony:
    """The state after each act, decided and applied in turn."""
    state = Ceremony()
    for act, actor in steps:
        for event in decide(state, act, actor, NOW):
            state = apply(state, event)
    return state


def refused(state: Ceremony, act: acts.Act, actor: str, at: datetime = NOW) -> str:
    with pytest.raises(RuleViolation) as refusal:
        decide(state, act, actor, at)
    return refusal.value.code


DRAFT = run((OPEN, WANG), (acts.AddClause("a"), WANG), (acts.AddClause("b"), WANG))
ACCEPTED = run(
    (OPEN, WANG),
    (acts.AddClause("a"), WANG),
    (acts.AcceptClause("a", 1), LI),
    (acts.AcceptClause("a", 1), ZHAO),
)
FROZEN = replace(ACCEPTED, phase=Phase.FROZEN, document="d" * 64, pages=2, expires_at=LATER)


def signed(state: Ceremony, *people: str) -> Ceremony:
    for person in people:
        for event in decide(state, acts.Sign("d" * 64, f"after {person}"), person, NOW):
            state = apply(state, event)
    return state


def test_a_change_withdraws_every_acceptance() -> None:
    for change in (acts.ChangeClause("a", 1),):
        [event] = decide(ACCEPTED, change, WANG, NOW)
        clause = apply(ACCEPTED, event).clause("a")
        assert (clause.version, clause.accepted) == (2, frozenset())


def test_a_proposal_is_accepted_by_its_author_only() -> None:
    [event] = decide(ACCEPTED, acts.ProposeClause("a", 1), ZHAO, NOW)
    clause = apply(ACCEPTED, event).clause("a")
    assert (clause.version, clause.accepted, clause.proposed_by) == (2, frozenset({ZHAO}), ZHAO)


def test_a_stale_version_is_refused() -> None:
    [event] = decide(DRAFT, acts.ChangeClause("a", 1), WANG, NOW)
    changed = apply(DRAFT, event)
    stale = "ceremony.clause_changed_meanwhile"
    assert refused(changed, acts.AcceptClause("a", 1), LI) == stale
    assert refused(changed, acts.ChangeClause("a", 1), WANG) == stale
    assert refused(changed, acts.ProposeClause("a", 1), LI) == stale
    assert refused(changed, acts.RemoveClause("a", 1), WANG) == stale


def test_who_may_do_what_to_a_clause() -> None:
    assert refused(DRAFT, acts.AddClause("c"), LI) == "ceremony.mediator_only"
    assert refused(DRAFT, acts.RemoveClause("a", 1), ZHAO) == "ceremony.mediator_only"
    assert refused(DRAFT, acts.AcceptClause("a", 1), WANG) == "ceremony.parties_only"
    assert refused(DRAFT, acts.ProposeClause("a", 1), "user:9") == "ceremony.parties_only"
    assert refused(DRAFT, acts.AcceptClause("x", 1), LI) == "ceremony.no_such_clause"


def test_freezing_needs_every_acceptance() -> None:
    assert refused(run((OPEN, WANG)), FREEZE, WANG) == "ceremony.no_clauses"
    assert refused(DRAFT, FREEZE, WANG) == "ceremony.not_all_accepted"
    assert refused(ACCEPTED, FREEZE, LI) == "ceremony.mediator_only"
    [event] = decide(ACCEPTED, FREEZE, WANG, NOW)
    assert apply(ACCEPTED, event) == replace(FROZEN, file="d" * 64)


def test_a_frozen_text_does_not_change() -> None:
    for act, actor in (
        (acts.AddClause("c"), WANG),
        (acts.ChangeClause("a", 1), WANG),
        (acts.RemoveClause("a", 1), WANG),
        (acts.WithdrawAcceptance("a", 1), LI),
        (acts.ProposeClause("a", 1), LI),
        (acts.ChangePreamble(0), WANG),
    ):
        assert refused(FROZEN, act, actor) == "ceremony.not_a_draft"


def test_parties_in_any_order_then_the_mediator() -> None:
    sign = acts.Sign("d" * 64, "f")
    assert refused(FROZEN, sign, WANG) == "ceremony.out_of_turn"
    assert refused(signed(FROZEN, ZHAO), sign, WANG) == "ceremony.out_of_turn"
    assert refused(FROZEN, sign, "user:9") == "ceremony.not_a_signer"
    assert signed(FROZEN, ZHAO, LI, WANG).is_complete
    assert signed(FROZEN, LI, ZHAO, WANG).is_complete


def test_signing_twice_is_the_same_signature() -> None:
    state = signed(FROZEN, LI)
    assert decide(state, acts.Sign("d" * 64, "again"), LI, NOW) == ()
    assert decide(signed(state, ZHAO, WANG), acts.Sign("d" * 64, "again"), LI, NOW) == ()


def test_only_the_document_that_was_seen_is_signed_and_only_in_time() -> None:
    assert refused(FROZEN, acts.Sign("e" * 64, "f"), LI) == "ceremony.other_document"
    assert refused(FROZEN, acts.Sign("d" * 64, "f"), LI, LATER) == "ceremony.expired"
    assert refused(ACCEPTED, acts.Sign("d" * 64, "f"), LI) == "ceremony.not_frozen"


def test_the_seal_is_the_last_and_the_only_one() -> None:
    assert refused(signed(FROZEN, LI), acts.Seal("s"), SYSTEM) == "ceremony.signatures_missing"
    complete = signed(FROZEN, LI, ZHAO, WANG)
    assert refused(complete, acts.Seal("s"), WANG) == "ceremony.seal_is_automatic"
    [event] = decide(complete, acts.Seal("s"), SYSTEM, NOW)
    sealed = apply(complete, event)
    assert (sealed.phase, sealed.file) == (Phase.SEALED, "s")
    assert decide(sealed, acts.Seal("t"), SYSTEM, NOW) == ()
    assert refused(sealed, acts.Void("reopened"), WANG) == "ceremony.in_force"


def test_a_rejection_voids() -> None:
    kinds = [e.kind for e in decide(signed(FROZEN, LI), acts.Reject(), ZHAO, NOW)]
    assert kinds == ["ceremony.rejected", "ceremony.voided"]
    assert refused(signed(FROZEN, LI), acts.Reject(), LI) == "ceremony.already_signed"
    assert refused(ACCEPTED, acts.Reject(), LI) == "ceremony.not_frozen"


def test_expiry_voids_once_it_is_due() -> None:
    assert refused(FROZEN, acts.Expire(), SYSTEM) == "ceremony.not_yet_expired"
    [event] = decide(FROZEN, acts.Expire(), SYSTEM, LATER)
    assert event == Event("ceremony.voided", {"reason": "expired"})
    complete = signed(FROZEN, LI, ZHAO, WANG)
    assert decide(complete, acts.Expire(), SYSTEM, LATER) == ()


def test_opening_needs_two_parties_with_one_place_each() -> None:
    one = acts.Open((LI,), WANG)
    assert refused(Ceremony(), one, WANG) == "ceremony.two_parties"
    twice = acts.Open((LI, WANG), WANG)
    assert refused(Ceremony(), twice, WANG) == "ceremony.one_place_each"


people = st.sampled_from([LI, ZHAO, WANG, "user:9", SYSTEM])
versions = st.integers(min_value=1, max_value=3)


class Ceremonies(RuleBasedStateMachine):
    """Anybody tries anything at any time; what the state promises must hold after each try."""

    clauses = Bundle("clauses")

    def __init__(self) -> None:
        super().__init__()
        self.events: list[Event] = list(decide(Ceremony(), OPEN, WANG, NOW))
        self.state = fold(self.events)

    def attempt(self, act: acts.Act, actor: str, at: datetime = NOW) -> None:
        before = self.state
        try:
            events = decide(before, act, actor, at)
        except RuleViolation:
            return
        for event in events:
            self.state = apply(self.state, event)
        self.events += events
        if not isinstance(act, acts.ChangePreamble | acts.ChangeClause | acts.ProposeClause):
            self.repeat_changes_nothing(act, actor, at)

    def repeat_changes_nothing(self, act: acts.Act, actor: str, at: datetime) -> None:
        try:
            assert decide(self.state, act, actor, at) == ()
        except RuleViolation:
            assert self.state.phase in {Phase.VOIDED, Phase.DRAFT}

    @rule(target=clauses, name=st.sampled_from("abc"), actor=people)
    def add(self, name: str, actor: str) -> str:
        self.attempt(acts.AddClause(name), actor)
        return name

    @rule(clause=clauses, version=versions, actor=people, data=st.data())
    def touch(self, clause: str, version: int, actor: str, data: st.DataObject) -> None:
        one_of: list[acts.Act] = [
            acts.ChangeClause(clause, version),
            acts.ProposeClause(clause, version),
            acts.RemoveClause(clause, version),
        ]
        self.attempt(data.draw(st.sampled_from(one_of)), actor)

    @rule(clause=clauses, version=versions)
    def everybody_accepts(self, clause: str, version: int) -> None:
        for actor in (LI, ZHAO):
            self.attempt(acts.AcceptClause(clause, version), actor)

    @rule(clause=clauses, version=versions, actor=people)
    def withdraw(self, clause: str, version: int, actor: str) -> None:
        self.attempt(acts.WithdrawAcceptance(clause, version), actor)

    @rule(actor=people)
    def freeze(self, actor: str) -> None:
        agreed = self.state.is_agreed
        before = self.state.phase
        self.attempt(FREEZE, actor)
        if before is Phase.DRAFT and self.state.phase is Phase.FROZEN:
            assert agreed
            assert actor == WANG

    @rule(actor=people, late=st.booleans())
    def sign(self, actor: str, late: bool) -> None:
        may = self.state.next_signers
        before = self.state.signatures
        self.attempt(acts.Sign("d" * 64, f"by {actor}"), actor, LATER if late else NOW)
        if self.state.signatures != before:
            assert actor in may
            assert not late

    @rule(actor=people)
    def seal(self, actor: str) -> None:
        self.attempt(acts.Seal("sealed"), actor)

    @rule(actor=people, act=st.sampled_from([acts.Reject(), acts.Void("x"), acts.Expire()]))
    def stop(self, actor: str, act: acts.Act) -> None:
        self.attempt(act, actor, LATER if isinstance(act, acts.Expire) else NOW)

    @invariant()
    def folding_again_gives_the_same(self) -> None:
        assert fold(self.events) == self.state

    @invariant()
    def signatures_are_in_order_and_once(self) -> None:
        made = self.state.signatures
        assert len(set(made)) == len(made)
        assert WANG not in made[:-1]
        assert WANG not in made or {LI, ZHAO} <= set(made)

    @invariant()
    def one_seal_and_nothing_after_it(self) -> None:
        kinds = [event.kind for event in self.events]
        assert kinds.count("ceremony.sealed") <= 1
        for last in ("ceremony.sealed", "ceremony.voided"):
            assert last not in kinds[:-1]

    @invariant()
    def what_is_fully_signed_is_never_void(self) -> None:
        assert not (self.state.is_complete and self.state.phase is Phase.VOIDED)


TestCeremonies = Ceremonies.TestCase
