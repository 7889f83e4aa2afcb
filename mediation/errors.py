"""Words for every error code, told by each app, so that a refusal always has an explanation."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ErrorText:
    """`words` may hold `%(name)s` placeholders; `retry` says whether trying again may help."""

    words: str | Promise
    retry: bool = False


_TEXTS: dict[str, ErrorText] = {}


def register(texts: Mapping[str, ErrorText]) -> None:
    """Add one app's codes; called from its `AppConfig.ready`."""
    _TEXTS.update(texts)


def known_codes() -> frozenset[str]:
    """Every code that has words."""
    return frozenset(_TEXTS)


def describe(code: str, params: Mapping[str, Any] | None = None) -> str:
    """The words for `code` in the active language; unknown codes get a general sentence."""
    text = _TEXTS.get(code)
    if text is None:
        return translate("Something went wrong. Nothing was lost. Please try again.")
    return str(text.words) % dict(params or {})


def can_retry(code: str) -> bool:
    """Whether trying the same again may help. Unknown codes may be tried again."""
    text = _TEXTS.get(code)
    return text.retry if text else True


ERRORS = {
    "request.sign_in": ErrorText(_("Please sign in first.")),
    "request.forbidden": ErrorText(_("You cannot do this.")),
    "request.not_found": ErrorText(_("We cannot find this page, or it is not open to you.")),
    "request.stale_form": ErrorText(
        _("This page was open too long. Load it again, then send once more."), retry=True
    ),
    "request.unreadable": ErrorText(
        _("The server could not read this request. Load the page again, then send once more."),
        retry=True,
    ),
    "case.already_consented": ErrorText(_("You have agreed to mediate already.")),
    "case.consent_missing": ErrorText(
        _("Please tick that you agree to mediate online. Without it we cannot begin.")
    ),
    "case.disclosure_missing": ErrorText(
        _("Please confirm that you have no connection with the parties, or decline the case.")
    ),
    "case.mediator_conflicted": ErrorText(
        _("This mediator disclosed a conflict of interest in this case. Choose somebody else.")
    ),
    "case.mediator_is_party": ErrorText(_("A party cannot mediate their own dispute.")),
    "case.mediator_missing": ErrorText(_("Choose a mediator.")),
    "case.mediator_same": ErrorText(_("This mediator has been asked already.")),
    "case.mediator_unknown": ErrorText(_("This person is not on the organisation's roster.")),
    "case.narrative_missing": ErrorText(
        _("Write what was done and why it did not lead to an agreement.")
    ),
    "case.not_divertible": ErrorText(
        _("The application was withdrawn, so there is nothing to hand over to court.")
    ),
    "case.not_yours": ErrorText(_("Somebody else has to do this.")),
    "case.only_unreachable": ErrorText(
        _("Before the other side has answered, only “could not be reached” can end the case.")
    ),
    "case.reason_missing": ErrorText(_("Choose a reason.")),
    "case.wrong_state": ErrorText(
        _("The case has moved on meanwhile, so this can no longer be done. See where it stands.")
    ),
    "draft.sent": ErrorText(_("This application has been sent already and cannot be changed.")),
    "field.required": ErrorText(_("Please fill this in.")),
    "field.unknown_option": ErrorText(_("Choose one of the options.")),
    "amount.malformed": ErrorText(_("Write the amount in yuan, for example 8600 or 8600.50.")),
    "amount.too_large": ErrorText(_("This amount is too large.")),
    "email.malformed": ErrorText(_("Write an e-mail address such as name@example.com.")),
    "phone.malformed": ErrorText(_("Write a phone number with 5 to 15 digits.")),
    "name.emoji": ErrorText(
        _("A name cannot contain %(mark)s: it could not be printed on the agreement.")
    ),
    "name.control": ErrorText(_("The name contains a hidden character. Please type it again.")),
    "text.too_long": ErrorText(
        _("This is too long: %(length)s characters, and at most %(limit)s fit.")
    ),
    "intake.contact_missing": ErrorText(
        _("Give an e-mail address or a phone number, so that we can reach the other side.")
    ),
    "intake.own_email": ErrorText(
        _("This is your own address. Give the other side's, or leave it empty.")
    ),
    "intake.incomplete": ErrorText(_("Something is still missing. Look at the marked answers.")),
    "invitation.expired": ErrorText(
        _("This link was valid for 14 days and has expired. Ask for a new one at the help desk.")
    ),
    "invitation.joined": ErrorText(
        _("They have an account and can sign in with it; a link is no longer needed.")
    ),
    "invitation.own_case": ErrorText(
        _("You are in this case already, on the other side. This link is for somebody else.")
    ),
    "invitation.replaced": ErrorText(
        _("A newer link was sent to you. Please use the newest message.")
    ),
    "invitation.sign_in": ErrorText(
        _("This address has an account already. Please sign in with it first.")
    ),
    "invitation.staff": ErrorText(
        _("You work for this organisation, so you cannot join its case as a party.")
    ),
    "invitation.too_late": ErrorText(_("Nobody can be invited to this case at present.")),
    "invitation.too_soon": ErrorText(
        _("A new link was sent a short while ago. Please wait ten minutes before the next one."),
        retry=True,
    ),
    "invitation.used": ErrorText(
        _("This link was used already. Please sign in with the account that used it.")
    ),
    "invitation.wrong": ErrorText(
        _("This link is not complete or not right. Open it from the message once more.")
    ),
}
