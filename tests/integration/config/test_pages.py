"""The frame of every page: words in both languages, a strict policy, and answers that help."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django_htmx.middleware import HtmxMiddleware

from config.middleware import RefusalMiddleware
from mediation.rules.core import RuleViolation

pytestmark = pytest.mark.django_db

PAGES = ["/", "/accounts/login/", "/nowhere/"]


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_speaks_one_language(client: Client, path: str, language: str) -> None:
    client.cookies["django_language"] = language
    page = client.get(path).content.decode()
    assert ('<html lang="zh-Hans"' in page) == (language == "zh-hans")
    assert ("跳到正文" in page) == (language == "zh-hans")
    assert ("Skip to the content" in page) == (language == "en")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_inline_needs_leave(client: Client, path: str) -> None:
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    page = response.content.decode()
    assert " style=" not in page
    assert " onclick=" not in page


def test_the_browser_gets_its_words(client: Client) -> None:
    client.cookies["django_language"] = "zh-hans"
    assert "\\u60a8\\u786e\\u5b9a\\u5417" in client.get("/words.js").content.decode()


def test_a_page_that_is_not_there_says_what_to_do(client: Client) -> None:
    response = client.get("/nowhere/")
    assert response.status_code == 404
    assert "找不到这个页面" in response.content.decode()


def test_a_form_that_was_open_too_long_says_so() -> None:
    response = Client(enforce_csrf_checks=True).post("/accounts/login/", {"email": "a@b.example"})
    assert response.status_code == 403
    assert "此页打开太久了" in response.content.decode()


def test_a_fragment_gets_a_fragment(client: Client) -> None:
    page = client.get("/nowhere/", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in page
    assert "找不到这个页面" in page


def test_a_refused_fragment_speaks_in_the_notices_and_leaves_the_form_alone() -> None:
    def refuse(request: HttpRequest) -> HttpResponse:
        answer = RefusalMiddleware(refuse).process_exception(
            request, RuleViolation("request.forbidden")
        )
        assert answer is not None
        return answer

    request = RequestFactory().post("/", headers={"HX-Request": "true"})
    response = HtmxMiddleware(refuse)(request)
    assert isinstance(response, HttpResponse)
    assert response.status_code == 409
    assert response.headers["HX-Retarget"] == "#notices"
    assert "您不能这样操作。" in response.content.decode()
    assert "<html" not in response.content.decode()
