"""The litigation bundle of a failed mediation: a cover record and the exhibits, by hash."""

import tempfile
from collections.abc import Sequence
from datetime import datetime
from typing import IO, Final

from django.core.files.base import File
from django.db import transaction

from documents.archive import Archive
from documents.file_selectors import evidence_of, evidence_original
from documents.models.evidence import Evidence
from documents.rules.bundle import Item, Travels, check_bundle, travelling
from documents.rules.uploads import MediaType, file_name
from documents.services.termination_record import (
    Termination,
    case_parties,
    termination_typeset,
)
from documents.vault import pieces
from mediation.journal.event import Event
from mediation.journal.selectors import entries
from mediation.journal.services import journal_append
from mediation.models import Case, Narrative
from mediation.people.models import User
from mediation.rules.lifecycle import Ending, State
from mediation.selectors import case_state

ENDING_KINDS: Final = frozenset({"case.failed", "case.refused", "case.withdrawn"})


def termination_of(case: Case) -> Termination:
    """How the mediation of this case failed. Raises RuleViolation `bundle.not_failed`."""
    ending = case_state(case).ending
    check_bundle(State(case.state), ending)
    last = [entry for entry in entries(case.stream) if entry.kind in ENDING_KINDS][-1]
    told = Narrative.objects.filter(case=case, pk=last.data.get("narrative")).first()
    return Termination(ending or Ending.OTHER, last.at, told.text if told else "")


def bundle_make(*, case: Case, user: User, at: datetime) -> File[bytes]:
    """A ZIP for the court, open at its beginning, and a note in the journal of who took it.

    Raises RuleViolation `bundle.not_failed`.
    """
    termination = termination_of(case)
    exhibits = _exhibits(case)
    target = tempfile.TemporaryFile()  # noqa: SIM115  closed by who sends it
    try:
        _write(case, termination, exhibits, target)
    except BaseException:
        target.close()
        raise
    with transaction.atomic():
        taken = Event("case.bundle_taken", {"exhibits": [str(one.pk) for one in exhibits]})
        journal_append(stream=case.stream, events=[taken], actor=user.actor, at=at)
    target.seek(0)
    return File(target, name="bundle.zip")


def items_of(case: Case) -> list[Item]:
    """Everything of the case that could be meant for the court."""
    house = [Item(kind, str(case.pk)) for kind in (Travels.TERMINATION, Travels.APPLICATION)]
    parties = [Item(Travels.PARTIES, str(member.pk)) for member in case_parties(case)]
    files = [
        Item(Travels.EXHIBIT, str(one.pk), withdrawn=one.withdrawn_at is not None)
        for one in evidence_of(case=case)
    ]
    return [*house, *parties, *files]


def _exhibits(case: Case) -> list[Evidence]:
    """The files that travel."""
    keys = {item.key for item in travelling(items_of(case)) if item.kind == Travels.EXHIBIT}
    return [one for one in evidence_of(case=case) if str(one.pk) in keys]


def _write(
    case: Case, termination: Termination, exhibits: Sequence[Evidence], target: IO[bytes]
) -> None:
    archive = Archive(target)
    archive.add("00-record.pdf", [termination_typeset(case, termination, exhibits)])
    for exhibit in exhibits:
        with evidence_original(exhibit) as file:
            archive.add(_path(exhibit), pieces(file))
    archive.close()


def _path(exhibit: Evidence) -> str:
    name = file_name(exhibit.name, MediaType(exhibit.media_type))
    return f"exhibits/{exhibit.number:02d}-{name}"
