"""The litigation bundle."""

import uuid

from django.http.response import HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET

from documents.services.bundles import bundle_make
from documents.views.files import file_response
from mediation.http import CaseRequest


@require_GET
def bundle(request: CaseRequest, case_id: uuid.UUID) -> HttpResponseBase:
    """The ZIP for the court, made on the spot."""
    file = bundle_make(case=request.case, user=request.user, at=timezone.now())
    name = f"{request.case.number}-bundle.zip"
    return file_response(request, file, media_type="application/zip", name=name)
