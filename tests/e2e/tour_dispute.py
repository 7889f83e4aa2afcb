"""A look at the pages of the dispute: from the front page to either desk and to court."""

import re

from playwright.sync_api import Page, expect

from tests.e2e import steps
from tests.e2e.gallery import BUTTON, Walk

OTHER = "guoqiang@example.org"
NEW = "newcomer@example.org"


def look_at_signing_in(walk: Walk) -> None:
    """The front page, the two forms of signing in with an error each, the first desk."""
    gallery, visitor, site = walk.gallery, walk.visitor, walk.site
    visitor.goto("/")
    gallery.show(visitor, "front", primary=BUTTON)
    visitor.goto("/accounts/login/")
    gallery.show(visitor, "sign-in", primary="main form .button")
    send = 'main form[method="post"] .button[data-busy]'
    visitor.locator(send).click()
    gallery.show(visitor, "sign-in-error", ready=".field-error")
    visitor.goto("/accounts/login/")
    visitor.locator("main input[name=email]").fill(NEW)
    visitor.locator(send).click()
    visitor.locator("input[name=code]").wait_for()
    gallery.show(visitor, "code", primary=send)
    visitor.locator("input[name=code]").fill("000000")
    visitor.locator(send).click()
    gallery.show(visitor, "code-error", drive=lambda page: None, ready=".field-error")
    visitor.locator("input[name=code]").fill(site.latest_code(NEW))
    visitor.locator(send).click()
    visitor.wait_for_url("**/desk/")
    gallery.show(visitor, "desk-empty", primary=BUTTON)


def look_at_filing(walk: Walk) -> None:
    """Each step of the application, one of them with what it refuses."""
    gallery, applicant = walk.gallery, walk.applicant
    applicant.goto("/cases/new/")
    gallery.show(applicant, "new-case", primary="main form .button")
    applicant.locator("main form .button").click()
    applicant.wait_for_url("**/intake/what/")
    first = applicant.url

    def refused(page: Page) -> None:
        page.goto(first)
        page.locator("main form .button").last.click()

    gallery.show(applicant, "intake-what-error", drive=refused, ready=".error-summary")
    applicant.goto(first)
    applicant.get_by_label("Renting a home").check()
    applicant.get_by_label("What happened?").fill(steps.FACTS_ZH)
    steps.saved(applicant)
    gallery.show(applicant, "intake-what", primary="main .act .button")
    steps.go_on(applicant)
    applicant.get_by_label("Name", exact=True).fill("赵国强")
    applicant.get_by_label("Their e-mail address").fill(OTHER)
    applicant.get_by_label("English").check()
    steps.saved(applicant)
    gallery.show(applicant, "intake-other", primary="main .act .button")
    steps.go_on(applicant)
    applicant.get_by_label("What should the other side do?").fill("请对方退还租房押金。")
    applicant.get_by_label(re.compile("How much money")).fill("8600")
    steps.saved(applicant)
    gallery.show(applicant, "intake-claim")
    steps.go_on(applicant)
    applicant.get_by_label("Name", exact=True).fill("李明")
    applicant.get_by_label("Your phone number").fill("13800000001")
    applicant.get_by_label("Your address for documents").fill("宁波市鄞州区东柳街道 1 号")
    steps.saved(applicant)
    gallery.show(applicant, "intake-you")
    steps.go_on(applicant)
    gallery.show(applicant, "intake-photos-empty")
    applicant.locator('input[type="file"]').first.set_input_files(steps.photo())  # type: ignore[arg-type]
    expect(applicant.locator("li").filter(has_text="lease.jpg").first).to_be_visible()
    gallery.show(applicant, "intake-photos")
    steps.go_on(applicant)
    gallery.show(applicant, "intake-send", primary="main .act .button")
    applicant.get_by_label("I agree to mediate online").check()
    steps.press(applicant, "Send the application")
    applicant.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/$"))
    gallery.show(applicant, "case-screening-applicant")
    walk.case = applicant.url


def look_at_invitation(walk: Walk) -> None:
    """The other side: the link, the case before consent, refusing, the receipts."""
    gallery, respondent, case, site = walk.gallery, walk.respondent, walk.case, walk.site
    respondent.goto(steps.invitation_link(site, OTHER))
    gallery.show(respondent, "invitation", primary=BUTTON)
    respondent.get_by_role("button", name=re.compile("^Continue")).click()
    respondent.wait_for_url(re.compile(r"/cases/[0-9a-f-]{36}/$"))
    gallery.show(respondent, "case-consent-respondent", primary=BUTTON)
    respondent.goto(f"{case}refuse/")
    gallery.show(respondent, "refuse")
    respondent.goto(case)
    respondent.get_by_label("I agree to mediate online").check()
    steps.press(respondent, "Agree and go on")
    expect(respondent.get_by_role("button", name="Agree and go on")).to_have_count(0)
    gallery.show(respondent, "case-screening-respondent")
    respondent.goto(f"{case}consents/")
    gallery.show(respondent, "consents")


