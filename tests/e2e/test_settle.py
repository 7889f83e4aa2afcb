"""The main job: a dispute filed on a phone is settled over live video and sealed."""

import csv
import io
import json
import re
import subprocess
import zipfile
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.e2e import agreement, proofs, room, steps
from tests.e2e.conftest import DESK, PHONE, Open
from tests.e2e.server import Site

APPLICANT = "applicant@example.org"


def test_two_people_settle(open_as: Open, site: Site, tmp_path: Path) -> None:
    applicant = open_as(None, PHONE)
    steps.sign_in_by_code(applicant, site, APPLICANT)
    clerk, mediator = open_as("clerk", DESK), open_as("mediator", DESK)
    respondent = open_as(None, PHONE)

    case = steps.file_case(applicant)
    steps.come_as_invited(respondent, steps.invitation_link(site))
    steps.accept_and_assign(clerk, case)
    steps.take_case(mediator, case)
    steps.book_sitting(clerk, case)

    told_to_applicant = room.frames_received(applicant)
    everyone = [mediator, applicant, respondent]
    meet(everyone, case)
    for page in everyone:
        room.expect_frames_from_everyone(page, others=2)
    talk(mediator, applicant, respondent)
    caucus(mediator, respondent, applicant, told_to_applicant)
    draft(mediator, applicant, respondent)
    sign(site, case, applicant, respondent, mediator)
    pdf = download(applicant, tmp_path)
    verify(open_as(None, DESK), pdf, tmp_path)
    export(clerk, pdf, tmp_path)


def meet(everyone: list[Page], case: str) -> None:
    """Through the device check; the mediator admits the two sides and starts."""
    mediator, *sides = everyone
    for page in everyone:
        room.enter(page, case)
    for page in sides:
        expect(page.get_by_test_id("waiting-room")).to_be_visible()
        assert room.stats(page)["bytes"] == {}
    room.admit_everyone(mediator, len(sides))
    mediator.get_by_test_id("host-start").click()
    for page in sides:
        expect(page.get_by_test_id("room")).to_be_visible()


def talk(mediator: Page, applicant: Page, respondent: Page) -> None:
    """Chat, a raised hand, mute by the host, minutes."""
    room.say(applicant, "Good afternoon")
    mediator.get_by_test_id("tab-chat").click()
    expect(mediator.get_by_test_id("chat-lines")).to_contain_text("Good afternoon")
    applicant.get_by_test_id("close-panels").click()

    respondent.get_by_test_id("control-hand").click()
    expect(mediator.get_by_test_id("raised")).to_be_visible()
    mediator.get_by_test_id("host-lower-hands").click()
    expect(respondent.get_by_test_id("control-hand")).to_have_attribute("data-state", "down")

    mediator.get_by_role("button", name="Mute 李明").click()
    microphone = applicant.get_by_test_id("control-microphone")
    expect(microphone).to_have_attribute("data-state", "locked")
    microphone.click(force=True)
    expect(microphone).to_have_attribute("data-state", "locked")
    mediator.get_by_role("button", name="Let 李明 unmute").click()
    expect(mediator.get_by_role("button", name="Mute 李明")).to_be_visible()

    mediator.get_by_test_id("tab-minutes").click()
    mediator.get_by_test_id("minutes-words").fill("Both sides are present.")
    mediator.get_by_test_id("minutes-keep").click()
    applicant.get_by_test_id("open-minutes").click()
    expect(applicant.get_by_test_id("minutes-entries")).to_contain_text("Both sides are present.")
    applicant.get_by_test_id("close-panels").click()


def caucus(mediator: Page, inside: Page, outside: Page, told: list[str]) -> None:
    """A private session with one side: the other gets no byte and no message of it."""
    secret = "My client would take 5,000"
    room.begin_caucus(mediator, inside, "赵国强")
    expect(outside.get_by_test_id("caucus-elsewhere")).to_be_visible()
    before = room.stats(outside)
    room.say(inside, secret)
    room.expect_frames_from_everyone(inside, others=1)
    assert room.received_since(outside, before) == 0
    assert not any(secret in message for message in told)
    inside.get_by_test_id("close-panels").click()
    room.open_host(mediator)
    mediator.get_by_test_id("host-recall").click()
    room.expect_frames_from_everyone(outside, others=2)
    assert not any(secret in message for message in told)


