"""What other pages show of sittings."""

from typing import Any

from django import template
from django.utils import timezone

from hearings.models import Sitting
from hearings.rules import booking
from hearings.rules.access import TABLE
from hearings.rules.state import OPEN, Phase
from hearings.selectors import sitting_next
from mediation.models import Case
from mediation.people.roles import Role
from mediation.rules.lifecycle import State

register = template.Library()


@register.simple_tag(takes_context=True)
def sitting_ahead(context: dict[str, Any], case: Case) -> str:
    """Whether a sitting is "booked", is "open" to the reader now, or "" when there is none."""
    sitting = sitting_next(case)
    if sitting is None:
        return ""
    roles: frozenset[Role] = getattr(context["request"], "roles", frozenset())
    may_enter = any(TABLE["hearings:sitting"][role] for role in roles)
    return "open" if may_enter and _opens(sitting) else "booked"


def _opens(sitting: Sitting) -> bool:
    return booking.opens(
        phase=Phase(sitting.phase), starts_at=sitting.starts_at, now=timezone.now()
    )


@register.inclusion_tag("hearings/summary.html", takes_context=True)
def sitting_summary(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """The next sitting of a case: when, the way in, and for those who book, the way to book."""
    request = context["request"]
    roles: frozenset[Role] = getattr(request, "roles", frozenset())
    sitting = sitting_next(case)
    return {
        "request": request,
        "case": case,
        "sitting": sitting,
        "open": sitting is not None and _opens(sitting),
        "first": context.get("room") == "open" and case.state != State.SIGNING,
        "running": sitting is not None and sitting.phase in OPEN,
        "may_enter": any(TABLE["hearings:sitting"][role] for role in roles),
        "may_book": case.state in booking.HEARABLE
        and any(TABLE["hearings:book"][role] for role in roles),
    }
