"""What the case page shows one reader: the next step, the bar, the people, what has happened."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from mediation.clerk_selectors import roster
from mediation.errors import describe
from mediation.http import CaseRequest
from mediation.journal.models import Entry
from mediation.journal.selectors import entries
from mediation.models import Case, CaseMember, Narrative
from mediation.people.models import User
from mediation.rules.core import RuleViolation
from mediation.rules.deadlines import Limit
from mediation.rules.lifecycle import (
    ROWS,
    Act,
    CaseState,
    DeclineReason,
    Ending,
    ReturnReason,
    State,
    acts_open,
    limit_of,
    waits_for,
)
from mediation.rules.table import DIVERTIBLE, FAIL_CODES
from mediation.selectors import actor_of, case_due, case_state
from mediation.words import (
    AHEAD,
    DECLINE_REASONS,
    ENDINGS,
    RETURN_REASONS,
    STATES,
    STEPS,
    Words,
    history_words,
    next_step,
)

CONFLICT = 409


@dataclass(frozen=True, slots=True)
class Happened:
    """A line of the history."""

    entry: Entry
    words: str
    narrative: str = ""


def render_case(
    request: CaseRequest, refusal: RuleViolation | None = None, act: str = ""
) -> HttpResponse:
    """The page; after a refused `act` with the reason on top and what was typed kept."""
    context = case_context(request.case, request.user)
    if refusal:
        context |= {"refusal": describe(refusal.code, refusal.params), "code": refusal.code}
        context |= {"typed": request.POST, "refused_act": act}
    status = CONFLICT if refusal else 200
    return render(request, "mediation/case.html", context, status=status)


def case_context(case: Case, user: User) -> dict[str, Any]:
    """Everything about the case that this person may read."""
    case.refresh_from_db()
    state, actor = case_state(case), actor_of(case=case, user=user)
    acts = acts_open(state, actor)
    word, tone, icon = STATES[state.state]
    told = history(case)
    return {
        "case": case,
        "state": state,
        "state_word": word,
        "state_tone": tone,
        "state_icon": icon,
        "actor": actor,
        "acts": {act.value for act in acts},
        "your_turn": waits_for(state, actor),
        "step": next_step(state, actor),
        "due": case_due(state=state.state, clock=state.clock),
        "bar": step_bar(state),
        "ahead": ahead(state.state) if state.ending in DIVERTIBLE | {None} else [],
        "people": list(case.members.select_related("user")),
        "history": told,
        "return_note": next((h.narrative for h in told if h.entry.kind == "case.returned"), ""),
        "returned": RETURN_REASONS.get(state.returned) if state.returned else None,
        "ending": ENDINGS.get(state.ending) if state.ending else "",
        "uninvited": uninvited(case),
        "act_nonce": uuid.uuid4().hex,
        **act_choices(case, acts, state),
    }


def act_choices(case: Case, acts: list[Act], state: CaseState) -> dict[str, Any]:
    """What the forms of the open acts offer to choose from."""
    found: dict[str, Any] = {}
    if Act.RETURN in acts:
        found["return_reasons"] = [(code, RETURN_REASONS[code]) for code in ReturnReason]
    if Act.ASSIGN in acts:
        barred = state.conflicted | state.parties | {state.mediator}
        found["roster"] = [m for m in roster(case.organisation) if m.user.actor not in barred]
    if Act.DECLINE_ASSIGNMENT in acts:
        found["decline_reasons"] = [(code, DECLINE_REASONS[code]) for code in DeclineReason]
    if Act.FAIL in acts:
        codes = {Ending.UNREACHABLE} if state.state is State.CONSENT else FAIL_CODES
        found["endings"] = [(code, ENDINGS[code]) for code in Ending if code in codes]
    return found


def step_bar(state: CaseState) -> list[tuple[Words, str]]:
    """The steps as (word, "done" | "now" | "later"); empty once the case left the way."""
    place = next((n for n, (_w, states) in enumerate(STEPS) if state.state in states), None)
    if place is None:
        return []
    marks = ["done"] * place + ["now"] + ["later"] * len(STEPS)
    if state.state is State.AGREED:
        marks = ["done"] * place + ["now"]
    return [(word, mark) for (word, _s), mark in zip(STEPS, marks, strict=False)]


def ahead(state: State) -> list[tuple[Words, Limit | None]]:
    """What comes after this state on the way to an agreement, from the rows of the table.

    A limit that runs on from the step before is not told twice.
    """
    found: list[tuple[Words, Limit | None]] = []
    while following := _expected_next(state):
        new = limit_of(following) is not limit_of(state)
        state = following
        found.append((AHEAD[state], limit_of(state) if new else None))
    return found


def _expected_next(state: State) -> State | None:
    """Where the expected act leads; by the longest way when there are two."""
    rows = [row for row in ROWS if row.state is state and row.expected]
    return min((row.next for row in rows), key=list(State).index, default=None)


def uninvited(case: Case) -> CaseMember | None:
    """The member who has not come yet, if any."""
    return case.members.filter(user=None).first()


def history(case: Case) -> list[Happened]:
    """What has happened, newest first, in words."""
    found = entries(case.stream)
    names = _names(case, found)
    narratives = {n.pk: n.text for n in Narrative.objects.filter(case=case)}
    told = [_happened(entry, names, narratives) for entry in found]
    return [line for line in reversed(told) if line]


def _happened(
    entry: Entry, names: Mapping[str, str], narratives: Mapping[int, str]
) -> Happened | None:
    words = history_words(entry.kind)
    if words is None:
        return None
    facts = {
        "who": names.get(entry.actor, _("The platform")),
        "mediator": names.get(entry.data.get("mediator", ""), ""),
        "reason": _reason(entry),
    }
    return Happened(entry, str(words) % facts, narratives.get(entry.data.get("narrative", 0), ""))


def _reason(entry: Entry) -> str:
    if entry.kind == "case.returned":
        return str(RETURN_REASONS[ReturnReason(entry.data["reason"])][0])
    if entry.kind == "case.failed":
        return str(ENDINGS[Ending(entry.data["code"])])
    return ""


def _names(case: Case, found: list[Entry]) -> dict[str, str]:
    """Actor → name: as a member is called in this case, else as they call themselves."""
    actors = {entry.actor for entry in found} | {e.data.get("mediator", "") for e in found}
    keys = [actor.removeprefix("user:") for actor in actors if actor.startswith("user:")]
    names = {user.actor: str(user) for user in User.objects.filter(pk__in=keys)}
    for member in case.members.select_related("user"):
        if member.user and member.name:
            names[member.user.actor] = member.name
    return names
