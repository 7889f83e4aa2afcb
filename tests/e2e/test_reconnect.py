"""Lines are cut and processes killed in a live room: everybody is back by themselves."""

import os
import re
import signal
import time
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e import room, steps
from tests.e2e.conftest import DESK, PHONE, Browsers, Open
from tests.e2e.relay import Relay, Wire
from tests.e2e.server import Site
from tests.services import free_port

BACK = 60_000
"""Milliseconds within which a slow machine must have somebody back; a quick one needs few."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A server of this module's own, which may be killed; media always at one port."""
    started = Site(tmp_path_factory.mktemp("site"), media_port=free_port())
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="module")
def case(chromium: Browser, site: Site) -> str:
    """The path of a case whose sitting has begun, with both sides admitted."""
    browsers = Browsers(chromium, site, [])
    applicant, respondent = browsers.open("applicant", PHONE), browsers.open("respondent", PHONE)
    clerk, mediator = browsers.open("clerk", DESK), browsers.open("mediator", DESK)
    email = "zhaoguoqiang@demo.example"
    address = steps.file_case(applicant, email=email)
    steps.come_as_invited(respondent, steps.invitation_link(site, email))
    steps.accept_and_assign(clerk, address)
    steps.take_case(mediator, address)
    steps.book_sitting(clerk, address)
    for page in (mediator, applicant, respondent):
        room.enter(page, address)
    room.admit_everyone(mediator, 2)
    mediator.get_by_test_id("host-start").click()
    for page in (mediator, applicant, respondent):
        room.expect_frames_from_everyone(page, others=2)
    browsers.close()
    return address.removeprefix(site.url)


@dataclass
class Line:
    """The network of one browser: media through a relay, all else through a wire."""

    page: Page
    relay: Relay
    wire: Wire

    def cut(self, *, told: bool) -> float:
        """Nothing goes in or out any more; returns when, on the monotonic clock.

        `told`: the browser knows at once, as in flight mode. Else nobody does, as in a tunnel.
        """
        self.relay.cut.set()
        self.wire.cut.set()
        self.page.context.set_offline(told)
        return time.monotonic()

    def mend(self) -> None:
        """As before."""
        self.relay.cut.clear()
        self.wire.cut.clear()
        self.page.context.set_offline(False)


@dataclass
class Hearing:
    """Three in a live room; `told` is what the mediator hears from the server."""

    mediator: Page
    applicant: Page
    respondent: Page
    line: Line
    told: list[str]

    @property
    def pages(self) -> list[Page]:
        return [self.mediator, self.applicant, self.respondent]


@pytest.fixture
def hearing(open_as: Open, site: Site, case: str) -> Iterator[Hearing]:
    """Everyone in the room, seeing one another."""
    relay, wire = Relay(("127.0.0.1", site.media_port)), Wire(("127.0.0.1", site.port))
    mediator, respondent = open_as("mediator", DESK), open_as("respondent", PHONE)
    applicant = open_as("applicant", PHONE, url=f"http://localhost:{wire.port}")
    applicant.context.add_init_script(relay.init_script)
    line, told = Line(applicant, relay, wire), room.frames_received(mediator)
    found = Hearing(mediator, applicant, respondent, line, told)
    for page in found.pages:
        come_again(page, case)
    for page in found.pages:
        room.expect_frames_from_everyone(page, others=2)
    assert relay.forwarded > 0
    yield found
    relay.close()
    wire.close()


def come_again(page: Page, case: str) -> None:
    """Somebody admitted is back in the room without being asked anything."""
    page.goto(case)
    page.get_by_test_id("enter-room").click()
    expect(page.get_by_test_id("room")).to_be_visible(timeout=BACK)


def own_seat(page: Page) -> str | None:
    """The seat that a page calls its own."""
    return page.locator("[data-seat]").filter(has_text="(you)").get_attribute("data-seat")


def seat(page: Page, name: str) -> Locator:
    """Somebody's seat on a page."""
    return page.locator("[data-seat]").filter(has_text=name)


def seats(page: Page) -> list[str]:
    """All seats in their order, each with its role."""
    found: list[str] = page.locator("[data-seat]").evaluate_all(
        "all => all.map(one => one.dataset.seat + one.querySelector('.room-role').textContent)"
    )
    return found


def written(page: Page) -> dict[str, list[str]]:
    """Every chat line and minutes entry that a page shows, in order, with its time."""
    tab = page.get_by_test_id("tab-chat")
    (tab if tab.is_visible() else page.get_by_test_id("control-chat")).click()
    found = {"chat": listed(page.get_by_test_id("chat-lines"))}
    page.get_by_test_id("tab-minutes").click()
    found["minutes"] = listed(page.get_by_test_id("minutes-entries"))
    put_away(page)
    return found


def listed(entries: Locator) -> list[str]:
    """The time and the words of each entry."""
    found: list[str] = entries.locator("li").evaluate_all(
        "all => all.map(one => one.querySelector('time').dateTime"
        " + ' ' + one.querySelector('.room-words').textContent)"
    )
    return found


