"""`manage.py serve` that cannot serve ends at once, with one sentence."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.services import free_port

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def busy() -> Iterator[int]:
    """A port on which somebody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def serve(folder: Path, port: str, host: str = "127.0.0.1") -> subprocess.CompletedProcess[str]:
    kept = {key: text for key, text in os.environ.items() if not key.startswith("MAPLEBRIDGE_")}
    place = {"MAPLEBRIDGE_VAR": str(folder / "var"), "PORT": port, "HOST": host}
    environment = kept | place | {"DJANGO_SETTINGS_MODULE": "config.settings.local"}
    return subprocess.run(
        [sys.executable, "manage.py", "serve"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_a_busy_port_ends_it_before_anything_was_started(busy: int, tmp_path: Path) -> None:
    done = serve(tmp_path, str(busy))
    assert done.returncode == 1
    assert done.stderr.strip().count("\n") == 0, done.stderr
    assert "Address already in use" in done.stderr
    assert not (tmp_path / "var" / "maplebridge.sqlite3").exists()
    assert not (tmp_path / "var" / "run").exists()


@pytest.mark.parametrize(("host", "port"), [("no.such.host.invalid", 8000), ("127.0.0.1", 70_000)])
def test_a_place_that_is_none_is_named(host: str, port: int) -> None:
    with pytest.raises(CommandError, match="Cannot serve at"):
        call_command("serve", host=host, port=port)


def test_a_front_end_that_was_not_built_is_named(settings: Any, tmp_path: Path) -> None:
    settings.DJANGO_VITE = {"default": {"manifest_path": tmp_path / "manifest.json"}}
    with pytest.raises(CommandError, match="make build"):
        call_command("serve", host="127.0.0.1", port=free_port())
