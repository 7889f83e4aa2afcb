"""A site with an unsafe setting is told so before it opens."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from config.checks import faults
from config.settings.databases import postgresql, sqlite

ROOT = Path(__file__).resolve().parents[3]
SITE = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "MAPLEBRIDGE_SECRET_KEY": "k3y-" + "aB3$dE6&gH9!" * 5,
    "MAPLEBRIDGE_ALLOWED_HOSTS": '["mediation.example.org"]',
    "MAPLEBRIDGE_SITE_URL": "https://mediation.example.org",
    "MAPLEBRIDGE_DATABASE_URL": "postgresql://maple@db.example/bridge",
    "MAPLEBRIDGE_REDIS_URL": "redis://redis.example:6379/0",
    "MAPLEBRIDGE_EMAIL_URL": "smtp+tls://maple:s3cr3t@mail.example",
}
LAYER = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}


def check_deploy(**changes: str) -> subprocess.CompletedProcess[str]:
    kept = {key: text for key, text in os.environ.items() if not key.startswith("MAPLEBRIDGE_")}
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = kept | SITE | changes
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True)


def site(**changes: object) -> SimpleNamespace:
    """Settings with which a site may open, but for the changes."""
    sensible = {
        "SECRET_KEY": SITE["MAPLEBRIDGE_SECRET_KEY"],
        "DEBUG": False,
        "DEMO": False,
        "DATABASES": {"default": postgresql("postgresql://db.example/bridge")},
        "CHANNEL_LAYERS": {"default": {"BACKEND": "channels_redis.core.RedisChannelLayer"}},
        "ALLOWED_HOSTS": ["mediation.example.org"],
        "SITE_URL": "https://mediation.example.org",
    }
    return SimpleNamespace(**(sensible | changes))


def test_a_sensible_site_is_clean() -> None:
    done = check_deploy()
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_a_site_without_redis_and_hosts_does_not_pass() -> None:
    done = check_deploy(MAPLEBRIDGE_REDIS_URL="", MAPLEBRIDGE_ALLOWED_HOSTS="[]")
    assert done.returncode == 1
    assert "config.E004" in done.stderr
    assert "config.E005" in done.stderr


def test_nothing_is_wrong_with_a_site_in_order() -> None:
    assert faults(site()) == []


@pytest.mark.parametrize(
    ("name", "setting", "fault"),
    [
        ("SECRET_KEY", "short", "E001"),
        ("DEBUG", True, "E002"),
        ("DEMO", True, "E002"),
        ("DATABASES", {"default": sqlite(Path("x"))}, "E003"),
        ("CHANNEL_LAYERS", LAYER, "E004"),
        ("ALLOWED_HOSTS", [], "E005"),
        ("ALLOWED_HOSTS", ["*"], "E005"),
        ("SITE_URL", "http://localhost:8000", "E006"),
    ],
)
def test_each_unsafe_setting_is_named(name: str, setting: object, fault: str) -> None:
    assert [code for code, _words, _hint in faults(site(**{name: setting}))] == [fault]
