"""What goes over the channel layer: nothing but nudges and signals, all of which may be lost."""

import uuid
from typing import Any

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer
from django.db import transaction


def group_of(sitting_id: uuid.UUID) -> str:
    """The group of all sockets of a room."""
    return f"room.{sitting_id}"


def room_reached(*, sitting_id: uuid.UUID, seq: int) -> None:
    """After the commit: the journal of this room stands at `seq`."""
    _after_commit(sitting_id, {"type": "room.reached", "seq": seq})


def agreement_changed(*, sitting_id: uuid.UUID, agreement_id: str, seq: int) -> None:
    """After the commit: the agreement of this room's case has changed."""
    message = {"type": "agreement.changed", "agreement_id": agreement_id, "seq": seq}
    _after_commit(sitting_id, message)


def _after_commit(sitting_id: uuid.UUID, message: dict[str, Any]) -> None:
    # Robust: a layer that is down delays others until the next heartbeat, and fails nobody.
    transaction.on_commit(lambda: _send(group_of(sitting_id), message), robust=True)


def _send(group: str, message: dict[str, Any]) -> None:
    async_to_sync(get_channel_layer().group_send)(group, message)
