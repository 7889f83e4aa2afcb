"""The clerk's desk: queues, search, a case beside the list, and where cases go."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from mediation.clerk_selectors import (
    QUEUES,
    cases_in,
    cases_of_desk,
    cases_search,
    days_left,
    due_of,
    funnel_totals,
    is_booked,
    queue_counts,
    queue_of,
)
from mediation.http import CaseRequest, MemberRequest
from mediation.models import Case
from mediation.people.models import User
from mediation.rules.deadlines import Due
from mediation.rules.flow import END, Bar, court_count, flow
from mediation.rules.funnel import Step
from mediation.rules.lifecycle import State
from mediation.views.case_page import case_context
from mediation.words import FUNNEL, STATES, Words
from mediation.words import QUEUES as QUEUE_WORDS

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One case in the list."""

    case: Case
    parties: list[str]
    word: Words
    tone: str
    icon: str
    due: Due | None
    left: int | None


@require_GET
def clerk(request: MemberRequest) -> HttpResponse:
    """The list of one queue, or of a search through all of them, and the chosen case beside it."""
    mine = cases_of_desk(request.user)
    words = " ".join(request.GET.get("q", "").replace("\0", "").split())[:100]
    wanted = request.GET.get("cause", "")
    cause = wanted if wanted in Case.Cause.values else ""
    queue = queue_of(
        "all" if words and "queue" not in request.GET else request.GET.get("queue", "")
    )
    found = cases_search(cases=cases_in(cases=mine, queue=queue), words=words, cause=cause)
    pages = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        "queue": queue.key,
        "queue_word": QUEUE_WORDS[queue.key][0],
        "queues": _rail(queue_counts(mine)),
        "q": words,
        "cause": cause,
        "causes": Case.Cause.choices,
        "pages": pages,
        "lines": [line_of(case) for case in pages],
        "query": urlencode({"queue": queue.key, "q": words, "cause": cause}),
        **figures(request.user),
        **_chosen(request),
    }
    return render(request, "mediation/clerk.html", context)


@require_GET
def panel(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The case beside the list, as a fragment."""
    return render(request, "mediation/clerk/panel.html", panel_context(request.case, request.user))


def panel_context(case: Case, user: User) -> dict[str, Any]:
    """What the side panel shows."""
    booked = is_booked(case)
    return {**case_context(case, user), "booked": booked, "back": "clerk"}


def line_of(case: Case) -> Line:
    """What one line of the list says."""
    word, tone, icon = STATES[State(case.state)]
    due = due_of(case)
    parties = [member.name for member in case.members.all() if member.side]
    left = days_left(due, timezone.localtime()) if due else None
    return Line(case, parties, word, tone, icon, due, left)


def figures(user: User) -> dict[str, Any]:
    """The funnel as a drawing and as a table."""
    counts = funnel_totals(user)
    rows = [(FUNNEL[step], counts.get(step, 0)) for step in Step]
    drawn = flow(counts)
    return {
        "flow": drawn,
        "flow_labels": [_label(bar) for bar in drawn.bars] if drawn else [],
        "funnel": rows,
        "to_court": court_count(counts),
    }


def _label(bar: Bar) -> dict[str, Any]:
    """Words stand above a bar on the way, and beside one at the end."""
    if bar.x < END:
        return {"word": _bar_word(bar), "count": bar.count, "x": bar.x, "y": 14, "count_y": 34}
    x, y = bar.x + 18, bar.y + 10
    return {"word": _bar_word(bar), "count": bar.count, "x": x, "y": y, "count_y": y + 20}


def _bar_word(bar: Bar) -> Words:
    return _("Court") if bar.key == "litigation" else FUNNEL[Step(bar.key)]


def _rail(counts: Any) -> list[tuple[str, Words, str, int]]:
    return [(q.key, *QUEUE_WORDS[q.key], counts[q.key]) for q in QUEUES]


def _chosen(request: MemberRequest) -> dict[str, Any]:
    """The case named by `?case=`, if it is one of this desk."""
    try:
        key = uuid.UUID(request.GET.get("case", ""))
    except ValueError:
        return {}
    chosen = cases_of_desk(request.user).filter(pk=key).first()
    return {"panel": panel_context(chosen, request.user)} if chosen else {}
