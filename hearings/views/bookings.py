"""Pages on which sittings are listed, booked, moved and cancelled."""

import uuid
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hearings.forms import SittingForm
from hearings.models import Sitting
from hearings.rules.access import TABLE
from hearings.selectors import sitting_get, sittings_of
from hearings.services.bookings import sitting_book, sitting_cancel, sitting_move
from hearings.services.invites import invite_text
from mediation.errors import describe
from mediation.http import CaseRequest
from mediation.rules.core import RuleViolation


@require_GET
def listing(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The sittings of a case."""
    return _page(request, "list", sittings=sittings_of(request.case), may_book=_may_book(request))


@require_http_methods(["GET", "POST"])
def book(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """Book a sitting of this case."""
    form = SittingForm(request.POST or None, zone=request.user.time_zone)
    if _done(form, lambda: _book(request, form)):
        messages.success(request, _("The sitting is booked. Everybody gets an invitation."))
        return redirect("hearings:sittings", case_id=case_id)
    return _page(request, "book", form=form)


def _book(request: CaseRequest, form: SittingForm) -> Sitting:
    zone = request.user.time_zone
    return sitting_book(case=request.case, user=request.user, time_zone=zone, **form.cleaned_data)


@require_http_methods(["GET", "POST"])
def move(request: CaseRequest, sitting_id: uuid.UUID) -> HttpResponse:
    """Choose another time."""
    sitting, zone = sitting_get(sitting_id), request.user.time_zone
    initial = {"starts_at": sitting.starts_at, "minutes": sitting.minutes}
    form = SittingForm(request.POST or None, initial=initial, zone=zone)
    person = request.user
    if _done(
        form,
        lambda: sitting_move(
            sitting_id=sitting_id, user=person, time_zone=zone, **form.cleaned_data
        ),
    ):
        messages.success(request, _("The sitting is moved. Everybody gets the new time."))
        return redirect("hearings:sittings", case_id=request.case.pk)
    return _page(request, "move", form=form, sitting=sitting)


@require_POST
def cancel(request: CaseRequest, sitting_id: uuid.UUID) -> HttpResponse:
    """Call it off."""
    sitting_cancel(sitting_id=sitting_id, user=request.user)
    messages.success(request, _("The sitting is cancelled. Everybody is told."))
    return redirect("hearings:sittings", case_id=request.case.pk)


@require_GET
def invite(request: CaseRequest, sitting_id: uuid.UUID) -> HttpResponse:
    """The sitting for one's own calendar."""
    text = invite_text(sitting=sitting_get(sitting_id), user=request.user)
    answer = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="invite.ics"'
    return answer


def _done(form: SittingForm, act: Callable[[], Sitting]) -> bool:
    """Whether the form was right and the act was not refused; else the form says why."""
    if not form.is_bound or not form.is_valid():
        return False
    try:
        act()
    except RuleViolation as refusal:
        field = "minutes" if refusal.code == "sitting.bad_length" else "starts_at"
        place = None if refusal.code == "sitting.case_not_ready" else field
        form.add_error(place, describe(refusal.code, refusal.params))
        return False
    return True


def _may_book(request: CaseRequest) -> bool:
    return any(TABLE["hearings:book"][role] for role in request.roles)


def _page(request: HttpRequest, name: str, **context: object) -> HttpResponse:
    refused = any(getattr(form, "errors", None) for form in context.values())
    status = 422 if refused else 200
    return render(request, f"hearings/{name}.html", context, status=status)
