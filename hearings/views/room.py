"""The room's page, and the tickets for its socket."""

import uuid
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from hearings.models import Sitting
from hearings.rules import booking
from hearings.rules.state import Phase
from hearings.selectors import participants, people_names, seat_for, sitting_get
from hearings.services.tickets import ticket_issue
from mediation.http import CaseRequest


@require_GET
@never_cache
def sitting(request: CaseRequest, sitting_id: uuid.UUID) -> HttpResponse:
    """The room, from a quarter of an hour before; earlier and later, a page that says when."""
    found = sitting_get(sitting_id)
    context = {"sitting": found, "case": found.case}
    phase = Phase(found.phase)
    if booking.opens(phase=phase, starts_at=found.starts_at, now=timezone.now()):
        return render(request, "hearings/room.html", context | {"props": _props(request, found)})
    return render(request, "hearings/not_now.html", context)


@require_POST
def ticket(request: CaseRequest, sitting_id: uuid.UUID) -> HttpResponse:
    """A ticket for one socket, as `{"ticket": …}`."""
    token = ticket_issue(
        sitting=sitting_get(sitting_id),
        user=request.user,
        session_key=request.session.session_key or "",
    )
    return JsonResponse({"ticket": token})


def _props(request: CaseRequest, found: Sitting) -> dict[str, Any]:
    """What the island `room` needs; see `frontend/src/room/island.svelte`."""
    scheme = "wss" if request.is_secure() else "ws"
    return {
        "number": str(found.case),
        "beginsAt": found.starts_at.isoformat(),
        "people": _people(found),
        "caseUrl": reverse("mediation:case", args=[found.case_id]),
        "agreementUrl": f"/cases/{found.case_id}/agreement/panel/",
        "ticketUrl": reverse("hearings:ticket", args=[found.pk]),
        "socketUrl": f"{scheme}://{request.get_host()}/ws/sittings/{found.pk}/",
        "csrf": get_token(request),
    }


def _people(found: Sitting) -> list[dict[str, str]]:
    seats = [seat_for(case=found.case, user=user) for user in participants(found.case)]
    names = people_names(found.pk, [seat.seat for seat in seats if seat])
    return [
        {
            "seat": seat.seat,
            "name": names.get(seat.seat, ""),
            "role": str(seat.role),
            "side": seat.side,
        }
        for seat in seats
        if seat
    ]
