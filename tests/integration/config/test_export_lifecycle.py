from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from mediation.rules.diagram import page
from mediation.rules.lifecycle import ROWS


def test_the_committed_page_is_what_the_table_says() -> None:
    call_command("export_lifecycle", "--check")


def test_a_page_that_differs_fails(tmp_path: Path) -> None:
    path = tmp_path / "lifecycle.md"
    call_command("export_lifecycle", "--path", str(path))
    assert path.read_text() == page()

    path.write_text(page(ROWS[1:]))
    with pytest.raises(CommandError, match=r"lifecycle\.md"):
        call_command("export_lifecycle", "--check", "--path", str(path))
