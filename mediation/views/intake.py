"""The application, a page a question; every answer is kept as it is typed."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_POST

from mediation.errors import describe
from mediation.http import CaseRequest, MemberRequest, act_id_of
from mediation.models import Case, CaseMember
from mediation.people.models import Organisation
from mediation.rules import intake
from mediation.rules.core import RuleViolation
from mediation.rules.intake import FIELDS, Step
from mediation.rules.lifecycle import State
from mediation.selectors import case_state, cases_of
from mediation.services.drafts import OPEN, draft_discard, draft_save, draft_start
from mediation.services.submission import case_submit
from mediation.words import INTAKE_FIELDS, INTAKE_STEPS, RETURN_REASONS, Words

UNPROCESSABLE, CONFLICT = 422, 409


@dataclass(frozen=True, slots=True)
class Asked:
    """A field on its page: its name in words, what was typed, and what is wrong with it."""

    name: str
    label: Words
    value: str
    error: str = ""


@require_http_methods(["GET", "POST"])
def new(request: MemberRequest) -> HttpResponse:
    """What one needs, then a draft; a draft that was begun is offered first."""
    organisation = Organisation.objects.order_by("pk").first()
    if organisation is None:
        raise Http404
    if request.method == "POST":
        case = draft_start(user=request.user, organisation=organisation)
        return redirect("mediation:intake", case.pk, Step.WHAT)
    drafts = cases_of(request.user).filter(state=State.DRAFT, opened_by=request.user)
    return render(request, "mediation/intake/new.html", {"drafts": drafts})


@require_http_methods(["GET", "POST"])
def step(request: CaseRequest, case_id: uuid.UUID, step: str) -> HttpResponse:
    """One page of the application; `next` leads to the first one with something open."""
    case = request.case
    if case.state not in OPEN:
        return redirect("mediation:case", case_id)
    if step == "next":
        found = intake.first_open_step(case.draft.answers, own_email=request.user.email)
        return redirect("mediation:intake", case_id, found)
    if step not in set(Step):
        raise Http404
    if request.method == "GET":
        return page(request, Step(step))
    return _send(request) if step == Step.SEND else _go_on(request, Step(step))


@require_POST
def draft(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """Keep what was typed; answers when it was saved and what is wrong with each field."""
    answers = typed(request)
    try:
        saved_at = draft_save(case=request.case, user=request.user, answers=answers)
    except RuleViolation as refusal:
        words = describe(refusal.code, refusal.params)
        return JsonResponse({"code": refusal.code, "message": words}, status=CONFLICT)
    errors = {name: _error(name, raw) for name, raw in answers.items()}
    local = timezone.localtime(saved_at)
    return JsonResponse({"saved_at": date_format(local, "H:i"), "errors": errors})


@require_POST
def discard(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """Delete a draft that was never sent."""
    draft_discard(case=request.case)
    return redirect("mediation:desk")


def typed(request: CaseRequest) -> dict[str, str]:
    """The answers in a form."""
    return {
        name: raw for name, raw in request.POST.items() if name in FIELDS and isinstance(raw, str)
    }


def page(
    request: CaseRequest,
    step: Step,
    *,
    problems: Mapping[str, RuleViolation] | None = None,
    refusal: RuleViolation | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of `step` with what was kept so far, and with what was typed but not kept."""
    case, state = request.case, case_state(request.case)
    asked = asked_fields({**case.draft.answers, **typed(request)}, problems or {})
    steps = list(Step)
    place = steps.index(step)
    context = {
        "case": case,
        "step": step,
        "steps": [(key, INTAKE_STEPS[key]) for key in steps],
        "title": INTAKE_STEPS[step],
        "place": place + 1,
        "back_step": steps[place - 1] if place else None,
        "f": asked,
        "problems": [field for field in asked.values() if field.error],
        "refusal": describe(refusal.code, refusal.params) if refusal else "",
        "code": refusal.code if refusal else "",
        "causes": Case.Cause.choices,
        "kinds": CaseMember.Kind.choices,
        "organisations": list(Organisation.objects.order_by("pk")),
        "returned": RETURN_REASONS.get(state.returned) if state.returned else None,
        "act_id": f"submit-{uuid.uuid4().hex}",
    }
    return render(request, f"mediation/intake/{step}.html", context, status=status)


def asked_fields(
    answers: Mapping[str, str], problems: Mapping[str, RuleViolation]
) -> dict[str, Asked]:
    """Every field with its answer; a finished one keeps its default."""
    return {
        name: Asked(
            name,
            INTAKE_FIELDS[name],
            answers.get(name) or field.default,
            describe(problems[name].code, problems[name].params) if name in problems else "",
        )
        for name, field in FIELDS.items()
    }


def _go_on(request: CaseRequest, step: Step) -> HttpResponse:
    try:
        draft_save(case=request.case, user=request.user, answers=typed(request))
    except RuleViolation as refusal:
        return page(request, step, refusal=refusal, status=CONFLICT)
    request.case.draft.refresh_from_db()
    problems = intake.checked(request.case.draft.answers, step=step, own_email=request.user.email)
    if problems:
        return page(request, step, problems=problems, status=UNPROCESSABLE)
    following = list(Step)[list(Step).index(step) + 1]
    return redirect("mediation:intake", request.case.pk, following)


def _send(request: CaseRequest) -> HttpResponse:
    try:
        case_submit(
            case=request.case,
            user=request.user,
            consent=bool(request.POST.get("consent")),
            act_id=act_id_of(request),
        )
    except RuleViolation as refusal:
        if refusal.code == "case.wrong_state":
            return redirect("mediation:case", request.case.pk)
        return _not_sent(request, refusal)
    return redirect("mediation:case", request.case.pk)


def _not_sent(request: CaseRequest, refusal: RuleViolation) -> HttpResponse:
    """Back to the first page with something missing, or to the tick that is."""
    if refusal.code != "intake.incomplete":
        return page(request, Step.SEND, refusal=refusal, status=UNPROCESSABLE)
    answers, own = request.case.draft.answers, request.user.email
    step = intake.first_open_step(answers, own_email=own)
    problems = intake.checked(answers, step=step, own_email=own)
    return page(request, step, problems=problems, refusal=refusal, status=UNPROCESSABLE)


def _error(name: str, raw: str) -> str:
    """What is wrong with an answer on its own. Nothing is held against a field not yet filled."""
    try:
        intake.clean(name, raw)
    except RuleViolation as refusal:
        return "" if refusal.code == "field.required" else describe(refusal.code, refusal.params)
    return ""
