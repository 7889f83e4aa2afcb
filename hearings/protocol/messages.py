"""Every message of the room's socket, once. `PROTOCOL.md` tells how they are used.

Shapes are closed to extra fields; `manage.py export_protocol` writes them as TypeScript.
"""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from hearings.protocol.entries import Closed, Line, RoomEntry
from hearings.rules.acts import ClientAct, SeatId
from hearings.rules.state import RoomState

PROTOCOL = 1
MAX_BYTES = 256 * 1024
"""The longest message a browser may send; session descriptions are the longest there are."""

MESSAGE_ID = r"[\w.:-]{1,64}"
MessageId = Annotated[str, Field(pattern=f"^{MESSAGE_ID}$")]
Sdp = Annotated[str, Field(min_length=1, max_length=200_000)]
Mid = Annotated[str, Field(min_length=1, max_length=32)]
Source = Literal["mic", "camera", "screen"]
TypingScope = Literal["all", "caucus", "staff", "minutes"]

# --- from the browser -------------------------------------------------------------------------


class Hello(Closed):
    """The first message. `after` is the last seq this browser was told of, 0 for none."""

    type: Literal["hello"]
    protocol: int
    ticket: Annotated[str, Field(min_length=1, max_length=128)]
    after: Annotated[int, Field(ge=0)] = 0


class ActMessage(Closed):
    """Do something. The same `client_msg_id` twice has the same answer and happens once."""

    type: Literal["act"]
    client_msg_id: MessageId
    act: Annotated[ClientAct, Field(discriminator="kind")]


class Alive(Closed):
    """Still here; every `beat_seconds` of the welcome."""

    type: Literal["alive"]
    seq: Annotated[int, Field(ge=0)]


class Typing(Closed):
    """A line or a minutes entry being typed; nothing is stored. Empty text: stopped."""

    type: Literal["typing"]
    scope: TypingScope
    speaker: SeatId | None = None
    text: Annotated[str, Field(max_length=4000)] = ""


class MediaPublish(Closed):
    """The offer of the browser's publishing connection; `sources` names each m-line by mid."""

    type: Literal["media_publish"]
    sdp: Sdp
    sources: Annotated[dict[Mid, Source], Field(max_length=16)]


class MediaSubscribed(Closed):
    """The browser's answer to the last `media_offer`."""

    type: Literal["media_subscribed"]
    sdp: Sdp


class MediaRestart(Closed):
    """Ask for a new offer of the receiving connection with fresh ICE credentials."""

    type: Literal["media_restart"]


ClientMessage = Annotated[
    Hello | ActMessage | Alive | Typing | MediaPublish | MediaSubscribed | MediaRestart,
    Field(discriminator="type"),
]

# --- from the server --------------------------------------------------------------------------


class Person(Closed):
    """What the others call somebody."""

    name: str


class IceServer(Closed):
    """As `RTCIceServer`."""

    urls: list[str]
    username: str = ""
    credential: str = ""


class Picture(Closed):
    """The room as the reader may know it at `seq`, with every line they have not yet."""

    seq: int
    snapshot: RoomState
    people: dict[str, Person]
    lines: list[Line]


class Welcome(Picture):
    """The answer to `hello`. `you` is the reader's seat."""

    type: Literal["welcome"] = "welcome"
    protocol: int = PROTOCOL
    you: str
    now: str
    beat_seconds: float
    ice_servers: list[IceServer]


class Snapshot(Picture):
    """A whole new picture: the reader was admitted or sent out."""

    type: Literal["snapshot"] = "snapshot"


class Entries(Closed):
    """What was decided since. `seq` is how far the journal was read for this reader."""

    type: Literal["entries"] = "entries"
    seq: int
    entries: list[RoomEntry]


class Ack(Closed):
    """The act is in the journal, up to `seq`, and in force."""

    type: Literal["ack"] = "ack"
    client_msg_id: str
    seq: int


class Problem(Closed):
    """A refusal: a stable code, words for the person, and whether trying again may help."""

    type: Literal["error"] = "error"
    client_msg_id: str | None = None
    code: str
    words: str
    retry: bool


class Heartbeat(Closed):
    """The journal stands at `seq`."""

    type: Literal["heartbeat"] = "heartbeat"
    seq: int


class TypingSeen(Closed):
    """Somebody is typing."""

    type: Literal["typing"] = "typing"
    seat: str
    scope: TypingScope
    speaker: str | None
    text: str


class MediaAnswer(Closed):
    """The answer to `media_publish`."""

    type: Literal["media_answer"] = "media_answer"
    sdp: str


class Track(Closed):
    """One m-line of an offer: whose it is and what it shows."""

    mid: str
    peer: str
    kind: Literal["audio", "video"]
    source: Source


class MediaOffer(Closed):
    """What the reader may receive from now on."""

    type: Literal["media_offer"] = "media_offer"
    sdp: str
    tracks: list[Track]


class MediaReset(Closed):
    """The media is lost: publish again, then send `media_restart`."""

    type: Literal["media_reset"] = "media_reset"


class AgreementChanged(Closed):
    """The agreement of this case has changed: load its panel again."""

    type: Literal["agreement_changed"] = "agreement_changed"
    agreement_id: str
    seq: int


class Replaced(Closed):
    """The same person took the seat in another window; this socket closes."""

    type: Literal["replaced"] = "replaced"


class Bye(Closed):
    """The socket closes for good, with the reason."""

    type: Literal["bye"] = "bye"
    reason: Literal["left", "signed_out", "not_allowed"]


ServerMessage = Annotated[
    Welcome
    | Snapshot
    | Entries
    | Ack
    | Problem
    | Heartbeat
    | TypingSeen
    | MediaAnswer
    | MediaOffer
    | MediaReset
    | AgreementChanged
    | Replaced
    | Bye,
    Field(discriminator="type"),
]

CLIENT: TypeAdapter[ClientMessage] = TypeAdapter(ClientMessage)
SERVER: TypeAdapter[ServerMessage] = TypeAdapter(ServerMessage)
STATE: TypeAdapter[RoomState] = TypeAdapter(RoomState)
ENTRY: TypeAdapter[RoomEntry] = TypeAdapter(RoomEntry)
LINE: TypeAdapter[Line] = TypeAdapter(Line)
