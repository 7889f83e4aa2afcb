"""Evidence on other people's pages: the list and the way to add."""

from typing import Any

from django import template
from django.middleware.csrf import get_token
from django.urls import reverse

from documents.file_selectors import evidence_of
from documents.rules.bundle import DIVERTED, ENDED
from documents.rules.uploads import ADDING, LIMITS, MEGABYTE, SUFFIXES
from mediation.models import Case
from mediation.people.roles import SIDES, Role
from mediation.rules.lifecycle import State

register = template.Library()
ACCEPT = ",".join([*SUFFIXES, ".heic", ".heif"])


@register.inclusion_tag("documents/evidence/list.html", takes_context=True)
def evidence_list(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """What was handed in, by whom and when; one's own can be taken back while the file is open."""
    request = context["request"]
    return {
        "case": case,
        "request": request,
        "evidence": list(evidence_of(case=case)),
        "may_remove": _may_add(context, case),
        "draft": case.state == State.DRAFT,
    }


@register.inclusion_tag("documents/evidence/uploader.html", takes_context=True)
def evidence_uploader(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """A form that works by itself, and becomes the uploader once its script arrived."""
    request = context["request"]
    url = reverse("documents:evidence_add", args=[case.pk])
    return {
        "case": case,
        "request": request,
        "open": _may_add(context, case),
        "accept": ACCEPT,
        "limit": LIMITS.file // MEGABYTE,
        "props": {
            "url": url,
            "token": get_token(request),
            "accept": ACCEPT,
            "limit": LIMITS.file,
        },
    }


@register.inclusion_tag("documents/bundle/link.html", takes_context=True)
def bundle_link(context: dict[str, Any], case: Case) -> dict[str, Any]:
    """The way to the bundle for the court; nothing while there is none, or for others."""
    failed = State(case.state) in ENDED and case.ending in DIVERTED
    may = bool((SIDES | {Role.CLERK, Role.JUDGE}).intersection(context["request"].roles))
    return {"case": case, "shown": failed and may}


def _may_add(context: dict[str, Any], case: Case) -> bool:
    roles = context["request"].roles
    return State(case.state) in ADDING and bool(SIDES.intersection(roles))
