"""Where somebody who signed in starts."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from mediation.http import MemberRequest
from mediation.models import Case
from mediation.people.models import User
from mediation.people.roles import Role
from mediation.rules.deadlines import Due
from mediation.rules.lifecycle import FINAL, State, waits_for
from mediation.selectors import actor_of, case_due, case_state, cases_of
from mediation.words import STATES, NextStep, Words, next_step


@dataclass(frozen=True, slots=True)
class Line:
    """One case on the desk, as it concerns its reader."""

    case: Case
    your_turn: bool
    over: bool
    step: NextStep
    due: Due | None
    word: Words
    tone: str
    icon: str
    others: str


@require_GET
def desk(request: MemberRequest) -> HttpResponse:
    """One's own cases, those that wait for the reader first. A clerk is led to the clerk's desk."""
    if Role.CLERK in request.roles and "own" not in request.GET:
        return redirect("mediation:clerk")
    lines = [line_of(case, request.user) for case in cases_of(request.user)]
    context = {
        "turns": [line for line in lines if line.your_turn],
        "waiting": [line for line in lines if not line.your_turn and not line.over],
        "over": [line for line in lines if line.over],
        "is_mediator": Role.MEDIATOR in request.roles,
    }
    return render(request, "mediation/desk.html", context)


def line_of(case: Case, user: User) -> Line:
    """What one line of the desk says."""
    state, actor = case_state(case), actor_of(case=case, user=user)
    word, tone, icon = STATES[state.state]
    others = [member.name for member in case.members.all() if member.user_id != user.pk]
    return Line(
        case=case,
        your_turn=waits_for(state, actor),
        over=state.state in FINAL | {State.TERMINATED},
        step=next_step(state, actor),
        due=case_due(state=state.state, clock=state.clock),
        word=word,
        tone=tone,
        icon=icon,
        others=" · ".join(filter(None, others)),
    )
