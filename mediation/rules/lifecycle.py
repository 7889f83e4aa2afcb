"""The case core: `decide` says which events an act makes, `apply` folds them.

The rows are in `table`. Time and ids are arguments; nothing here reads a clock or a database.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from mediation.journal.event import Event
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation
from mediation.rules.table import (
    ACT_OF_EVENT,
    BOTH_SIDES,
    CLAIMANT,
    DIVERTIBLE,
    EVENT_OF_ACT,
    FAIL_CODES,
    FINAL,
    JOINED,
    RESPONDENT,
    ROWS,
    Act,
    DeclineReason,
    Ending,
    ReturnReason,
    Row,
    State,
    When,
    limit_of,
    rows_of,
)

__all__ = [
    "CLAIMANT",
    "EVENT_OF_ACT",
    "FINAL",
    "HOUSE",
    "RESPONDENT",
    "ROWS",
    "Act",
    "Actor",
    "CaseState",
    "DeclineReason",
    "Ending",
    "ReturnReason",
    "Row",
    "State",
    "acts_open",
    "apply",
    "decide",
    "fold",
    "limit_of",
    "waits_for",
]

Data = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts: `id` as the journal names them, what they are in this case, and on whose side."""

    id: str
    roles: frozenset[Role] = frozenset()
    side: str = ""
    house: bool = False


HOUSE = Actor("system", house=True)


@dataclass(frozen=True, slots=True)
class CaseState:
    """A case as its journal tells it.

    `seen` are the states it has been in since it was sent; `clock` is when the limit of the
    present state began to run.
    """

    state: State = State.DRAFT
    seen: frozenset[State] = frozenset()
    organisation: int | None = None
    parties: frozenset[str] = frozenset()
    consented: frozenset[str] = frozenset()
    mediator: str = ""
    conflicted: frozenset[str] = frozenset()
    returned: ReturnReason | None = None
    ending: Ending | None = None
    clock: datetime | None = None


def decide(
    state: CaseState, act: Act, actor: Actor, at: datetime, data: Data | None = None
) -> tuple[Event, ...]:
    """The events of `act`; raises RuleViolation `case.*` when the table or a guard refuses it."""
    rows = rows_of(state.state, act)
    if not rows:
        raise RuleViolation("case.wrong_state", state=state.state.value, act=act.value)
    if not any(allows(state, row, actor) for row in rows):
        raise RuleViolation("case.not_yours", act=act.value)
    facts = _FACTS.get(act, _no_facts)(state, actor, data or {})
    event = Event(EVENT_OF_ACT[act], facts)
    after = apply(state, event)
    if _starts_clock(state, after):
        event = Event(event.kind, {**facts, "clock": at.isoformat()})
    if act is Act.SUBMIT:
        return event, Event(EVENT_OF_ACT[Act.CONSENT], {"side": CLAIMANT})
    return (event,)


def apply(state: CaseState, event: Event) -> CaseState:
    """`state` after `event`; what other apps note in the stream of a case changes nothing here."""
    data = event.data
    if event.kind == JOINED:
        return replace(state, parties=state.parties | {data["user"]})
    act = ACT_OF_EVENT.get(event.kind)
    if act is None:
        return state
    told = replace(state, **_TOLD[act](state, data)) if act in _TOLD else state
    clock = datetime.fromisoformat(data["clock"]) if "clock" in data else state.clock
    following = _next(told, act)
    return replace(told, state=following, seen=told.seen | {following}, clock=clock)


def fold(events: Iterable[Event]) -> CaseState:
    """The state after all of `events`, from an unsent draft on."""
    state = CaseState()
    for event in events:
        state = apply(state, event)
    return state


def allows(state: CaseState, row: Row, actor: Actor) -> bool:
    """Whether the row is for this person. Says nothing about what the act needs."""
    if actor.house:
        return row.house
    roles = row.who & actor.roles
    if roles == {Role.MEDIATOR}:
        return actor.id == state.mediator
    return bool(roles) and (not row.side or actor.side == row.side)


def acts_open(state: CaseState, actor: Actor) -> list[Act]:
    """What this person may do now, in the order of the table, each act once."""
    found = [row.act for row in ROWS if row.state is state.state and allows(state, row, actor)]
    done = {Act.CONSENT} if actor.side in state.consented else set()
    if state.ending is Ending.WITHDRAWN:
        done.add(Act.DIVERT)
    return [act for act in dict.fromkeys(found) if act not in done]


def waits_for(state: CaseState, actor: Actor) -> bool:
    """Whether the case waits for this person ("your turn")."""
    mine = acts_open(state, actor)
    rows = (row for row in ROWS if row.state is state.state and row.expected)
    return any(row.act in mine and allows(state, row, actor) for row in rows)


