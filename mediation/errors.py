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
    "request.forbidden": ErrorText(_("You cannot do this.")),
    "request.not_found": ErrorText(_("We cannot find this page, or it is not open to you.")),
    "request.sign_in": ErrorText(_("Please sign in first.")),
}
