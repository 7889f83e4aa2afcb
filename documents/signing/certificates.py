"""The shapes of the platform's certificates (RFC 5280, RFC 9336), all ECDSA P-256."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

# X.667 lets anyone make an identifier from a UUID without registering it; this one names the policy
# "issued by the platform itself, to someone it re-checked, for one signing".
POLICY: Final = x509.ObjectIdentifier("2.25.34530732395634101813244306455833534284")
STATEMENT: Final = (
    "由调解平台自行签发，非依法设立的电子认证服务机构签发。"
    "Issued by the mediation platform itself, not by a licensed certification authority."
)
DOCUMENT_SIGNING: Final = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336
TIME_STAMPING: Final = ExtendedKeyUsageOID.TIME_STAMPING
_LONGEST_NAME: Final = 64  # ub-common-name, RFC 5280 appendix A.1

# RFC 5280 limits characters; the library counts bytes, which refuses a Chinese name of 22, and
# warns of it even where it is told not to refuse.
warnings.filterwarnings("ignore", r"Attribute's length must be", UserWarning)


@dataclass(frozen=True)
class Pair:
    """A key with its certificate."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True)
class Shape:
    """What a certificate is for. `path_length`: of an authority, how many authorities below it."""

    subject: x509.Name
    valid_from: datetime
    valid_until: datetime
    path_length: int | None = None
    is_authority: bool = False
    purpose: x509.ObjectIdentifier | None = None


def new_key() -> EllipticCurvePrivateKey:
    """A fresh P-256 key."""
    return generate_private_key(SECP256R1())


def subject(*, organisation: str, unit: str, name: str, serial: str | None = None) -> x509.Name:
    """A subject whose name, if longer than RFC 5280 allows, ends in an ellipsis."""
    attributes = [
        x509.NameAttribute(NameOID.COUNTRY_NAME, "CN"),
        _attribute(NameOID.ORGANIZATION_NAME, organisation),
        _attribute(NameOID.ORGANIZATIONAL_UNIT_NAME, unit),
        _attribute(NameOID.COMMON_NAME, name),
    ]
    if serial:
        attributes.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, serial))
    return x509.Name(attributes)


def _attribute(kind: x509.ObjectIdentifier, text: str) -> x509.NameAttribute[str]:
    if len(text) > _LONGEST_NAME:
        text = text[: _LONGEST_NAME - 1] + "…"
    return x509.NameAttribute(kind, text, _validate=False)


def issue(shape: Shape, issuer: Pair | None = None) -> Pair:
    """A new pair, signed by `issuer`, or by itself where there is none.

    It never outlives its issuer.
    """
    key = new_key()
    if issuer is not None:
        latest = issuer.certificate.not_valid_after_utc
        shape = replace(shape, valid_until=min(shape.valid_until, latest))
    signing_key = issuer.key if issuer else key
    issuer_name = issuer.certificate.subject if issuer else shape.subject
    builder = (
        x509.CertificateBuilder()
        .subject_name(shape.subject)
        .issuer_name(issuer_name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(shape.valid_from)
        .not_valid_after(shape.valid_until)
    )
    for extension, critical in _extensions(shape, key, signing_key, is_root=issuer is None):
        builder = builder.add_extension(extension, critical)
    return Pair(key, builder.sign(signing_key, hashes.SHA256()))


def _extensions(
    shape: Shape,
    key: EllipticCurvePrivateKey,
    signing_key: EllipticCurvePrivateKey,
    *,
    is_root: bool,
) -> Sequence[tuple[x509.ExtensionType, bool]]:
    extensions: list[tuple[x509.ExtensionType, bool]] = [
        (x509.BasicConstraints(shape.is_authority, shape.path_length), True),
        (_key_usage(shape), True),
        (x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False),
        (x509.AuthorityKeyIdentifier.from_issuer_public_key(signing_key.public_key()), False),
    ]
    if shape.purpose is not None:
        # RFC 3161, 2.3: a timestamping certificate's purpose is critical.
        critical = shape.purpose == TIME_STAMPING
        extensions.append((x509.ExtendedKeyUsage([shape.purpose]), critical))
    if not is_root:
        notice = x509.UserNotice(None, STATEMENT)
        policy = x509.PolicyInformation(POLICY, [notice])
        extensions.append((x509.CertificatePolicies([policy]), False))
    return extensions


def _key_usage(shape: Shape) -> x509.KeyUsage:
    authority = shape.is_authority
    return x509.KeyUsage(
        digital_signature=not authority,
        content_commitment=not authority and shape.purpose != TIME_STAMPING,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=authority,
        crl_sign=authority,
        encipher_only=False,
        decipher_only=False,
    )


def revocation_list(
    issuer: Pair, *, at: datetime, until: datetime
) -> x509.CertificateRevocationList:
    """An empty list of revoked certificates, numbered by its second (RFC 5280, 5.2.3)."""
    identifier = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    return (
        x509.CertificateRevocationListBuilder()
        .issuer_name(issuer.certificate.subject)
        .last_update(at)
        .next_update(until)
        .add_extension(x509.CRLNumber(int(at.timestamp())), critical=False)
        .add_extension(identifier, critical=False)
        .sign(issuer.key, hashes.SHA256())
    )
