"""How allauth speaks and whom it lets in."""

from typing import ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.utils.translation import gettext_lazy as _


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """Our words in place of allauth's."""

    error_messages: ClassVar = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": _("This code is not right. Please look at the newest mail."),
        "too_many_login_attempts": _(
            "Too many tries for this address. Please wait ten minutes, then ask for a new code."
        ),
        "rate_limited": _("Too many requests. Please wait a minute and try again."),
    }
