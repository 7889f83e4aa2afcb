"""Everything that can be done in a room, each as a value.

The acts of `ClientAct` are what a browser may send; `hearings.protocol.messages` takes them as
they stand, so a bound written here is the bound on the wire.
"""

from dataclasses import dataclass
from typing import Annotated, Literal

from annotated_types import MaxLen, MinLen

from hearings.rules.state import Grade, Side
from mediation.people.roles import Role

SeatId = Annotated[str, MinLen(1), MaxLen(40)]
CaucusId = Annotated[str, MinLen(1), MaxLen(40)]
Text = Annotated[str, MinLen(1), MaxLen(4000)]
Scope = Literal["all", "caucus", "staff"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepare:
    """The rules are read and accepted, no recording is declared, and the devices were tried."""

    kind: Literal["prepare"] = "prepare"
    rules_accepted: Literal[True]
    camera: Grade
    microphone: Grade
    speaker: Grade
    network: Grade


@dataclass(frozen=True, slots=True, kw_only=True)
class Enter:
    """Into the waiting room; staff go straight in."""

    kind: Literal["enter"] = "enter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Leave:
    """Say goodbye, which a lost connection does not."""

    kind: Literal["leave"] = "leave"


@dataclass(frozen=True, slots=True, kw_only=True)
class Admit:
    """Let somebody in from the waiting room."""

    kind: Literal["admit"] = "admit"
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class Dismiss:
    """Send somebody back to the waiting room."""

    kind: Literal["dismiss"] = "dismiss"
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class RaiseHand:
    """Ask to speak."""

    kind: Literal["raise_hand"] = "raise_hand"


@dataclass(frozen=True, slots=True, kw_only=True)
class LowerHand:
    """Take one's own hand down; the host may lower that of another `seat`."""

    kind: Literal["lower_hand"] = "lower_hand"
    seat: SeatId | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """Silence one person until they are allowed to unmute."""

    kind: Literal["mute"] = "mute"
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class AllowUnmute:
    """Let a silenced person switch the microphone on again; they do it themselves."""

    kind: Literal["allow_unmute"] = "allow_unmute"
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class LockMics:
    """Silence everybody but staff, and whoever comes later."""

    kind: Literal["lock_mics"] = "lock_mics"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnlockMics:
    """Let everybody unmute again."""

    kind: Literal["unlock_mics"] = "unlock_mics"


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDevices:
    """Switch one's own devices; all three are told each time."""

    kind: Literal["set_devices"] = "set_devices"
    microphone: bool
    camera: bool
    screen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCaucus:
    """Go into a private room and invite `seats` to it."""

    kind: Literal["open_caucus"] = "open_caucus"
    seats: Annotated[tuple[SeatId, ...], MinLen(1), MaxLen(50)]


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteCaucus:
    """Invite one more, or again after an invitation expired."""

    kind: Literal["invite_caucus"] = "invite_caucus"
    caucus: CaucusId
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptCaucus:
    """Go into the private room one was invited to."""

    kind: Literal["accept_caucus"] = "accept_caucus"
    caucus: CaucusId


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineCaucus:
    """Stay in the sitting."""

    kind: Literal["decline_caucus"] = "decline_caucus"
    caucus: CaucusId


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveCaucus:
    """Go back to the sitting; when the host who opened it goes back, it closes."""

    kind: Literal["leave_caucus"] = "leave_caucus"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recall:
    """Close every private room and bring all back."""

    kind: Literal["recall"] = "recall"


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """A chat line to all inside, to one's own private room, or to staff."""

    kind: Literal["say"] = "say"
    scope: Scope
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Minute:
    """An entry in the minutes; `speaker` is who said it, None for what simply happened."""

    kind: Literal["minute"] = "minute"
    speaker: SeatId | None = None
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Start:
    """Open the session."""

    kind: Literal["start"] = "start"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Interrupt the session."""

    kind: Literal["pause"] = "pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resume:
    """Go on: private rooms close, witnesses wait again."""

    kind: Literal["resume"] = "resume"


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """End the sitting, for good."""

    kind: Literal["close"] = "close"


ClientAct = (
    Prepare
    | Enter
    | Leave
    | Admit
    | Dismiss
    | RaiseHand
    | LowerHand
    | Mute
    | AllowUnmute
    | LockMics
    | UnlockMics
    | SetDevices
    | OpenCaucus
    | InviteCaucus
    | AcceptCaucus
    | DeclineCaucus
    | LeaveCaucus
    | Recall
    | Say
    | Minute
    | Start
    | Pause
    | Resume
    | Close
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenLobby:
    """The time has come: people may sign in."""

    kind: Literal["open_lobby"] = "open_lobby"


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeSeat:
    """Somebody belongs to the sitting, or belongs to it in another role than before."""

    kind: Literal["take_seat"] = "take_seat"
    seat: SeatId
    role: Role
    side: Side = ""
    protected_from: tuple[SeatId, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Connect:
    """A socket of this person is up."""

    kind: Literal["connect"] = "connect"
    seat: SeatId


@dataclass(frozen=True, slots=True, kw_only=True)
class Disconnect:
    """The last socket of this person is gone without a goodbye."""

    kind: Literal["disconnect"] = "disconnect"
    seat: SeatId


SystemAct = OpenLobby | TakeSeat | Connect | Disconnect
Act = ClientAct | SystemAct
SYSTEM = "system"
