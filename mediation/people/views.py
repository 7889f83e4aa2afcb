"""Signing in by a code, and the language of the pages."""

import logging
from typing import Any

from allauth.account.views import ConfirmLoginCodeView, RequestLoginCodeView
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.i18n import set_language

from mediation.people.services import user_language_set

log = logging.getLogger(__name__)
EMAIL_KEY = "sign_in_email"


class RequestCodeView(RequestLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Asks for an address and sends a code to it."""

    template_name = "account/login.html"

    def get_initial(self) -> dict[str, Any]:
        """The address that a code was last sent to, so that nobody types it twice."""
        return {"email": self.request.session.get(EMAIL_KEY, "")}

    def form_valid(self, form: Any) -> HttpResponse:
        """Send the code and remember the address for this session."""
        self.request.session[EMAIL_KEY] = form.cleaned_data["email"]
        try:
            response: HttpResponse = super().form_valid(form)
        except OSError:
            log.exception("sign_in.code_not_sent")
            form.add_error(None, _("The mail with the code could not be sent. Please try again."))
            refused: HttpResponse = self.form_invalid(form)
            return refused
        return response


class ConfirmCodeView(ConfirmLoginCodeView):  # type: ignore[misc]  # allauth has no types
    """Takes the code. Whatever ends the attempt says so and keeps where the person was going."""

    exhausted = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Back to the first form when the code is too old or was tried too often."""
        response: HttpResponse = super().dispatch(request, *args, **kwargs)
        restart = reverse("account_request_login_code")
        if isinstance(response, HttpResponseRedirect) and response.url == restart:
            if request.method == "POST" and not self.exhausted:
                messages.warning(request, _("This code is too old. Please ask for a new one."))
            return HttpResponseRedirect(self.restart_url())
        return response

    def restart_url(self) -> str:
        """The first form, with the address of the page that was asked for."""
        url: str = self.passthrough_next_url(reverse("account_login"))
        return url

    def form_invalid(self, form: Any) -> HttpResponse:
        """Count the try; after the last one allauth says so and sends the person back."""
        response: HttpResponse = super().form_invalid(form)
        self.exhausted = isinstance(response, HttpResponseRedirect)
        return response

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        """A new code has its own ten minutes; the number of tries does not start again."""
        self._process.state["at"] = timezone.now().timestamp()
        try:
            response: HttpResponse = super()._resend_form_valid(form)
        except OSError:
            log.exception("sign_in.code_not_sent")
            messages.error(
                self.request, _("The mail with the code could not be sent. Please try again.")
            )
            return HttpResponseRedirect(self.request.get_full_path())
        messages.success(self.request, _("A new code is on its way."))
        return response

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds `restart_url`."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "restart_url": self.restart_url()}


def language_set(request: HttpRequest) -> HttpResponse:
    """Change the language of this browser and, when somebody is signed in, of their mails."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        user_language_set(user=request.user, language=language)
    return set_language(request)
