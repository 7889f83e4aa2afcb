"""Signing a PDF, phase by phase: prepared → partly signed → sealed (ETSI EN 319 142-1, PAdES).

The phases are types, so an unprepared or a sealed file cannot be passed to `sign`. All fields are
made before the first signature. Each signer's field locks itself alone, so that later signatures
stay possible; the seal locks everything but the archive timestamp, and whatever is added to the
file after that is found by `documents.signing.verification`.
"""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import cms, crl, keys
from cryptography.hazmat.primitives import serialization
from cryptography.x509 import load_pem_x509_certificate
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields as pdf_fields
from pyhanko.sign import signers as pdf_signers
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.signing.authority import Authority, Credential
from documents.signing.pdf_stamp import DrawnStampStyle
from documents.signing.stamp import Stamp
from documents.signing.timestamp import Timestamper, TimestampRefused, to_asn1
from documents.typesetting.slots import SEAL, SignatureSlot
from documents.typesetting.typeset import Typeset
from mediation.rules.core import RuleViolation

ARCHIVE: Final = "archive-timestamp"
# Room for a signature with its chain and timestamp, in hexadecimal digits.
_RESERVED: Final = 24_576
_DIGEST: Final = "sha256"


@dataclass(frozen=True)
class PreparedPdf:
    """Every field is there and empty."""

    pdf: bytes


@dataclass(frozen=True)
class PartlySignedPdf:
    """At least one signer has signed."""

    pdf: bytes


@dataclass(frozen=True)
class SealedPdf:
    """Finished: `sha256` of the whole file, hex."""

    pdf: bytes
    sha256: str


def prepare(document: Typeset) -> PreparedPdf:
    """Make the fields of all signers, of the seal and of the archive timestamp."""
    writer = _writer(document.pdf)
    for slot, place in document.slots.items():
        if slot == SEAL:
            lock = pdf_fields.FieldMDPSpec(pdf_fields.FieldMDPAction.EXCLUDE, [ARCHIVE])
            level = pdf_fields.MDPPerm.FILL_FORMS
        else:
            lock = pdf_fields.FieldMDPSpec(pdf_fields.FieldMDPAction.INCLUDE, [slot])
            level = None
        spec = pdf_fields.SigFieldSpec(
            slot,
            on_page=place.page - 1,
            box=_box(place, square=slot == SEAL),
            field_mdp_spec=lock,
            doc_mdp_update_value=level,
        )
        pdf_fields.append_signature_field(writer, spec)
    pdf_fields.append_signature_field(writer, pdf_fields.SigFieldSpec(ARCHIVE))
    return PreparedPdf(_written(writer))


def _box(place: SignatureSlot, *, square: bool) -> tuple[int, int, int, int]:
    """Whole points; the seal is a square in the middle of its place."""
    x0, y0, x1, y1 = (round(edge) for edge in (place.x0, place.y0, place.x1, place.y1))
    if square:
        side = min(x1 - x0, y1 - y0)
        x0 += (x1 - x0 - side) // 2
        y0 += (y1 - y0 - side) // 2
        x1, y1 = x0 + side, y0 + side
    return x0, y0, x1, y1


def reopen(pdf: bytes) -> PreparedPdf | PartlySignedPdf:
    """The phase of stored bytes. Raises ValueError where they are not prepared, or are sealed."""
    filled = _filled(pdf)
    if SEAL not in filled or ARCHIVE not in filled or filled[SEAL]:
        raise ValueError("this file is not waiting for signatures")
    return PartlySignedPdf(pdf) if any(filled.values()) else PreparedPdf(pdf)


def unsigned_slots(document: PreparedPdf | PartlySignedPdf) -> list[str]:
    """Signers' slots that are still empty, in the order they were made."""
    filled = _filled(document.pdf)
    return [slot for slot, done in filled.items() if not done and slot not in (SEAL, ARCHIVE)]


def sign(
    document: PreparedPdf | PartlySignedPdf,
    *,
    slot: str,
    name: str,
    credential: Credential,
    stamp: Stamp,
    timestamper: Timestamper,
    at: datetime,
) -> PartlySignedPdf:
    """Add one person's signature (PAdES B-T).

    `at` is now: the timestamper must agree that the certificate is valid. Raises RuleViolation
    `ceremony.already_signed` or `ceremony.no_such_slot`, and TimestampRefused, in which case
    nothing happened and it may be tried again.
    """
    filled = _filled(document.pdf)
    if slot not in filled or slot in (SEAL, ARCHIVE):
        raise RuleViolation("ceremony.no_such_slot", slot=slot)
    if filled[slot]:
        raise RuleViolation("ceremony.already_signed", slot=slot)
    signed = _Signing(slot, name, credential, stamp, timestamper, at).apply(document.pdf)
    return PartlySignedPdf(signed)


