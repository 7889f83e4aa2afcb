"""What every authority promises."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.x509.oid import NameOID

from documents.signing.authority import Authority
from documents.signing.local_authority import LocalAuthority

AT = datetime(2026, 3, 19, 2, 21, 7, tzinfo=UTC)


def on_disk(folder: Path) -> Authority:
    return LocalAuthority.open(folder / "keys", organisation="云溪区人民调解委员会", at=AT)


def in_memory(folder: Path) -> Authority:
    return LocalAuthority.in_memory(organisation="云溪区人民调解委员会", at=AT)


@pytest.fixture(params=[on_disk, in_memory], ids=["on disk", "in memory"])
def authority(request: pytest.FixtureRequest, tmp_path: Path) -> Authority:
    make: Callable[[Path], Authority] = request.param
    return make(tmp_path)


def root_of(authority: Authority) -> x509.Certificate:
    return x509.load_pem_x509_certificate(authority.root_pem)


def test_a_signers_certificate_leads_to_the_root(authority: Authority) -> None:
    signer = authority.issue_signer(name="欧阳㛃", identifier="9f2c", at=AT)
    path = [signer.certificate, *signer.chain, root_of(authority)]
    for issued, issuer in pairwise(path):
        issued.verify_directly_issued_by(issuer)
    assert signer.key.public_key() == signer.certificate.public_key()


def test_the_seal_leads_to_the_root(authority: Authority) -> None:
    seal = authority.seal()
    path = [seal.certificate, *seal.chain, root_of(authority)]
    for issued, issuer in pairwise(path):
        issued.verify_directly_issued_by(issuer)


def test_the_chain_is_what_lies_between(authority: Authority) -> None:
    chain = x509.load_pem_x509_certificates(authority.chain_pem)
    assert chain == list(authority.seal().chain)


def test_a_signers_certificate_is_good_for_a_day_at_most(authority: Authority) -> None:
    certificate = authority.issue_signer(name="李喆", identifier="9f2c", at=AT).certificate
    assert certificate.not_valid_before_utc <= AT <= certificate.not_valid_after_utc
    life = certificate.not_valid_after_utc - certificate.not_valid_before_utc
    assert life <= timedelta(days=1)


def test_a_certificate_names_the_signer_and_says_what_it_is(authority: Authority) -> None:
    subject = authority.issue_signer(name="欧阳㛃", identifier="9f2c", at=AT).certificate.subject

    def said(kind: x509.ObjectIdentifier) -> str:
        return str(subject.get_attributes_for_oid(kind)[0].value)

    assert said(NameOID.COMMON_NAME) == "欧阳㛃"
    assert said(NameOID.SERIAL_NUMBER) == "9f2c"
    assert "One-time signing certificate" in said(NameOID.ORGANIZATIONAL_UNIT_NAME)


def test_every_signing_has_a_key_of_its_own(authority: Authority) -> None:
    first = authority.issue_signer(name="李喆", identifier="1", at=AT)
    second = authority.issue_signer(name="李喆", identifier="1", at=AT)
    assert first.key.public_key() != second.key.public_key()
    assert first.certificate.serial_number != second.certificate.serial_number


def test_revocation_lists_cover_every_issuer(authority: Authority) -> None:
    loaded = [x509.load_der_x509_crl(der) for der in authority.revocation_lists(at=AT)]
    issuers = {root_of(authority).subject, *(one.subject for one in authority.seal().chain)}
    assert {one.issuer for one in loaded} == issuers
    assert all(one.last_update_utc == AT for one in loaded)
