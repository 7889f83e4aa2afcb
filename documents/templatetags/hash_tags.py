"""Hashes as people can compare them."""

from django import template

register = template.Library()


@register.filter
def grouped(sha256: str) -> list[str]:
    """Eight digits at a time."""
    return [sha256[start : start + 8] for start in range(0, len(sha256), 8)]


@register.filter
def shortened(sha256: str) -> str:
    """The first and the last four digits."""
    return f"{sha256[:4]} … {sha256[-4:]}" if sha256 else ""
