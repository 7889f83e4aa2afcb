"""axe-core on a page in the browser: WCAG 2.2 AA and what is good practice besides."""

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
OPTIONS = {"resultTypes": ["violations"], "runOnly": {"type": "tag", "values": TAGS}}


def axe_findings(page: Page) -> list[str]:
    """One line for every element that axe objects to: the rule, the element, and why."""
    violations: list[dict[str, Any]] = Axe().run(page, options=OPTIONS).response["violations"]
    return [
        f"{violation['id']}: {node['html'][:200]} | {' '.join(node['failureSummary'].split())}"
        for violation in violations
        for node in violation["nodes"]
    ]


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window."""
    return int(
        page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    )


def assert_axe_clean(page: Page) -> None:
    """Raises AssertionError with every finding, and when the page scrolls sideways."""
    findings = axe_findings(page)
    assert not findings, f"{page.url}\n" + "\n".join(findings)
    assert sideways(page) <= 0, f"{page.url} is {sideways(page)} px too wide"
