"""When an invitation's link still opens the door."""

from datetime import datetime, timedelta

from mediation.rules.core import RuleViolation

LIFETIME = timedelta(days=14)
PAUSE = timedelta(minutes=10)


def check_open(
    *, expires_at: datetime, used_at: datetime | None, replaced_at: datetime | None, at: datetime
) -> None:
    """Raises RuleViolation `invitation.used`, `invitation.replaced` or `invitation.expired`."""
    if used_at:
        raise RuleViolation("invitation.used")
    if replaced_at:
        raise RuleViolation("invitation.replaced")
    if at >= expires_at:
        raise RuleViolation("invitation.expired")


def check_pause(*, last_at: datetime | None, at: datetime) -> None:
    """A party does not flood the other side with mail: raises `invitation.too_soon`."""
    if last_at and at < last_at + PAUSE:
        raise RuleViolation("invitation.too_soon")
