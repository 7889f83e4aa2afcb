"""The test run: real PostgreSQL and Redis by their environment, mail kept in memory."""

import tempfile
from pathlib import Path

from config.settings.base import *  # noqa: F403
from config.settings.base import STORAGES

SECRET_KEY = "only-for-tests-" + "x" * 40
ALLOWED_HOSTS = ["*"]
DEMO = False
VAR = Path(tempfile.mkdtemp(prefix="maplebridge-test-"))
KEYS = VAR / "keys"
STORAGES = {
    **STORAGES,
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR / "vault", "base_url": None},
    },
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
MEDIA_ENGINE = "hearings.media.memory.MemoryEngine"
MEDIA_ENGINE_OPTIONS = {}
ROOM_PACE = {"grace": 0.05, "check": 0.1}
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
