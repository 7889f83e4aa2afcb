"""Small pieces of the face that every template may use: icons and states."""

import re
from functools import lru_cache
from pathlib import Path

from django import template
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

STATE_ICONS = {
    "ok": "circle-check",
    "warn": "clock",
    "bad": "triangle-alert",
    "info": "info",
    "none": "minus",
}
BANNER_ICONS = {**STATE_ICONS, "warn": "triangle-alert"}


@lru_cache
def icon_shapes(name: str) -> SafeString:
    """The shapes inside the drawing `name` of lucide; raises FileNotFoundError for no such icon."""
    drawing = (Path(settings.ICONS) / f"{name}.svg").read_text()
    found = re.search(r"<svg.*?>(.*)</svg>", drawing, re.DOTALL)
    if found is None:
        raise ValueError(f"{name} holds no drawing")
    return mark_safe(" ".join(found[1].split()))  # noqa: S308 - a file of our own lock


@register.simple_tag
def icon(name: str, size: str = "") -> SafeString:
    """`{% icon "clock" %}`: decoration beside a word. `size`: "", "small" (20 px), "tiny" (16)."""
    classes = f"icon icon--{size}" if size else "icon"
    return format_html(
        '<svg class="{}" viewBox="0 0 24 24" aria-hidden="true">{}</svg>',
        classes,
        icon_shapes(name),
    )


@register.simple_tag
def state(tone: str, word: str, icon_name: str = "", tag: bool = False) -> SafeString:
    """`{% state "ok" _("Accepted") %}`: colour, icon and word. `tag` gives it a soft ground.

    `tone`: ok, warn, bad, info or none; each has its usual icon unless `icon_name` tells another.
    """
    return format_html(
        '<span class="state state--{}{}">{}{}</span>',
        tone,
        " tag" if tag else "",
        icon(icon_name or STATE_ICONS[tone], "tiny"),
        word,
    )


@register.simple_tag
def banner_icon(tone: str) -> SafeString:
    """The icon of a banner of this tone, or of a message with this level tag."""
    tones = {"success": "ok", "warning": "warn", "error": "bad", "debug": "info"}
    return icon(BANNER_ICONS[tones.get(tone, tone or "info")])


@register.filter
def initial(name: str) -> str:
    """The one character that stands for a person in a round seat: 王 for 王芳, W for Wang Fang."""
    return name.strip()[:1].upper()
