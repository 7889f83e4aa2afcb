"""How pages of a dispute cite the law and write money."""

import re
from decimal import Decimal

from django import template
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

register = template.Library()

LAWS: dict[str, str | Promise] = {
    "OMR": _("Online Mediation Rules, art. %(articles)s"),
    "OLR": _("Online Litigation Rules, art. %(articles)s"),
    "CPL": _("Civil Procedure Law, art. %(articles)s"),
}


@register.simple_tag
def cite(cited: str) -> SafeString:
    """`{% cite "OMR 21, 25" %}`: the article beside the plain words, in brackets."""
    words = translate("(%(article)s)") % {"article": article(cited)}
    return format_html('<span class="term">{}</span>', words)


def article(cited: str) -> str:
    """A short citation such as `OMR 21, 25` in the reader's words."""
    law, _space, numbers = cited.partition(" ")
    return str(LAWS[law]) % {"articles": re.sub(r",\s*", translate(", "), numbers)}


@register.filter
def yuan(amount: Decimal) -> str:
    """8600 → 8,600 and 8600.5 → 8,600.50, in both languages."""
    return f"{amount:,.2f}".removesuffix(".00")
