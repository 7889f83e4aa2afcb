"""What news from below means for the rooms."""

import uuid

from documents.selectors import agreement_find
from hearings.models import Sitting
from hearings.nudges import agreement_changed
from hearings.rules.state import OPEN, Phase
from hearings.services.bookings import sitting_cancel
from mediation.journal.models import Entry


def tell_rooms_of_agreement(entry: Entry) -> None:
    """Reaction to `ceremony.*`: whoever has the panel open in a room of the case reloads it."""
    agreement_id = uuid.UUID(entry.stream.removeprefix("ceremony:"))
    agreement = agreement_find(agreement_id)
    if agreement is None:
        return
    rooms = Sitting.objects.filter(case=agreement.case_id, phase__in=OPEN)
    for sitting_id in rooms.values_list("pk", flat=True):
        agreement_changed(sitting_id=sitting_id, agreement_id=str(agreement_id), seq=entry.seq)


def cancel_sittings_ahead(entry: Entry) -> None:
    """Reaction to the ends of mediation: what is booked and has not opened does not take place."""
    case_id = uuid.UUID(entry.stream.removeprefix("case:"))
    ahead = Sitting.objects.filter(case=case_id, phase=Phase.SCHEDULED)
    for sitting_id in ahead.order_by("pk").values_list("pk", flat=True):
        sitting_cancel(sitting_id=sitting_id, user=None, at=entry.at)
