"""The two forms of signing in: an address, then the code that was sent to it."""

import unicodedata

from allauth.account.forms import ConfirmLoginCodeForm, RequestLoginCodeForm
from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from mediation.people.models import User
from mediation.people.services import user_open


class RequestCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Any address will do; nobody learns from the answer whether it was known."""

    _user: User | None
    email = forms.EmailField(
        label=_("E-mail"),
        widget=forms.EmailInput(attrs={"autocomplete": "email", "inputmode": "email"}),
        error_messages={
            "required": _("Please write your e-mail address."),
            "invalid": _("This is not a whole e-mail address, such as name@example.com."),
        },
    )

    def clean_email(self) -> str:
        """The address in lower case; its person is made when there is none.

        The limit of requests is consumed first, by allauth. A closed account gets no code.
        """
        self.cleaned_data["email"] = self.cleaned_data["email"].lower()
        email: str = super().clean_email()
        if self._user is None:
            user = user_open(email=email, language=get_language() or "")
            self._user = user if user.is_active else None
        return email


class ConfirmCodeForm(ConfirmLoginCodeForm):  # type: ignore[misc]  # allauth has no types
    """Six digits, also as an input method writes them: full width, or with spaces."""

    code = forms.CharField(
        label=_("Six digits"),
        max_length=32,
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "numeric",
                "class": "code",
                "autofocus": True,
            }
        ),
        error_messages={"required": _("Please type the six digits from the mail.")},
    )

    def clean_code(self) -> str:
        """The code without spaces, as plain digits."""
        typed = unicodedata.normalize("NFKC", self.cleaned_data["code"])
        self.cleaned_data["code"] = "".join(typed.split())
        code: str = super().clean_code()
        return code
