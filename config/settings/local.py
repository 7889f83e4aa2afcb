"""One machine, one command: what `make run` serves."""

from config.settings.base import *  # noqa: F403
from config.settings.base import (
    CONTENT_SECURITY_POLICY,
    CONTEXT_PROCESSORS,
    INSTALLED_APPS,
    VAR,
    env,
)
from config.settings.keys import local_secret_key

SECRET_KEY = env.secret_key or local_secret_key(VAR / "keys" / "django")
ALLOWED_HOSTS = env.allowed_hosts or ["*"]
INSTALLED_APPS = [*INSTALLED_APPS, "config.demo"]
DEMO = True
CONTEXT_PROCESSORS.append("config.demo.context.cast")
# A phone on the same network reaches the room over `ws:` when there is no certificate.
CONTENT_SECURITY_POLICY["DIRECTIVES"]["connect-src"] = ["'self'", "ws:", "wss:"]
