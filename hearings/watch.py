"""Looks after the sockets of this process: sessions, roles, silence, ghosts and heartbeats."""

import asyncio
import logging
import time
import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Protocol
from weakref import WeakKeyDictionary

from django.contrib.sessions.models import Session
from django.utils import timezone

from hearings.closing import COME_BACK, NOT_ALLOWED, REPLACED, SIGNED_OUT, SILENT
from hearings.models import Connection
from hearings.pace import Pace, pace
from hearings.selectors import room_role, stream_seqs
from hearings.services.connections import connections_sweep, connections_touch
from hearings.threads import in_thread
from mediation.models import Case
from mediation.people.models import Membership, User
from mediation.people.roles import Role

log = logging.getLogger(__name__)
Rights = tuple[object, ...]


class Watched(Protocol):
    """What the watch needs to know of a socket, and how it tells it something."""

    token: str
    session_key: str
    user_id: int
    sitting_id: uuid.UUID
    heard_at: float

    @property
    def role(self) -> Role:
        """As whom the journal seats this person."""

    async def beat(self, seq: int) -> None:
        """Read up to the journal's head `seq`, and tell the browser."""

    async def end(self, code: int) -> None:
        """Close, for the reason that `code` stands for."""


class Watch:
    """One for an event loop; runs while there are sockets."""

    def __init__(self, speed: Pace) -> None:
        self._pace = speed
        self._sockets: dict[str, Watched] = {}
        self._rights: dict[uuid.UUID, Rights] = {}
        self._task: asyncio.Task[None] | None = None
        self._touched = self._beaten = time.monotonic()

    def add(self, socket: Watched) -> None:
        """Look after `socket` from now on."""
        self._sockets[socket.token] = socket
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._run())

    def remove(self, socket: Watched) -> bool:
        """Look after it no more; whether it was the last one of its room here."""
        self._sockets.pop(socket.token, None)
        if not self._sockets and self._task:
            self._task.cancel()
            self._task = None
        last = all(other.sitting_id != socket.sitting_id for other in self._sockets.values())
        if last:
            self._rights.pop(socket.sitting_id, None)
        return last

    async def _run(self) -> None:
        while True:
            await asyncio.sleep(self._pace.check)
            try:
                await self._look()
            except Exception:
                # The database is away: look again next time; nobody may act meanwhile anyway.
                log.exception("room.watch_failed")

    async def _look(self) -> None:
        sockets = list(self._sockets.values())
        for socket, code in await in_thread(misplaced)(sockets, self._rights):
            await socket.end(code)
        now = time.monotonic()
        for socket in sockets:
            if now - socket.heard_at > self._pace.silence:
                await socket.end(SILENT)
        if now - self._touched >= self._pace.touch:
            self._touched = now
            await self._note_presence(now)
        if now - self._beaten >= self._pace.heartbeat:
            self._beaten = now
            await self._beat()

    async def _note_presence(self, now: float) -> None:
        heard = [s.token for s in self._sockets.values() if now - s.heard_at < self._pace.silence]
        await in_thread(connections_touch)(tokens=heard)
        unseen_since = timezone.now() - timedelta(seconds=self._pace.ghost)
        await in_thread(connections_sweep)(unseen_since=unseen_since)

    async def _beat(self) -> None:
        seqs = await in_thread(stream_seqs)({s.sitting_id for s in self._sockets.values()})
        for socket in list(self._sockets.values()):
            await socket.beat(seqs.get(socket.sitting_id, 0))


def misplaced(
    sockets: Collection[Watched], rights: dict[uuid.UUID, Rights]
) -> list[tuple[Watched, int]]:
    """The sockets that must end, each with the code that says why. Asks the database.

    `rights` is what roles followed from when last looked; only where it changed are they asked.
    """
    found = _signed_out(sockets) | _replaced(sockets)
    for sitting_id in {socket.sitting_id for socket in sockets}:
        here = [socket for socket in sockets if socket.sitting_id == sitting_id]
        now = _rights(sitting_id, here)
        if rights.get(sitting_id) != now:
            rights[sitting_id] = now
            found = _wrongly_seated(sitting_id, here) | found
    return [(socket, found[socket.token]) for socket in sockets if socket.token in found]


def _signed_out(sockets: Collection[Watched]) -> dict[str, int]:
    keys = {socket.session_key for socket in sockets}
    sessions = Session.objects.filter(session_key__in=keys, expire_date__gt=timezone.now())
    alive = set(sessions.values_list("session_key", flat=True))
    users = User.objects.filter(pk__in={socket.user_id for socket in sockets}, is_active=True)
    active = set(users.values_list("pk", flat=True))
    return {
        socket.token: SIGNED_OUT
        for socket in sockets
        if socket.session_key not in alive or socket.user_id not in active
    }


def _replaced(sockets: Collection[Watched]) -> dict[str, int]:
    rooms = {socket.sitting_id for socket in sockets}
    rows = Connection.objects.filter(sitting__in=rooms).values_list("sitting", "user", "token")
    held = {(sitting, user): token for sitting, user, token in rows}
    found = {}
    for socket in sockets:
        token = held.get((socket.sitting_id, socket.user_id))
        if token != socket.token:
            found[socket.token] = REPLACED if token else COME_BACK
    return found


def _rights(sitting_id: uuid.UUID, sockets: Collection[Watched]) -> Rights:
    """Everything that the roles of these people in this case follow from."""
    case = Case.objects.get(sittings=sitting_id)
    users = {socket.user_id for socket in sockets}
    members = case.members.filter(user__in=users).values_list("user", "role", "side")
    staff = Membership.objects.filter(organisation=case.organisation_id, user__in=users)
    return (
        case.state,
        case.mediator_id,
        tuple(sorted(users)),
        tuple(sorted(members)),
        tuple(sorted(staff.values_list("user", "role"))),
    )


def _wrongly_seated(sitting_id: uuid.UUID, sockets: Collection[Watched]) -> dict[str, int]:
    case = Case.objects.select_related("organisation").get(sittings=sitting_id)
    users = {user.pk: user for user in User.objects.filter(pk__in=[s.user_id for s in sockets])}
    found = {}
    for socket in sockets:
        user = users.get(socket.user_id)
        role = room_role(case=case, user=user) if user else None
        if role != socket.role:
            found[socket.token] = COME_BACK if role else NOT_ALLOWED
    return found


_watches: WeakKeyDictionary[asyncio.AbstractEventLoop, Watch] = WeakKeyDictionary()


def watch() -> Watch:
    """The watch of the running event loop."""
    loop = asyncio.get_running_loop()
    found = _watches.get(loop)
    if found is None:
        found = _watches[loop] = Watch(pace())
    return found
