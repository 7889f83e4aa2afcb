"""Whether a timestamp token is written in the one way it can be.

The last signature of a file covers everything but itself. So whatever in it no signature protects
must leave no choice, or a byte could be changed unseen: versions, algorithms, the names that point
to the certificate, and the certificates, which must all lead to the root (RFC 5652, 5.1 and 5.3).
"""

from collections.abc import Sequence
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature

from documents.signing.der import NotDer, Piece, first_piece
from documents.signing.offline import SignaturePart

_INTEGER, _OCTETS, _SEQUENCE, _SET = 0x02, 0x04, 0x30, 0x31
_TAGGED_0: Final = 0xA0
_SIGNED_DATA: Final = bytes.fromhex("06092A864886F70D010702")
_STATEMENT: Final = bytes.fromhex("060B2A864886F70D0109100104")  # id-ct-TSTInfo
_VERSION_1, _VERSION_3 = b"\x02\x01\x01", b"\x02\x01\x03"
_SHA2: Final = [bytes.fromhex(f"06096086480165030402{n:02X}") for n in (1, 2, 3)]
_DIGESTS: Final = {
    *(b"\x30\x0b" + oid for oid in _SHA2),
    *(b"\x30\x0d" + oid + b"\x05\x00" for oid in _SHA2),
}


def is_canonical(part: SignaturePart, roots: Sequence[x509.Certificate]) -> bool:
    """Whether the token of a document timestamp could not have been written otherwise."""
    written = part.der.hex().upper().encode()
    if part.digits != written.ljust(len(part.digits), b"0"):
        return False
    try:
        return _is_token(first_piece(part.der), roots)
    except (NotDer, ValueError, IndexError):
        return False


def _is_token(token: Piece, roots: Sequence[x509.Certificate]) -> bool:
    kind, tagged = _exactly(token, _SEQUENCE, 2)
    (signed,) = _exactly(tagged, _TAGGED_0, 1)
    version, digests, statement, certificates, signers = _exactly(signed, _SEQUENCE, 5)
    (signer,) = _exactly(signers, _SET, 1)
    (digest,) = _exactly(digests, _SET, 1)
    present = [x509.load_der_x509_certificate(one.raw) for one in certificates.children()]
    return (
        kind.raw == _SIGNED_DATA
        and version.raw == _VERSION_3
        and certificates.tag == _TAGGED_0
        and _is_statement(statement)
        and _is_signer(signer, digest, present)
        and all(_is_issued(one, [*present, *roots]) for one in present)
    )


def _exactly(piece: Piece, tag: int, count: int) -> list[Piece]:
    """The children of a value with this tag and this many of them. Raises NotDer."""
    children = piece.children()
    if piece.tag != tag or len(children) != count:
        raise NotDer("a token has other parts")
    return children


def _is_statement(piece: Piece) -> bool:
    kind, tagged = _exactly(piece, _SEQUENCE, 2)
    (statement,) = _exactly(tagged, _TAGGED_0, 1)
    return kind.raw == _STATEMENT and statement.tag == _OCTETS


def _is_signer(signer: Piece, digest: Piece, present: Sequence[x509.Certificate]) -> bool:
    """No attributes but the signed ones, and a name that points to a certificate to the letter."""
    version, name, algorithm, attributes, scheme, signature = _exactly(signer, _SEQUENCE, 6)
    issuer, serial = _exactly(name, _SEQUENCE, 2)
    return (
        version.raw == _VERSION_1
        and serial.tag == _INTEGER
        and any(_is_named(one, issuer, serial) for one in present)
        and algorithm.raw == digest.raw
        and algorithm.raw in _DIGESTS
        and (attributes.tag, scheme.tag, signature.tag) == (_TAGGED_0, _SEQUENCE, _OCTETS)
    )


def _is_named(certificate: x509.Certificate, issuer: Piece, serial: Piece) -> bool:
    number = int.from_bytes(serial.content, "big", signed=True)
    return certificate.issuer.public_bytes() == issuer.raw and certificate.serial_number == number


def _is_issued(certificate: x509.Certificate, issuers: Sequence[x509.Certificate]) -> bool:
    for issuer in issuers:
        try:
            certificate.verify_directly_issued_by(issuer)
        except (InvalidSignature, ValueError, TypeError):
            continue
        return True
    return False
