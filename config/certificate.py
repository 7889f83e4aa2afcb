"""A self-made certificate, so that phones on the same network may use camera and microphone."""

import ipaddress
import os
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

VALID = timedelta(days=365)


def self_made_certificate(folder: Path, addresses: Sequence[str]) -> tuple[Path, Path]:
    """The key's and the certificate's path, made anew when missing, old or for other addresses."""
    key_path, certificate_path = folder / "key.pem", folder / "certificate.pem"
    if not (key_path.exists() and _serves(certificate_path, addresses)):
        folder.mkdir(parents=True, exist_ok=True)
        key = ec.generate_private_key(ec.SECP256R1())
        pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        with os.fdopen(os.open(key_path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as f:
            f.write(pem)
        certificate_path.write_bytes(_certificate(key, addresses).public_bytes(Encoding.PEM))
    return key_path, certificate_path


def _names(addresses: Sequence[str]) -> list[x509.GeneralName]:
    parsed = [ipaddress.ip_address(address) for address in addresses]
    return [x509.DNSName("localhost"), *(x509.IPAddress(address) for address in parsed)]


def _serves(path: Path, addresses: Sequence[str]) -> bool:
    if not path.exists():
        return False
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    fresh = certificate.not_valid_after_utc > datetime.now(UTC) + timedelta(days=1)
    return fresh and set(_names(addresses)) <= set(names)


def _certificate(key: ec.EllipticCurvePrivateKey, addresses: Sequence[str]) -> x509.Certificate:
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Maplebridge on this network")])
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + VALID)
        .add_extension(x509.SubjectAlternativeName(_names(addresses)), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