def look_at_screening(walk: Walk) -> None:
    """The clerk's desk and the case as clerk and mediator find it."""
    gallery, clerk, mediator, case = walk.gallery, walk.clerk, walk.mediator, walk.case
    clerk.goto("/clerk/")
    gallery.show(clerk, "clerk-desk")
    clerk.goto(case)
    gallery.show(clerk, "case-screening-clerk", primary=BUTTON)
    steps.press(clerk, "Accept the application")
    expect(clerk.get_by_label("Mediator", exact=True)).to_be_visible()
    gallery.show(clerk, "case-selection-clerk", primary=BUTTON)
    roster = clerk.get_by_label("Mediator", exact=True)
    roster.select_option(roster.locator("option", has_text="王芳").get_attribute("value"))
    steps.press(clerk, "Assign")
    expect(clerk.get_by_label("Ask somebody else")).to_be_visible()
    mediator.goto("/desk/")
    gallery.show(mediator, "desk-mediator")
    mediator.goto(case)
    gallery.show(mediator, "case-acceptance-mediator", primary=BUTTON)
    steps.take_case(mediator, case)
    gallery.show(mediator, "case-mediating-mediator")


def look_at_booking(walk: Walk) -> None:
    """Booking, the list, a room that is not open yet, moving, the case with a room that is."""
    gallery, clerk, applicant, case = walk.gallery, walk.clerk, walk.applicant, walk.case
    clerk.goto(f"{case}sittings/")
    gallery.show(clerk, "sittings-empty")
    clerk.goto(f"{case}sittings/book/")
    gallery.show(clerk, "book", primary="main .act .button")
    steps.book_sitting(clerk, case, in_minutes=300)
    clerk.goto(f"{case}sittings/")
    gallery.show(clerk, "sittings")
    later = clerk.locator('main a[href^="/sittings/"]').first.get_attribute("href")
    applicant.goto(str(later))
    gallery.show(applicant, "room-not-open")
    clerk.goto(f"{later}move/")
    gallery.show(clerk, "move")
    clerk.get_by_label("When it begins").fill(steps.soon(5))
    steps.press(clerk, "Move and tell everybody")
    clerk.wait_for_url(lambda url: "move" not in url)
    applicant.goto("/desk/")
    gallery.show(applicant, "desk-party")
    applicant.goto(case)
    gallery.show(applicant, "case-sitting-applicant")
    clerk.goto(case)
    gallery.show(clerk, "case-mediating-clerk")


def look_at_other_ending(walk: Walk) -> None:
    """Mediation fails, the case goes to court, and the clerk's desk counts both endings."""
    gallery, applicant, respondent = walk.gallery, walk.applicant, walk.stranger
    mediator, clerk, site = walk.mediator, walk.clerk, walk.site
    case = steps.file_case(applicant, other="钱国强", email="qian@example.org")
    steps.come_as_invited(respondent, steps.invitation_link(site, "qian@example.org"))
    steps.accept_and_assign(clerk, case)
    steps.take_case(mediator, case)
    mediator.goto(f"{case}fail/")
    gallery.show(mediator, "fail", primary="main .button--danger")

    def refused(page: Page) -> None:
        page.goto(f"{case}fail/")
        page.locator("main .button--danger").click()

    gallery.show(mediator, "fail-error", drive=refused, ready=".error-summary")
    mediator.goto(f"{case}fail/")
    mediator.locator('input[name="code"][value="too_far_apart"]').check()
    mediator.locator("#narrative").fill("双方分歧较大，未能达成一致。")
    mediator.locator("main .button--danger").click()
    mediator.wait_for_url(case)
    applicant.goto(case)
    gallery.show(applicant, "case-failed-applicant")
    applicant.goto(f"{case}divert/")
    gallery.show(applicant, "divert", primary=BUTTON)
    applicant.locator("main form .button").first.click()
    applicant.wait_for_url(case)
    gallery.show(applicant, "case-filing-applicant")
    clerk.goto(case)
    gallery.show(clerk, "case-filing-clerk-bundle")
    clerk.goto("/clerk/?queue=all")
    gallery.show(clerk, "clerk-desk-funnel")


def look_at_refusals(walk: Walk) -> None:
    """Pages that say no: not found, not open to you, a stale link, an act out of turn."""
    gallery, visitor = walk.gallery, walk.visitor
    applicant, clerk, case = walk.applicant, walk.clerk, walk.case
    visitor.goto(case)
    gallery.show(visitor, "not-found")
    applicant.goto("/clerk/")
    gallery.show(applicant, "not-open")
    visitor.goto("/invitation/abcdefgh/")
    gallery.show(visitor, "invitation-refused")

    def stale(page: Page) -> None:
        page.goto("/desk/?own=1")
        page.evaluate("document.cookie = 'csrftoken=; max-age=0; path=/'")
        page.context.clear_cookies(name="csrftoken")
        page.evaluate("document.querySelector('form[action$=\"/language/\"]').submit()")

    gallery.show(clerk, "refusal", drive=stale, ready="main code")
