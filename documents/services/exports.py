"""A clerk's export of sealed agreements: asked for, built by a worker, made good by the sweep."""

import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import IO

from django.core.files.base import File
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from documents.archive import Archive
from documents.file_selectors import FOLDER_OF_EXPORTS, export_file, settlements
from documents.models.agreement import Agreement
from documents.models.export import Export
from documents.rules.manifest import (
    ManifestRow,
    file_path,
    manifest_csv,
    manifest_json,
    read_me,
)
from documents.selectors import party_names
from documents.services.files import stage_open
from documents.services.papers import house_authority
from documents.vault import digest_of, discard, keep, pieces
from mediation.journal.event import Event
from mediation.journal.services import journal_append
from mediation.people.models import Organisation, User
from mediation.rules.core import RuleViolation

LEASE = timedelta(minutes=5)
KEPT = timedelta(days=30)
STEP = 20  # how many agreements between two notes of progress


@dataclass(frozen=True, slots=True)
class Choice:
    """Which settlements: by the day of the seal (both included), cause and mediator."""

    since: date | None = None
    until: date | None = None
    cause: str = ""
    mediator: User | None = None


class MissingFile(Exception):
    """A sealed agreement's file is gone from the vault, or is not the one that was sealed."""


def export_ask(*, organisation: Organisation, user: User, choice: Choice, at: datetime) -> Export:
    """Queue an export. Raises RuleViolation `export.dates`, `.nothing` or `.running`."""
    if choice.since and choice.until and choice.since > choice.until:
        raise RuleViolation("export.dates")
    export = _export(organisation, choice, at)
    export.asked_by = user
    export.total = settlements(export).count()
    if not export.total:
        raise RuleViolation("export.nothing")
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)
        if _same_under_way(export).exists():
            raise RuleViolation("export.running")
        export.save(force_insert=True)
        _note(export, "export.asked", user.actor, at, total=export.total)
    return export


def settlement_count(*, organisation: Organisation, choice: Choice, at: datetime) -> int:
    """How many agreements an export of this choice would hold."""
    return settlements(_export(organisation, choice, at)).count()


def export_build(*, export: Export, at: datetime) -> Export:
    """Build the ZIP, unless it is there or another worker is at it. Safe to repeat."""
    if not _claim(export, at):
        return export
    with tempfile.TemporaryFile() as target:
        try:
            _write(export, target)
        except MissingFile as missing:
            return _finish(export, at, state=Export.State.FAILED, problem=str(missing))
        sha256 = digest_of(target)
        size = target.seek(0, io.SEEK_END)
        keep(FOLDER_OF_EXPORTS, sha256, target)
    return _finish(
        export, at, state=Export.State.READY, sha256=sha256, size=size, done=export.total
    )


def export_take(*, export: Export, user: User, at: datetime) -> File[bytes]:
    """Open the ZIP for somebody, and note that they took it. Raises RuleViolation `export.gone`."""
    if export.state != Export.State.READY:
        raise RuleViolation("export.gone")
    with transaction.atomic():
        _note(export, "export.taken", user.actor, at)
    return export_file(export)


def exports_due(*, at: datetime) -> QuerySet[Export]:
    """Not yet begun, or begun by a worker that went silent."""
    silent = Q(state=Export.State.BUILDING, claimed_at__lt=at - LEASE)
    return Export.objects.filter(Q(state=Export.State.QUEUED) | silent)


def exports_sweep(*, at: datetime) -> int:
    """Build what a lost worker left, and remove what was kept long enough; how many."""
    due = list(exports_due(at=at))
    for export in due:
        export_build(export=export, at=at)
    old = list(Export.objects.filter(state=Export.State.READY, finished_at__lt=at - KEPT))
    for export in old:
        Export.objects.filter(pk=export.pk).update(state=Export.State.REMOVED)
        discard(FOLDER_OF_EXPORTS, export.sha256)
    return len(due) + len(old)


def _export(organisation: Organisation, choice: Choice, at: datetime) -> Export:
    return Export(
        organisation=organisation,
        asked_at=at,
        since=choice.since,
        until=choice.until,
        cause=choice.cause,
        mediator=choice.mediator,
    )


def _same_under_way(export: Export) -> QuerySet[Export]:
    return Export.objects.filter(
        organisation=export.organisation,
        state__in=[Export.State.QUEUED, Export.State.BUILDING],
        since=export.since,
        until=export.until,
        cause=export.cause,
        mediator=export.mediator,
    )


def _claim(export: Export, at: datetime) -> bool:
    """Take the row; one of several workers succeeds."""
    mine = exports_due(at=at).filter(pk=export.pk)
    taken = mine.update(state=Export.State.BUILDING, claimed_at=at, done=0, problem="")
    export.refresh_from_db()
    return bool(taken)


def _finish(export: Export, at: datetime, **changes: object) -> Export:
    with transaction.atomic():
        Export.objects.filter(pk=export.pk).update(finished_at=at, **changes)
        export.refresh_from_db()
        _note(export, f"export.{export.state}", "system", at, sha256=export.sha256)
    return export


def _note(export: Export, kind: str, actor: str, at: datetime, **data: object) -> None:
    journal_append(stream=export.stream, events=[Event(kind, data)], actor=actor, at=at)


def _write(export: Export, target: IO[bytes]) -> None:
    archive = Archive(target)
    rows = []
    for row in _agreements(export, archive):
        rows.append(row)
        if len(rows) % STEP == 0:
            _note_progress(export, len(rows))
    organisation = export.organisation
    made_on = timezone.localdate(export.asked_at, timezone.get_default_timezone())
    archive.add_text("manifest.csv", manifest_csv(rows))
    archive.add_text(
        "manifest.json", manifest_json(rows, made_at=export.asked_at, about=_about(export))
    )
    archive.add("root.pem", [house_authority(organisation, export.asked_at).root_pem])
    note = read_me(
        organisation_zh=organisation.name_zh,
        organisation_en=organisation.name_en,
        made_on=made_on,
        count=len(rows),
    )
    archive.add_text("README.txt", note)
    archive.close()
    Export.objects.filter(pk=export.pk).update(total=len(rows))
    export.total = len(rows)


def _note_progress(export: Export, done: int) -> None:
    """Also renews the lease, so that no second worker begins."""
    Export.objects.filter(pk=export.pk).update(done=done, claimed_at=timezone.now())


def _agreements(export: Export, archive: Archive) -> Iterator[ManifestRow]:
    for agreement in settlements(export).iterator(chunk_size=100):
        case = agreement.case
        path = file_path(case.number, agreement.version, agreement.file_sha256)
        try:
            with stage_open(agreement=agreement, sha256=agreement.file_sha256) as file:
                size = file.size
                sha256 = archive.add(path, pieces(file))
        except FileNotFoundError as gone:
            raise MissingFile(case.number) from gone
        if sha256 != agreement.file_sha256:
            raise MissingFile(case.number)
        yield _row(agreement, path, size)


def _row(agreement: Agreement, path: str, size: int) -> ManifestRow:
    case = agreement.case
    return ManifestRow(
        number=case.number,
        version=agreement.version,
        cause=case.cause,
        parties=list(party_names(case).values()),
        mediator=case.mediator.name if case.mediator else "",
        sealed_at=agreement.sealed_at or agreement.opened_at,
        file=path,
        size=size,
        sha256=agreement.file_sha256,
    )


def _about(export: Export) -> dict[str, str]:
    return {
        "organisation": export.organisation.name_zh,
        "since": str(export.since or ""),
        "until": str(export.until or ""),
        "cause": export.cause,
        "mediator": export.mediator.name if export.mediator else "",
    }
