"""A real server as `make run` starts it, and real Chromium with fake cameras."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Playwright, sync_playwright

from tests.e2e.server import Site

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--autoplay-policy=no-user-gesture-required",
]
PHONE = {"width": 360, "height": 780}
DESK = {"width": 1280, "height": 800}

Open = Callable[..., Page]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", action="store_true", help="keep a picture of every page")


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The demo as its reader starts it: SQLite, jobs in a thread, media in a child."""
    started = Site(tmp_path_factory.mktemp("site"))
    started.start()
    yield started
    started.stop()


@pytest.fixture
def violations() -> list[str]:
    """What the browsers complained of: page errors and breaches of the content policy."""
    return []


class Browsers:
    """Opens browsers of their own, signed in as one of the cast, until closed."""

    def __init__(self, chromium: Browser, site: Site, violations: list[str]) -> None:
        self.contexts: list[BrowserContext] = []
        self._chromium, self._site, self._violations = chromium, site, violations

    def open(
        self, who: str | None, size: dict[str, int], language: str = "en", *, url: str = ""
    ) -> Page:
        """A page of somebody who is signed in, or of nobody yet; `url` where not the site's own."""
        context = self._chromium.new_context(
            viewport=size,  # type: ignore[arg-type]
            base_url=url or self._site.url,
            permissions=["camera", "microphone"],
            locale="zh-CN" if language == "zh-hans" else "en-GB",
            timezone_id="Asia/Shanghai",
            has_touch=size["width"] < 600,
            accept_downloads=True,
        )
        self.contexts.append(context)
        cookie = {"name": "django_language", "value": language, "url": self._site.url}
        context.add_cookies([cookie])  # type: ignore[list-item]
        context.on("page", self._watch)
        page = context.new_page()
        if who:
            sign_in_as(page, who)
        return page

    def _watch(self, page: Page) -> None:
        page.on("pageerror", lambda error: self._violations.append(str(error)))
        page.on("console", lambda message: _watch(message.text, self._violations))

    def close(self) -> None:
        """Close them all."""
        for context in self.contexts:
            context.close()


@pytest.fixture
def open_as(
    chromium: Browser, site: Site, violations: list[str], request: pytest.FixtureRequest
) -> Iterator[Open]:
    """`open_as("applicant", PHONE)`: a browser of their own, signed in as one of the cast."""
    browsers = Browsers(chromium, site, violations)
    yield browsers.open
    for number, context in enumerate(browsers.contexts):
        _keep_picture_of_failure(request, number, context)
    browsers.close()


def _keep_picture_of_failure(
    request: pytest.FixtureRequest, number: int, context: BrowserContext
) -> None:
    """A failed test leaves what each person last saw beside its report."""
    if request.node.stash.get(FAILED, False):
        folder = Path("var/e2e")
        folder.mkdir(parents=True, exist_ok=True)
        for page in context.pages:
            page.screenshot(path=folder / f"{request.node.name}-{number}.png")


FAILED = pytest.StashKey[bool]()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    outcome = yield
    report = outcome.get_result()  # type: ignore[attr-defined]
    if report.when == "call" and report.failed:
        item.stash[FAILED] = True


def _watch(text: str, violations: list[str]) -> None:
    if "Content Security Policy" in text or "Refused to" in text:
        violations.append(text)


def sign_in_as(page: Page, who: str) -> None:
    """One touch on the front page's cast."""
    page.goto("/")
    page.locator(f'form[action$="/demo/sign-in/{who}/"] button').click()
    page.wait_for_url(re.compile(r"/(desk|clerk)/"))


@pytest.fixture(autouse=True)
def no_violations(violations: list[str]) -> Iterator[None]:
    """Every end-to-end test also fails on a script error or a breach of the content policy."""
    yield
    assert violations == []
