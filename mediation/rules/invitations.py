"""When an invitation's link still opens the door."""

from datetime import datetime, timedelta

from mediation.rules.core import RuleViolation

LIFETIME = timedelta(days=14)


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