def draft(mediator: Page, applicant: Page, respondent: Page) -> None:
    """Two obligations, accepted live by each side; then the text is final."""
    for page in (mediator, applicant, respondent):
        room.open_agreement(page)
    agreement.begin(mediator)
    agreement.add_clause(mediator, kind="pay", what="返还租房押金")
    expect(mediator.get_by_test_id("agreement-form")).to_contain_text("Say how much")
    mediator.get_by_test_id("agreement-form").locator('[name="amount"]').fill("6000")
    mediator.get_by_test_id("agreement-save").click()
    expect(mediator.get_by_test_id("clause")).to_have_count(1)
    agreement.add_clause(mediator, kind="hand_over", what="交还租赁合同原件")
    for party in (applicant, respondent):
        agreement.accept_all(party, 2)
    agreement.freeze(mediator)
    for party in (applicant, respondent):
        panel = party.get_by_test_id("agreement-panel")
        expect(panel).to_have_attribute("data-phase", "frozen")


def sign(site: Site, case: str, applicant: Page, respondent: Page, mediator: Page) -> None:
    """Each is checked again, reads, draws or types, and signs; then the seal."""
    agreement.sign(applicant, case, site, APPLICANT, drawn=True)
    agreement.sign(respondent, case, site, steps.RESPONDENT, drawn=True)
    agreement.sign(mediator, case, site, "wangfang@demo.example", drawn=True)
    applicant.goto(f"{case}agreement/")
    expect(applicant.get_by_test_id("sealed")).to_be_visible(timeout=30_000)
    expect_state(applicant, case, "Agreed")


def expect_state(page: Page, case: str, word: str) -> None:
    """The case page says where the case stands."""
    page.goto(case)
    expect(page.locator("main")).to_contain_text(word)


def download(page: Page, folder: Path) -> Path:
    """The sealed PDF, as the party keeps it."""
    page.goto(page.url + "agreement/")
    with page.expect_download() as started:
        page.get_by_test_id("agreement-download").click()
    path = folder / "agreement.pdf"
    started.value.save_as(path)
    return path


def verify(page: Page, pdf: Path, folder: Path) -> None:
    """Valid here and for qpdf, pyHanko and OpenSSL; with one byte changed it is refused."""
    data = pdf.read_bytes()
    assert ask_verify_page(page, pdf) == "Valid"
    with page.expect_download() as started:
        page.locator("details", has_text="Check it without this page").locator("summary").click()
        page.get_by_role("link", name="Download the root certificate").click()
    root = Path(started.value.path()).read_bytes()
    proofs.assert_qpdf_accepts(pdf)
    proofs.assert_pyhanko_accepts(data, root, signatures=4)
    assert proofs.assert_openssl_accepts(data, root, folder) == 5
    changed = bytearray(data)
    changed[len(data) // 3] ^= 1
    altered = folder / "altered.pdf"
    altered.write_bytes(changed)
    assert ask_verify_page(page, altered) == "Altered"


def ask_verify_page(page: Page, pdf: Path) -> str:
    """The one word that the public page answers."""
    page.goto("/verify/")
    page.get_by_label("Drop or choose the PDF").set_input_files(pdf)
    page.get_by_role("button", name="Verify", exact=True).click()
    return page.locator(".verdict h2").inner_text()


def export(clerk: Page, pdf: Path, folder: Path) -> None:
    """The clerk's ZIP holds the very PDF, a manifest in two forms, sums that hold, the root."""
    clerk.goto("/clerk/exports/")
    steps.press(clerk, "Start the export")
    with clerk.expect_download() as started:
        clerk.get_by_role("link", name=re.compile("^Download")).first.click(timeout=30_000)
    archive = zipfile.ZipFile(io.BytesIO(Path(started.value.path()).read_bytes()))
    archive.extractall(folder / "export")
    root = next((folder / "export").rglob("SHA256SUMS")).parent
    sums = subprocess.run(["sha256sum", "-c", "SHA256SUMS"], cwd=root, capture_output=True)
    assert sums.returncode == 0
    assert pdf.read_bytes() in [path.read_bytes() for path in root.rglob("*.pdf")]
    rows = list(csv.DictReader((root / "manifest.csv").read_text("utf-8-sig").splitlines()))
    listed = json.loads((root / "manifest.json").read_text("utf-8"))
    assert len(rows) == len(listed["agreements"] if isinstance(listed, dict) else listed) >= 1
    assert list(root.rglob("*.pem"))
