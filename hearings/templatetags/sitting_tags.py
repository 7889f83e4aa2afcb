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
    """What the reader finds: "open" to go in, "booked", "wanted" from who books, or "" for none.

    Who is to sign does that first, so that an open room counts as booked then.
    """
    sitting = sitting_next(case)
    if sitting is None:
        wanted = case.state == State.MEDIATING and _may(context, "hearings:book")
        return "wanted" if wanted else ""
    first = case.state != State.SIGNING and _may(context, "hearings:sitting")
    return "open" if first and _opens(sitting) else "booked"


def _may(context: dict[str, Any], name: str) -> bool:
    roles: frozenset[Role] = getattr(context["request"], "roles", frozenset())
    return any(TABLE[name][role] for role in roles)


def _opens(sitting: Sitting) -> bool:
    return booking.opens(
        phase=Phase(sitting.phase), starts_at=sitting.starts_at, now=timezone.now()
    )


@register.inclusion_tag("hearings/summary.html", takes_context=True)
def sitting_summary(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """The next sitting of a case: when, the way in, and for those who book, the way to book."""
    sitting = sitting_next(case)
    return {
        "request": context["request"],
        "case": case,
        "sitting": sitting,
        "open": sitting is not None and _opens(sitting),
        "first": context.get("room") in {"open", "wanted"},
        "running": sitting is not None and sitting.phase in OPEN,
        "may_enter": _may(context, "hearings:sitting"),
        "may_book": case.state in booking.HEARABLE and _may(context, "hearings:book"),
    }
