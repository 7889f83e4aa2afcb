"""Drafting and signing an agreement, as people do it."""

from datetime import datetime, timedelta

from playwright.sync_api import Page, expect

from tests.e2e.server import Site
from tests.e2e.steps import ZONE

LATER = f"{datetime.now(ZONE) + timedelta(days=20):%Y-%m-%d}"


def begin(mediator: Page) -> None:
    """Start the draft and write the facts."""
    mediator.get_by_test_id("agreement-begin").click()
    mediator.get_by_test_id("facts-edit").click()
    form = mediator.get_by_test_id("agreement-form")
    form.locator('[name="facts"]').fill("双方就租房押金 8,600 元的返还发生争议。")
    mediator.get_by_test_id("agreement-save").click()
    expect(form).to_have_count(0)


def add_clause(mediator: Page, *, kind: str, what: str, amount: str = "") -> None:
    """Write an obligation of the respondent towards the applicant."""
    count = mediator.get_by_test_id("clause").count()
    mediator.get_by_test_id("clause-add").click()
    form = mediator.get_by_test_id("agreement-form")
    form.locator('[name="kind"]').select_option(kind)
    for name, person in (("debtor", "赵国强"), ("creditor", "李明")):
        choice = form.locator(f'[name="{name}"]')
        choice.select_option(choice.locator("option", has_text=person).get_attribute("value"))
    form.locator('[name="what"]').fill(what)
    form.locator('[name="amount"]').fill(amount)
    form.locator('[name="due_on"]').fill(LATER)
    mediator.get_by_test_id("agreement-save").click()
    if kind == "pay" and not amount:
        return
    expect(mediator.get_by_test_id("clause")).to_have_count(count + 1)


def accept_all(party: Page, count: int) -> None:
    """Accept each clause that awaits the reader."""
    accept = party.get_by_test_id("clause-accept")
    for left in range(count, 0, -1):
        expect(accept).to_have_count(left)
        accept.first.click()
    expect(accept).to_have_count(0)


def freeze(mediator: Page) -> None:
    """Make the text final."""
    mediator.get_by_test_id("agreement-freeze").click()
    mediator.get_by_role("button", name="Make it final").click()
    expect(mediator.get_by_test_id("agreement-panel")).to_have_attribute("data-phase", "frozen")


def sign(page: Page, case: str, site: Site, email: str, *, drawn: bool) -> None:
    """Read every page, confirm by code, draw or type, sign."""
    page.goto(f"{case}agreement/")
    page.get_by_test_id("go-sign").click()
    read_all(page)
    mails = len(site.mails_to(email))
    page.get_by_test_id("code-send").click()
    page.get_by_label("The six figures from the e-mail").fill(site.latest_code(email, mails))
    page.get_by_test_id("code-check").click()
    expect(page.get_by_test_id("identity").get_by_text("Confirmed")).to_be_visible()
    if drawn:
        draw(page)
    page.get_by_test_id("sign").click()
    expect(page.get_by_test_id("sign")).to_have_count(0)


def read_all(page: Page) -> None:
    """Scroll through the pages until each counts as read."""
    pages = page.get_by_test_id("pages")
    expect(pages.locator("canvas").first).to_be_visible()
    for end in pages.locator("[data-end]").all():
        end.scroll_into_view_if_needed()
    expect(pages).to_have_attribute("data-all", "true")


def draw(page: Page) -> None:
    """Draw three strokes on the pad."""
    pad = page.locator('[data-island="signature"] canvas')
    pad.scroll_into_view_if_needed()
    box = pad.bounding_box()
    assert box is not None
    for stroke in range(3):
        left = box["x"] + box["width"] * (0.2 + 0.2 * stroke)
        page.mouse.move(left, box["y"] + box["height"] * 0.3)
        page.mouse.down()
        page.mouse.move(left + 20, box["y"] + box["height"] * 0.6, steps=5)
        page.mouse.move(left + 35, box["y"] + box["height"] * 0.4, steps=5)
        page.mouse.up()