def _next(state: CaseState, act: Act) -> State:
    for row in rows_of(state.state, act):
        if row.when is When.ALWAYS or (row.when is When.ALL_CONSENTED) == _all_consented(state):
            return row.next
    raise RuleViolation("case.wrong_state", state=state.state.value, act=act.value)


def _all_consented(state: CaseState) -> bool:
    return state.consented >= BOTH_SIDES


def _starts_clock(before: CaseState, after: CaseState) -> bool:
    """The thirty days run on through drafting and signing; a new mediator has their own days."""
    limit = limit_of(after.state)
    fresh = limit is not limit_of(before.state) or after.mediator != before.mediator
    return limit is not None and fresh


def _no_facts(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    return {}


def _submit(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    if not data.get("consent"):
        raise RuleViolation("case.consent_missing")
    return {"organisation": data["organisation"], "number": data["number"], "party": actor.id}


def _resubmit(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    return {"organisation": data["organisation"], "number": data["number"]}


def _return(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    if data.get("reason") not in set(ReturnReason):
        raise RuleViolation("case.reason_missing")
    return {"reason": data["reason"], **_narrative(data)}


def _consent(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    if actor.side in state.consented:
        raise RuleViolation("case.already_consented")
    return {"side": actor.side}


def _refuse(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    return {"side": actor.side}


def _assign(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    mediator = data.get("mediator")
    if not mediator:
        raise RuleViolation("case.mediator_missing")
    if mediator in state.parties:
        raise RuleViolation("case.mediator_is_party")
    if mediator in state.conflicted:
        raise RuleViolation("case.mediator_conflicted")
    if mediator == state.mediator:
        raise RuleViolation("case.mediator_same")
    return {"mediator": mediator}


def _take(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    if not data.get("no_conflict"):
        raise RuleViolation("case.disclosure_missing")
    return {"disclosure": "none"}


def _decline(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    if data.get("reason") not in set(DeclineReason):
        raise RuleViolation("case.reason_missing")
    return {"mediator": state.mediator, "reason": data["reason"], **_narrative(data)}


def _fail(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    code = data.get("code")
    if code not in FAIL_CODES:
        raise RuleViolation("case.reason_missing")
    if state.state is State.CONSENT and code != Ending.UNREACHABLE:
        raise RuleViolation("case.only_unreachable")
    if not data.get("narrative"):
        raise RuleViolation("case.narrative_missing")
    return {"code": code, **_narrative(data)}


def _divert(state: CaseState, actor: Actor, data: Data) -> dict[str, Any]:
    if state.ending not in DIVERTIBLE:
        raise RuleViolation("case.not_divertible")
    return {"ending": state.ending.value}


def _narrative(data: Data) -> dict[str, Any]:
    """Words that people wrote stay in their own table; the journal keeps the id."""
    return {"narrative": data["narrative"]} if data.get("narrative") else {}


_FACTS: Mapping[Act, Callable[[CaseState, Actor, Data], dict[str, Any]]] = {
    Act.SUBMIT: _submit,
    Act.RESUBMIT: _resubmit,
    Act.RETURN: _return,
    Act.CONSENT: _consent,
    Act.REFUSE: _refuse,
    Act.ASSIGN: _assign,
    Act.ACCEPT_ASSIGNMENT: _take,
    Act.DECLINE_ASSIGNMENT: _decline,
    Act.FAIL: _fail,
    Act.DIVERT: _divert,
}


def _told_submitted(state: CaseState, data: Data) -> dict[str, Any]:
    return {"organisation": data["organisation"], "parties": state.parties | {data["party"]}}


def _told_assigned(state: CaseState, data: Data) -> dict[str, Any]:
    return {"mediator": data["mediator"]}


def _told_declined(state: CaseState, data: Data) -> dict[str, Any]:
    conflict = data["reason"] == DeclineReason.CONFLICT
    barred = state.conflicted | {data["mediator"]} if conflict else state.conflicted
    return {"mediator": "", "conflicted": barred}


_TOLD: Mapping[Act, Callable[[CaseState, Data], dict[str, Any]]] = {
    Act.SUBMIT: _told_submitted,
    Act.RESUBMIT: lambda state, data: {"organisation": data["organisation"], "returned": None},
    Act.RETURN: lambda state, data: {"returned": ReturnReason(data["reason"])},
    Act.CONSENT: lambda state, data: {"consented": state.consented | {data["side"]}},
    Act.REFUSE: lambda state, data: {
        "consented": state.consented - {data["side"]},
        "ending": Ending.UNWILLING,
    },
    Act.ASSIGN: _told_assigned,
    Act.DECLINE_ASSIGNMENT: _told_declined,
    Act.AGREE: lambda state, data: {"ending": Ending.AGREED},
    Act.FAIL: lambda state, data: {"ending": Ending(data["code"])},
    Act.WITHDRAW: lambda state, data: {"ending": Ending.WITHDRAWN},
}
