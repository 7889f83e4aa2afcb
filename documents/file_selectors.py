"""Reading files: evidence, exports, and which of them somebody may see."""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Final

from django.core.files.base import File
from django.db.models import QuerySet
from django.utils import timezone

from documents.models.agreement import Agreement
from documents.models.evidence import Evidence
from documents.models.export import Export
from documents.rules.ceremony import Phase
from documents.rules.uploads import MediaType
from documents.vault import open_kept
from mediation.models import Case
from mediation.people.models import Organisation, User
from mediation.people.roles import Role

FOLDER_OF_EXPORTS: Final = "exports"


def evidence_case(evidence_id: uuid.UUID) -> Case | None:
    """The case that a file belongs to, for the gate."""
    found = Evidence.objects.select_related("case__organisation", "case__mediator")
    evidence = found.filter(pk=evidence_id).first()
    return evidence.case if evidence else None


def evidence_of(*, case: Case) -> QuerySet[Evidence]:
    """The files of a case, also those that were withdrawn."""
    return Evidence.objects.filter(case=case).select_related("added_by")


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


def offices_of(user: User) -> QuerySet[Organisation]:
    """The organisations in which somebody is a clerk."""
    return Organisation.objects.filter(
        memberships__user=user, memberships__role=Role.CLERK
    ).distinct()


def exports_of(user: User) -> QuerySet[Export]:
    """The exports that somebody may open: those of the organisations in which they are a clerk."""
    found = Export.objects.filter(organisation__in=offices_of(user))
    return found.select_related("organisation", "asked_by", "mediator")


def mediators_of(organisations: QuerySet[Organisation]) -> QuerySet[User]:
    """Those who mediate for the organisations, by name."""
    return (
        User.objects.filter(
            memberships__role=Role.MEDIATOR, memberships__organisation__in=organisations
        )
        .distinct()
        .order_by("name", "pk")
    )


def settlements(export: Export) -> QuerySet[Agreement]:
    """The sealed agreements that an export holds, oldest first; days are those of the house."""
    found = Agreement.objects.filter(
        state=Phase.SEALED,
        case__organisation=export.organisation,
        sealed_at__lte=export.asked_at,
    )
    if export.since:
        found = found.filter(sealed_at__gte=_midnight(export.since))
    if export.until:
        found = found.filter(sealed_at__lt=_midnight(export.until + timedelta(days=1)))
    if export.cause:
        found = found.filter(case__cause=export.cause)
    if export.mediator_id:
        found = found.filter(case__mediator=export.mediator_id)
    return found.select_related("case__mediator").order_by("sealed_at", "pk")


def export_file(export: Export) -> File[bytes]:
    """The ZIP. Raises FileNotFoundError."""
    return open_kept(FOLDER_OF_EXPORTS, export.sha256)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()), timezone.get_default_timezone())
