"""Signing in by a code: anyone with a mailbox, and a clear word for everything that fails."""

import re
import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.test import Client

from mediation.people.models import User

pytestmark = pytest.mark.django_db

LOGIN = "/accounts/login/"
CONFIRM = "/accounts/login/code/confirm/"
NOON = datetime(2026, 11, 26, 4, 0, tzinfo=UTC)


@pytest.fixture
def address() -> str:
    """A mailbox that no other test writes to, so that their limits stay apart."""
    return f"p{uuid.uuid4().hex[:12]}@example.com"


@pytest.fixture(params=["zh-hans", "en"])
def speaker(request: pytest.FixtureRequest) -> Client:
    """A browser in each language."""
    client = Client()
    client.cookies["django_language"] = request.param
    return client


def ask(client: Client, email: str, **extra: str) -> Any:
    """Ask for a code; follows to the page that takes it."""
    return client.post(LOGIN, {"email": email, **extra}, follow=True)


def code_of(message: mail.EmailMessage) -> str:
    """The six digits of a mail."""
    found = re.search(r"^\s+(\d{6})$", str(message.body), re.MULTILINE)
    assert found
    return found[1]


def wrong(code: str) -> str:
    """A code that is not `code`."""
    return "111111" if code != "111111" else "222222"


def signed_in(client: Client) -> bool:
    """Whether the session belongs to somebody."""
    return "_auth_user_id" in client.session


def test_an_unknown_address_becomes_a_person_and_is_signed_in(client: Client, address: str) -> None:
    ask(client, address.upper())
    response = client.post(CONFIRM, {"code": code_of(mail.outbox[0])})
    assert response.status_code == 302
    assert signed_in(client)
    person = User.objects.get(email=address)
    assert not person.has_usable_password()
    assert mail.outbox[0].to == [address]


def test_the_second_time_is_the_same_person(client: Client, address: str) -> None:
    known = User.objects.create_user(address, name="李明")
    ask(client, address.capitalize())
    client.post(CONFIRM, {"code": code_of(mail.outbox[0])})
    assert client.session["_auth_user_id"] == str(known.pk)
    assert User.objects.filter(email=address).count() == 1


def test_nobody_learns_whether_an_address_is_known(client: Client, address: str) -> None:
    User.objects.create_user(address)
    pages = {ask(Client(), email).content.decode() for email in (address, f"x{address}")}
    secrets = rf'value="\w{{64}}"|Token": "\w{{64}}"|x?{address}'
    assert len({re.sub(secrets, "", page) for page in pages}) == 1
    assert len({re.sub(r"\d{6}", "", str(message.body)) for message in mail.outbox}) == 1


def test_mail_and_person_speak_the_language_of_the_page(speaker: Client, address: str) -> None:
    language = speaker.cookies["django_language"].value
    ask(speaker, address)
    subject = mail.outbox[0].subject
    assert ("验证码" in subject) == (language == "zh-hans")
    assert User.objects.get(email=address).language == language


@pytest.mark.parametrize("typed", ["１２３４５６", "123 456", " 123456 "])
def test_digits_are_read_as_an_input_method_writes_them(
    client: Client, address: str, typed: str
) -> None:
    ask(client, address)
    code = code_of(mail.outbox[0])
    digits = iter(code)
    width = 0xFF10 - ord("0")
    same = "".join(
        character
        if not character.isdigit()
        else chr(ord(next(digits)) + (width if ord(character) > 255 else 0))
        for character in typed
    )
    client.post(CONFIRM, {"code": same})
    assert signed_in(client)


def test_a_wrong_code_can_be_mended(client: Client, address: str) -> None:
    ask(client, address)
    code = code_of(mail.outbox[0])
    response = client.post(CONFIRM, {"code": wrong(code)})
    assert "验证码不对" in response.content.decode()
    client.post(CONFIRM, {"code": code})
    assert signed_in(client)


def test_after_five_wrong_codes_the_right_one_is_dead_too(client: Client, address: str) -> None:
    ask(client, address, next="/cases/")
    code = code_of(mail.outbox[0])
    for _ in range(4):
        client.post(CONFIRM, {"code": wrong(code), "next": "/cases/"})
    response = client.post(CONFIRM, {"code": wrong(code), "next": "/cases/"}, follow=True)
    page = response.content.decode()
    assert "尝试次数太多" in page
    assert address in page
    assert 'value="/cases/"' in page
    client.post(CONFIRM, {"code": code})
    assert not signed_in(client)


