"""Signing: who somebody is, what they read, and their signature under the ceremony's lock."""

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from documents.models.agreement import REASON_MAX, Agreement, Reading, Rejection, Signature
from documents.rules.acts import Reject, Sign
from documents.rules.ceremony import SIGNABLE, Ceremony, has_signed, refuse_sign
from documents.selectors import ceremony_of, pages_read, signer_names
from documents.services.ceremonies import ceremony_act, ceremony_lock
from documents.services.files import stage_keep, stage_read
from documents.services.papers import house_authority, house_fonts, house_timestamper, slot_of
from documents.signing.pades import reopen, sign
from documents.signing.stamp import Drawn, Typed, signature_stamp
from documents.signing.timestamp import TimestampRefused
from mediation.people.identity import Outcome, Place, check_answer, check_passed, check_send
from mediation.people.models import IdentityCheck, User
from mediation.rules.core import RuleViolation

log = logging.getLogger(__name__)
BROWSER_MAX: Final = 300


@dataclass(frozen=True, slots=True)
class Origin:
    """From where somebody acts: the session, the network address and the browser's name."""

    session: str
    address: str | None = None
    browser: str = ""


def identity_place(*, agreement: Agreement, user: User, origin: Origin) -> Place:
    """A check counts for this person, this agreement and this session only."""
    return Place(user, f"sign:{agreement.pk}", origin.session)


def identity_send(*, agreement: Agreement, user: User, origin: Origin, at: datetime) -> None:
    """Mail a code to who is about to sign. Raises RuleViolation `signing.code_*`."""
    _refuse_outsider(ceremony_of(agreement), user)
    place = identity_place(agreement=agreement, user=user, origin=origin)
    try:
        wait = check_send(place=place, at=at)
    except OSError as failure:
        log.exception("signing.code_not_sent agreement=%s", agreement.pk)
        raise RuleViolation("signing.code_mail_down") from failure
    if wait:
        seconds = -(-wait // timedelta(seconds=1))
        raise RuleViolation("signing.code_too_soon", seconds=seconds)


def identity_answer(
    *, agreement: Agreement, user: User, origin: Origin, code: str, at: datetime
) -> None:
    """Take the code. Raises RuleViolation `signing.code_<outcome>` for all but the right one."""
    _refuse_outsider(ceremony_of(agreement), user)
    place = identity_place(agreement=agreement, user=user, origin=origin)
    outcome = check_answer(place=place, code=code, at=at)
    if outcome is not Outcome.PASSED:
        raise RuleViolation(f"signing.code_{outcome}")


def page_read(*, agreement: Agreement, user: User, page: int, document: str, at: datetime) -> None:
    """Note that somebody was shown a page of the frozen document."""
    state = ceremony_of(agreement)
    _refuse_outsider(state, user)
    if state.phase not in SIGNABLE or document != state.document:
        raise RuleViolation("ceremony.other_document")
    if not 1 <= page <= state.pages:
        raise RuleViolation("signing.no_such_page")
    Reading.objects.get_or_create(
        agreement=agreement, reader=user, page=page, defaults={"read_at": at}
    )


def agreement_sign(
    *,
    agreement: Agreement,
    user: User,
    mark: Drawn | Typed,
    document: str,
    origin: Origin,
    at: datetime,
) -> Ceremony:
    """Put somebody's signature into the PDF; `document` is the frozen hash that they saw.

    Signing twice is the same signature. Raises RuleViolation `ceremony.*` out of turn or too late,
    `signing.*` while they are not identified, did not see every page or mistyped their name.
    """
    with transaction.atomic():
        state = ceremony_lock(agreement=agreement)
        agreement.refresh_from_db()
        if has_signed(state, user.actor):
            return state
        refuse_sign(state, user.actor, document, at)
        place = identity_place(agreement=agreement, user=user, origin=origin)
        check = _refuse_unready(agreement, state, place, mark, at)
        file = _signed_file(agreement, state, user, mark, at)
        act = Sign(document, file)
        after = ceremony_act(agreement=agreement, state=state, act=act, actor=user.actor, at=at)
        Signature.objects.create(
            agreement=agreement,
            signer=user,
            manner=_manner(mark),
            identity_check=check,
            address=origin.address,
            browser=origin.browser[:BROWSER_MAX],
            document_sha256=document,
            base_sha256=state.file,
            file_sha256=file,
            signed_at=at,
        )
    return after


def agreement_reject(*, agreement: Agreement, user: User, words: str, at: datetime) -> Ceremony:
    """Refuse to sign, with a reason; the mediator decides whether the text opens again."""
    if not 0 < len(words.strip()) <= REASON_MAX:
        raise RuleViolation("signing.reason_missing", limit=REASON_MAX)
    with transaction.atomic():
        state = ceremony_lock(agreement=agreement)
        agreement.refresh_from_db()
        after = ceremony_act(
            agreement=agreement, state=state, act=Reject(), actor=user.actor, at=at
        )
        Rejection.objects.create(
            agreement=agreement, rejected_by=user, words=words.strip(), rejected_at=at
        )
    return after


def _refuse_outsider(state: Ceremony, user: User) -> None:
    if user.actor not in state.signers:
        raise RuleViolation("ceremony.not_a_signer")


def _refuse_unready(
    agreement: Agreement, state: Ceremony, place: Place, mark: Drawn | Typed, at: datetime
) -> IdentityCheck:
    read = pages_read(agreement=agreement, reader_id=place.user.pk)
    unread = sorted(set(range(1, state.pages + 1)) - read)
    if unread:
        raise RuleViolation("signing.pages_unread", page=unread[0])
    check = check_passed(place=place, at=at)
    if check is None:
        raise RuleViolation("signing.identity_missing")
    name = signer_names(agreement.case)[place.user.actor]
    if isinstance(mark, Typed) and "".join(mark.name.split()) != "".join(name.split()):
        raise RuleViolation("signing.name_differs", name=name)
    return check


def _signed_file(
    agreement: Agreement, state: Ceremony, user: User, mark: Drawn | Typed, at: datetime
) -> str:
    organisation = agreement.case.organisation
    name = signer_names(agreement.case)[user.actor]
    stamp = signature_stamp(mark, caption=_caption(state, name, at), fonts=house_fonts())
    identifier = salted_hmac("documents.signer", user.actor, algorithm="sha256").hexdigest()[:16]
    authority = house_authority(organisation, at)
    try:
        signed = sign(
            reopen(stage_read(agreement=agreement, sha256=state.file)),
            slot=slot_of(user.actor),
            name=name,
            credential=authority.issue_signer(name=name, identifier=identifier, at=at),
            stamp=stamp,
            timestamper=house_timestamper(organisation, at),
            at=at,
        )
    except TimestampRefused as refusal:
        raise RuleViolation("signing.timestamp_refused") from refusal
    return stage_keep(agreement=agreement, pdf=signed.pdf)


def _caption(state: Ceremony, name: str, at: datetime) -> list[str]:
    when = timezone.localtime(at, timezone.get_default_timezone())
    return [
        f"{name}  {when:%Y-%m-%d %H:%M:%S %z}",
        f"邮箱验证码核验身份 Identified by e-mail code  SHA-256 {state.document[:16]}…",
    ]


def _manner(mark: Drawn | Typed) -> str:
    return Signature.Manner.DRAWN if isinstance(mark, Drawn) else Signature.Manner.TYPED
