"""The room's journal entries as they travel: what a browser folds and what it shows."""

from typing import Annotated, Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from hearings.rules.acts import Scope
from hearings.rules.state import Grade, Place, Side
from mediation.people.roles import Role


class Closed(BaseModel):
    """A shape that takes nothing it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Nothing(Closed):
    """No data."""


class OfSeat(Closed):
    """Whom it is about."""

    seat: str


class StartedData(Closed):
    """When the session began, ISO 8601."""

    at: str


class SeatedData(OfSeat):
    """`name` is what the others call this person; it is not in the journal."""

    role: Role
    side: Side
    protected_from: list[str]
    name: str


class PreparedData(OfSeat):
    """How the device check went."""

    camera: Grade
    microphone: Grade
    speaker: Grade
    network: Grade


class EnteredData(OfSeat):
    """Where they came in: staff go straight inside."""

    place: Literal[Place.WAITING, Place.INSIDE]


class DevicesData(OfSeat):
    """What of their own they have switched on."""

    microphone: bool
    camera: bool
    screen: bool


class OfCaucus(Closed):
    """Which private room."""

    caucus: str


class CaucusSeatData(OfSeat):
    """Which private room, and who."""

    caucus: str


class CaucusInvitedData(CaucusSeatData):
    """Until when (ISO 8601) the invitation stands."""

    expires_at: str


class SaidData(OfSeat):
    """`text` is kept outside the journal and joined on the way out."""

    line: str
    scope: Scope
    caucus: str | None
    text: str


class MinutedData(OfSeat):
    """`seat` wrote it, `speaker` said it; None when it simply happened."""

    line: str
    speaker: str | None
    text: str


class EntryBase(Closed):
    """`at` is when it was decided; `actor` a seat, or `system`."""

    seq: int
    at: AwareDatetime
    actor: str


class HouseEntry(EntryBase):
    """Something about the whole sitting."""

    kind: Literal[
        "room.booked",
        "room.moved",
        "room.cancelled",
        "room.opened",
        "room.paused",
        "room.resumed",
        "room.closed",
        "room.mics_locked",
        "room.mics_unlocked",
    ]
    data: Nothing


class StartedEntry(EntryBase):
    """The session began."""

    kind: Literal["room.started"]
    data: StartedData


class SeatEntry(EntryBase):
    """Something about one person."""

    kind: Literal[
        "room.connected",
        "room.disconnected",
        "room.admitted",
        "room.dismissed",
        "room.left",
        "room.hand_raised",
        "room.hand_lowered",
        "room.muted",
        "room.unmute_allowed",
    ]
    data: OfSeat


class SeatedEntry(EntryBase):
    """Somebody belongs to the sitting."""

    kind: Literal["room.seated"]
    data: SeatedData


class PreparedEntry(EntryBase):
    """Rules accepted, devices tried."""

    kind: Literal["room.prepared"]
    data: PreparedData


class EnteredEntry(EntryBase):
    """Somebody came to the waiting room, or in."""

    kind: Literal["room.entered"]
    data: EnteredData


class DevicesEntry(EntryBase):
    """Somebody switched a device."""

    kind: Literal["room.devices_set"]
    data: DevicesData


class CaucusSeatEntry(EntryBase):
    """Somebody opened, joined, declined or left a private room."""

    kind: Literal[
        "room.caucus_opened",
        "room.caucus_joined",
        "room.caucus_declined",
        "room.caucus_left",
    ]
    data: CaucusSeatData


class CaucusInvitedEntry(EntryBase):
    """Somebody is asked into a private room."""

    kind: Literal["room.caucus_invited"]
    data: CaucusInvitedData


class CaucusClosedEntry(EntryBase):
    """A private room is closed; all are back."""

    kind: Literal["room.caucus_closed"]
    data: OfCaucus


class SaidEntry(EntryBase):
    """A chat line."""

    kind: Literal["room.said"]
    data: SaidData


class MinutedEntry(EntryBase):
    """An entry in the minutes."""

    kind: Literal["room.minuted"]
    data: MinutedData


Line = Annotated[SaidEntry | MinutedEntry, Field(discriminator="kind")]
RoomEntry = Annotated[
    HouseEntry
    | StartedEntry
    | SeatEntry
    | SeatedEntry
    | PreparedEntry
    | EnteredEntry
    | DevicesEntry
    | CaucusSeatEntry
    | CaucusInvitedEntry
    | CaucusClosedEntry
    | SaidEntry
    | MinutedEntry,
    Field(discriminator="kind"),
]
