"""Looks at one page in both languages and every width: axe, sideways scroll, a picture."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Page

from tests.e2e.axe import axe_findings, sideways
from tests.e2e.conftest import DESK, PHONE
from tests.e2e.server import Site

LANGUAGES = ("zh-hans", "en")
NARROWEST = {"width": 320, "height": 640}
PICTURES = Path("frontend/screenshots")
FOCUS = """() => {
  const style = getComputedStyle(document.activeElement);
  return parseFloat(style.outlineWidth) >= 2 && style.outlineStyle !== "none";
}"""
TABS = 60
BUTTON = "main .button:not(.button--secondary):not(.button--link)"

Act = Callable[[Page], object]


@dataclass
class Gallery:
    """What was found so far; `pictures` says whether they are kept."""

    pictures: bool
    findings: list[str] = field(default_factory=list)
    shown: int = 0

    def show(
        self,
        page: Page,
        name: str,
        *,
        drive: Act = lambda page: page.reload(),
        ready: str = "main h1",
        each: Act = lambda page: None,
        whole: bool = True,
        primary: str = "",
    ) -> None:
        """Look at this page again in each language and width, then leave it as it was.

        `drive` brings the page about anew, `ready` is there once it stands, `each` is done at
        every width, `primary` must be within reach of the tabulator key.
        """
        self.shown += 1
        before = page.viewport_size or DESK
        for language in LANGUAGES:
            site = str(page.evaluate("location.origin"))
            page.context.add_cookies([{"name": "django_language", "value": language, "url": site}])
            _resize(page, DESK)
            drive(page)
            page.wait_for_load_state()
            page.locator(ready).first.wait_for()
            self._look(page, name, language, whole, each)
        if primary:
            self._reach(page, name, primary)
        page.set_viewport_size(before)  # type: ignore[arg-type]

    def _look(self, page: Page, name: str, language: str, whole: bool, each: Act) -> None:
        for size in (DESK, NARROWEST, PHONE):
            _resize(page, size)
            page.evaluate("() => new Promise(requestAnimationFrame)")
            each(page)
            where = f"{name} {language} {size['width']}"
            if sideways(page) > 0:
                self.findings.append(f"{where}: {sideways(page)} px too wide")
            if self.pictures and size is not NARROWEST:
                path = PICTURES / language / str(size["width"]) / f"{self.shown:02}-{name}.png"
                _keep(page, path, size, whole)
        self.findings += [f"{name} {language}: {finding}" for finding in axe_findings(page)]

    def _reach(self, page: Page, name: str, primary: str) -> None:
        """Press the tabulator from the top of the page until the primary act has the focus."""
        page.evaluate("document.activeElement.blur()")
        wanted = page.locator(primary).first
        for _ in range(TABS):
            page.keyboard.press("Tab")
            if not page.evaluate(FOCUS):
                at = page.evaluate("document.activeElement.outerHTML.slice(0, 120)")
                self.findings.append(f"{name}: no visible focus on {at}")
            if wanted.evaluate("element => element === document.activeElement"):
                return
        self.findings.append(f"{name}: the keyboard does not reach {primary}")


@dataclass
class Walk:
    """The tour under way: everybody's pages, and the address of the case once it is filed."""

    gallery: Gallery
    site: Site
    folder: Path
    visitor: Page
    respondent: Page
    stranger: Page
    applicant: Page
    clerk: Page
    mediator: Page
    case: str = ""


def _resize(page: Page, size: dict[str, int]) -> None:
    """A phone has a finger and a desk has a mouse; the pages tell them apart."""
    touch = page.context.new_cdp_session(page)
    touch.send("Emulation.setTouchEmulationEnabled", {"enabled": size is not DESK})
    page.set_viewport_size(size)  # type: ignore[arg-type]
    touch.detach()


def _keep(page: Page, path: Path, size: dict[str, int], whole: bool) -> None:
    """The whole page in a window of its height, so that what sticks to the bottom is there."""
    height = page.evaluate("document.documentElement.scrollHeight") if whole else size["height"]
    page.set_viewport_size({"width": size["width"], "height": max(height, size["height"])})
    page.evaluate("document.fonts.ready.then(() => scrollTo(0, 0))")
    page.screenshot(path=path, animations="disabled")
    page.set_viewport_size(size)  # type: ignore[arg-type]
