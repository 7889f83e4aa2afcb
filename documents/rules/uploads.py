"""What may be handed in, when, and how much of it.

An upload is judged by what it contains, never by its name (OWASP ASVS 5.2). The states in which a
file may be added follow the case: before it is filed it is a draft, once the text of the agreement
is frozen or mediation ended the file of the case is closed.
"""

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import State

MEGABYTE = 1024 * 1024


class MediaType(StrEnum):
    """What is accepted; a value is the type as HTTP names it."""

    JPEG = "image/jpeg"
    PNG = "image/png"
    WEBP = "image/webp"
    HEIC = "image/heic"
    PDF = "application/pdf"


SUFFIXES: dict[MediaType, tuple[str, ...]] = {
    MediaType.JPEG: (".jpg", ".jpeg"),
    MediaType.PNG: (".png",),
    MediaType.WEBP: (".webp",),
    MediaType.HEIC: (".heic", ".heif"),
    MediaType.PDF: (".pdf",),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """Sizes in bytes, pixels and pages."""

    file: int = 20 * MEGABYTE
    request: int = 100 * MEGABYTE
    files: int = 60
    total: int = 300 * MEGABYTE
    pixels: int = 60_000_000
    pages: int = 500


LIMITS = Limits()

ADDING = frozenset(
    {
        State.DRAFT,
        State.SCREENING,
        State.RETURNED,
        State.CONSENT,
        State.SELECTION,
        State.ACCEPTANCE,
        State.MEDIATING,
        State.DRAFTING,
    }
)
_UNSAFE = re.compile(r'[\\/:*?"<>|]')
_NAME_LENGTH = 100


class Removal(StrEnum):
    """What taking back means: a draft forgets, a case that others have read remembers."""

    ERASED = "erased"
    WITHDRAWN = "withdrawn"


def check_request(size: int, limits: Limits = LIMITS) -> None:
    """Refuse a request by its declared length, before a byte of it is kept."""
    if size > limits.request:
        raise RuleViolation("evidence.request_too_large", limit=limits.request // MEGABYTE)


def check_file(size: int, limits: Limits = LIMITS) -> None:
    """Refuse an empty file and one above the limit."""
    if size == 0:
        raise RuleViolation("evidence.empty")
    if size > limits.file:
        raise RuleViolation("evidence.too_large", limit=limits.file // MEGABYTE)


def check_picture(width: int, height: int, limits: Limits = LIMITS) -> None:
    """Refuse a picture that would unfold into more pixels than a camera makes."""
    if width <= 0 or height <= 0:
        raise RuleViolation("evidence.unreadable")
    if width * height > limits.pixels:
        raise RuleViolation("evidence.too_many_pixels", limit=limits.pixels // 1_000_000)


def check_pages(pages: int, limits: Limits = LIMITS) -> None:
    """Refuse a PDF without pages or with too many."""
    if pages == 0:
        raise RuleViolation("evidence.unreadable")
    if pages > limits.pages:
        raise RuleViolation("evidence.too_many_pages", limit=limits.pages)


def check_addition(
    state: State, sizes: Collection[int], size: int, limits: Limits = LIMITS
) -> None:
    """Refuse what the case has no room for; `sizes` are those of the files it holds."""
    if state not in ADDING:
        raise RuleViolation("evidence.closed")
    if len(sizes) >= limits.files:
        raise RuleViolation("evidence.too_many_files", limit=limits.files)
    if sum(sizes) + size > limits.total:
        raise RuleViolation("evidence.quota", limit=limits.total // MEGABYTE)


def removal(state: State, *, own: bool, withdrawn: bool) -> Removal:
    """What taking back a file means in this state; refuses other people's files."""
    if not own:
        raise RuleViolation("evidence.not_yours")
    if withdrawn:
        raise RuleViolation("evidence.withdrawn_already")
    if state not in ADDING:
        raise RuleViolation("evidence.closed")
    return Removal.ERASED if state == State.DRAFT else Removal.WITHDRAWN


def file_name(given: str, media_type: MediaType) -> str:
    """The name to show and to save under: one line, no path, the suffix of what it really is.

    Characters that steer the text's direction are dropped, so `gpj.exe` cannot pose as a picture.
    """
    last = given.replace("\\", "/").rsplit("/", 1)[-1]
    visible = "".join(
        c for c in last if not unicodedata.category(c).startswith("C") or c == "\u200d"
    )
    path = PurePosixPath(_UNSAFE.sub("_", visible).strip(" .") or "_")
    suffixes = SUFFIXES[media_type]
    known = path.suffix.lower() in suffixes
    stem = path.stem if known else path.name
    return stem[:_NAME_LENGTH] + (path.suffix if known else suffixes[0])
