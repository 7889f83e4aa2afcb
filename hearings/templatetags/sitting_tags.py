"""What other pages show of sittings."""

from typing import Any

from django import template
from django.utils import timezone

from hearings.rules import booking
from hearings.rules.access import TABLE
from hearings.rules.state import OPEN, Phase
from hearings.selectors import sitting_next
from mediation.models import Case
from mediation.people.roles import Role

register = template.Library()


@register.inclusion_tag("hearings/summary.html", takes_context=True)
def sitting_summary(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """The next sitting of a case: when, the way in, and for those who book, the way to book."""
    request = context["request"]
    roles: frozenset[Role] = getattr(request, "roles", frozenset())
    sitting = sitting_next(case)
    ready = sitting is not None and booking.opens(
        phase=Phase(sitting.phase), starts_at=sitting.starts_at, now=timezone.now()
    )
    return {
        "request": request,
        "case": case,
        "sitting": sitting,
        "open": ready,
        "running": sitting is not None and sitting.phase in OPEN,
        "may_enter": any(TABLE["hearings:sitting"][role] for role in roles),
        "may_book": case.state in booking.HEARABLE
        and any(TABLE["hearings:book"][role] for role in roles),
    }
