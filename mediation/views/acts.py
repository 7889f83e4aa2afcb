"""Acts on a case, one URL each, so that the table of roles has a cell for every one of them."""

import uuid
from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from mediation.http import CaseRequest, act_id_of
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import Act, acts_open
from mediation.selectors import actor_of, case_state
from mediation.services.cases import case_act
from mediation.views.case_page import case_context, render_case

Data = Mapping[str, Any]


def do(request: CaseRequest, act: Act, data: Data | None = None) -> HttpResponse:
    """Do the act and lead on; a refusal comes back on the case page with the reason."""
    try:
        case_act(
            case=request.case,
            act=act,
            user=request.user,
            data=data,
            act_id=act_id_of(request),
        )
    except RuleViolation as refusal:
        return render_case(request, refusal, act)
    if request.POST.get("back") == "clerk":
        return redirect("mediation:clerk")
    if act is Act.DECLINE_ASSIGNMENT:
        return redirect("mediation:desk")
    return redirect("mediation:case", request.case.pk)


def asked_first(request: CaseRequest, act: Act, template: str) -> HttpResponse:
    """The page that says what the act will do, when it is open to this person; else the case."""
    actor = actor_of(case=request.case, user=request.user)
    if act not in acts_open(case_state(request.case), actor):
        return redirect("mediation:case", request.case.pk)
    return render(request, template, case_context(request.case, request.user))


@require_POST
def accept(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """A clerk accepts the application."""
    return do(request, Act.ACCEPT)


@require_POST
def give_back(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """A clerk returns the application for one of three reasons (OMR 9)."""
    return do(request, Act.RETURN, _reasoned(request))


@require_POST
def consent(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """A side agrees to mediate online."""
    if not request.POST.get("consent"):
        return render_case(request, RuleViolation("case.consent_missing"), Act.CONSENT)
    return do(request, Act.CONSENT)


@require_http_methods(["GET", "POST"])
def refuse(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """A side does not want to mediate, at first or any longer; asked once more before."""
    if request.method == "GET":
        return asked_first(request, Act.REFUSE, "mediation/acts/refuse.html")
    return do(request, Act.REFUSE)


@require_http_methods(["GET", "POST"])
def withdraw(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The applicant withdraws, because it is settled or for any other reason."""
    if request.method == "GET":
        return asked_first(request, Act.WITHDRAW, "mediation/acts/withdraw.html")
    return do(request, Act.WITHDRAW)


@require_POST
def assign(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """A clerk asks a mediator of the roster."""
    return do(request, Act.ASSIGN, {"mediator": request.POST.get("mediator", "")})


@require_POST
def take(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The mediator discloses that there is no conflict, and accepts."""
    return do(
        request, Act.ACCEPT_ASSIGNMENT, {"no_conflict": bool(request.POST.get("no_conflict"))}
    )


@require_POST
def decline(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The mediator discloses a conflict or declines for another reason."""
    return do(request, Act.DECLINE_ASSIGNMENT, _reasoned(request))


@require_http_methods(["GET", "POST"])
def fail(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """Mediation ends without an agreement: one code and a narrative (OMR 21, 25)."""
    if request.method == "GET":
        return asked_first(request, Act.FAIL, "mediation/acts/fail.html")
    data = {"code": request.POST.get("code", ""), "narrative": request.POST.get("narrative", "")}
    return do(request, Act.FAIL, data)


@require_http_methods(["GET", "POST"])
def divert(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The dispute goes to court."""
    if request.method == "GET":
        return asked_first(request, Act.DIVERT, "mediation/acts/divert.html")
    return do(request, Act.DIVERT)


def _reasoned(request: CaseRequest) -> Data:
    return {
        "reason": request.POST.get("reason", ""),
        "narrative": request.POST.get("narrative", ""),
    }
