from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings.databases import postgresql
from config.settings.environment import Environment
from config.settings.keys import local_secret_key


def test_a_value_of_the_wrong_type_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAPLEBRIDGE_MEDIA_PORT", "many")
    with pytest.raises(ValidationError, match="media_port"):
        Environment()


def test_a_database_url_is_read_part_by_part() -> None:
    settings = postgresql("postgresql://maple:a%40b@db.example:5433/bridge")
    assert settings["PASSWORD"] == "a@b"
    assert (settings["HOST"], settings["PORT"], settings["NAME"]) == (
        "db.example",
        "5433",
        "bridge",
    )


def test_a_machine_keeps_the_key_it_made(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "django"
    assert local_secret_key(path) == local_secret_key(path)
    assert path.stat().st_mode & 0o077 == 0