def seal(
    document: PartlySignedPdf,
    *,
    name: str,
    authority: Authority,
    stamp: Stamp,
    timestamper: Timestamper,
    at: datetime,
) -> SealedPdf:
    """Add the organisation's seal, then what long-term validation needs (PAdES B-LTA).

    Raises RuleViolation `ceremony.signatures_missing` while a slot is empty, and TimestampRefused.
    """
    missing = unsigned_slots(document)
    if missing:
        raise RuleViolation("ceremony.signatures_missing", slots=missing)
    credential = authority.seal()
    sealed = _Signing(SEAL, name, credential, stamp, timestamper, at).apply(document.pdf)
    archived = _archive(sealed, authority, credential, timestamper, at)
    return SealedPdf(archived, hashlib.sha256(archived).hexdigest())


@dataclass(frozen=True)
class _Signing:
    """One signature about to be made."""

    slot: str
    name: str
    credential: Credential
    stamp: Stamp
    timestamper: Timestamper
    at: datetime

    def apply(self, pdf: bytes) -> bytes:
        metadata = pdf_signers.PdfSignatureMetadata(
            field_name=self.slot,
            md_algorithm=_DIGEST,
            subfilter=pdf_fields.SigSeedSubFilter.PADES,
            name=self.name,
        )
        signer = _SignerAt(
            metadata,
            _simple_signer(self.credential),
            timestamper=_PdfTimestamper(self.timestamper, self.credential),
            stamp_style=DrawnStampStyle(draw=self.stamp),
        )
        signer.at = self.at
        output = io.BytesIO()
        signer.sign_pdf(
            _writer(pdf), existing_fields_only=True, bytes_reserved=_RESERVED, output=output
        )
        return output.getvalue()


class _SignerAt(pdf_signers.PdfSigner):
    """Says the time it is given instead of reading a clock."""

    at: datetime

    def init_signing_session(self, *args: Any, **options: Any) -> Any:
        session = super().init_signing_session(*args, **options)
        session.system_time = self.at
        return session


def _simple_signer(credential: Credential) -> pdf_signers.SimpleSigner:
    key = credential.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    store = SimpleCertificateStore()  # type: ignore[no-untyped-call]
    store.register_multiple([to_asn1(one) for one in credential.chain])
    return pdf_signers.SimpleSigner(
        signing_cert=to_asn1(credential.certificate),
        signing_key=keys.PrivateKeyInfo.load(key),
        cert_registry=store,
    )


class _PdfTimestamper(TimeStamper):
    """Ours as pyHanko's. A timestamp outside the certificate's validity proves nothing."""

    def __init__(self, timestamper: Timestamper, credential: Credential) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self._timestamper = timestamper
        self._certificate = credential.certificate

    async def async_timestamp(self, message_digest: bytes, md_algorithm: str) -> cms.ContentInfo:
        token = cms.ContentInfo.load(self._timestamper.timestamp(message_digest))
        moment = token["content"]["encap_content_info"]["content"].parsed["gen_time"].native
        valid = self._certificate
        if not valid.not_valid_before_utc <= moment <= valid.not_valid_after_utc:
            raise TimestampRefused("the certificate is not valid at the time of the timestamp")
        return token


def _archive(
    pdf: bytes,
    authority: Authority,
    credential: Credential,
    timestamper: Timestamper,
    at: datetime,
) -> bytes:
    """Put certificates and revocation lists into the file, under a timestamp of the whole.

    The lists are of after every signature, so they still speak for it when its certificate has
    run out.
    """
    writer = _writer(pdf)
    lists = [crl.CertificateList.load(der) for der in authority.revocation_lists(at=at)]
    # With the root among them, validators find who issued the root's list.
    root = load_pem_x509_certificate(authority.root_pem)
    certificates = [to_asn1(one) for one in (credential.certificate, *credential.chain, root)]
    DocumentSecurityStore.supply_dss_in_writer(writer, None, certs=certificates, crls=lists)
    output = io.BytesIO()
    stamper = _PdfTimestamper(timestamper, credential)
    pdf_signers.PdfTimeStamper(stamper, field_name=ARCHIVE).timestamp_pdf(
        writer, _DIGEST, bytes_reserved=_RESERVED, output=output
    )
    return output.getvalue()


class _QuietWriter(IncrementalPdfFileWriter):
    """Adds to a file without touching its metadata, which was set with its text."""

    def _update_meta(self) -> None:
        return


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    return _QuietWriter(io.BytesIO(pdf))


def _written(writer: IncrementalPdfFileWriter) -> bytes:
    output = io.BytesIO()
    writer.write(output)  # type: ignore[no-untyped-call]
    return output.getvalue()


def empty_fields(pdf: bytes) -> list[str]:
    """Signature fields of any kind that nobody has filled."""
    return [name for name, done in _filled(pdf).items() if not done]


def _filled(pdf: bytes) -> dict[str, bool]:
    """Each signature field's name, and whether it is signed."""
    reader = PdfFileReader(io.BytesIO(pdf))
    return {name: value is not None for name, value, _ in pdf_fields.enumerate_sig_fields(reader)}
