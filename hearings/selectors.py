"""Reading this app."""

import uuid
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone

from hearings.models import Line, Sitting
from hearings.protocol.messages import STATE
from hearings.rules.access import TABLE
from hearings.rules.acts import TakeSeat
from hearings.rules.audience import LINES
from hearings.rules.fold import apply
from hearings.rules.state import OPEN, Phase, RoomState
from mediation.journal.event import Event
from mediation.journal.models import Entry, Stream
from mediation.journal.selectors import entries
from mediation.models import Case, CaseMember
from mediation.people.models import User
from mediation.people.roles import Role
from mediation.selectors import member_of, roles_in_case


def stream_of(sitting_id: uuid.UUID) -> str:
    """Where the journal keeps a room."""
    return f"room:{sitting_id}"


def sitting_find(sitting_id: uuid.UUID) -> Sitting | None:
    """The sitting with its case, or None."""
    found = Sitting.objects.select_related("case__organisation", "case__mediator", "mediator")
    return found.filter(pk=sitting_id).first()


def sitting_case(sitting_id: uuid.UUID) -> Case | None:
    """The case that a sitting belongs to, for the gate."""
    sitting = sitting_find(sitting_id)
    return sitting.case if sitting else None


def room_state(sitting: Sitting) -> tuple[RoomState, int]:
    """The room of this sitting and the seq at which it is so."""
    state, seq = _kept(sitting), sitting.room_seq
    for entry in entries(sitting.stream, seq):
        state, seq = apply(state, Event(entry.kind, entry.data)), entry.seq
    return state, seq


def _kept(sitting: Sitting) -> RoomState:
    return STATE.validate_python(sitting.room) if sitting.room else RoomState()


def stream_seqs(sitting_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How far the journal of each room stands."""
    by_name = {stream_of(sitting): sitting for sitting in sitting_ids}
    heads = Stream.objects.filter(name__in=by_name).values_list("name", "seq")
    return {by_name[name]: seq for name, seq in heads}


def lines_of(sitting_id: uuid.UUID, *, viewer: str, after: int) -> list[dict[str, Any]]:
    """The chat lines and minutes entries that `viewer` may have, as they travel."""
    found = Entry.objects.filter(stream=stream_of(sitting_id), seq__gt=after, kind__in=LINES)
    mine = [entry for entry in found.order_by("seq") if viewer in entry.data["to"]]
    return as_sent(sitting_id, mine)


def as_sent(sitting_id: uuid.UUID, found: Iterable[Entry]) -> list[dict[str, Any]]:
    """Entries in the shape of `protocol.entries`: words and names joined, inner fields left out."""
    listed = list(found)
    texts = _texts(listed)
    seated = [entry.data["seat"] for entry in listed if entry.kind == "room.seated"]
    names = people_names(sitting_id, seated)
    return [
        {
            "seq": entry.seq,
            "at": entry.at,
            "actor": entry.actor,
            "kind": entry.kind,
            "data": _data(entry, texts, names),
        }
        for entry in listed
    ]


def _texts(listed: list[Entry]) -> dict[str, str]:
    wanted = [entry.data["line"] for entry in listed if entry.kind in LINES]
    return dict(Line.objects.filter(pk__in=wanted).values_list("pk", "text")) if wanted else {}


def _data(entry: Entry, texts: dict[str, str], names: dict[str, str]) -> dict[str, Any]:
    if entry.kind in {"room.booked", "room.moved"}:
        return {}
    data = {key: value for key, value in entry.data.items() if key != "to"}
    if entry.kind in LINES:
        data["text"] = texts.get(data["line"], "")
    if entry.kind == "room.seated":
        data["name"] = names.get(data["seat"], "")
    return data


def people_names(sitting_id: uuid.UUID, seats: Iterable[str]) -> dict[str, str]:
    """Seat → the name others see: as they gave it in the case, else in their account."""
    numbers = [int(seat.removeprefix("user:")) for seat in seats]
    if not numbers:
        return {}
    people = User.objects.filter(pk__in=numbers)
    names = {person.actor: person.name for person in people}
    members = CaseMember.objects.filter(case__sittings=sitting_id, user__in=numbers).exclude(
        name=""
    )
    return names | {f"user:{member.user_id}": member.name for member in members}


def room_role(*, case: Case, user: User) -> Role | None:
    """As what somebody sits in the rooms of a case; None when they may not."""
    roles = roles_in_case(case, user)
    row = TABLE["hearings:sitting"]
    return next((role for role in Role if role in roles and row[role]), None)


def seat_for(*, case: Case, user: User) -> TakeSeat | None:
    """The seat of somebody in the rooms of a case; None when they may not sit there."""
    role = room_role(case=case, user=user)
    if role is None:
        return None
    member = member_of(case=case, user=user)
    side: Any = member.side if member else ""
    return TakeSeat(seat=user.actor, role=role, side=side)


def participants(case: Case) -> list[User]:
    """Everybody who is expected: the sides and whom they brought, and the mediator."""
    members = case.members.select_related("user").filter(user__is_active=True)
    people = [member.user for member in members if member.user]
    if case.mediator and case.mediator not in people:
        people.append(case.mediator)
    return people


def sitting_get(sitting_id: uuid.UUID) -> Sitting:
    """The sitting with its case. Raises Http404."""
    sitting = sitting_find(sitting_id)
    if sitting is None:
        raise Http404
    return sitting


def sittings_of(case: Case) -> QuerySet[Sitting]:
    """All sittings of a case, first the earliest."""
    return Sitting.objects.filter(case=case).select_related("mediator").order_by("starts_at")


def sitting_next(case: Case) -> Sitting | None:
    """The sitting that runs, or the next one booked."""
    ahead = Sitting.objects.filter(case=case, phase__in=[Phase.SCHEDULED, *OPEN])
    return ahead.filter(ends_at__gt=timezone.now() - timedelta(hours=12)).first()
