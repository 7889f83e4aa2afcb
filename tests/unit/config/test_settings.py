from pathlib import Path

import pytest
from pydantic import ValidationError

from config.settings.databases import postgresql
from config.settings.environment import Environment
from config.settings.keys import local_secret_key
from config.settings.mail import smtp


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


@pytest.mark.parametrize(
    ("url", "host", "port", "tls", "ssl"),
    [
        ("", "localhost", 25, False, False),
        ("smtp+tls://maple:a%40b@mail.example", "mail.example", 587, True, False),
        ("smtps://maple:a%40b@mail.example:4465", "mail.example", 4465, False, True),
    ],
)
def test_a_mail_servers_url_is_read(url: str, host: str, port: int, tls: bool, ssl: bool) -> None:
    read = smtp(url)
    assert (read["EMAIL_HOST"], read["EMAIL_PORT"]) == (host, port)
    assert (read["EMAIL_USE_TLS"], read["EMAIL_USE_SSL"]) == (tls, ssl)
    assert read["EMAIL_HOST_PASSWORD"] == ("a@b" if url else "")


def test_what_is_no_mail_server_stops_the_start_without_telling_the_password() -> None:
    with pytest.raises(ValueError, match="mail server") as refusal:
        smtp("http://maple:s3cr3t@mail.example")
    assert "s3cr3t" not in str(refusal.value)
