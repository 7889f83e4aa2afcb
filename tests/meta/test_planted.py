"""The guards of the house bite: each is run on a copy of the tree with one violation planted."""

import os
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


@pytest.fixture
def clone(copy: Path) -> Path:
    """What the generators compare, too."""
    skip = shutil.ignore_patterns("__pycache__", "node_modules", "dist")
    for part in ("tests", "frontend/src", "docs"):
        shutil.copytree(ROOT / part, copy / part, ignore=skip)
    shutil.copy(ROOT / "manage.py", copy)
    return copy


def python(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "MAPLEBRIDGE_VAR": str(folder / "var")}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("path", "command"),
    [
        ("frontend/src/protocol/messages.gen.ts", ("manage.py", "export_protocol", "--check")),
        ("docs/lifecycle.md", ("manage.py", "export_lifecycle", "--check")),
        ("tests/vectors/room/caucus.json", ("-m", "tests.vectors.make", "--check")),
    ],
)
def test_an_edited_generated_file_is_found(
    clone: Path, path: str, command: tuple[str, ...]
) -> None:
    assert python(clone, *command).returncode == 0
    target = clone / path
    target.write_text(target.read_text().replace("caucus", "planted", 1) + " ")
    done = python(clone, *command)
    assert done.returncode != 0
    assert target.name in done.stderr


@pytest.mark.parametrize(
    ("path", "cells", "complaint"),
    [
        ("mediation/rules/access.py", 'FILE_OPEN = row("- - ++ ++ + --- - + -', "13 cells"),
        ("hearings/rules/access.py", 'HOSTS = row("-- -- ++ - --- - --', "13 cells"),
    ],
)
def test_a_row_with_a_cell_undeclared_stops_the_start(
    clone: Path, path: str, cells: str, complaint: str
) -> None:
    target = clone / path
    assert cells in target.read_text()
    target.write_text(target.read_text().replace(cells, cells[:-1]))
    done = python(clone, "manage.py", "check")
    assert done.returncode != 0
    assert complaint in done.stderr


def test_a_message_without_a_row_is_found(clone: Path) -> None:
    target = clone / "hearings/rules/access.py"
    text = target.read_text()
    assert '    "recall": HOSTS,\n' in text
    target.write_text(text.replace('    "recall": HOSTS,\n', ""))
    done = python(clone, "-m", "pytest", "-q", "-p", "no:cacheprovider", *MESSAGE_TABLE)
    assert done.returncode == 1
    assert "test_every_message_has_a_row_and_every_row_a_message" in done.stdout


MESSAGE_TABLE = ("--override-ini=addopts=", "tests/unit/hearings/rules/test_access.py")