def test_an_old_code_is_called_old(client: Client, address: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        ask(client, address)
        clock.shift(timedelta(minutes=11))
        code = code_of(mail.outbox[0])
        response = client.post(CONFIRM, {"code": code, "next": "/cases/"}, follow=True)
    assert "验证码已过期" in response.content.decode()
    assert response.redirect_chain[-1][0].endswith("?next=%2Fcases%2F")
    assert not signed_in(client)


def test_a_new_code_has_its_own_ten_minutes_and_kills_the_old(client: Client, address: str) -> None:
    with time_machine.travel(NOON, tick=False) as clock:
        ask(client, address)
        clock.shift(timedelta(minutes=9))
        client.post(CONFIRM, {"action": "resend"})
        clock.shift(timedelta(minutes=9))
        first, second = (code_of(message) for message in mail.outbox)
        if first != second:
            client.post(CONFIRM, {"code": first})
            assert not signed_in(client)
        client.post(CONFIRM, {"code": second})
    assert signed_in(client)


def test_a_code_works_only_where_it_was_asked_for(client: Client, address: str) -> None:
    ask(client, address)
    thief = Client()
    response = thief.post(CONFIRM, {"code": code_of(mail.outbox[0])})
    assert response.headers["Location"] == LOGIN
    assert not signed_in(thief)


def test_a_code_works_once(client: Client, address: str) -> None:
    ask(client, address)
    code = code_of(mail.outbox[0])
    client.post(CONFIRM, {"code": code})
    client.post("/accounts/logout/")
    client.post(CONFIRM, {"code": code})
    assert not signed_in(client)


@pytest.mark.parametrize("typed", ["", "nobody", "a b@example.com", "x" * 400 + "@example.com"])
def test_a_broken_address_is_named(client: Client, typed: str) -> None:
    response = ask(client, typed)
    assert 'aria-invalid="true"' in response.content.decode()
    assert mail.outbox == []


def test_a_closed_account_gets_no_code_and_the_page_does_not_tell(
    client: Client, address: str
) -> None:
    User.objects.create_user(address, is_active=False)
    response = ask(client, address)
    assert response.redirect_chain[-1][0] == CONFIRM
    assert re.search(r"\d{6}", str(mail.outbox[0].body)) is None


def test_people_go_where_they_were_going_but_never_off_the_site(
    client: Client, address: str
) -> None:
    for goal, reached in (("/desk/?x=1", "/desk/?x=1"), ("https://evil.example/", "/")):
        browser = Client()
        ask(browser, f"{len(goal)}{address}", next=goal)
        code = code_of(mail.outbox[-1])
        response = browser.post(CONFIRM, {"code": code, "next": goal})
        assert response.headers["Location"] == reached


def test_a_courthouse_behind_one_address_is_not_starved(address: str) -> None:
    for person in range(60):
        response = ask(Client(), f"{person}.{address}")
        assert response.redirect_chain[-1][0] == CONFIRM
    assert len(mail.outbox) == 60


def test_one_mailbox_is_not_flooded(client: Client, address: str) -> None:
    with time_machine.travel(NOON, tick=False):
        answers = [ask(Client(), address) for _ in range(5)]
    assert len(mail.outbox) == 3
    assert "尝试次数太多" in answers[-1].content.decode()


def test_signing_out_takes_a_press(client: Client, address: str) -> None:
    client.force_login(User.objects.create_user(address))
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client)
    client.post("/accounts/logout/")
    assert not signed_in(client)


@pytest.mark.parametrize(
    "path", ["signup/", "password/reset/", "password/change/", "email/", "reauthenticate/"]
)
def test_pages_of_passwords_do_not_exist(client: Client, address: str, path: str) -> None:
    assert client.get(f"/accounts/{path}").status_code == 404
    client.force_login(User.objects.create_user(address))
    assert client.get(f"/accounts/{path}").status_code == 404


def test_the_chosen_language_is_remembered_with_the_person(client: Client, address: str) -> None:
    person = User.objects.create_user(address)
    client.force_login(person)
    client.post("/language/", {"language": "en", "next": "/"})
    person.refresh_from_db()
    assert person.language == "en"
    client.post("/language/", {"language": "xx", "next": "/"})
    person.refresh_from_db()
    assert person.language == "en"


def test_a_mail_server_that_is_down_is_told(speaker: Client, address: str, settings: Any) -> None:
    ask(speaker, address)
    working = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    words = {"The mail with the code could not be sent", "验证码邮件未能发出"}

    again = speaker.post(CONFIRM, {"action": "resend"}, follow=True)
    first = ask(Client(), f"other-{address}")

    for answer in (again, first):
        assert answer.status_code == 200
        assert any(told in answer.content.decode() for told in words)
    settings.EMAIL_BACKEND = working
    assert code_of(mail.outbox[-1])
