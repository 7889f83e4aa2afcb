"""Tickets: a socket opens with one, once."""

import hashlib
import secrets
import uuid
from datetime import datetime, timedelta

from django.utils import timezone

from hearings.models import Sitting, Ticket
from hearings.services.connections import require_open
from mediation.people.models import User
from mediation.rules.core import RuleViolation

VALID = timedelta(seconds=60)


def ticket_issue(
    *, sitting: Sitting, user: User, session_key: str, at: datetime | None = None
) -> str:
    """A ticket of 60 seconds for this login session. Raises `room.not_open`, `room.closed`."""
    now = at or timezone.now()
    require_open(sitting=sitting, now=now)
    Ticket.objects.filter(expires_at__lt=now).delete()
    token = secrets.token_urlsafe(32)
    Ticket.objects.create(
        digest=_digest(token),
        sitting=sitting,
        user=user,
        session_key=session_key,
        expires_at=now + VALID,
    )
    return token


def ticket_redeem(
    *,
    token: str,
    sitting_id: uuid.UUID,
    user_id: int | None,
    session_key: str,
    at: datetime | None = None,
) -> None:
    """Use the ticket up; of two who try at once, one succeeds. Raises `socket.bad_ticket`."""
    found = Ticket.objects.filter(
        digest=_digest(token),
        sitting=sitting_id,
        user=user_id,
        session_key=session_key,
        expires_at__gt=at or timezone.now(),
    )
    if not found.delete()[0]:
        raise RuleViolation("socket.bad_ticket")


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
