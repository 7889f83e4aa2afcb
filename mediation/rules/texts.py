"""What people may write: names that a signed document can print, and texts without hidden marks."""

import re
import unicodedata

from mediation.rules.core import RuleViolation

NAME_LENGTH = 100
KEYCAPS = {"\ufe0f", "\ufe0e", "\u20e3"}
JOINERS = {"\u200c"}
EMOJI = {"So", "Sk"}
UNPRINTABLE = {"Cc", "Cf", "Cs", "Co", "Cn"}
LINE_MARKS = "\n\t"


def clean_name(raw: str, *, limit: int = NAME_LENGTH) -> str:
    """`raw` without spare spaces, in NFC. Rare characters such as 𠮷 stay.

    Raises RuleViolation: `name.emoji` for pictures, which no court document can print,
    `name.control` for marks that cannot be seen, `text.too_long`.
    """
    name = " ".join(unicodedata.normalize("NFC", raw).split())
    for mark in name:
        kind = unicodedata.category(mark)
        if kind in EMOJI or mark in KEYCAPS:
            raise RuleViolation("name.emoji", mark=mark)
        if kind in UNPRINTABLE and mark not in JOINERS:
            raise RuleViolation("name.control")
    return _within(name, limit)


def clean_text(raw: str, *, limit: int) -> str:
    """`raw` in NFC with plain line ends, without control marks; emoji stay.

    Pasted text often carries marks nobody typed, so they are dropped and not refused.
    """
    text = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    kept = "".join(
        m for m in text if m in LINE_MARKS or unicodedata.category(m) not in {"Cc", "Cs"}
    )
    return _within(kept.strip(), limit)


def clean_phone(raw: str) -> str:
    """Digits with an optional leading +; spaces, dashes and brackets are dropped.

    Raises RuleViolation `phone.malformed` unless 5 to 15 digits remain (E.164).
    """
    phone = re.sub(r"[\s\-()（）·.]", "", unicodedata.normalize("NFKC", raw))
    if phone and not re.fullmatch(r"\+?[0-9]{5,15}", phone):
        raise RuleViolation("phone.malformed")
    return phone


def clean_email(raw: str) -> str:
    """A lower-case address. Raises RuleViolation `email.malformed`."""
    email = unicodedata.normalize("NFKC", raw).strip().lower()
    if email and (
        len(email) > 254 or not re.fullmatch(r"[^@\s\x00-\x1f]+@[^@\s]+\.[^@\s.]+", email)
    ):
        raise RuleViolation("email.malformed")
    return email


def _within(text: str, limit: int) -> str:
    if len(text) > limit:
        raise RuleViolation("text.too_long", limit=limit, length=len(text))
    return text
