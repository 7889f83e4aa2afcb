"""The organisation's seal: last, once, and made good by the sweep when a worker was killed."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from documents.models.agreement import Agreement
from documents.rules.acts import Expire, Seal
from documents.rules.ceremony import SIGNABLE, SYSTEM, Ceremony, Phase, refuse_seal
from documents.services.ceremonies import ceremony_act, ceremony_lock
from documents.services.files import stage_keep, stage_read
from documents.services.papers import house_authority, house_fonts, house_timestamper
from documents.signing.pades import PartlySignedPdf, reopen, seal
from documents.signing.stamp import seal_stamp
from mediation.journal.services import stream_lock
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import Act as CaseAct
from mediation.services.cases import case_act


def agreement_seal(*, agreement: Agreement, at: datetime) -> Ceremony:
    """Seal what all have signed; the case is agreed. Sealing again changes nothing.

    Raises RuleViolation `ceremony.signatures_missing`, and TimestampRefused, after which the sweep
    tries again.
    """
    with transaction.atomic():
        stream_lock(stream=agreement.case.stream)
        state = ceremony_lock(agreement=agreement)
        agreement.refresh_from_db()
        if state.phase is Phase.SEALED:
            return state
        refuse_seal(state)
        act = Seal(_sealed_file(agreement, state, at))
        after = ceremony_act(agreement=agreement, state=state, act=act, actor=SYSTEM, at=at)
        case_act(case=agreement.case, act=CaseAct.AGREE, user=None, at=at)
    return after


def agreement_expire(*, agreement: Agreement, at: datetime) -> Ceremony:
    """Void what was not signed in time; what all have signed stays."""
    with transaction.atomic():
        state = ceremony_lock(agreement=agreement)
        agreement.refresh_from_db()
        return ceremony_act(agreement=agreement, state=state, act=Expire(), actor=SYSTEM, at=at)


def agreements_unsealed() -> list[Agreement]:
    """Fully signed and not sealed: found by the rows, so nothing that a worker lost is missed."""
    found = Agreement.objects.filter(state=Phase.SIGNING, completed_at__isnull=False)
    return list(found.select_related("case"))


def agreements_expired(*, at: datetime) -> list[Agreement]:
    """Past their time and not fully signed."""
    found = Agreement.objects.filter(
        state__in=SIGNABLE, completed_at__isnull=True, expires_at__lte=at
    )
    return list(found.select_related("case"))


def _sealed_file(agreement: Agreement, state: Ceremony, at: datetime) -> str:
    organisation = agreement.case.organisation
    document = reopen(stage_read(agreement=agreement, sha256=state.file))
    if not isinstance(document, PartlySignedPdf):
        raise RuleViolation("ceremony.signatures_missing")
    day = timezone.localtime(at, timezone.get_default_timezone())
    sealed = seal(
        document,
        name=organisation.name_zh,
        authority=house_authority(organisation, at),
        stamp=seal_stamp(organisation.name_zh, caption=f"{day:%Y-%m-%d}", fonts=house_fonts()),
        timestamper=house_timestamper(organisation, at),
        at=at,
    )
    return stage_keep(agreement=agreement, pdf=sealed.pdf)
