"""What typesetting hands to signing."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from documents.typesetting.slots import SignatureSlot


@dataclass(frozen=True)
class Typeset:
    """A finished document without signatures.

    `slots`: where each signer's field and the seal's (`seal`) are to lie; `sha256` of `pdf`, hex.
    """

    pdf: bytes
    sha256: str
    slots: Mapping[str, SignatureSlot]
    page_count: int


def typeset(pdf: bytes, slots: Mapping[str, SignatureSlot], page_count: int) -> Typeset:
    """Take the digest of a finished document."""
    digest = hashlib.sha256(pdf).hexdigest()
    return Typeset(pdf, digest, MappingProxyType(dict(slots)), page_count)
