"""Who vouches for a signer's key.

`Authority` is the port. A licensed certification authority (电子签名法, Articles 13 and 16) can
stand behind it; `documents.signing.local_authority` is the platform's own, and every certificate
of it says so in its subject and its policy.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.x509 import Certificate


@dataclass(frozen=True)
class Credential:
    """A private key with its certificate; `chain` leads from its issuer towards the root."""

    key: EllipticCurvePrivateKey
    certificate: Certificate
    chain: Sequence[Certificate]


class Authority(Protocol):
    """Issues what signing needs. Times are aware; names may be of any length."""

    @property
    def root_pem(self) -> bytes:
        """The certificate that people trust, once, by hand."""
        ...

    @property
    def chain_pem(self) -> bytes:
        """The certificates between the root and a signer's, PEM one after another."""
        ...

    def issue_signer(self, *, name: str, identifier: str, at: datetime) -> Credential:
        """A new key and a certificate valid for at most a day.

        `identifier` tells namesakes apart and must not be personal: a hash of the user's id.
        """
        ...

    def seal(self) -> Credential:
        """The organisation's seal."""
        ...

    def revocation_lists(self, *, at: datetime) -> Sequence[bytes]:
        """DER of the lists that say, at `at`, which certificates under the root are revoked."""
        ...
