"""One reader's way through a room's journal: what is new for them, and what to send."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from hearings.protocol.entries import Closed
from hearings.protocol.messages import ENTRY, LINE, Entries, Person, Picture, Snapshot
from hearings.rules import audience
from hearings.rules.fold import apply
from hearings.rules.state import RoomState
from hearings.selectors import (
    as_sent,
    lines_of,
    people_names,
    room_state,
    sitting_find,
    stream_of,
)
from mediation.journal.event import Event
from mediation.journal.models import Entry
from mediation.journal.selectors import entries


@dataclass(slots=True)
class Follower:
    """`state` is the whole room at `seq`; what leaves here is only what `viewer` may know."""

    sitting_id: uuid.UUID
    viewer: str
    state: RoomState = field(default_factory=RoomState)
    seq: int = 0

    def begin(self, after: int) -> dict[str, Any]:
        """Go to the journal's head; the fields of a `Picture` with the lines since `after`."""
        sitting = sitting_find(self.sitting_id)
        if sitting is None:
            raise LookupError(str(self.sitting_id))
        self.state, self.seq = room_state(sitting)
        return self._picture(after)

    def read(self) -> list[Closed]:
        """Read on to the journal's head; what to send, in order."""
        found = entries(stream_of(self.sitting_id), self.seq)
        saw = audience.sees_room(self.state, self.viewer)
        visible = [entry for entry in found if self._take(entry)]
        if audience.sees_room(self.state, self.viewer) != saw:
            return [Snapshot(**self._picture(0))]
        return self._told(visible)

    def _take(self, entry: Entry) -> bool:
        event = Event(entry.kind, entry.data)
        self.state, self.seq = apply(self.state, event), entry.seq
        return audience.receives_entry(self.state, event, self.viewer)

    def _told(self, visible: Sequence[Entry]) -> list[Closed]:
        if not visible:
            return []
        told = [ENTRY.validate_python(sent) for sent in as_sent(self.sitting_id, visible)]
        return [Entries(seq=self.seq, entries=told)]

    def _picture(self, after: int) -> dict[str, Any]:
        shown = audience.view(self.state, self.viewer)
        names = people_names(self.sitting_id, shown.seats)
        lines = lines_of(self.sitting_id, viewer=self.viewer, after=after)
        picture = Picture(
            seq=self.seq,
            snapshot=shown,
            people={seat: Person(name=name) for seat, name in names.items()},
            lines=[LINE.validate_python(line) for line in lines],
        )
        return dict(picture)


def clock() -> str:
    """The server's time, for browsers whose clock is wrong."""
    return timezone.now().isoformat()
