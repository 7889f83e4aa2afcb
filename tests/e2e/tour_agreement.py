"""A look at the agreement: draft, signing, seal, verification, export."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import agreement, steps
from tests.e2e.gallery import BUTTON, Walk
from tests.e2e.tour_dispute import OTHER
from tests.e2e.tour_room import ROOM, panels

APPLICANT = "liming@demo.example"
MEDIATOR = "wangfang@demo.example"


def look_at_drafting(walk: Walk) -> None:
    """The agreement's page from no draft to a final text, and its panel in the room."""
    gallery, applicant = walk.gallery, walk.applicant
    respondent, mediator, case = walk.respondent, walk.mediator, walk.case
    applicant.goto(f"{case}agreement/")
    gallery.show(applicant, "agreement-none")
    panels("agreement")(mediator)
    agreement.begin(mediator)
    agreement.add_clause(mediator, kind="pay", what="返还租房押金", amount="6000")
    agreement.add_clause(mediator, kind="hand_over", what="交还租赁合同原件")
    gallery.show(mediator, "room-agreement", ready=ROOM, each=drafted, whole=False)
    mediator.goto(f"{case}agreement/")
    gallery.show(mediator, "agreement-draft-mediator")

    def refused(page: Page) -> None:
        page.goto(f"{case}agreement/")
        page.get_by_test_id("clause-add").click()
        page.get_by_test_id("agreement-save").click()

    gallery.show(mediator, "clause-error", drive=refused, ready=".error-summary")
    gallery.show(applicant, "agreement-draft-party", primary=BUTTON)
    propose = applicant.get_by_test_id("clause-propose").first.get_attribute("href")
    applicant.goto(str(propose))
    gallery.show(applicant, "clause-propose")
    applicant.goto(case)
    gallery.show(applicant, "case-drafting-applicant")
    for party in (applicant, respondent):
        party.goto(f"{case}agreement/")
        agreement.accept_all(party, 2)
    mediator.goto(f"{case}agreement/")
    agreement.freeze(mediator)


def drafted(page: Page) -> None:
    """The panel of the agreement, with its clauses."""
    panels("agreement")(page)
    expect(page.get_by_test_id("clause")).to_have_count(2)


def look_at_signing(walk: Walk) -> None:
    """Whose turn it is, the page where one signs, and the sealed agreement."""
    gallery, applicant, respondent = walk.gallery, walk.applicant, walk.respondent
    mediator, case, site = walk.mediator, walk.case, walk.site
    applicant.goto(case)
    gallery.show(applicant, "case-signing-applicant")
    mediator.goto(case)
    gallery.show(mediator, "case-signing-mediator")
    applicant.goto(f"{case}agreement/")
    gallery.show(applicant, "agreement-final")
    applicant.get_by_test_id("go-sign").click()
    canvas = '[data-testid="pages"] canvas'
    gallery.show(applicant, "sign", ready=canvas)
    mails = len(site.mails_to(APPLICANT))
    applicant.get_by_test_id("code-send").click()
    code = site.latest_code(APPLICANT, mails)

    def wrong(page: Page) -> None:
        page.reload()
        page.locator(canvas).first.wait_for()
        page.locator("input#code").fill("000000")
        page.get_by_test_id("code-check").click()

    gallery.show(applicant, "sign-code-error", drive=wrong, ready="#identity-error")
    agreement.read_all(applicant)
    applicant.locator("input#code").fill(code)
    applicant.get_by_test_id("code-check").click()
    expect(applicant.get_by_test_id("identity").get_by_text("Confirmed")).to_be_visible()
    gallery.show(applicant, "sign-draw", ready=canvas, each=agreement.draw)
    agreement.draw(applicant)
    applicant.get_by_test_id("sign").click()
    expect(applicant.get_by_test_id("sign")).to_have_count(0)
    applicant.goto(f"{case}agreement/")
    gallery.show(applicant, "agreement-signed")
    agreement.sign(respondent, case, site, OTHER, drawn=True)
    agreement.sign(mediator, case, site, MEDIATOR, drawn=True)
    sealed = applicant.get_by_test_id("sealed")
    applicant.goto(f"{case}agreement/")
    expect(sealed).to_be_visible(timeout=30_000)
    gallery.show(applicant, "agreement-sealed", primary=BUTTON)
    applicant.goto(case)
    gallery.show(applicant, "case-agreed-applicant")


def look_at_verifying(walk: Walk) -> None:
    """The public page before and after each of its answers."""
    gallery, applicant = walk.gallery, walk.applicant
    visitor, case, folder = walk.stranger, walk.case, walk.folder
    applicant.goto(f"{case}agreement/")
    with applicant.expect_download() as started:
        applicant.get_by_test_id("agreement-download").click()
    pdf = folder / "agreement.pdf"
    started.value.save_as(pdf)
    code = applicant.locator('main a[href^="/verify/"]').first.get_attribute("href")
    changed = bytearray(pdf.read_bytes())
    changed[len(changed) // 3] ^= 1
    (folder / "altered.pdf").write_bytes(changed)
    (folder / "unknown.pdf").write_bytes(b"%PDF-1.7\n%%EOF\n")
    visitor.goto("/verify/")
    gallery.show(visitor, "verify")
    visitor.goto(str(code))
    gallery.show(visitor, "verify-code")
    for answer, name in (("valid", "agreement"), ("altered", "altered"), ("unknown", "unknown")):

        def ask(page: Page, name: str = name) -> None:
            page.goto("/verify/")
            page.locator("#verify-file").set_input_files(folder / f"{name}.pdf")
            page.locator("form:has(#verify-file) .button").click()

        gallery.show(visitor, f"verify-{answer}", drive=ask, ready=".verdict, .field-error")


def look_at_exports(walk: Walk) -> None:
    """Nothing exported yet, and one that is ready."""
    gallery, clerk = walk.gallery, walk.clerk
    clerk.goto("/clerk/exports/")
    gallery.show(clerk, "exports-empty", primary=BUTTON)
    steps.press(clerk, "Start the export")
    expect(clerk.get_by_role("link", name=re.compile("^Download")).first).to_be_visible(
        timeout=30_000
    )
    clerk.goto("/clerk/exports/")
    gallery.show(clerk, "exports")
