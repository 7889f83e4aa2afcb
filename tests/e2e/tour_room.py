"""A look at the device check, the waiting room and the room, open and private."""

from playwright.sync_api import Page, expect

from tests.e2e import room
from tests.e2e.conftest import DESK
from tests.e2e.gallery import Act, Walk

MINUTES = (
    "双方到场，调解员宣布开始。",
    "申请人请求退还押金 8,600 元。",
    "被申请人认为墙面需要重新粉刷，愿意退还一部分。",
)
ROOM = '[data-testid="room"]'


def look_at_entering(walk: Walk) -> None:
    """The device check with and without what it misses, and the waiting room."""
    gallery, applicant = walk.gallery, walk.applicant
    respondent, mediator, case = walk.respondent, walk.mediator, walk.case
    applicant.get_by_test_id("enter-room").click()
    rule = '[data-testid^="rule-"]'
    gallery.show(applicant, "device-check", ready=rule)

    def unticked(page: Page) -> None:
        page.reload()
        expect(page.get_by_test_id("enter-waiting")).not_to_have_attribute("aria-busy", "true")
        page.get_by_test_id("enter-waiting").click()

    missing = '[data-testid="rules-missing"]'
    gallery.show(applicant, "device-check-error", drive=unticked, ready=missing)
    room.check(applicant)
    gallery.show(applicant, "waiting-room", ready='[data-testid="waiting-room"]')
    room.enter(respondent, case)
    room.enter(mediator, case)
    expect(mediator.get_by_test_id("control-camera")).to_have_attribute("data-state", "on")


def look_at_room(walk: Walk) -> None:
    """The host's drawer, the room with three, chat, minutes, who hears, leaving."""
    gallery, applicant = walk.gallery, walk.applicant
    respondent, mediator = walk.respondent, walk.mediator
    gallery.show(mediator, "room-waiting-mediator", ready=ROOM, each=host, whole=False)
    room.admit_everyone(mediator, 2)
    mediator.get_by_test_id("host-start").click()
    room.say(applicant, "下午好，我能听到大家。")
    applicant.get_by_test_id("close-panels").click()
    respondent.get_by_test_id("control-hand").click()
    mediator.get_by_test_id("tab-minutes").click()
    for words in MINUTES:
        mediator.get_by_test_id("minutes-words").fill(words)
        mediator.get_by_test_id("minutes-keep").click()
        expect(mediator.get_by_test_id("minutes-entries")).to_contain_text(words)
    gallery.show(applicant, "room-party", ready=ROOM, each=seen, whole=False)
    gallery.show(mediator, "room-mediator", ready=ROOM, each=host, whole=False)
    for panel in ("chat", "minutes", "agreement"):
        gallery.show(applicant, f"room-{panel}", ready=ROOM, each=panels(panel), whole=False)
    gallery.show(applicant, "room-leave", ready=ROOM, each=leaving, whole=False)


def look_at_caucus(walk: Walk) -> None:
    """Choosing whom to talk with, the invitation, inside and outside."""
    gallery, applicant = walk.gallery, walk.applicant
    respondent, mediator = walk.respondent, walk.mediator
    applicant.reload()
    expect(applicant.get_by_test_id("room")).to_be_visible()
    gallery.show(mediator, "caucus-choose", ready=ROOM, each=choosing, whole=False)
    mediator.set_viewport_size(DESK)  # type: ignore[arg-type]
    mediator.reload()
    host(mediator)
    mediator.get_by_test_id("host-caucus").click()
    name = mediator.locator('[data-testid^="pick-"]').locator("xpath=..").filter(has_text="赵国强")
    name.locator("input").check()
    mediator.get_by_test_id("caucus-open").click()
    asked = '[data-testid="caucus-invitation"]'
    gallery.show(respondent, "caucus-invitation", ready=asked, whole=False)
    respondent.get_by_test_id("caucus-accept").click()
    outside = '[data-testid="caucus-elsewhere"]'
    gallery.show(applicant, "caucus-outside", ready=outside, whole=False)
    gallery.show(respondent, "caucus-inside", ready=".room--private", whole=False)
    gallery.show(mediator, "caucus-mediator", ready=ROOM, whole=False)
    host(mediator)
    mediator.get_by_test_id("host-recall").click()
    expect(applicant.get_by_test_id("caucus-elsewhere")).to_have_count(0)


def on_desk(page: Page) -> bool:
    """Whether the panels stand beside the people."""
    return bool(page.evaluate("matchMedia('(min-width: 64rem)').matches"))


def host(page: Page) -> None:
    """The host's drawer stands open."""
    key = page.get_by_test_id("control-host" if on_desk(page) else "open-host")
    expect(key).to_be_visible()
    drawer = page.get_by_test_id("host-drawer")
    if not drawer.is_visible():
        key.click()
    expect(drawer).to_be_visible()


def seen(page: Page) -> None:
    """Everybody else's picture has arrived."""
    room.await_true(page, lambda: len(room.stats(page)["seats"]) == 2, "two pictures")


def panels(name: str) -> Act:
    """This panel stands open, beside the people or over them."""

    def show(page: Page) -> None:
        opener = page.get_by_test_id("control-chat" if name == "chat" else f"open-{name}")
        tab = page.get_by_test_id(f"tab-{name}")
        if not on_desk(page) and not tab.is_visible():
            opener.click()
        tab.click()

    return show


def leaving(page: Page) -> None:
    """The question before one leaves."""
    if not page.get_by_test_id("confirm").is_visible():
        page.get_by_test_id("control-leave").click()


def choosing(page: Page) -> None:
    """The list of people for a private session."""
    if not page.get_by_test_id("caucus-open").is_visible():
        host(page)
        page.get_by_test_id("host-caucus").click()
