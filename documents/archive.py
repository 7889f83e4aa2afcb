"""ZIP files that come out the same from the same content, with their checksums."""

import hashlib
import zipfile
from collections.abc import Iterable
from typing import IO

from documents.rules.manifest import checksums

SUMS = "SHA256SUMS"
_EPOCH = (1980, 1, 1, 0, 0, 0)


class Archive:
    """Writes entries stored, as PDFs and pictures do not shrink; `close` adds `SHA256SUMS`."""

    def __init__(self, target: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._hashes: dict[str, str] = {}

    def add(self, path: str, content: Iterable[bytes]) -> str:
        """Write one entry a piece at a time; returns its SHA-256 in hex."""
        digest = hashlib.sha256()
        info = zipfile.ZipInfo(path, _EPOCH)
        info.external_attr = 0o644 << 16
        with self._zip.open(info, "w", force_zip64=True) as entry:
            for piece in content:
                digest.update(piece)
                entry.write(piece)
        self._hashes[path] = digest.hexdigest()
        return self._hashes[path]

    def add_text(self, path: str, text: str) -> None:
        """Write one entry of UTF-8 text."""
        self.add(path, [text.encode()])

    def close(self) -> None:
        """Finish with the checksums of every entry."""
        self._zip.writestr(zipfile.ZipInfo(SUMS, _EPOCH), checksums(self._hashes))
        self._zip.close()
