"""Handing files in and taking them back."""

from datetime import datetime
from functools import partial
from typing import BinaryIO

from django.db import transaction
from django.db.models import Max

from documents.file_selectors import (
    evidence_in_force,
    folder_of_originals,
    folder_of_thumbnails,
    folder_of_views,
)
from documents.models.evidence import Evidence
from documents.rules.uploads import Removal, check_addition, check_file, file_name, removal
from documents.vault import digest_of, discard, keep
from documents.viewing import Shown, make_view
from mediation.journal.event import Event
from mediation.journal.services import journal_append, stream_lock
from mediation.models import Case
from mediation.people.models import User
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import State


def evidence_add(
    *, case: Case, user: User, file: BinaryIO, size: int, name: str, at: datetime
) -> Evidence:
    """Keep a file of the case: the original as it is, and what may be shown of it.

    Raises RuleViolation `evidence.*` when it is empty, too large, not what is accepted, there
    already, or when the case has no room or is closed.
    """
    check_file(size)
    sha256 = digest_of(file)
    _check_place(case, sha256, size)
    shown = make_view(file)
    with transaction.atomic():
        stream_lock(stream=case.stream)
        case.refresh_from_db(fields=["state"])
        _check_place(case, sha256, size)
        evidence = _row(case, user, shown, name=name, size=size, sha256=sha256, at=at)
        _keep_all(evidence, file, shown)
        added = Event("case.evidence_added", {"evidence_id": str(evidence.pk), "sha256": sha256})
        journal_append(stream=case.stream, events=[added], actor=user.actor, at=at)
    return evidence


def evidence_remove(*, evidence: Evidence, user: User, at: datetime) -> Removal:
    """Take back one's own file: erased from a draft, marked as withdrawn once others read it."""
    case = evidence.case
    with transaction.atomic():
        stream_lock(stream=case.stream)
        case.refresh_from_db(fields=["state"])
        evidence.refresh_from_db()
        own = evidence.added_by_id == user.pk
        kind = removal(State(case.state), own=own, withdrawn=evidence.withdrawn_at is not None)
        removed = Event("case.evidence_removed", {"evidence_id": str(evidence.pk), "how": kind})
        journal_append(stream=case.stream, events=[removed], actor=user.actor, at=at)
        if kind is Removal.WITHDRAWN:
            Evidence.objects.filter(pk=evidence.pk).update(withdrawn_at=at)
        else:
            evidence.delete()
            transaction.on_commit(partial(_forget, case, evidence.sha256))
    return kind


def _check_place(case: Case, sha256: str, size: int) -> None:
    held = list(evidence_in_force(case=case))
    check_addition(State(case.state), [row.size for row in held], size)
    twin = next((row for row in held if row.sha256 == sha256), None)
    if twin:
        raise RuleViolation("evidence.duplicate", number=twin.number, name=twin.name)


def _row(
    case: Case, user: User, shown: Shown, *, name: str, size: int, sha256: str, at: datetime
) -> Evidence:
    last = Evidence.objects.filter(case=case).aggregate(last=Max("number"))["last"]
    return Evidence.objects.create(
        case=case,
        number=(last or 0) + 1,
        name=file_name(name, shown.media_type),
        media_type=shown.media_type,
        size=size,
        pages=shown.pages,
        sha256=sha256,
        added_by=user,
        added_at=at,
    )


def _keep_all(evidence: Evidence, file: BinaryIO, shown: Shown) -> None:
    case_id, sha256 = evidence.case_id, evidence.sha256
    keep(folder_of_originals(case_id), sha256, file)
    keep(folder_of_views(case_id), sha256, shown.view)
    if shown.thumbnail:
        keep(folder_of_thumbnails(case_id), sha256, shown.thumbnail)


def _forget(case: Case, sha256: str) -> None:
    """Erase the bytes, unless the same file came back in the meantime."""
    with transaction.atomic():
        stream_lock(stream=case.stream)
        if Evidence.objects.filter(case=case, sha256=sha256).exists():
            return
        for folder in (folder_of_originals, folder_of_views, folder_of_thumbnails):
            discard(folder(case.pk), sha256)
