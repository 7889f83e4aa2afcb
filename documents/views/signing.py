"""Reading, confirming who one is, signing; and the file itself."""

import json
import math
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from allauth.account.adapter import get_adapter
from csp.decorators import csp_exempt
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from documents.models.agreement import Agreement
from documents.panels import panel_of
from documents.rules.ceremony import Phase
from documents.selectors import ceremony_of, pages_read, signer_names
from documents.services.files import stage_open
from documents.services.signing import (
    Origin,
    agreement_reject,
    agreement_sign,
    identity_answer,
    identity_place,
    identity_send,
    page_read,
)
from documents.signing.stamp import Drawn, Typed
from documents.views.files import file_response
from mediation.errors import describe
from mediation.http import CaseRequest, whole_number
from mediation.people.identity import check_passed, check_waiting
from mediation.people.models import IdentityCheck
from mediation.rules.core import RuleViolation

LARGEST_DRAWING: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Identity:
    """How far the reader's check is, for the page."""

    email: str
    passed: IdentityCheck | None
    waiting: IdentityCheck | None
    error: str = ""
    code: str = ""


@require_GET
@never_cache
def page(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """The ceremony as its reader sees it."""
    return _shown(request, _agreement(request, agreement_id))


@require_POST
def sign(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Sign. A refusal brings the page back with the drawing still on it."""
    agreement = _agreement(request, agreement_id)
    try:
        agreement_sign(
            agreement=agreement,
            user=request.user,
            mark=_mark(request),
            document=request.POST.get("document", ""),
            origin=_origin(request),
            at=timezone.now(),
        )
    except RuleViolation as refusal:
        return _refused(request, agreement, refusal)
    return redirect("documents:sign", agreement_id=agreement.pk)


@require_POST
def refuse(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Refuse to sign, with a reason."""
    agreement = _agreement(request, agreement_id)
    words = request.POST.get("words", "")
    try:
        agreement_reject(agreement=agreement, user=request.user, words=words, at=timezone.now())
    except RuleViolation as refusal:
        return _refused(request, agreement, refusal)
    return redirect("documents:sign", agreement_id=agreement.pk)


@require_POST
def code_send(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Mail a code."""
    agreement = _agreement(request, agreement_id)
    return _identity_step(
        request,
        agreement,
        lambda: identity_send(
            agreement=agreement, user=request.user, origin=_origin(request), at=timezone.now()
        ),
    )


@require_POST
def code_check(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Take the code."""
    agreement = _agreement(request, agreement_id)
    return _identity_step(
        request,
        agreement,
        lambda: identity_answer(
            agreement=agreement,
            user=request.user,
            origin=_origin(request),
            code=request.POST.get("code", ""),
            at=timezone.now(),
        ),
    )


@require_POST
def pages_seen(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """Note the pages that were shown (`page`, once each)."""
    agreement = _agreement(request, agreement_id)
    for page_number in request.POST.getlist("page")[:200]:
        page_read(
            agreement=agreement,
            user=request.user,
            page=whole_number(page_number),
            document=request.POST.get("document", ""),
            at=timezone.now(),
        )
    if "application/json" in request.headers.get("Accept", ""):
        seen = pages_read(agreement=agreement, reader_id=request.user.pk)
        return JsonResponse({"seen": sorted(seen)})
    return redirect(reverse("documents:sign", args=[agreement.pk]) + "#identity")


@require_GET
@csp_exempt()  # type: ignore[arg-type]  # its types know views of one argument only
def pdf(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponseBase:
    """The newest stage of the file; `?download` saves it. Voided texts are not handed out."""
    agreement = _agreement(request, agreement_id)
    if not agreement.file_sha256 or agreement.state == Phase.VOIDED:
        raise Http404
    response = file_response(
        request,
        stage_open(agreement=agreement, sha256=agreement.file_sha256),
        media_type="application/pdf",
        name=f"{agreement.case.number}-{agreement.version}.pdf",
        inline="download" not in request.GET,
    )
    # A browser's own PDF viewer does not open what is sandboxed; this file is of our own making.
    del response["Content-Security-Policy"]
    add_never_cache_headers(response)
    return response


def _agreement(request: CaseRequest, agreement_id: uuid.UUID) -> Agreement:
    found = Agreement.objects.select_related("case__organisation", "case__mediator")
    return get_object_or_404(found, case=request.case, pk=agreement_id)


def _origin(request: CaseRequest) -> Origin:
    return Origin(
        session=request.session.session_key or "",
        address=get_adapter().get_client_ip(request),
        browser=request.headers.get("User-Agent", ""),
    )


def _mark(request: CaseRequest) -> Drawn | Typed:
    """What was drawn or typed. Raises RuleViolation `signing.*`."""
    name = request.POST.get("typed_name", "").strip()
    if name:
        return Typed(name[:200])
    drawing = request.POST.get("strokes", "")
    if not drawing:
        raise RuleViolation("signing.nothing_drawn")
    try:
        return Drawn(_strokes(drawing), float(request.POST.get("aspect", "")))
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise RuleViolation("signing.drawing_unusable") from error


def _strokes(drawing: str) -> list[list[tuple[float, float]]]:
    """`[[[x, y], …], …]` as JSON. Raises ValueError or TypeError for anything else."""
    if len(drawing) > LARGEST_DRAWING:
        raise ValueError("the drawing is too large")
    return [[_point(point) for point in stroke] for stroke in json.loads(drawing)]


def _point(point: Any) -> tuple[float, float]:
    x, y = point
    place = float(x), float(y)
    if isinstance(x, str | bool) or not all(map(math.isfinite, place)):
        raise ValueError("not a point")
    return place


def _identity(
    request: CaseRequest, agreement: Agreement, refusal: RuleViolation | None = None
) -> Identity:
    place = identity_place(agreement=agreement, user=request.user, origin=_origin(request))
    at = timezone.now()
    passed, waiting = check_passed(place=place, at=at), check_waiting(place=place, at=at)
    email = _masked(request.user.email)
    if refusal is None:
        return Identity(email, passed, waiting)
    words = describe(refusal.code, refusal.params)
    return Identity(email, passed, waiting, words, refusal.code)


def _masked(email: str) -> str:
    """liming@example.com → l•••g@example.com."""
    name, _, domain = email.rpartition("@")
    return f"{name[:1]}•••{name[-1:]}@{domain}"


def _identity_step(
    request: CaseRequest, agreement: Agreement, work: Callable[[], object]
) -> HttpResponse:
    refused: RuleViolation | None = None
    try:
        work()
    except RuleViolation as refusal:
        refused = refusal
    status = 409 if refused else 200
    if not request.headers.get("HX-Request"):
        return _shown(request, agreement, identity_refusal=refused, status=status)
    context = {"agreement": agreement, "identity": _identity(request, agreement, refused)}
    return render(request, "documents/agreement/identity.html", context, status=status)


def _refused(request: CaseRequest, agreement: Agreement, refusal: RuleViolation) -> HttpResponse:
    message = describe(refusal.code, refusal.params)
    return _shown(request, agreement, status=409, refusal=message, code=refusal.code)


def _shown(
    request: CaseRequest,
    agreement: Agreement,
    *,
    status: int = 200,
    identity_refusal: RuleViolation | None = None,
    **more: Any,
) -> HttpResponse:
    agreement.refresh_from_db()
    seen = panel_of(case=request.case, reader=request.user, roles=request.roles)
    state = ceremony_of(agreement)
    read = pages_read(agreement=agreement, reader_id=request.user.pk)
    context = {
        "agreement": agreement,
        "panel": seen,
        "is_newest": seen.agreement == agreement,
        "state": state,
        "identity": _identity(request, agreement, identity_refusal),
        "name": signer_names(request.case).get(request.user.actor, ""),
        "pages": range(1, agreement.pages + 1),
        "read": read,
        "all_read": len(read) >= agreement.pages,
        "viewer": _viewer(request, agreement, read),
        "pad": _pad(request),
        "words": request.POST.get("words", ""),
        "typed_name": request.POST.get("typed_name", ""),
        **more,
    }
    return render(request, "documents/agreement/sign.html", context, status=status)


def _viewer(request: CaseRequest, agreement: Agreement, read: frozenset[int]) -> dict[str, Any]:
    return {
        "url": reverse("documents:agreement_pdf", args=[agreement.pk]),
        "seenUrl": reverse("documents:sign_pages", args=[agreement.pk]),
        "document": agreement.document_sha256,
        "pages": agreement.pages,
        "seen": sorted(read),
        "token": get_token(request),
    }


def _pad(request: CaseRequest) -> dict[str, Any]:
    return {
        "strokes": request.POST.get("strokes", ""),
        "typedName": request.POST.get("typed_name", ""),
    }
