"""Booking, moving and cancelling a sitting."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from hearings.models import Sitting
from hearings.rules import booking
from hearings.rules.acts import SYSTEM
from hearings.rules.booking import Busy, Slot
from hearings.rules.state import OPEN, Phase
from hearings.selectors import participants, room_state, stream_of
from hearings.services.invites import invite_mail_later
from hearings.services.room import room_append
from mediation.journal.event import Event
from mediation.journal.services import stream_lock
from mediation.models import Case
from mediation.people.models import User
from mediation.services.cases import case_note


def sitting_book(
    *,
    case: Case,
    user: User,
    starts_at: datetime,
    minutes: int,
    time_zone: str,
    at: datetime | None = None,
) -> Sitting:
    """Book a sitting of `case`; calendars are told after the commit. Raises `sitting.*`."""
    now, slot = at or timezone.now(), Slot(starts_at, minutes)
    with transaction.atomic():
        stream_lock(stream=case.stream)
        case = Case.objects.select_related("mediator").get(pk=case.pk)
        busy = _busy(case, slot)
        event = booking.book(slot=slot, case_state=case.state, busy=busy, now=now)
        sitting = Sitting(case=case, mediator=case.mediator, booked_by=user, time_zone=time_zone)
        _place(sitting, slot)
        _write(sitting, event, user, now)
        _note(sitting, "case.sitting_booked", user, now)
    return sitting


def sitting_move(
    *,
    sitting_id: uuid.UUID,
    user: User,
    starts_at: datetime,
    minutes: int,
    time_zone: str,
    at: datetime | None = None,
) -> Sitting:
    """Move a sitting that has not begun. Raises `sitting.*`."""
    now, slot = at or timezone.now(), Slot(starts_at, minutes)
    with transaction.atomic():
        sitting = _locked(sitting_id)
        busy = _busy(sitting.case, slot, but=sitting)
        event = booking.move(phase=Phase(sitting.phase), slot=slot, busy=busy, now=now)
        sitting.time_zone, sitting.sequence = time_zone, sitting.sequence + 1
        _place(sitting, slot)
        _write(sitting, event, user, now)
    return sitting


def sitting_cancel(
    *, sitting_id: uuid.UUID, user: User | None, at: datetime | None = None
) -> Sitting:
    """Call a sitting off that has not begun; without `user` the house does. Raises `sitting.*`."""
    now = at or timezone.now()
    with transaction.atomic():
        sitting = _locked(sitting_id)
        event = booking.cancel(phase=Phase(sitting.phase))
        sitting.sequence += 1
        sitting.save()
        _write(sitting, event, user, now)
        _note(sitting, "case.sitting_cancelled", user, now)
    return sitting


def _locked(sitting_id: uuid.UUID) -> Sitting:
    """The sitting, its case's stream locked before its own: everyone locks in this order."""
    stream_lock(stream=Sitting.objects.select_related("case").get(pk=sitting_id).case.stream)
    stream_lock(stream=stream_of(sitting_id))
    return Sitting.objects.select_related("case__mediator").get(pk=sitting_id)


def _place(sitting: Sitting, slot: Slot) -> None:
    sitting.starts_at, sitting.ends_at = slot.starts_at, slot.ends_at
    sitting.minutes = slot.minutes
    sitting.save()


def _write(sitting: Sitting, event: Event, user: User | None, now: datetime) -> None:
    stream_lock(stream=sitting.stream)
    state, _ = room_state(sitting)
    actor = user.actor if user else SYSTEM
    room_append(sitting=sitting, state=state, events=(event,), actor=actor, at=now)
    invite_mail_later(sitting=sitting)


def _note(sitting: Sitting, kind: str, user: User | None, now: datetime) -> None:
    data = {"sitting": str(sitting.pk)}
    case_note(case=sitting.case, kind=kind, data=data, user=user, at=now)


def _busy(case: Case, slot: Slot, *, but: Sitting | None = None) -> Sequence[Busy]:
    """When the people of `case` sit elsewhere around `slot`.

    Locks their rows, in order: of two who book the same person at once, one sees the other's.
    """
    people = {user.pk: user for user in participants(case)}
    rows = User.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk")
    locked = [user.pk for user in rows]
    theirs = Q(mediator__in=locked) | Q(case__members__user__in=locked)
    around = Q(starts_at__lt=slot.ends_at, ends_at__gt=slot.starts_at)
    found = Sitting.objects.filter(theirs & around, phase__in=[Phase.SCHEDULED, *OPEN])
    found = found.exclude(pk=but.pk) if but else found
    return [
        Busy(Slot(sitting.starts_at, sitting.minutes), str(people[_first(sitting, people)]))
        for sitting in found.select_related("case").distinct()
    ]


def _first(sitting: Sitting, people: dict[int, User]) -> int:
    others = sitting.case.members.values_list("user", flat=True)
    return next(pk for pk in [sitting.mediator_id, *others] if pk in people)
