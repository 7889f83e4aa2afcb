"""A site: PostgreSQL, Redis, https. Nothing here has a default that would be unsafe.

`manage.py check --deploy` names what the environment still lacks; see `config.checks`.
"""

from config.settings.base import *  # noqa: F403
from config.settings.base import VAR, env
from config.settings.mail import smtp

SECRET_KEY = env.secret_key
DEMO = False
STATIC_ROOT = VAR / "static"
WHITENOISE_USE_FINDERS = False
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.proxy_count else None
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
globals().update(smtp(env.email_url))
# Being on the browsers' preload list binds the whole domain: its owner's choice, not ours.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
