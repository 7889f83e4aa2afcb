"""Judging files from strangers in a process of their own, with little time and memory.

A crafted file can make a parser compute for hours or fill the memory. The child may do so without
harm: it is stopped, and the answer is "altered".
"""

import hashlib
import json
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from documents.signing.verification import SignatureRow, Verdict, mentions_root, verify

_PROJECT: Final = Path(__file__).resolve().parents[2]
_MEMORY: Final = 1024**3
_SECONDS: Final = 20


def verify_apart(
    pdf: bytes,
    *,
    roots: Sequence[bytes],
    at: datetime,
    known_sha256: Callable[[str], bool] | None = None,
) -> Verdict:
    """The same answer as `verify`, within 20 seconds and 1 GiB, whatever the file holds."""
    digest = hashlib.sha256(pdf).hexdigest()
    known = known_sha256(digest) if known_sha256 else None
    if known or not mentions_root(pdf, roots):
        # Our own bytes can be trusted to be harmless; a foreign file is not read at all.
        return verify(pdf, roots=roots, at=at, known_sha256=known_sha256)
    verdict = _ask_child(pdf, roots, at) or Verdict("altered", digest, None, [])
    status = "altered" if known is False and verdict.status == "valid" else verdict.status
    return Verdict(status, digest, known, verdict.signatures)


def _ask_child(pdf: bytes, roots: Sequence[bytes], at: datetime) -> Verdict | None:
    question = {"roots": [pem.decode("ascii") for pem in roots], "at": at.isoformat()}
    try:
        child = subprocess.run(
            [sys.executable, "-m", "documents.signing.verification_apart"],
            input=json.dumps(question).encode() + b"\n" + pdf,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            cwd=_PROJECT,
            timeout=_SECONDS,
            check=True,
        )
        return _verdict(json.loads(child.stdout))
    except (subprocess.SubprocessError, ValueError, KeyError):
        return None


def _verdict(answer: dict[str, Any]) -> Verdict:
    rows = [
        SignatureRow(**{**row, "signed_at": _moment(row["signed_at"])})
        for row in answer["signatures"]
    ]
    return Verdict(answer["status"], answer["sha256"], answer["known"], rows)


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _answer() -> None:
    """The child: read the question and the file, write the verdict."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (_SECONDS, _SECONDS))
    head, pdf = sys.stdin.buffer.read().split(b"\n", 1)
    question = json.loads(head)
    roots = [pem.encode() for pem in question["roots"]]
    verdict = verify(pdf, roots=roots, at=datetime.fromisoformat(question["at"]))
    sys.stdout.write(json.dumps(asdict(verdict), default=datetime.isoformat))


if __name__ == "__main__":
    _answer()