def put_away(page: Page) -> None:
    """Close the panels where they lie over the room."""
    close = page.get_by_test_id("close-panels")
    if close.is_visible():
        close.click()


def type_line(page: Page, words: str) -> None:
    """Send a chat line without waiting for it."""
    if not page.get_by_test_id("chat-words").is_visible():
        page.get_by_test_id("control-chat").click()
    page.get_by_test_id("chat-words").fill(words)
    page.get_by_test_id("chat-send").click()
    put_away(page)


def minute(mediator: Page, words: str) -> None:
    """Put something down."""
    mediator.get_by_test_id("tab-minutes").click()
    mediator.get_by_test_id("minutes-words").fill(words)
    mediator.get_by_test_id("minutes-keep").click()
    expect(mediator.get_by_test_id("minutes-entries")).to_contain_text(words)


def expect_same_everywhere(pages: list[Page], *words: str) -> None:
    """All pages list the same entries in the same order, each of `words` once among them."""

    def same() -> bool:
        first, *others = [written(page) for page in pages]
        lines = [line for entries in first.values() for line in entries]
        once = all(sum(line.endswith(f" {one}") for line in lines) == 1 for one in words)
        return once and all(other == first for other in others)

    room.await_true(pages[0], same, f"the same entries everywhere, with {words}")


def expect_all_back(hearing: Hearing) -> None:
    """Nobody is told of trouble, and everybody sees everybody."""
    for page in hearing.pages:
        expect(page.get_by_test_id("banner-reconnecting")).to_have_count(0, timeout=BACK)
        expect(page.locator('[data-standing="in_hearing"]')).to_have_count(3, timeout=BACK)
    for page in hearing.pages:
        room.expect_frames_from_everyone(page, others=2)
        expect(page.get_by_test_id("banner-recovering")).to_have_count(0, timeout=BACK)
        expect(page.get_by_test_id("banner-failed")).to_have_count(0)


def hold(page: Page, since: float, seconds: float) -> None:
    """Keep on until so many seconds have passed since `since`."""

    def over() -> bool:
        return time.monotonic() - since >= seconds

    room.await_true(page, over, "the time", within=seconds + 60)


def test_five_seconds_without_a_network(hearing: Hearing) -> None:
    mediator, applicant, respondent = hearing.pages
    mediator.get_by_role("button", name="Mute 李明").click()
    microphone = applicant.get_by_test_id("control-microphone")
    expect(microphone).to_have_attribute("data-state", "locked")
    applicant.get_by_test_id("control-hand").click()
    expect(mediator.get_by_test_id("raised")).to_be_visible()
    before = own_seat(applicant), seats(applicant)

    since = hearing.line.cut(told=True)
    expect(applicant.get_by_test_id("banner-reconnecting")).to_be_visible()
    room.say(respondent, "Said during the short cut")
    put_away(respondent)
    minute(mediator, "Put down during the short cut")
    type_line(applicant, "Written without a network")
    hold(mediator, since, 5)
    hearing.line.mend()

    expect_all_back(hearing)
    assert (own_seat(applicant), seats(applicant)) == before
    expect(microphone).to_have_attribute("data-state", "locked")
    expect(applicant.get_by_test_id("control-camera")).to_have_attribute("data-state", "on")
    expect(applicant.get_by_test_id("control-hand")).to_have_attribute("data-state", "up")
    expect_same_everywhere(
        hearing.pages,
        "Said during the short cut",
        "Put down during the short cut",
        "Written without a network",
    )
    assert not any("room.left" in message for message in hearing.told)
    mediator.get_by_test_id("host-lower-hands").click()
    mediator.get_by_role("button", name="Let 李明 unmute").click()
    expect(microphone).to_have_attribute("data-state", "off")


def test_sixty_seconds_without_a_network(hearing: Hearing) -> None:
    mediator, applicant, respondent = hearing.pages
    microphone = applicant.get_by_test_id("control-microphone")
    if microphone.get_attribute("data-state") == "off":
        microphone.click()
    expect(seat(mediator, "李明")).to_contain_text(re.compile("Microphone on|Speaking"))
    before = own_seat(applicant), seats(applicant)

    since = hearing.line.cut(told=False)
    for page in (mediator, respondent):
        expect(seat(page, "李明")).to_have_attribute("data-standing", "disconnected", timeout=BACK)
    assert time.monotonic() - since < 20
    mediator.get_by_role("button", name="Mute 李明").click()
    expect(mediator.get_by_role("button", name="Let 李明 unmute")).to_be_visible()
    minute(mediator, "The applicant lost the connection.")
    room.say(respondent, "Said during the long cut")
    put_away(respondent)
    type_line(applicant, "Written in the long cut")
    for page in (mediator, respondent):
        room.expect_frames_from_everyone(page, others=1)
    hold(mediator, since, 60)
    expect(seat(mediator, "李明")).to_have_attribute("data-standing", "disconnected")
    hearing.line.mend()

    expect_all_back(hearing)
    assert (own_seat(applicant), seats(applicant)) == before
    expect(microphone).to_have_attribute("data-state", "locked")
    expect(applicant.get_by_test_id("control-camera")).to_have_attribute("data-state", "on")
    expect_same_everywhere(
        hearing.pages,
        "The applicant lost the connection.",
        "Said during the long cut",
        "Written in the long cut",
    )
    assert any("room.disconnected" in message for message in hearing.told)
    assert not any("room.left" in message for message in hearing.told)
    mediator.get_by_role("button", name="Let 李明 unmute").click()
    expect(microphone).to_have_attribute("data-state", "off")


