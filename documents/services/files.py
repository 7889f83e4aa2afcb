"""Each stage of an agreement's PDF in the vault, by its hash."""

import hashlib

from django.core.files.base import File

from documents.models.agreement import Agreement
from documents.vault import keep, open_kept


def stage_keep(*, agreement: Agreement, pdf: bytes) -> str:
    """Keep a stage; its SHA-256 in hex. What a rolled-back act kept does no harm."""
    digest = hashlib.sha256(pdf).hexdigest()
    keep(agreement.folder, digest, pdf)
    return digest


def stage_read(*, agreement: Agreement, sha256: str) -> bytes:
    """The bytes of a stage. Raises ValueError when they are not what their name says."""
    with stage_open(agreement=agreement, sha256=sha256) as file:
        pdf: bytes = file.read()
    if hashlib.sha256(pdf).hexdigest() != sha256:
        raise ValueError(f"the stored file {sha256} was changed")
    return pdf


def stage_open(*, agreement: Agreement, sha256: str) -> File[bytes]:
    """The stage, open for reading. Raises FileNotFoundError."""
    return open_kept(agreement.folder, sha256)
