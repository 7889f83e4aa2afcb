"""Browsers of people in a room, without the browser: real sockets' messages, real pages."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from channels.testing import WebsocketCommunicator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.asgi import application
from hearings.models import Sitting
from hearings.protocol.messages import SERVER
from hearings.services.bookings import sitting_book
from hearings.threads import in_thread
from mediation.people.models import User
from mediation.people.roles import Role
from tests.factories import cast_of, make_case, make_staff

PATIENCE = 10.0
CHECKED: dict[str, Any] = {
    "kind": "prepare",
    "rules_accepted": True,
    "camera": "good",
    "microphone": "good",
    "speaker": "good",
    "network": "good",
}
Message = dict[str, Any]


@dataclass
class Court:
    """A sitting about to begin, and everybody who belongs to it."""

    sitting: Sitting
    mediator: User
    clerk: User
    one: User
    other: User


def make_court(*, minutes_ahead: int = 5) -> Court:
    """A case in mediation with a sitting `minutes_ahead`; its lobby opens 15 minutes before.

    Each court has a mediator of its own, who sits nowhere else.
    """
    case = make_case(mediator=make_staff(Role.MEDIATOR))
    cast = cast_of(case)
    assert cast.respondent is not None
    sitting = sitting_book(
        case=case,
        user=cast.clerk,
        starts_at=timezone.now() + timedelta(minutes=minutes_ahead),
        minutes=60,
        time_zone="Asia/Shanghai",
    )
    return Court(sitting, cast.mediator, cast.clerk, cast.claimant, cast.respondent)


@dataclass
class Browser:
    """One window of one person, signed in."""

    user: User
    sitting_id: uuid.UUID
    client: Client
    socket: WebsocketCommunicator | None = None
    heard: list[Message] = field(default_factory=list)
    seq: int = 0

    @property
    def seat(self) -> str:
        return self.user.actor

    @property
    def session_key(self) -> str:
        return str(self.client.cookies["sessionid"].value)

    async def ticket(self) -> str:
        url = reverse("hearings:ticket", args=[self.sitting_id])
        answer = await in_thread(self.client.post)(url, HTTP_ACCEPT="application/json")
        assert answer.status_code == 200, answer.content
        return str(answer.json()["ticket"])

    async def open(self, *, origin: str | None = "http://testserver") -> bool:
        headers = [(b"host", b"testserver"), (b"cookie", f"sessionid={self.session_key}".encode())]
        headers += [(b"origin", origin.encode())] if origin else []
        path = f"/ws/sittings/{self.sitting_id}/"
        self.socket = WebsocketCommunicator(application, path, headers=headers)
        connected, _ = await self.socket.connect(timeout=PATIENCE)
        return bool(connected)

    async def hello(self, *, ticket: str | None = None, protocol: int = 1) -> Message:
        """Say hello; the answer."""
        token = ticket if ticket is not None else await self.ticket()
        await self.send(type="hello", protocol=protocol, ticket=token, after=self.seq)
        return await self.hear(lambda message: message["type"] in {"welcome", "error"})

    async def arrive(self) -> Message:
        """Open the socket and be welcomed."""
        assert await self.open()
        welcome = await self.hello()
        assert welcome["type"] == "welcome", welcome
        return welcome

    async def enter(self) -> None:
        """Arrive, prepare and enter."""
        await self.arrive()
        assert (await self.act(**CHECKED))["type"] == "ack"
        assert (await self.act(kind="enter"))["type"] == "ack"

    async def send(self, **message: Any) -> None:
        assert self.socket is not None
        await self.socket.send_json_to(message)

    async def act(self, *, client_msg_id: str = "", **act: Any) -> Message:
        """Act; the acknowledgement or the refusal."""
        name = client_msg_id or uuid.uuid4().hex
        await self.send(type="act", client_msg_id=name, act=act)
        return await self.hear(lambda message: message.get("client_msg_id") == name)

    async def hear(self, wanted: Callable[[Message], bool]) -> Message:
        """Read on until a message that is wanted; all that came are kept in `heard`."""
        assert self.socket is not None
        while True:
            message: Message = await self.socket.receive_json_from(timeout=PATIENCE)
            SERVER.validate_python(message)
            self.heard.append(message)
            if message["type"] in {"welcome", "snapshot", "entries"}:
                self.seq = message["seq"]
            if wanted(message):
                return message

    async def hear_type(self, kind: str) -> Message:
        return await self.hear(lambda message: message["type"] == kind)

    async def hear_entry(self, kind: str, **data: Any) -> Message:
        """Read on until an entry of this kind, with this data."""

        def fits(entry: Message) -> bool:
            return bool(entry["kind"] == kind and entry["data"].items() >= data.items())

        message = await self.hear(lambda m: any(fits(e) for e in m.get("entries", ())))
        return next(entry for entry in message["entries"] if fits(entry))

    async def closed(self) -> int:
        """Read on until the server closes; its code."""
        assert self.socket is not None
        while True:
            output = await self.socket.receive_output(timeout=PATIENCE)
            if output["type"] == "websocket.close":
                return int(output["code"])

    async def drop(self) -> None:
        """The connection is lost without a goodbye."""
        if self.socket is not None:
            await self.socket.disconnect(timeout=PATIENCE)
            self.socket = None

    def texts(self) -> list[str]:
        """The words of every line that ever arrived."""
        lines = [line for message in self.heard for line in message.get("lines", ())]
        entries = [entry for message in self.heard for entry in message.get("entries", ())]
        return [line["data"]["text"] for line in [*lines, *entries] if "text" in line["data"]]


def sign_in(user: User, sitting_id: uuid.UUID) -> Browser:
    """A browser in which `user` is signed in."""
    client = Client()
    client.force_login(user)
    return Browser(user, sitting_id, client)


@asynccontextmanager
async def browsers(court: Court, *users: User) -> AsyncIterator[list[Browser]]:
    """A window for each of `users`; all are dropped in the end."""
    sitting_id = court.sitting.pk
    windows = [await in_thread(sign_in)(user, sitting_id) for user in users]
    try:
        yield windows
    finally:
        await asyncio.gather(*(window.drop() for window in windows))


@asynccontextmanager
async def all_inside(court: Court) -> AsyncIterator[tuple[Browser, Browser, Browser]]:
    """The mediator and both sides, admitted."""
    async with browsers(court, court.mediator, court.one, court.other) as windows:
        host, one, other = windows
        for window in windows:
            await window.enter()
        for guest in (one, other):
            assert (await host.act(kind="admit", seat=guest.seat))["type"] == "ack"
            await guest.hear_type("snapshot")
        yield host, one, other
