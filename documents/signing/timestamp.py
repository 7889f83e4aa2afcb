"""Who says when: RFC 3161 timestamps, by a key of the platform or over HTTP."""

import hashlib
import secrets
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from asn1crypto import algos, cms, core, tsp
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.x509 import Certificate

from documents.signing.authority import Credential
from documents.signing.certificates import POLICY

_LARGEST_ANSWER: Final = 64 * 1024
_SHA256: Final = {"algorithm": "sha256"}


class TimestampRefused(Exception):
    """The timestamper gave no usable timestamp; trying again later may help."""


class Timestamper(Protocol):
    """Vouches that something existed at a moment."""

    def timestamp(self, digest: bytes) -> bytes:
        """A DER TimeStampToken over a SHA-256 digest. Raises TimestampRefused."""
        ...


@dataclass(frozen=True)
class LocalTimestamper:
    """Signs timestamps with the platform's own key, by the clock it is given (aware times)."""

    credential: Credential
    clock: Callable[[], datetime]

    def timestamp(self, digest: bytes) -> bytes:
        """A token that carries its certificate and chain."""
        statement = self._statement(digest)
        certificate = to_asn1(self.credential.certificate)
        attributes = _signed_attributes(statement, certificate)
        signature = self.credential.key.sign(attributes.dump(), ECDSA(hashes.SHA256()))
        signer = cms.SignerInfo(
            {
                "version": "v1",
                "sid": cms.SignerIdentifier({"issuer_and_serial_number": _names(certificate)}),
                "digest_algorithm": _SHA256,
                "signed_attrs": attributes,
                "signature_algorithm": {"algorithm": "sha256_ecdsa"},
                "signature": signature,
            }
        )
        content = {"content_type": "tst_info", "content": core.ParsableOctetString(statement)}
        signed = cms.SignedData(
            {
                "version": "v3",
                "digest_algorithms": [_SHA256],
                "encap_content_info": cms.EncapsulatedContentInfo(content),
                "certificates": [certificate, *map(to_asn1, self.credential.chain)],
                "signer_infos": [signer],
            }
        )
        token: bytes = cms.ContentInfo({"content_type": "signed_data", "content": signed}).dump()
        return token

    def _statement(self, digest: bytes) -> bytes:
        statement = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": POLICY.dotted_string,
                "message_imprint": {"hash_algorithm": _SHA256, "hashed_message": digest},
                "serial_number": secrets.randbits(120),
                "gen_time": self.clock().replace(microsecond=0),
                "accuracy": {"seconds": 1},
                "ordering": False,
            }
        )
        der: bytes = statement.dump()
        return der


def _signed_attributes(statement: bytes, certificate: asn1_x509.Certificate) -> cms.CMSAttributes:
    """What RFC 3161, 2.4.2 and RFC 5816 demand: type, digest, and which certificate signed."""
    hashed = hashlib.sha256(certificate.dump()).digest()
    signing = tsp.SigningCertificateV2({"certs": [tsp.ESSCertIDv2({"cert_hash": hashed})]})
    return cms.CMSAttributes(
        [
            cms.CMSAttribute({"type": "content_type", "values": ["tst_info"]}),
            cms.CMSAttribute(
                {"type": "message_digest", "values": [hashlib.sha256(statement).digest()]}
            ),
            cms.CMSAttribute({"type": "signing_certificate_v2", "values": [signing]}),
        ]
    )


def _names(certificate: asn1_x509.Certificate) -> cms.IssuerAndSerialNumber:
    return cms.IssuerAndSerialNumber(
        {"issuer": certificate.issuer, "serial_number": certificate.serial_number}
    )


def to_asn1(certificate: Certificate) -> asn1_x509.Certificate:
    """The same certificate as pyHanko's ASN.1 library holds it."""
    return asn1_x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


@dataclass(frozen=True)
class HttpTimestamper:
    """Asks a timestamping authority by RFC 3161 over HTTP (3.4); `seconds` it may take."""

    url: str
    seconds: float = 10

    def __post_init__(self) -> None:
        if not self.url.startswith(("http://", "https://")):
            raise ValueError("a timestamping authority is reached by http or https")

    def timestamp(self, digest: bytes) -> bytes:
        """The authority's token, once it is seen to answer this very request."""
        nonce = secrets.randbits(63)
        imprint = tsp.MessageImprint(
            {"hash_algorithm": algos.DigestAlgorithm(_SHA256), "hashed_message": digest}
        )
        request = tsp.TimeStampReq(
            {"version": 1, "message_imprint": imprint, "nonce": nonce, "cert_req": True}
        )
        answer = self._post(request.dump())
        try:
            return _token(answer, digest, nonce)
        except (ValueError, TypeError, KeyError) as error:
            raise TimestampRefused("the answer is no timestamp") from error

    def _post(self, body: bytes) -> bytes:
        headers = {"Content-Type": "application/timestamp-query"}
        request = urllib.request.Request(self.url, body, headers)  # noqa: S310  (checked above)
        try:
            with urllib.request.urlopen(request, timeout=self.seconds) as answer:  # noqa: S310
                content: bytes = answer.read(_LARGEST_ANSWER + 1)
        except OSError as error:
            raise TimestampRefused("the timestamping authority cannot be reached") from error
        if len(content) > _LARGEST_ANSWER:
            raise TimestampRefused("the answer is too long")
        return content


def _token(answer: bytes, digest: bytes, nonce: int) -> bytes:
    response = tsp.TimeStampResp.load(answer, strict=True)
    if response["status"]["status"].native not in ("granted", "granted_with_mods"):
        raise TimestampRefused(str(response["status"]["status"].native))
    token = response["time_stamp_token"]
    statement = token["content"]["encap_content_info"]["content"].parsed
    imprint = statement["message_imprint"]
    if statement["nonce"].native != nonce or imprint["hashed_message"].native != digest:
        raise TimestampRefused("the answer is to another question")
    der: bytes = token.dump()
    return der
