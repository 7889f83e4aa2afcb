"""Whether a file is the one we sealed.

Four answers. `unknown`: nothing in it was signed under our root. `altered`: it was, and something
has changed since. `incomplete`: every signature in it is good, but the seal and its timestamp are
not there, as in a file that was cut back to an earlier state. `valid`: all signatures are good and
the last one, a timestamp, covers every byte of the file.

Other readers (Poppler's pdfsig) still say "valid" after something was appended; hence the rule
that the last signature covers everything. Only its own contents lie outside what it covers; for
those see `documents.signing.canonical`.
"""

import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.errors import NoDSSFoundError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

from documents.signing.canonical import is_canonical
from documents.signing.offline import (
    Kind,
    signature_part,
    signing_moment,
)
from documents.signing.pades import ARCHIVE, empty_fields
from documents.signing.timestamp import to_asn1
from documents.typesetting.slots import SEAL

Status = Literal["valid", "altered", "incomplete", "unknown"]
Reason = Literal["good", "changed", "not_trusted", "no_timestamp", "added_to", "unreadable"]

LARGEST_FILE: Final = 32 * 1024 * 1024
_MOST_SIGNATURES: Final = 50


@dataclass(frozen=True)
class SignatureRow:
    """What one signature proves. `signed_at` is what its timestamp says."""

    field: str
    kind: Kind
    signer: str
    signed_at: datetime | None
    valid: bool
    covers_whole: bool
    reason: Reason


@dataclass(frozen=True)
class Verdict:
    """The answer about a file.

    `known`: whether its digest is among those of the files we issued; None where nobody asked.
    """

    status: Status
    sha256: str
    known: bool | None
    signatures: Sequence[SignatureRow]


def verify(
    pdf: bytes,
    *,
    roots: Sequence[bytes],
    at: datetime,
    known_sha256: Callable[[str], bool] | None = None,
) -> Verdict:
    """Judge a file. `roots`: PEM of the certificates to trust; `at`: now.

    Never raises on account of the file. A file whose digest is not known is never valid where
    `known_sha256` is given. For files from strangers use `verification_apart.verify_apart`.
    """
    digest = hashlib.sha256(pdf).hexdigest()
    known = known_sha256(digest) if known_sha256 else None
    if len(pdf) > LARGEST_FILE or not mentions_root(pdf, roots):
        return Verdict("unknown", digest, known, [])
    trusted = [x509.load_pem_x509_certificate(pem) for pem in roots]
    try:
        status, rows = _judge(pdf, trusted, at)
    except Exception:  # noqa: BLE001  (corrupt input raises anything; all of it means "altered")
        return Verdict("altered", digest, known, [])
    if status == "valid" and known is False:
        status = "altered"
    return Verdict(status, digest, known, rows)


def mentions_root(pdf: bytes, roots: Sequence[bytes]) -> bool:
    """Whether a certificate issued by one of `roots` lies in the file, as in all we sign.

    Read from the bytes alone, so that a foreign file is never parsed.
    """
    for root in map(x509.load_pem_x509_certificate, roots):
        found = root.extensions.get_extension_for_class(x509.SubjectKeyIdentifier)
        if found.value.digest.hex().upper().encode() in pdf:
            return True
    return False


def _judge(
    pdf: bytes, roots: Sequence[x509.Certificate], at: datetime
) -> tuple[Status, list[SignatureRow]]:
    reader = PdfFileReader(io.BytesIO(pdf))
    embedded = list(reader.embedded_signatures)
    if not 0 < len(embedded) <= _MOST_SIGNATURES:
        return "altered", []
    last = signature_part(pdf, embedded[-1])
    archived_at = signing_moment(last) if last.kind == "timestamp" else None
    court = _Court(pdf, roots, _revocation_lists(reader), archived_at or at, at)
    rows = [court.judge(one) for one in embedded]
    if not (all(row.valid for row in rows) and last.covers_whole):
        return "altered", rows
    if empty_fields(pdf) or [row.field for row in rows][-2:] != [SEAL, ARCHIVE]:
        return "incomplete", rows
    return ("valid" if is_canonical(last, roots) else "altered"), rows


def _revocation_lists(reader: PdfFileReader) -> list[bytes]:
    try:
        store = DocumentSecurityStore.read_dss(reader)
    except NoDSSFoundError:
        return []
    return [entry.get_object().data for entry in store.crls]


@dataclass(frozen=True)
class _Court:
    """What the signatures of one file are judged by.

    A signer's short-lived certificate is judged as of its timestamp, that timestamp's as of the
    archive timestamp, and the archive timestamp's as of now. Revocation lists were made after the
    signatures they speak for.
    """

    pdf: bytes
    roots: Sequence[x509.Certificate]
    revocation_lists: Sequence[bytes]
    archived_at: datetime
    at: datetime

    def judge(self, embedded: EmbeddedPdfSignature) -> SignatureRow:
        """One signature's row. Never raises."""
        try:
            return self._judge(embedded)
        except Exception:  # noqa: BLE001  (corrupt input raises anything: all of it is "invalid")
            name = str(embedded.field_name)
            return SignatureRow(name, "signature", "", None, False, False, "unreadable")

    def _judge(self, embedded: EmbeddedPdfSignature) -> SignatureRow:
        part = signature_part(self.pdf, embedded)
        moment = signing_moment(part)
        if moment is None:
            reason: Reason = "no_timestamp"
        elif part.kind == "timestamp":
            reason = _reason(validate_pdf_timestamp(embedded, self._context(self.at)))
        else:
            now, then = self._context(moment), self._context(self.archived_at)
            reason = _reason(validate_pdf_signature(embedded, now, then))
        signer = str(embedded.signer_cert.subject.native.get("common_name", ""))
        good = reason == "good"
        return SignatureRow(part.field, part.kind, signer, moment, good, part.covers_whole, reason)

    def _context(self, moment: datetime) -> ValidationContext:
        return ValidationContext(
            trust_roots=[to_asn1(root) for root in self.roots],
            crls=self.revocation_lists,
            retroactive_revinfo=True,
            moment=moment,
            allow_fetching=False,
        )


def _reason(status: PdfSignatureStatus | DocumentTimestampStatus) -> Reason:
    if not (status.intact and status.valid):
        return "changed"
    if not status.trusted:
        return "not_trusted"
    if isinstance(status, PdfSignatureStatus):
        stamp = status.timestamp_validity
        if stamp is None or not (stamp.intact and stamp.valid and stamp.trusted):
            return "no_timestamp"
        return "good" if status.bottom_line else "added_to"
    level = status.modification_level
    allowed = level is None or level <= ModificationLevel.LTA_UPDATES
    return "good" if allowed else "added_to"
