"""Where files are kept: in the default storage, in a folder, under the hash of their content.

A name says what the bytes are, so a changed file is found out. Views are named by the hash of the
original that they show.
"""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage

_PIECE = 256 * 1024


def pieces(file: BinaryIO | File[bytes]) -> Iterator[bytes]:
    """The whole file from its beginning, a piece at a time."""
    file.seek(0)
    while piece := file.read(_PIECE):
        yield piece


def digest_of(file: BinaryIO | File[bytes]) -> str:
    """SHA-256 of the whole file in hex."""
    digest = hashlib.sha256()
    for piece in pieces(file):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def keep(folder: str, sha256: str, content: BinaryIO | bytes) -> None:
    """Keep `content`; nothing happens when it is kept already."""
    name = f"{folder}/{sha256}"
    if default_storage.exists(name):
        return
    file = ContentFile(content) if isinstance(content, bytes) else File(content)
    file.seek(0)
    saved = default_storage.save(name, file)
    if saved != name:  # somebody kept the same bytes at the same moment
        default_storage.delete(saved)


def open_kept(folder: str, sha256: str) -> File[bytes]:
    """The kept file, open for reading. Raises FileNotFoundError."""
    return default_storage.open(f"{folder}/{sha256}", "rb")


def discard(folder: str, sha256: str) -> None:
    """Forget it; nothing happens when it is not there."""
    default_storage.delete(f"{folder}/{sha256}")
