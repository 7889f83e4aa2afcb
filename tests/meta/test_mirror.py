"""A test lies where its subject lies: `tests/unit/<app>/…` and `tests/integration/<app>/…`."""

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SUITES = ("unit", "integration")
# Folders named after the thing that people do, because the way there crosses many modules.
STORIES = {
    "documents/agreement": "drafting, signing and sealing one agreement",
    "documents/bundles": "the bundle from its page to its ZIP",
    "documents/evidence": "a file from the upload to its erasure",
    "documents/exports": "an export from the form to its ZIP",
    "documents/verification": "a file on the public page",
}


def misplaced(folder: str) -> bool:
    """Whether no package has this path and nobody gave a reason."""
    return folder not in STORIES and not (ROOT / folder).is_dir()


def folders() -> list[str]:
    found = {
        path.parent.relative_to(ROOT / "tests" / suite).as_posix()
        for suite in SUITES
        for path in (ROOT / "tests" / suite).rglob("test_*.py")
    }
    return sorted(found)


@pytest.mark.parametrize("folder", folders())
def test_a_folder_of_tests_mirrors_a_package(folder: str) -> None:
    assert not misplaced(folder)


def test_no_reason_is_kept_for_a_folder_that_is_gone() -> None:
    assert set(STORIES) <= set(folders())


def test_a_planted_folder_is_found() -> None:
    assert misplaced("hearings/planted")
