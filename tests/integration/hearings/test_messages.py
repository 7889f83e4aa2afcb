"""Every message × every role over real sockets, and messages that no page of ours would send."""

import json
from dataclasses import asdict
from typing import Any

import pytest

from hearings.models import Line
from hearings.rules.access import MESSAGES
from hearings.threads import in_thread
from mediation.people.models import User
from mediation.people.roles import Role
from tests.factories import make_staff, make_user
from tests.integration.hearings.browsers import Browser, Court, browsers
from tests.unit.hearings.rules.test_access import EXAMPLES

pytestmark = pytest.mark.django_db(transaction=True)

SIGNALS: dict[str, dict[str, Any]] = {
    "alive": {"seq": 0},
    "typing": {"scope": "all", "text": "…"},
    "media_publish": {"sdp": "v=0", "sources": {}},
    "media_subscribed": {"sdp": "v=0"},
    "media_restart": {},
}
# They end one's stay or the sitting, so they come at the end.
LAST = ("close", "leave")
SITTING = [role for role in Role if MESSAGES["hello"][role] and role is not Role.JUDGE]


def person_of(court: Court, role: Role) -> User:
    """Somebody with this role towards the case of the court."""
    case = court.sitting.case
    known = {Role.PARTY: court.one, Role.MEDIATOR: court.mediator, Role.CLERK: court.clerk}
    if role in known:
        return known[role]
    if role in {Role.JUDGE, Role.ORGANISATION_ADMIN}:
        return make_staff(role, organisation=case.organisation)
    if role is Role.PLATFORM_ADMIN:
        return User.objects.create_superuser("admin@example.org")
    person = make_user(name=role)
    if role is not Role.STRANGER:
        case.members.create(user=person, role=role, name=role)
    return person


async def is_refused(browser: Browser, kind: str) -> bool:
    """Whether this role may not send a message of this kind, as the socket says."""
    if kind in EXAMPLES:
        act = {**asdict(EXAMPLES[kind]), "kind": kind}
        return (await browser.act(**act)).get("code") == "room.not_allowed"
    await browser.send(type=kind, **SIGNALS[kind])
    await browser.send(type="planted", client_msg_id=kind)
    heard = len(browser.heard)
    await browser.hear(lambda message: message.get("client_msg_id") == kind)
    return "room.not_allowed" in {message.get("code") for message in browser.heard[heard:]}


@pytest.mark.parametrize("role", SITTING)
async def test_the_socket_obeys_each_cell(court: Court, role: Role) -> None:
    person = await in_thread(person_of)(court, role)
    others = sorted(set(MESSAGES) - {"hello", *LAST})
    async with browsers(court, person) as (browser,):
        await browser.arrive()
        differences = {
            kind for kind in others if await is_refused(browser, kind) == MESSAGES[kind][role]
        }
        assert differences == set()
        for kind in LAST:
            assert await is_refused(browser, kind) != MESSAGES[kind][role]


@pytest.mark.parametrize("role", [r for r in Role if not MESSAGES["hello"][r]])
async def test_who_has_no_seat_is_not_welcomed(court: Court, role: Role) -> None:
    if role is Role.ANONYMOUS:
        return
    person = await in_thread(person_of)(court, role)
    async with browsers(court, person, court.one) as (outsider, one):
        answer = await in_thread(outsider.client.post)(f"/sittings/{court.sitting.pk}/ticket/")
        assert answer.status_code == 404
        assert await outsider.open()
        assert (await outsider.hello(ticket=await one.ticket()))["code"] == "socket.bad_ticket"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("null", "message.malformed"),
        ("[]", "message.malformed"),
        ("[" * 10_000, "message.malformed"),
        ('{"type": "planted"}', "message.unknown"),
        ('{"type": "act", "client_msg_id": "a", "act": {"kind": "planted"}}', "message.unknown"),
        ('{"type": "alive", "seq": 0, "extra": 1}', "message.extra_field"),
        ('{"type": "alive", "seq": 1e999}', "message.malformed"),
        ('{"type": "planted", "client_msg_id": "\\ud800"}', "message.malformed"),
        (json.dumps({"type": "typing", "scope": "all", "text": "x" * 2**20}), "message.too_large"),
    ],
    ids=lambda text: text[:24],
)
@pytest.mark.parametrize("language", ["en", "zh-hans"])
async def test_whatever_comes_is_answered_and_the_socket_lives(
    court: Court, text: str, code: str, language: str
) -> None:
    await in_thread(User.objects.filter(pk=court.one.pk).update)(language=language)
    async with browsers(court, court.one) as (one,):
        await one.arrive()
        assert one.socket is not None
        await one.socket.send_to(text_data=text)
        told = await one.hear_type("error")
        assert told["code"] == code
        assert told["words"].isascii() == (language == "en")
        assert (await one.act(kind="raise_hand"))["type"] in {"ack", "error"}


async def test_bytes_are_answered_too(court: Court) -> None:
    async with browsers(court, court.one) as (one,):
        await one.arrive()
        assert one.socket is not None
        await one.socket.send_to(bytes_data=b"\x00\xff")
        assert (await one.hear_type("error"))["code"] == "message.malformed"


async def test_marks_that_nobody_typed_are_no_reason_to_lose_a_line(court: Court) -> None:
    async with browsers(court, court.mediator) as (host,):
        await host.enter()
        assert (await host.act(kind="say", scope="all", text="好\0的𠮷😀"))["type"] == "ack"
        assert (await host.act(kind="say", scope="all", text="\0"))["code"] == "message.malformed"
    assert (await in_thread(Line.objects.get)()).text == "好的𠮷😀"


async def test_an_id_with_a_hidden_mark_is_malformed(court: Court) -> None:
    async with browsers(court, court.mediator) as (host,):
        await host.enter()
        await host.send(type="act", client_msg_id="a\0b", act={"kind": "lock_mics"})
        assert (await host.hear_type("error"))["code"] == "message.malformed"


async def test_somebody_may_have_seen_more_than_there_is(court: Court) -> None:
    async with browsers(court, court.one) as (one,):
        one.seq = 10**30
        await one.open()
        assert (await one.hello())["type"] == "welcome"
