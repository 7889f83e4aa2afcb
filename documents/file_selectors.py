"""Reading the files of a case: who may see which, and where their bytes are."""

import uuid
from collections.abc import Collection

from django.core.files.base import File
from django.db.models import QuerySet

from documents.models.evidence import Evidence
from documents.rules.uploads import MediaType
from documents.vault import open_kept
from mediation.models import Case
from mediation.people.roles import SIDES, Role
from mediation.rules.lifecycle import State


def evidence_case(evidence_id: uuid.UUID) -> Case | None:
    """The case that a file belongs to, for the gate."""
    found = Evidence.objects.select_related("case__organisation", "case__mediator")
    evidence = found.filter(pk=evidence_id).first()
    return evidence.case if evidence else None


def evidence_visible(*, case: Case, roles: Collection[Role]) -> QuerySet[Evidence]:
    """The files that these roles may see: a draft is the business of who writes it."""
    found = Evidence.objects.filter(case=case).select_related("added_by")
    if case.state == State.DRAFT and not SIDES.intersection(roles):
        return found.none()
    return found


def evidence_in_force(*, case: Case) -> QuerySet[Evidence]:
    """The files that nobody took back."""
    return Evidence.objects.filter(case=case, withdrawn_at__isnull=True)


def evidence_original(evidence: Evidence) -> File[bytes]:
    """The bytes as they were handed in."""
    return open_kept(folder_of_originals(evidence.case_id), evidence.sha256)


def evidence_view(evidence: Evidence) -> tuple[File[bytes], MediaType]:
    """What may be shown inline, and its type."""
    media_type = MediaType.JPEG if evidence.is_picture else MediaType.PDF
    return open_kept(folder_of_views(evidence.case_id), evidence.sha256), media_type


def evidence_thumbnail(evidence: Evidence) -> File[bytes]:
    """A small JPEG. Raises FileNotFoundError for a PDF."""
    return open_kept(folder_of_thumbnails(evidence.case_id), evidence.sha256)


def folder_of_originals(case_id: uuid.UUID) -> str:
    """Where the vault keeps what was handed in."""
    return f"evidence/{case_id}/originals"


def folder_of_views(case_id: uuid.UUID) -> str:
    """Where the vault keeps what is shown."""
    return f"evidence/{case_id}/views"


def folder_of_thumbnails(case_id: uuid.UUID) -> str:
    """Where the vault keeps small pictures."""
    return f"evidence/{case_id}/thumbnails"
