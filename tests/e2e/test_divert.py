"""The other ending: mediation fails, and what goes to court holds nothing confidential."""

import io
import re
import subprocess
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import agreement, room, steps
from tests.e2e.conftest import DESK, PHONE, Open
from tests.e2e.server import Site

APPLICANT = "claimant@example.org"
OTHER = "other-side@example.org"
SECRET = "Between us, 5123 would be enough"
CONCESSION = "返还押金 7321 元"


def test_a_failed_mediation_goes_to_court(open_as: Open, site: Site, tmp_path: Path) -> None:
    applicant, respondent = open_as(None, PHONE), open_as(None, PHONE)
    steps.sign_in_by_code(applicant, site, APPLICANT)
    clerk, mediator = open_as("clerk", DESK), open_as("mediator2", DESK)
    before = litigated(clerk)

    case = steps.file_case(applicant, email=OTHER)
    steps.come_as_invited(respondent, steps.invitation_link(site, OTHER))
    steps.accept_and_assign(clerk, case, mediator="沈毅")
    steps.take_case(mediator, case)
    steps.book_sitting(clerk, case)
    offer_in_private(mediator, applicant, respondent, case)
    fail(mediator, case)
    divert(clerk, case)

    assert litigated(clerk) == before + 1
    for page in (clerk, applicant):
        inspect(bundle(page, case), tmp_path / page.url.rsplit("/", 2)[-2])


def litigated(clerk: Page) -> int:
    """How many cases the funnel says went to court."""
    clerk.goto("/clerk/")
    row = clerk.locator("tr").filter(has_text="To court in all")
    return int(re.findall(r"\d+", row.inner_text())[0]) if row.count() else 0


def offer_in_private(mediator: Page, applicant: Page, respondent: Page, case: str) -> None:
    """A private word in a caucus, and a draft with a concession."""
    for page in (mediator, applicant, respondent):
        room.enter(page, case)
    room.admit_everyone(mediator, 2)
    mediator.get_by_test_id("host-start").click()
    room.begin_caucus(mediator, applicant, "李明")
    room.say(applicant, SECRET)
    room.open_host(mediator)
    mediator.get_by_test_id("host-recall").click()
    room.open_agreement(mediator)
    agreement.begin(mediator)
    agreement.add_clause(mediator, kind="pay", what=CONCESSION, amount="7321")


def fail(mediator: Page, case: str) -> None:
    """A reason and a narrative; without them the form says what is missing and keeps the rest."""
    mediator.goto(case)
    steps.press(mediator, "End mediation without an agreement")
    mediator.get_by_label(re.compile("What was done")).fill("Two hours by video. No agreement.")
    steps.press(mediator, "End mediation")
    expect(mediator.get_by_role("alert").first).to_be_visible()
    expect(mediator.get_by_label(re.compile("What was done"))).to_have_value(re.compile("Two"))
    mediator.locator('input[name="code"][value="too_far_apart"]').check()
    steps.press(mediator, "End mediation")
    mediator.wait_for_url(case)


def divert(clerk: Page, case: str) -> None:
    """The clerk hands the case over."""
    clerk.goto(case)
    steps.press(clerk, "Take it to court")
    clerk.get_by_role("button", name="Take it to court").click()
    clerk.wait_for_url(case)


def bundle(page: Page, case: str) -> zipfile.ZipFile:
    """The hand-over bundle, as this person downloads it."""
    page.goto(case)
    with page.expect_download() as started:
        page.locator('a[href$="/bundle/"]').click()
    return zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes()))


def inspect(archive: zipfile.ZipFile, folder: Path) -> None:
    """Record, exhibit and sums are there; no caucus, no concession."""
    names = archive.namelist()
    assert any(name.endswith("SHA256SUMS") for name in names)
    assert any("lease" in name for name in names)
    archive.extractall(folder)
    text = ""
    for pdf in folder.rglob("*.pdf"):
        done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True)
        text += done.stdout.decode()
    everything = text.encode() + b"".join(path.read_bytes() for path in folder.rglob("*.txt"))
    assert b"Return the deposit" in everything
    for secret in (SECRET, "5123", CONCESSION, "7321"):
        assert secret.encode() not in everything
        assert all(secret not in name for name in names)
