from pathlib import Path

from cryptography import x509

from config.certificate import self_made_certificate


def names(path: Path) -> x509.SubjectAlternativeName:
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    return certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value


def test_it_names_every_address_and_keeps_its_key_private(tmp_path: Path) -> None:
    key, certificate = self_made_certificate(tmp_path, ["127.0.0.1", "192.0.2.7"])
    addresses = names(certificate).get_values_for_type(x509.IPAddress)
    assert [str(address) for address in addresses] == ["127.0.0.1", "192.0.2.7"]
    assert key.stat().st_mode & 0o077 == 0


def test_it_is_kept_while_it_serves(tmp_path: Path) -> None:
    _, certificate = self_made_certificate(tmp_path, ["127.0.0.1"])
    before = certificate.read_bytes()
    self_made_certificate(tmp_path, ["127.0.0.1"])
    assert certificate.read_bytes() == before


def test_another_address_makes_another(tmp_path: Path) -> None:
    _, certificate = self_made_certificate(tmp_path, ["127.0.0.1"])
    before = certificate.read_bytes()
    self_made_certificate(tmp_path, ["127.0.0.1", "192.0.2.7"])
    assert certificate.read_bytes() != before
