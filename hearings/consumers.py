"""The room's socket. Each message is parsed, goes to one service, and is answered.

`hearings/protocol/PROTOCOL.md` tells the whole conversation.
"""

import asyncio
import logging
import time
import uuid
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, cast

from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings
from django.utils import translation

from hearings import closing
from hearings.following import Follower, clock
from hearings.media.engine import MediaError, MediaEvent, Offer, Reset
from hearings.nudges import group_of
from hearings.origin import same_origin
from hearings.pace import pace
from hearings.protocol import messages as m
from hearings.protocol.entries import Closed
from hearings.protocol.parsing import id_of, parse
from hearings.rules import audience
from hearings.rules.access import may_send
from hearings.rules.acts import Leave, Scope
from hearings.rules.flood import full_bucket
from hearings.services.connections import seat_drop, seat_take
from hearings.services.room import room_act
from hearings.services.tickets import ticket_redeem
from hearings.stage import stage
from hearings.threads import in_thread
from hearings.watch import watch
from mediation.errors import can_retry, describe
from mediation.people.models import User
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation

log = logging.getLogger(__name__)
BURST, A_SECOND = 60, 20


class RoomConsumer(AsyncWebsocketConsumer):  # type: ignore[misc]
    """One browser in one room, from its ticket to its goodbye."""

    sitting_id: uuid.UUID
    user: User
    user_id: int
    session_key: str
    token: str
    heard_at: float

    # --- coming and going -------------------------------------------------------------------

    async def connect(self) -> None:
        """Accept our own pages' sockets, of people who are signed in; then wait for `hello`."""
        if not same_origin(self.scope) or not self.scope["user"].is_authenticated:
            await self.close()
            return
        self.sitting_id = self.scope["url_route"]["kwargs"]["sitting_id"]
        self.user = cast(User, self.scope["user"])
        self.user_id, self.seat = self.user.pk, self.user.actor
        self.session_key = self.scope["session"].session_key or ""
        self.token, self.room = uuid.uuid4().hex, str(self.sitting_id)
        self.follower: Follower | None = None
        self.over = self.on_stage = False
        self.heard_at = time.monotonic()
        self.bucket = full_bucket(size=BURST, a_second=A_SECOND, now=self.heard_at)
        self.reading = asyncio.Lock()
        await self.accept()
        self.hello_timer = asyncio.create_task(self._expect_hello())

    async def disconnect(self, code: int) -> None:
        """Free everything; a seat that is not taken again within the grace is disconnected."""
        if not hasattr(self, "follower"):
            return
        self.hello_timer.cancel()
        await self.channel_layer.group_discard(group_of(self.sitting_id), self.channel_name)
        if self.follower is None:
            return
        said_goodbye, self.over = self.over, True
        await self._forget()
        if not said_goodbye:
            await asyncio.sleep(pace().grace)
        await in_thread(seat_drop)(
            sitting_id=self.sitting_id, user_id=self.user_id, connection=self.token
        )

    async def end(self, code: int) -> None:
        """Stop for good, with the reason that `code` stands for; media stops at once."""
        if self.over:
            return
        self.over = True
        await self._leave_stage()
        farewell = closing.FAREWELLS.get(code)
        if farewell:
            await self.tell(farewell)
        await self.close(code)

    async def _expect_hello(self) -> None:
        await asyncio.sleep(pace().hello)
        await self.end(closing.SILENT)

    async def _forget(self) -> None:
        await self._leave_stage()
        if watch().remove(self):
            stage().forget(self.room)

    # --- what comes in ----------------------------------------------------------------------

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """Answer one message; whatever is wrong with it, the socket lives."""
        if self.over:
            return
        self.heard_at = time.monotonic()
        try:
            if not self.bucket.take(self.heard_at):
                raise RuleViolation("message.too_many")
            await self._handle(parse(text_data))
        except RuleViolation as refusal:
            await self._refuse(text_data, refusal.code, refusal.params)
        except MediaError as failure:
            await self._refuse(text_data, failure.code, {}, retry=failure.retry)
        except Exception:
            # Nothing was acknowledged; the browser sends it again under the same id.
            log.exception("room.message_failed sitting=%s", self.sitting_id)
            await self._refuse(text_data, "room.failed", {})

    async def _handle(self, message: m.ClientMessage) -> None:
        if isinstance(message, m.Hello):
            await self._hello(message)
            return
        if self.follower is None:
            raise RuleViolation("socket.hello_first")
        kind = message.act.kind if isinstance(message, m.ActMessage) else message.type
        if not may_send(kind, self.role):
            raise RuleViolation("room.not_allowed")
        await HANDLERS[message.type](self, message)

    async def _hello(self, hello: m.Hello) -> None:
        if self.follower is not None:
            raise RuleViolation("socket.hello_twice")
        try:
            await self._take_seat(hello)
        except RuleViolation as refusal:
            await self._refuse(None, refusal.code, refusal.params)
            await self.close(closing.AFTER_HELLO.get(refusal.code, closing.COME_BACK))
            self.over = True

    async def _take_seat(self, hello: m.Hello) -> None:
        if hello.protocol != m.PROTOCOL:
            raise RuleViolation("socket.outdated")
        await in_thread(ticket_redeem)(
            token=hello.ticket,
            sitting_id=self.sitting_id,
            user_id=self.user_id,
            session_key=self.session_key,
        )
        group = group_of(self.sitting_id)
        # Before the snapshot is read, so that nothing falls between the two.
        await self.channel_layer.group_add(group, self.channel_name)
        await in_thread(seat_take)(
            sitting_id=self.sitting_id, user=self.user, connection=self.token
        )
        taken = {"type": "seat.taken", "seat": self.seat, "token": self.token}
        await self.channel_layer.group_send(group, taken)
        await self._welcome(hello.after)

    async def _welcome(self, after: int) -> None:
        follower = Follower(self.sitting_id, self.seat)
        async with self.reading:
            picture = await in_thread(follower.begin)(after)
            self.follower = follower
            watch().add(self)
            await self._take_stage(follower)
            await self.tell(
                m.Welcome(
                    **picture,
                    you=self.seat,
                    now=clock(),
                    beat_seconds=pace().beat,
                    ice_servers=settings.MEDIA_ICE_SERVERS,
                )
            )
        self.hello_timer.cancel()

    @property
    def role(self) -> Role:
        """As whom the journal seats this person."""
        if self.follower is None:
            return Role.STRANGER
        return self.follower.state.seats[self.seat].role

    async def _act(self, message: m.ActMessage) -> None:
        seq = await in_thread(room_act)(
            sitting_id=self.sitting_id,
            actor=self.seat,
            act=message.act,
            act_id=message.client_msg_id,
        )
        await self._catch_up()
        await self.tell(m.Ack(client_msg_id=message.client_msg_id, seq=seq))
        if isinstance(message.act, Leave):
            await self.end(closing.LEFT)

    async def _alive(self, message: m.Alive) -> None:
        """Having been heard is all there is to it."""

    async def _typing(self, message: m.Typing) -> None:
        signal = message.model_dump(exclude={"type"})
        event = {"type": "typing.seen", "seat": self.seat, **signal}
        await self.channel_layer.group_send(group_of(self.sitting_id), event)

    async def _publish(self, message: m.MediaPublish) -> None:
        engine = stage().engine
        answer = await engine.publish(self.room, self.seat, message.sdp, message.sources)
        await self.tell(m.MediaAnswer(sdp=answer))

    async def _subscribed(self, message: m.MediaSubscribed) -> None:
        await stage().engine.subscribed(self.room, self.seat, message.sdp)

    async def _restart(self, message: m.MediaRestart) -> None:
        await stage().engine.restart(self.room, self.seat)

    # --- what goes out ----------------------------------------------------------------------

    async def tell(self, message: Closed) -> None:
        """Send one message."""
        await self.send(text_data=message.model_dump_json())

    async def _refuse(
        self, text: str | None, code: str, params: Mapping[str, Any], *, retry: bool | None = None
    ) -> None:
        with translation.override(self.user.language):
            words = describe(code, params)
        again = can_retry(code) if retry is None else retry
        await self.tell(m.Problem(client_msg_id=id_of(text), code=code, words=words, retry=again))

    async def _catch_up(self) -> None:
        """Read on; media first, so that nobody is told of a silence that is not yet one."""
        async with self.reading:
            if self.follower is None or self.over:
                return
            told = await in_thread(self.follower.read)()
            await self._take_stage(self.follower)
            for message in told:
                await self.tell(message)

    async def beat(self, seq: int) -> None:
        """The journal's head stands at `seq`: read up to it, and tell the browser."""
        if self.follower is None or self.over:
            return
        if seq > self.follower.seq:
            await self._catch_up()
        await self.tell(m.Heartbeat(seq=self.follower.seq))

    # --- nudges -----------------------------------------------------------------------------

    async def room_reached(self, event: Mapping[str, Any]) -> None:
        """A row was committed in this room's journal."""
        if self.follower is not None and event["seq"] > self.follower.seq:
            await self._catch_up()

    async def seat_taken(self, event: Mapping[str, Any]) -> None:
        """Somebody took a seat: if it is ours, another window has it now."""
        if event["seat"] == self.seat and event["token"] != self.token:
            await self.end(closing.REPLACED)

    async def typing_seen(self, event: Mapping[str, Any]) -> None:
        """Somebody types: shown to whoever would receive the line."""
        if self.follower is None or self.over or event["seat"] == self.seat:
            return
        scope: Scope = "all" if event["scope"] == "minutes" else event["scope"]
        if self.seat in audience.readers(self.follower.state, event["seat"], scope):
            await self.tell(m.TypingSeen(**{k: v for k, v in event.items() if k != "type"}))

    async def agreement_changed(self, event: Mapping[str, Any]) -> None:
        """The agreement of the case changed; those inside reload it."""
        if self.follower is None or self.over:
            return
        if audience.sees_room(self.follower.state, self.seat):
            await self.tell(
                m.AgreementChanged(agreement_id=event["agreement_id"], seq=event["seq"])
            )

    # --- media ------------------------------------------------------------------------------

    async def _take_stage(self, follower: Follower) -> None:
        """Bring the engine to what the room has become."""
        state = follower.state
        await stage().tell(self.room, follower.seq, state)
        wanted = audience.has_media(state, self.seat) and not self.over
        if wanted and not self.on_stage:
            self.on_stage = True
            await stage().engine.join(self.room, self.seat, self.media_event)
            # An engine forgets the routes of a room that stood empty.
            await stage().tell(self.room, follower.seq, state, again=True)
        elif not wanted:
            await self._leave_stage()

    async def _leave_stage(self) -> None:
        if self.on_stage:
            self.on_stage = False
            await stage().engine.leave(self.room, self.seat, send=self.media_event)

    async def media_event(self, event: MediaEvent) -> None:
        """What the engine tells this peer goes on to the browser."""
        if isinstance(event, Offer):
            tracks = [
                m.Track(mid=t.mid, peer=t.peer, kind=t.kind, source=t.source) for t in event.tracks
            ]
            await self.tell(m.MediaOffer(sdp=event.sdp, tracks=tracks))
        elif isinstance(event, Reset) and self.follower is not None:
            await stage().tell(self.room, self.follower.seq, self.follower.state, again=True)
            await self.tell(m.MediaReset())


Handler = Callable[[RoomConsumer, Any], Awaitable[None]]
HANDLERS: Mapping[str, Handler] = {
    "act": RoomConsumer._act,
    "alive": RoomConsumer._alive,
    "typing": RoomConsumer._typing,
    "media_publish": RoomConsumer._publish,
    "media_subscribed": RoomConsumer._subscribed,
    "media_restart": RoomConsumer._restart,
}
