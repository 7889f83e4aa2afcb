"""The page of a case."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from mediation.http import CaseRequest
from mediation.rules.lifecycle import State
from mediation.views.case_page import render_case


@require_GET
def case(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """What happens next, and all that is on file; a draft goes on where it was left."""
    if request.case.state == State.DRAFT:
        return redirect("mediation:intake", case_id, "next")
    return render_case(request)
