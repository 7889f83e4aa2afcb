"""What people do, one function a step, in the words of the pages. English browsers."""

import io
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.server import Site

ZONE = ZoneInfo("Asia/Shanghai")
FACTS = "The lease ended on 31 October. The landlord keeps the deposit because of a stain."
FACTS_ZH = "租约于 10 月 31 日到期，房东以墙面有污渍为由不退押金。"
RESPONDENT = "respondent@example.org"


def photo() -> dict[str, str | bytes]:
    """A small JPEG as a phone would hand it to the upload."""
    data = io.BytesIO()
    Image.new("RGB", (640, 480), (150, 60, 40)).save(data, "JPEG")
    return {"name": "lease.jpg", "mimeType": "image/jpeg", "buffer": data.getvalue()}


def press(page: Page, name: str) -> None:
    """Press the one button or link of that name."""
    either = page.get_by_role("button", name=name, exact=True).or_(
        page.get_by_role("link", name=name, exact=True)
    )
    either.first.click()


def sign_in_by_code(page: Page, site: Site, email: str) -> None:
    """An e-mail address, the six digits that arrive there, and nothing else."""
    page.goto("/accounts/login/")
    mails = len(site.mails_to(email))
    page.locator('input[type="email"]').fill(email)
    press(page, "Send me a code")
    page.locator('[autocomplete="one-time-code"]').fill(site.latest_code(email, mails))
    press(page, "Sign in")
    page.wait_for_url("**/desk/**")


def go_on(page: Page) -> None:
    """Leave a step of the application for the next one."""
    before = page.url
    press(page, "Save and go on")
    page.wait_for_url(lambda url: url != before)


def saved(page: Page) -> None:
    """Wait until what was typed is kept."""
    expect(page.locator("[data-saved]")).to_contain_text(re.compile(r"Saved \d\d:\d\d"))


def start_case(page: Page) -> None:
    """Begin a case and type the first answers; they survive a reload."""
    page.goto("/cases/new/")
    press(page, "Begin") if page.get_by_role("button", name="Begin").count() else press(
        page, "Start another one"
    )
    page.get_by_label("Renting a home").check()
    page.get_by_label("What happened?").fill(FACTS)
    saved(page)
    page.reload()
    expect(page.get_by_label("What happened?")).to_have_value(FACTS)
    go_on(page)


def file_case(page: Page, *, other: str = "赵国强", email: str = RESPONDENT) -> str:
    """The whole application on a phone, with a photo; returns the address of the case."""
    start_case(page)
    page.get_by_label("Name", exact=True).fill(other)
    page.get_by_label("Their e-mail address").fill(email)
    page.get_by_label("English").check()
    go_on(page)
    page.get_by_label("What should the other side do?").fill("Return the deposit.")
    page.get_by_label(re.compile("How much money")).fill("8600")
    go_on(page)
    page.get_by_label("Name", exact=True).fill("李明")
    page.get_by_label("Your phone number").fill("13800000001")
    page.get_by_label("Your address for documents").fill("宁波市鄞州区东柳街道 1 号")
    go_on(page)
    # The plain form stands there until the script has put its own in its place.
    expect(page.get_by_role("button", name="Take a photo").first).to_be_visible()
    page.locator('input[type="file"]').first.set_input_files(photo())  # type: ignore[arg-type]
    expect(page.locator(".file, .evidence, li").filter(has_text="lease.jpg").first).to_be_visible()
    go_on(page)
    page.get_by_label("I agree to mediate online").check()
    press(page, "Send the application")
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/$"))
    return page.url


def invitation_link(site: Site, address: str = RESPONDENT) -> str:
    """The link in the newest invitation sent to this address."""
    for mail in reversed(site.mails_to(address)):
        found = re.search(r"https?://\S+(/invitation/\S+/)", mail)
        if found:
            return found.group(1)
    raise AssertionError(f"no invitation for {address}")


def come_as_invited(page: Page, link: str) -> None:
    """Open the link, read, and agree to online mediation."""
    page.goto(link)
    page.get_by_role("button", name=re.compile("^Continue")).click()
    page.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/$"))
    expect(page.get_by_text(FACTS)).to_be_visible()
    page.get_by_label("I agree to mediate online").check()
    press(page, "Agree and go on")
    expect(page.get_by_role("button", name="Agree and go on")).to_have_count(0)


def accept_and_assign(clerk: Page, case: str, mediator: str = "王芳") -> None:
    """The clerk screens the case and asks a mediator."""
    clerk.goto(case)
    press(clerk, "Accept the application")
    roster = clerk.get_by_label("Mediator", exact=True)
    roster.select_option(roster.locator("option", has_text=mediator).get_attribute("value"))
    press(clerk, "Assign")
    expect(clerk.get_by_label("Ask somebody else")).to_be_visible()


def take_case(mediator: Page, case: str) -> None:
    """The mediator discloses that there is no conflict, and accepts."""
    mediator.goto(case)
    mediator.get_by_label("None of this applies to me").check()
    press(mediator, "Accept the case")
    expect(mediator.get_by_role("button", name="Accept the case")).to_have_count(0)


def soon(minutes: int) -> str:
    """The time in so many minutes, as a field for a date and a time takes it."""
    return f"{datetime.now(ZONE) + timedelta(minutes=minutes):%Y-%m-%dT%H:%M}"


def book_sitting(clerk: Page, case: str, *, in_minutes: int = 5) -> None:
    """The clerk books a sitting that begins so soon that its room is open already."""
    clerk.goto(f"{case}sittings/book/")
    clerk.get_by_label("When it begins").fill(soon(in_minutes))
    press(clerk, "Book and invite")
    clerk.wait_for_url(lambda url: "book" not in url)


@dataclass
class Prepared:
    """A case that is ready to be heard, and everyone's pages."""

    case: str
    applicant: Page
    respondent: Page
    mediator: Page
    clerk: Page
