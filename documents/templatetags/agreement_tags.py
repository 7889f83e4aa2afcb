"""The agreement on other people's pages."""

from typing import Any

from django import template

from documents.panels import panel_of
from documents.rules.agreement_access import READERS
from mediation.models import Case
from mediation.rules.lifecycle import State

register = template.Library()
SHOWN = frozenset({State.MEDIATING, State.DRAFTING, State.SIGNING, State.AGREED, State.TERMINATED})


@register.inclusion_tag("documents/agreement/summary.html", takes_context=True)
def agreement_summary(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """Where the agreement stands, and the reader's next act on it, for the page of the case."""
    request = context["request"]
    seen = panel_of(case=case, reader=request.user, roles=request.roles)
    may_open = any(READERS[role] for role in request.roles)
    shown = may_open and (seen.agreement is not None or seen.may_begin)
    idle = seen.is_mediator and seen.phase == "draft" and not seen.pending_count
    return {
        "panel": seen,
        "shown": shown and State(case.state) in SHOWN,
        "turn": context.get("room") != "open" and bool(seen.may_sign or seen.awaiting or idle),
        "request": request,
    }
