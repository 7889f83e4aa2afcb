"""The platform's own authority, kept in a folder: root → signing authority → signers and seal.

The folder is made once and whole: it is filled under another name and renamed into place, so of
two processes that start at once one wins and the other uses what it made. Keys are readable by the
owner alone. Whoever needs more moves the root's key to another machine, or another adapter here.
"""

import os
import shutil
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey

from documents.signing.authority import Credential
from documents.signing.certificates import (
    DOCUMENT_SIGNING,
    TIME_STAMPING,
    Pair,
    Shape,
    issue,
    revocation_list,
    subject,
)

_ROOT, _SIGNING, _SEAL, _TIMESTAMP = "root", "signing", "seal", "timestamp"
_SIGNER_UNIT: Final = "一次性签署证书 One-time signing certificate"
_SEAL_UNIT: Final = "平台签发的电子印章 Electronic seal, platform-issued"
_AUTHORITY_UNIT: Final = "平台自建证书系统 Platform-run certificates"
_SIGNER_LIFE: Final = timedelta(hours=23)
_SKEW: Final = timedelta(minutes=5)  # between this clock and the timestamper's
_ROOT_LIFE: Final = timedelta(days=365 * 25)
_AUTHORITY_LIFE: Final = timedelta(days=365 * 20)
_LEAF_LIFE: Final = timedelta(days=365 * 15)
_LIST_LIFE: Final = timedelta(days=7)


@dataclass(frozen=True)
class LocalAuthority:
    """The `Authority` port by keys on this machine."""

    organisation: str
    _pairs: dict[str, Pair]

    @classmethod
    def open(cls, directory: Path, *, organisation: str, at: datetime) -> Self:
        """Load the authority from `directory`, making it first if it is not there.

        `at` begins its validity when it is made. Raises OSError where the folder cannot be
        written, ValueError where its contents are not keys and certificates.
        """
        if not (directory / f"{_ROOT}.pem").is_file():
            _create(directory, organisation, at)
        names = (_ROOT, _SIGNING, _SEAL, _TIMESTAMP)
        return cls(organisation, {name: _load(directory, name) for name in names})

    @classmethod
    def in_memory(cls, *, organisation: str, at: datetime) -> Self:
        """An authority that nobody can load again."""
        return cls(organisation, _make_pairs(organisation, at))

    @property
    def root_pem(self) -> bytes:
        """The root's certificate."""
        return _pem(self.root_certificate)

    @property
    def root_certificate(self) -> x509.Certificate:
        """The root itself."""
        return self._pairs[_ROOT].certificate

    @property
    def chain_pem(self) -> bytes:
        """The signing authority's certificate."""
        return _pem(self._pairs[_SIGNING].certificate)

    def issue_signer(self, *, name: str, identifier: str, at: datetime) -> Credential:
        """A new key with a certificate for the day of `at`."""
        shape = Shape(
            subject(
                organisation=self.organisation, unit=_SIGNER_UNIT, name=name, serial=identifier
            ),
            valid_from=at - _SKEW,
            valid_until=at + _SIGNER_LIFE,
            purpose=DOCUMENT_SIGNING,
        )
        return self._credential(issue(shape, self._pairs[_SIGNING]))

    def seal(self) -> Credential:
        """The organisation's seal."""
        return self._credential(self._pairs[_SEAL])

    def timestamper(self) -> Credential:
        """The key of the local timestamper."""
        return self._credential(self._pairs[_TIMESTAMP])

    def revocation_lists(self, *, at: datetime) -> Sequence[bytes]:
        """The root's list and the signing authority's, good for a week."""
        issuers = (self._pairs[_ROOT], self._pairs[_SIGNING])
        lists = (revocation_list(one, at=at, until=at + _LIST_LIFE) for one in issuers)
        return [one.public_bytes(serialization.Encoding.DER) for one in lists]

    def _credential(self, pair: Pair) -> Credential:
        return Credential(pair.key, pair.certificate, [self._pairs[_SIGNING].certificate])


def _create(directory: Path, organisation: str, at: datetime) -> None:
    directory.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=f".{directory.name}-", dir=directory.parent))
    try:
        for name, pair in _make_pairs(organisation, at).items():
            _write(draft, name, pair)
        draft.rename(directory)
    except OSError:
        # A full folder refuses the renaming: another process was first, and its keys are used.
        if not (directory / f"{_ROOT}.pem").is_file():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _make_pairs(organisation: str, at: datetime) -> dict[str, Pair]:
    def shape(name: str, unit: str, life: timedelta) -> Shape:
        named = subject(organisation=organisation, unit=unit, name=name)
        return Shape(named, valid_from=at - _SKEW, valid_until=at + life)

    root = shape(f"{organisation} Root", _AUTHORITY_UNIT, _ROOT_LIFE)
    signing = shape(f"{organisation} Signing CA", _AUTHORITY_UNIT, _AUTHORITY_LIFE)
    seal = shape(organisation, _SEAL_UNIT, _LEAF_LIFE)
    timestamp = shape(f"{organisation} Timestamps", _AUTHORITY_UNIT, _LEAF_LIFE)
    root_pair = issue(replace(root, is_authority=True, path_length=1))
    signing_pair = issue(replace(signing, is_authority=True, path_length=0), root_pair)
    return {
        _ROOT: root_pair,
        _SIGNING: signing_pair,
        _SEAL: issue(replace(seal, purpose=DOCUMENT_SIGNING), signing_pair),
        _TIMESTAMP: issue(replace(timestamp, purpose=TIME_STAMPING), signing_pair),
    }


def _write(directory: Path, name: str, pair: Pair) -> None:
    key = pair.key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    for suffix, content in (("key", key), ("pem", _pem(pair.certificate))):
        handle = os.open(
            directory / f"{name}.{suffix}", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600
        )
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())


def _load(directory: Path, name: str) -> Pair:
    key = serialization.load_pem_private_key((directory / f"{name}.key").read_bytes(), None)
    if not isinstance(key, EllipticCurvePrivateKey):
        raise ValueError(f"{name}.key is not an elliptic curve key")
    certificate = x509.load_pem_x509_certificate((directory / f"{name}.pem").read_bytes())
    return Pair(key, certificate)


def _pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)
