"""The clerk's exports."""

import uuid

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from documents.export_jobs import build_export
from documents.file_forms import ExportForm
from documents.file_selectors import exports_of
from documents.services.exports import export_ask, export_take, settlement_count
from documents.views.files import file_response
from mediation.errors import describe
from mediation.http import MemberRequest
from mediation.rules.core import RuleViolation

SHOWN = 50


@require_http_methods(["GET", "POST"])
def exports(request: MemberRequest) -> HttpResponse:
    """Choose, see how many there are, start; and the exports so far."""
    if request.method == "POST":
        form = ExportForm(request.user, request.POST)
        if form.is_valid() and _asked(request, form):
            return redirect("documents:exports")
    else:
        form = ExportForm(request.user, request.GET)
    context = {
        "form": form,
        "count": _count(form),
        "exports": exports_of(request.user)[:SHOWN],
    }
    status = 409 if request.method == "POST" else 200
    return render(request, "documents/export/page.html", context, status=status)


@require_GET
def progress(request: MemberRequest, export: uuid.UUID) -> HttpResponse:
    """One row, asked for again while it is being built."""
    found = get_object_or_404(exports_of(request.user), pk=export)
    return render(request, "documents/export/row.html", {"export": found})


@require_GET
def download(request: MemberRequest, export: uuid.UUID) -> HttpResponseBase:
    """The ZIP."""
    found = get_object_or_404(exports_of(request.user), pk=export)
    file = export_take(export=found, user=request.user, at=timezone.now())
    day = timezone.localdate(found.asked_at)
    name = f"settlements-{day:%Y-%m-%d}-{found.sha256[:8]}.zip"
    return file_response(request, file, media_type="application/zip", name=name)


def _asked(request: MemberRequest, form: ExportForm) -> bool:
    """Queue it; a refusal becomes the form's error."""
    try:
        export = export_ask(
            organisation=form.cleaned_data["organisation"],
            user=request.user,
            choice=form.choice,
            at=timezone.now(),
        )
    except RuleViolation as refusal:
        form.add_error(None, describe(refusal.code, refusal.params))
        return False
    build_export.enqueue(str(export.pk))
    return True


def _count(form: ExportForm) -> int | None:
    """How many agreements fit; None while the choice cannot be read."""
    if not form.is_valid():
        return None
    organisation = form.cleaned_data["organisation"]
    return settlement_count(organisation=organisation, choice=form.choice, at=timezone.now())
