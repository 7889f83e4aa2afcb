"""The guards of the house bite: each is run on a copy of the tree with one violation planted."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINTER = Path(sys.executable).with_name("lint-imports")
PACKAGES = ("config", "hearings", "documents", "mediation")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The Python packages and what checks them, to be spoiled."""
    skip = shutil.ignore_patterns("__pycache__")
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=skip)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    command = [str(LINTER), "--no-cache"]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True)


def test_the_tree_as_it_is_keeps_the_imports(copy: Path) -> None:
    assert lint_imports(copy).returncode == 0


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("mediation/selectors.py", "import hearings"),
        ("documents/selectors.py", "import hearings.models"),
        ("mediation/people/roles.py", "import mediation.models"),
        ("mediation/rules/core.py", "import django"),
        ("hearings/rules/room.py", "import asyncio"),
        ("documents/rules/clauses.py", "import time"),
        ("mediation/selectors.py", "import mediation.services"),
        ("config/urls.py", "import aiortc"),
    ],
)
def test_a_planted_import_is_found(copy: Path, path: str, line: str) -> None:
    target = copy / path
    target.write_text(target.read_text() + f"\n{line}\n")
    done = lint_imports(copy)
    assert done.returncode != 0
    assert "BROKEN" in done.stdout
