"""Whatever is wrong with a request is answered with a stable code and words, zh and en."""

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import make_draft, make_user

pytestmark = pytest.mark.django_db

JSON = {"Accept": "application/json"}
LANGUAGES = ["zh-hans", "en"]


def speaking(language: str, *, strict: bool = False) -> Client:
    client = Client(raise_request_exception=False, enforce_csrf_checks=strict)
    client.cookies["django_language"] = language
    return client


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_not_there_says_so(language: str) -> None:
    client = speaking(language)
    assert 'data-code="request.not_found"' in client.get("/nowhere/").content.decode()
    told = client.get("/nowhere/", headers=JSON)
    assert (told.status_code, told.json()["code"]) == (404, "request.not_found")
    assert told.json()["message"].isascii() == (language == "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closed_door_says_so(language: str) -> None:
    client = speaking(language)
    client.force_login(make_user())
    assert 'data-code="request.forbidden"' in client.get("/clerk/").content.decode()
    told = client.get("/clerk/", headers=JSON)
    assert (told.status_code, told.json()["code"]) == (403, "request.forbidden")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_stale_form_says_so(language: str) -> None:
    case = make_draft()
    client = speaking(language, strict=True)
    assert case.opened_by is not None
    client.force_login(case.opened_by)
    told = client.post(f"/cases/{case.pk}/draft/", {"facts": "…"}, headers=JSON)
    assert (told.status_code, told.json()["code"]) == (403, "request.stale_form")
    assert told.json()["retry"] is True
    page = client.post(f"/cases/{case.pk}/discard/").content.decode()
    assert 'data-code="request.stale_form"' in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_form_that_no_page_sends_is_unreadable(language: str) -> None:
    case = make_draft()
    client = speaking(language)
    assert case.opened_by is not None
    client.force_login(case.opened_by)
    url = f"/cases/{case.pk}/draft/"
    for data in ({"facts": "x" * 6_000_000}, {f"field{number}": "" for number in range(2000)}):
        told = client.post(url, data, headers=JSON)
        assert (told.status_code, told.json()["code"]) == (400, "request.unreadable")
        page = client.post(url, data).content.decode()
        assert 'data-code="request.unreadable"' in page


def test_another_host_is_refused(settings: object) -> None:
    settings.ALLOWED_HOSTS = ["mediation.example.org"]  # type: ignore[attr-defined]
    told = speaking("en").get("/", headers={"Host": "evil.example"})
    assert told.status_code == 400
    assert 'data-code="request.unreadable"' in told.content.decode()
    assert "evil.example" not in told.content.decode()


@pytest.mark.parametrize(
    "next_page", ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:0"]
)
def test_nobody_is_led_off_the_site(next_page: str) -> None:
    client = speaking("en")
    answer = client.post("/language/", {"language": "en", "next": next_page})
    assert answer.status_code == 302
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def test_what_an_ended_session_posts_is_told_to_sign_in(client: Client) -> None:
    case = make_draft()
    url = reverse("mediation:draft_save", args=[case.pk])
    answer = client.post(url, {"facts": "x"}, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (401, "request.sign_in")
    page = client.post(url, {"facts": "x"})
    assert page.status_code == 401
    assert 'data-code="request.sign_in"' in page.content.decode()