def test_a_killed_media_process_is_not_the_people_s_business(hearing: Hearing, site: Site) -> None:
    killed = site.media_pids()[-1]
    os.kill(killed, signal.SIGKILL)
    room.await_true(
        hearing.mediator, lambda: site.media_pids()[-1] != killed, "another media process"
    )
    expect_all_back(hearing)
    room.say(hearing.applicant, "I can see you again")
    put_away(hearing.applicant)
    expect_same_everywhere(hearing.pages, "I can see you again")


def test_a_killed_server_loses_nothing(hearing: Hearing, site: Site) -> None:
    mediator, applicant, respondent = hearing.pages
    before = [(own_seat(page), seats(page)) for page in hearing.pages]
    room.say(respondent, "The last words before")
    put_away(respondent)
    site.kill()
    for page in hearing.pages:
        expect(page.get_by_test_id("banner-reconnecting")).to_be_visible(timeout=BACK)
    type_line(applicant, "Written without a server")
    site.start()
    expect_all_back(hearing)
    assert [(own_seat(page), seats(page)) for page in hearing.pages] == before
    expect_same_everywhere(hearing.pages, "The last words before", "Written without a server")
    expect(mediator.get_by_test_id("phase")).to_have_attribute("data-phase", "in_session")


def test_a_second_tab_takes_the_seat_and_gives_it_back(hearing: Hearing) -> None:
    mediator, old, _ = hearing.pages
    before = own_seat(old), seats(mediator)
    new = old.context.new_page()
    new.goto(old.url)
    expect(new.get_by_test_id("room")).to_be_visible(timeout=BACK)
    expect(old.get_by_test_id("notice-replaced")).to_be_visible()
    assert old.evaluate("maplebridge.pcs().length") == 0
    for page in (new, mediator):
        room.expect_frames_from_everyone(page, others=2)
    assert (own_seat(new), seats(mediator)) == before
    room.say(new, "From the other tab")
    put_away(new)

    old.bring_to_front()
    old.get_by_test_id("again").click()
    expect(old.get_by_test_id("room")).to_be_visible(timeout=BACK)
    expect(new.get_by_test_id("notice-replaced")).to_be_visible()
    expect_all_back(hearing)
    assert (own_seat(old), seats(mediator)) == before
    expect_same_everywhere(hearing.pages, "From the other tab")


def test_the_other_side_never_comes(open_as: Open, site: Site) -> None:
    applicant, respondent = open_as(None, PHONE), open_as(None, PHONE)
    steps.sign_in_by_code(applicant, site, "punctual@example.org")
    clerk, mediator = open_as("clerk", DESK), open_as("mediator2", DESK)
    case = steps.file_case(applicant, email="absent@example.org")
    steps.come_as_invited(respondent, steps.invitation_link(site, "absent@example.org"))
    steps.accept_and_assign(clerk, case, "沈毅")
    steps.take_case(mediator, case)
    steps.book_sitting(clerk, case)

    room.enter(mediator, case)
    room.enter(applicant, case)
    expected = applicant.get_by_test_id("expected").locator("li").filter(has_text="赵国强")
    expect(expected).to_have_attribute("data-standing", "not_signed_in")
    room.admit_everyone(mediator, 1)
    absent = mediator.get_by_test_id("absent").locator("li")
    expect(absent).to_have_count(1)
    expect(absent).to_contain_text("赵国强")
    expect(absent).to_contain_text("Not here yet")
    mediator.get_by_test_id("host-end").click()
    mediator.get_by_test_id("confirm-yes").click()
    for page in (mediator, applicant):
        expect(page.get_by_test_id("notice-over")).to_be_visible()

    mediator.get_by_test_id("to-case").click()
    mediator.wait_for_url(case)
    steps.press(mediator, "End mediation without an agreement")
    mediator.locator('input[name="code"][value="unreachable"]').check()
    mediator.get_by_label(re.compile("What was done")).fill("Waited in the room; nobody came.")
    steps.press(mediator, "End mediation")
    mediator.wait_for_url(case)
    expect(mediator.get_by_role("button", name="End mediation")).to_have_count(0)
