"""Work of this app in the background."""

from datetime import datetime, timedelta

from hearings.pace import pace
from hearings.services.connections import connections_sweep


def sweep(at: datetime) -> int:
    """Drop the seats of sockets whose process died with all its watch; how many there were."""
    return connections_sweep(unseen_since=at - timedelta(seconds=pace().ghost))
