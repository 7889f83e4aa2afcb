"""The public page that says whether a file is one of ours."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from documents.rules.uploads import MediaType, file_name
from documents.services.papers import house_authority
from documents.services.verification import (
    Report,
    file_verify,
    issued_by_code,
    verification_check_pace,
    verification_check_size,
)
from documents.signing.pades import ARCHIVE
from documents.signing.verification import LARGEST_FILE, Reason, SignatureRow, Status
from documents.typesetting.slots import SEAL
from documents.views.files import BoundedUploadHandler, declared_length
from mediation.errors import describe
from mediation.people.models import Organisation
from mediation.rules.core import RuleViolation

Words = str | Promise

_SLACK = 64 * 1024  # what a form adds to its file
_PARTS: dict[str, Words] = {
    SEAL: _("Seal of the organisation"),
    ARCHIVE: _("Time stamp over the whole file"),
}
_MANNERS: dict[str, Words] = {
    SEAL: _("Electronic seal with a certificate of this platform"),
    ARCHIVE: _("Time stamp of this platform (RFC 3161)"),
}
_REASONS: dict[Reason, Words] = {
    "good": _("Valid"),
    "changed": _("Does not fit the file"),
    "not_trusted": _("Not made here"),
    "no_timestamp": _("Without a time"),
    "added_to": _("Changed afterwards"),
    "unreadable": _("Cannot be read"),
}


@dataclass(frozen=True)
class Headline:
    """The answer in one word and one sentence."""

    tone: str
    icon: str
    word: Words
    sentence: Words


HEADLINES: dict[Status, Headline] = {
    "valid": Headline(
        "ok",
        "shield-check",
        _("Valid"),
        _("This platform issued this file, and nothing in it has changed since it was signed."),
    ),
    "altered": Headline(
        "bad",
        "shield-x",
        _("Altered"),
        _("The file was changed after it was signed. Do not rely on it; ask for the original."),
    ),
    "incomplete": Headline(
        "warn",
        "shield-alert",
        _("Not finished"),
        _("The signatures in it are good, but the seal is missing: this is not the final file."),
    ),
    "unknown": Headline(
        "none",
        "shield-question-mark",
        _("Unknown"),
        _("This platform did not issue this file. That says nothing about what is in it."),
    ),
}


@dataclass(frozen=True)
class SignatureLine:
    """One row of the answer."""

    name: str
    part: Words
    manner: Words
    at: datetime | None
    tone: str
    result: Words


# Nothing is changed here and nothing is kept, so a form of another site can do no harm.
@csrf_exempt
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest, code: str = "") -> HttpResponse:
    """Ask for a file, or answer about the one that came; `code` is from the paper's QR."""
    expected = issued_by_code(code) if code else None
    context: dict[str, Any] = {"code": code, "expected": expected, "limit": LARGEST_FILE // 2**20}
    status = 404 if code and not expected else 200
    if request.method == "POST":
        try:
            context.update(_answer(request))
        except RuleViolation as refusal:
            context["problem"] = describe(refusal.code, refusal.params)
            context["problem_code"] = refusal.code
            status = 409
    return render(request, "documents/verify/page.html", context, status=status)


@require_GET
def root(request: HttpRequest, slug: str) -> HttpResponse:
    """The root certificate of an organisation, to check its documents without this page."""
    organisation = get_object_or_404(Organisation, slug=slug)
    pem = house_authority(organisation, timezone.now()).root_pem
    response = HttpResponse(pem, content_type="application/x-pem-file")
    response["Content-Disposition"] = f'attachment; filename="root-{slug}.pem"'
    return response


def _answer(request: HttpRequest) -> dict[str, Any]:
    verification_check_size(size=max(declared_length(request) - _SLACK, 1))
    verification_check_pace(address=get_adapter().get_client_ip(request))
    name, pdf = _file_of(request)
    report = file_verify(pdf=pdf, name=file_name(name, MediaType.PDF), at=timezone.now())
    return {
        "report": report,
        "name": name,
        "headline": HEADLINES[report.verdict.status],
        "lines": [_line(row, report) for row in report.verdict.signatures],
        "checked_at": timezone.now(),
    }


def _file_of(request: HttpRequest) -> tuple[str, bytes]:
    request.upload_handlers = [BoundedUploadHandler(request, LARGEST_FILE)]
    try:
        file = request.FILES.get("file")
    except (MultiPartParserError, RequestDataTooBig, TooManyFilesSent, TooManyFieldsSent) as error:
        raise RuleViolation("verify.broken_request") from error
    if file is None:
        raise RuleViolation("verify.none_chosen")
    verification_check_size(size=file.size or 0)
    return file.name or "", file.read()


def _line(row: SignatureRow, report: Report) -> SignatureLine:
    spoiled = row.valid and report.verdict.status == "altered"
    tone = "warn" if spoiled else "ok" if row.valid else "bad"
    return SignatureLine(
        name=row.signer,
        part=_PARTS.get(row.field, _("Signature")),
        manner=_MANNERS.get(row.field, _("Signed on the screen, with a one-time certificate")),
        at=row.signed_at,
        tone=tone,
        result=_("Changed afterwards") if spoiled else _REASONS[row.reason],
    )
