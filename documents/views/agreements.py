"""The agreement page and its panel, which is also shown in the live room."""

import uuid
from collections.abc import Callable
from typing import Any

from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from documents.clause_forms import ClauseForm, FactsForm, clause_initial
from documents.models.agreement import Agreement
from documents.panels import panel_of
from documents.rules.ceremony import Ceremony
from documents.rules.clauses import Terms
from documents.selectors import agreement_of, agreement_texts, ceremony_of, party_names
from documents.services.agreements import (
    acceptance_withdraw,
    agreement_begin,
    agreement_freeze,
    agreement_reopen,
    clause_accept,
    clause_add,
    clause_change,
    clause_propose,
    clause_remove,
    clause_restore,
    preamble_change,
)
from mediation.errors import describe
from mediation.http import CaseRequest, whole_number
from mediation.rules.core import RuleViolation


@require_GET
@never_cache
def page(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The agreement of a case on a page of its own."""
    return _shown(request)


@require_GET
@never_cache
def panel(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The panel alone; 204 when the reader has just this in front of them (`?mark=`)."""
    seen = panel_of(case=request.case, reader=request.user, roles=request.roles)
    if request.GET.get("mark") == seen.mark:
        return HttpResponse(status=204)
    return render(request, "documents/agreement/panel.html", {"panel": seen})


@require_POST
def begin(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The mediator starts a draft."""
    return _acted(
        request,
        lambda: agreement_begin(case=request.case, user=request.user, at=timezone.now()),
    )


@require_http_methods(["GET", "POST"])
@never_cache
def clause_new(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """The mediator adds a clause."""
    agreement = _agreement(request, agreement_id)
    form = _clause_form(request, clause_initial("", 0))
    if request.method == "POST" and form.is_valid():
        return _saved(
            request,
            form,
            "new",
            lambda: clause_add(
                agreement=agreement,
                user=request.user,
                clause=form.cleaned_data["clause"],
                terms=form.terms(),
                at=timezone.now(),
            ),
        )
    return _form_shown(request, form, "new")


@require_http_methods(["GET", "POST"])
@never_cache
def clause_edit(request: CaseRequest, agreement_id: uuid.UUID, clause: uuid.UUID) -> HttpResponse:
    """The mediator rewrites a clause."""
    return _rewrite(request, agreement_id, clause, "edit")


@require_http_methods(["GET", "POST"])
@never_cache
def clause_other_words(
    request: CaseRequest, agreement_id: uuid.UUID, clause: uuid.UUID
) -> HttpResponse:
    """A party proposes other words for a clause."""
    return _rewrite(request, agreement_id, clause, "propose")


def _rewrite(
    request: CaseRequest, agreement_id: uuid.UUID, clause: uuid.UUID, mode: str
) -> HttpResponse:
    agreement = _agreement(request, agreement_id)
    version, terms = _current(agreement, clause)
    if terms is None and request.method == "GET":
        raise Http404
    form = _clause_form(request, clause_initial(str(clause), version, terms))
    if request.method == "POST" and form.is_valid():
        wanted: dict[str, Any] = {
            "agreement": agreement,
            "user": request.user,
            "clause": clause,
            "version": form.cleaned_data["version"],
            "terms": form.terms(),
            "at": timezone.now(),
        }
        if mode == "propose":
            reason = form.cleaned_data["reason"]
            return _saved(request, form, mode, lambda: clause_propose(**wanted, reason=reason))
        return _saved(request, form, mode, lambda: clause_change(**wanted))
    return _form_shown(request, form, mode)


@require_POST
def clause_act(
    request: CaseRequest, agreement_id: uuid.UUID, clause: uuid.UUID, act: str
) -> HttpResponse:
    """Accept a clause, take the acceptance back, keep the former words, or take the clause out."""
    wanted: dict[str, Any] = {
        "agreement": _agreement(request, agreement_id),
        "user": request.user,
        "clause": clause,
        "version": whole_number(request.POST.get("version", "")),
        "at": timezone.now(),
    }
    return _acted(request, lambda: _CLAUSE_ACTS[act](**wanted))


_CLAUSE_ACTS = {
    "accept": clause_accept,
    "withdraw": acceptance_withdraw,
    "restore": clause_restore,
    "remove": clause_remove,
}


@require_http_methods(["GET", "POST"])
@never_cache
def facts(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """The mediator writes the main facts and issues."""
    agreement = _agreement(request, agreement_id)
    version = ceremony_of(agreement).preamble
    initial = {"version": version, "facts": agreement.facts, "facts_en": agreement.facts_en}
    form = FactsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        return _saved(
            request,
            form,
            "facts",
            lambda: preamble_change(
                agreement=agreement,
                user=request.user,
                version=form.cleaned_data["version"],
                facts=form.cleaned_data["facts"],
                facts_en=form.cleaned_data["facts_en"],
                at=timezone.now(),
            ),
        )
    return _form_shown(request, form, "facts")


@require_POST
def freeze(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """The mediator makes the text final."""
    agreement = _agreement(request, agreement_id)
    return _acted(
        request,
        lambda: agreement_freeze(agreement=agreement, user=request.user, at=timezone.now()),
    )


@require_POST
def reopen(request: CaseRequest, agreement_id: uuid.UUID) -> HttpResponse:
    """The mediator goes back to the draft."""
    agreement = _agreement(request, agreement_id)
    return _acted(
        request,
        lambda: agreement_reopen(agreement=agreement, user=request.user, at=timezone.now()),
    )


def _agreement(request: CaseRequest, agreement_id: uuid.UUID) -> Agreement:
    return get_object_or_404(Agreement, case=request.case, pk=agreement_id)


def _current(agreement: Agreement, clause: uuid.UUID) -> tuple[int, Terms | None]:
    """The words of a clause as they stand; none when somebody took it out."""
    versions = {held.id: held.version for held in ceremony_of(agreement).clauses}
    version = versions.get(str(clause), 0)
    text = agreement_texts(agreement).get((str(clause), version))
    return version, text.terms if text else None


def _clause_form(request: CaseRequest, initial: dict[str, Any]) -> ClauseForm:
    names = party_names(request.case)
    data = request.POST if request.method == "POST" else None
    return ClauseForm(data, initial=initial, parties=names, at=timezone.now())


def _saved(request: CaseRequest, form: Form, mode: str, work: Callable[[], object]) -> HttpResponse:
    """Do it; a refusal comes back on the form, with everything that was typed."""
    try:
        work()
    except RuleViolation as refusal:
        form.add_error(None, describe(refusal.code, refusal.params))
        return _form_shown(request, form, mode, refused=True)
    return _done(request)


def _form_shown(
    request: CaseRequest, form: Form, mode: str, *, refused: bool = False
) -> HttpResponse:
    """The panel with an open form. After a refusal it is about the words as they stand now."""
    if refused:
        form.data = {**request.POST.dict(), "version": str(_version_now(request, form))}
    status = 200 if not form.errors else 409 if refused else 422
    return _shown(request, status=status, form=form, mode=mode)


def _version_now(request: CaseRequest, form: Form) -> int:
    agreement = agreement_of(request.case)
    state = ceremony_of(agreement) if agreement else Ceremony()
    if isinstance(form, FactsForm):
        return state.preamble
    wanted = str(form.cleaned_data["clause"])
    return next((clause.version for clause in state.clauses if clause.id == wanted), 0)


def _acted(request: CaseRequest, work: Callable[[], object]) -> HttpResponse:
    """Do it; a refusal comes back above the panel as it stands now."""
    try:
        work()
    except RuleViolation as refusal:
        message = describe(refusal.code, refusal.params)
        return _shown(request, status=409, refusal=message, code=refusal.code)
    return _done(request)


def _done(request: CaseRequest) -> HttpResponse:
    if request.headers.get("HX-Request"):
        return _shown(request)
    return redirect("documents:agreement", case_id=request.case.pk)


def _shown(request: CaseRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    request.case.refresh_from_db()
    seen = panel_of(case=request.case, reader=request.user, roles=request.roles)
    name = "panel" if request.headers.get("HX-Request") else "page"
    context = {"panel": seen, **more}
    return render(request, f"documents/agreement/{name}.html", context, status=status)
