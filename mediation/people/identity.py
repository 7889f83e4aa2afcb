"""Making sure of somebody once more, by a code to their mailbox, before a sitting or a signature.

A check belongs to a person, a purpose and a browser session. Only the newest code of the three
counts. Refusals are answers here, not exceptions: a wrong try must be remembered, so it may not be
rolled back with the request.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Final

from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac

from mediation.people.models import IdentityCheck, User

CODE_LIFE: Final = timedelta(minutes=10)
PASS_LIFE: Final = timedelta(minutes=30)
TRIES: Final = 5
PAUSE: Final = timedelta(seconds=60)
PER_HOUR: Final = 6


class Outcome(StrEnum):
    """What became of an answer."""

    PASSED = "passed"
    WRONG = "wrong"
    EXPIRED = "expired"
    SPENT = "spent"
    NOT_SENT = "not_sent"


@dataclass(frozen=True, slots=True)
class Place:
    """Whose check, what for, and in which session (`request.session.session_key`)."""

    user: User
    purpose: str
    session: str


def check_send(*, place: Place, at: datetime) -> timedelta:
    """Mail a new code, unless one was sent a moment ago; how long to wait until the next.

    A zero answer means that a code is on its way.
    """
    with transaction.atomic():
        _lock(place.user)
        wait = _wait(place, at)
        if wait:
            return wait
        code = f"{secrets.randbelow(10**6):06d}"
        IdentityCheck.objects.create(
            user=place.user,
            purpose=place.purpose,
            session=_session_hash(place),
            code_hash=_code_hash(place, code),
            sent_to=place.user.email,
            sent_at=at,
        )
        transaction.on_commit(partial(_mail, place.user, code))
    return timedelta()


def check_answer(*, place: Place, code: str, at: datetime) -> Outcome:
    """Compare `code` with the newest one sent to this place; each wrong answer uses up a try."""
    with transaction.atomic():
        _lock(place.user)
        check = _newest(place)
        outcome = _judge(check, place, "".join(code.split()), at)
        if check and outcome is Outcome.WRONG:
            check.tries += 1
            check.save(update_fields=["tries"])
        if check and outcome is Outcome.PASSED and check.passed_at is None:
            check.passed_at = at
            check.save(update_fields=["passed_at"])
    return outcome


def check_passed(*, place: Place, at: datetime) -> IdentityCheck | None:
    """The check that this place passed not too long ago, if any."""
    checks = IdentityCheck.objects.filter(
        user=place.user,
        purpose=place.purpose,
        session=_session_hash(place),
        passed_at__gt=at - PASS_LIFE,
        passed_at__lte=at,
    )
    return checks.last()


def check_waiting(*, place: Place, at: datetime) -> IdentityCheck | None:
    """The check whose code may still be answered, if any."""
    check = _newest(place)
    if check is None or check.passed_at or check.tries >= TRIES or at >= check.sent_at + CODE_LIFE:
        return None
    return check


def _judge(check: IdentityCheck | None, place: Place, code: str, at: datetime) -> Outcome:
    if check is None:
        return Outcome.NOT_SENT
    if check.tries >= TRIES:
        return Outcome.SPENT
    if at >= check.sent_at + CODE_LIFE:
        return Outcome.EXPIRED
    matches = constant_time_compare(check.code_hash, _code_hash(place, code))
    return Outcome.PASSED if matches else Outcome.WRONG


def _wait(place: Place, at: datetime) -> timedelta:
    """Counts every session of the person, so that a new one sends no more mail."""
    sent = IdentityCheck.objects.filter(user=place.user, sent_at__gt=at - timedelta(hours=1))
    times = list(sent.order_by("-sent_at").values_list("sent_at", flat=True)[:PER_HOUR])
    waits = [times[0] + PAUSE - at] if times else []
    if len(times) == PER_HOUR:
        waits.append(times[-1] + timedelta(hours=1) - at)
    return max([*waits, timedelta()])


def _newest(place: Place) -> IdentityCheck | None:
    checks = IdentityCheck.objects.filter(
        user=place.user, purpose=place.purpose, session=_session_hash(place)
    )
    return checks.last()


def _lock(user: User) -> None:
    User.objects.select_for_update().get(pk=user.pk)


def _session_hash(place: Place) -> str:
    return salted_hmac("identity.session", place.session, algorithm="sha256").hexdigest()


def _code_hash(place: Place, code: str) -> str:
    told = f"{place.user.pk}:{place.purpose}:{place.session}:{code}"
    return salted_hmac("identity.code", told, algorithm="sha256").hexdigest()


def _mail(user: User, code: str) -> None:
    with translation.override(user.language):
        minutes = int(CODE_LIFE.total_seconds() // 60)
        body = render_to_string("people/mail/code.txt", {"code": code, "minutes": minutes})
        subject = render_to_string("people/mail/code_subject.txt", {"code": code})
    send_mail(subject.strip(), body, None, [user.email])
