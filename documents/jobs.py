"""Work of this app in the background. A task carries ids, may run twice, and has its sweep."""

import logging
import uuid
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from documents.models.agreement import Agreement
from documents.selectors import agreement_find, ceremony_of
from documents.services.exports import exports_sweep
from documents.services.sealing import (
    agreement_expire,
    agreement_seal,
    agreements_expired,
    agreements_unsealed,
)
from documents.signing.timestamp import TimestampRefused
from mediation.journal.models import Entry
from mediation.rules.core import RuleViolation

log = logging.getLogger(__name__)


@task
def seal_agreement(agreement_id: str) -> None:
    """Seal what all have signed."""
    agreement = agreement_find(uuid.UUID(agreement_id))
    if agreement:
        agreement_seal(agreement=agreement, at=timezone.now())


def seal_after_last_signature(entry: Entry) -> None:
    """Reaction to `ceremony.signed`: the last one calls for the seal."""
    agreement = agreement_find(uuid.UUID(entry.stream.removeprefix("ceremony:")))
    if agreement and ceremony_of(agreement).is_complete:
        transaction.on_commit(partial(seal_agreement.enqueue, str(agreement.pk)))


def sweep(at: datetime) -> int:
    """Make good what was lost: seal, void what expired, build exports; how many it touched.

    Two sweeps at once do the work of one: each agreement is taken under its lock.
    """
    done = 0
    for agreement in agreements_unsealed():
        done += _sealed(agreement, at)
    for agreement in agreements_expired(at=at):
        agreement_expire(agreement=agreement, at=at)
        done += 1
    return done + exports_sweep(at=at)


def _sealed(agreement: Agreement, at: datetime) -> int:
    try:
        agreement_seal(agreement=agreement, at=at)
    except (TimestampRefused, RuleViolation, OSError, ValueError):
        log.exception("agreement %s could not be sealed; the next sweep tries again", agreement.pk)
        return 0
    return 1
