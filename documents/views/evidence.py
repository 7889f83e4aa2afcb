"""Pages and files of the evidence."""

import uuid
from typing import Any, BinaryIO, cast

from django.contrib import messages
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse, JsonResponse
from django.http.multipartparser import MultiPartParserError
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from documents.file_selectors import (
    evidence_of,
    evidence_original,
    evidence_thumbnail,
    evidence_view,
)
from documents.models.evidence import Evidence
from documents.rules.uploads import LIMITS, MediaType, check_request
from documents.services.evidence import evidence_add, evidence_remove
from documents.views.files import BoundedUploadHandler, declared_length, file_response
from mediation.errors import describe
from mediation.http import CaseRequest
from mediation.rules.core import RuleViolation


@require_GET
def listing(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The files of a case; htmx asks for the list alone."""
    name = "fragment" if request.headers.get("HX-Request") else "page"
    return render(request, f"documents/evidence/{name}.html", {"case": request.case})


@csrf_exempt
@require_POST
def add(request: CaseRequest, case_id: uuid.UUID) -> HttpResponseBase:
    """Judge the request by its length, then read it to disk; the token is checked after that."""
    check_request(declared_length(request))
    request.upload_handlers = [BoundedUploadHandler(request, LIMITS.file)]
    try:
        return _add(request)
    except (MultiPartParserError, RequestDataTooBig, TooManyFilesSent, TooManyFieldsSent) as error:
        raise RuleViolation("evidence.broken_request") from error


@csrf_protect
def _add(request: CaseRequest) -> HttpResponseBase:
    files = request.FILES.getlist("files")
    if not files:
        raise RuleViolation("evidence.none_chosen")
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse(_told(_add_one(request, files[0])), status=201)
    for file in files:
        _add_or_say(request, file)
    return redirect(_way_back(request))


def _add_one(request: CaseRequest, file: UploadedFile[Any]) -> Evidence:
    return evidence_add(
        case=request.case,
        user=request.user,
        file=cast(BinaryIO, file.file),
        size=file.size or 0,
        name=file.name or "",
        at=timezone.now(),
    )


def _add_or_say(request: CaseRequest, file: UploadedFile[Any]) -> None:
    """Of several files the good ones are taken; the others are named with their reason."""
    try:
        _add_one(request, file)
    except RuleViolation as refusal:
        words = describe(refusal.code, refusal.params)
        messages.error(request, f"{file.name}: {words}")


def _told(evidence: Evidence) -> dict[str, object]:
    return {"id": str(evidence.pk), "number": evidence.number, "name": evidence.name}


def _way_back(request: CaseRequest) -> str:
    """The page that the form was on."""
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, request.is_secure()):
        return wanted
    return reverse("documents:evidence", args=[request.case.pk])


@require_POST
def remove(request: CaseRequest, evidence_id: uuid.UUID) -> HttpResponse:
    """Take back one's own file."""
    evidence_remove(evidence=_found(request, evidence_id), user=request.user, at=timezone.now())
    if request.headers.get("HX-Request"):
        return render(request, "documents/evidence/fragment.html", {"case": request.case})
    return redirect(_way_back(request))


@require_GET
def view(request: CaseRequest, evidence_id: uuid.UUID) -> HttpResponseBase:
    """What this house made of the file, to look at."""
    evidence = _found(request, evidence_id)
    file, media_type = evidence_view(evidence)
    return file_response(request, file, media_type=media_type, name=evidence.name, inline=True)


@require_GET
def thumbnail(request: CaseRequest, evidence_id: uuid.UUID) -> HttpResponseBase:
    """A small picture of the file; a PDF has none."""
    evidence = _found(request, evidence_id)
    if not evidence.is_picture:
        raise Http404
    file = evidence_thumbnail(evidence)
    return file_response(request, file, media_type=MediaType.JPEG, name="", inline=True)


@require_GET
def original(request: CaseRequest, evidence_id: uuid.UUID) -> HttpResponseBase:
    """The file as it was handed in, only ever as an attachment."""
    evidence = _found(request, evidence_id)
    file = evidence_original(evidence)
    return file_response(request, file, media_type="application/octet-stream", name=evidence.name)


def _found(request: CaseRequest, evidence_id: uuid.UUID) -> Evidence:
    return get_object_or_404(evidence_of(case=request.case), pk=evidence_id)
