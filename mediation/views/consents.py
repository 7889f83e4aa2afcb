"""One's own receipts of consent: to read, to export, and to withdraw by leaving mediation."""

import uuid

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from mediation.http import CaseRequest
from mediation.models import ConsentReceipt
from mediation.rules.lifecycle import Act, acts_open
from mediation.selectors import actor_of, case_state


def receipts_of(request: CaseRequest) -> list[ConsentReceipt]:
    """Those of the reader, newest first."""
    found = ConsentReceipt.objects.filter(member__case=request.case, member__user=request.user)
    return list(found.select_related("member"))


@require_GET
def consents(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """What the reader agreed to, and when."""
    actor = actor_of(case=request.case, user=request.user)
    context = {
        "case": request.case,
        "receipts": receipts_of(request),
        "may_withdraw": Act.REFUSE in acts_open(case_state(request.case), actor),
    }
    return render(request, "mediation/consents.html", context)


@require_GET
def export(request: CaseRequest, case_id: uuid.UUID) -> HttpResponse:
    """The same as a JSON file."""
    rows = [
        {
            "case": request.case.number,
            "name": receipt.member.name,
            "stage": receipt.stage,
            "version": receipt.version,
            "given_at": receipt.given_at,
            "withdrawn_at": receipt.withdrawn_at,
        }
        for receipt in receipts_of(request)
    ]
    answer = JsonResponse(
        {"consents": rows}, json_dumps_params={"ensure_ascii": False, "indent": 1}
    )
    answer["Content-Disposition"] = 'attachment; filename="consents.json"'
    return answer
