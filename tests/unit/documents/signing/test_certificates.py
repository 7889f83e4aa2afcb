from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1
from cryptography.x509.oid import NameOID

from documents.signing.certificates import (
    DOCUMENT_SIGNING,
    POLICY,
    TIME_STAMPING,
    Shape,
    issue,
    revocation_list,
    subject,
)

AT = datetime(2026, 3, 19, tzinfo=UTC)
NAME = subject(organisation="云溪区人民调解委员会", unit="测试 Test", name="欧阳㛃")


def shape(days: int = 1, **options: object) -> Shape:
    return Shape(NAME, AT, AT + timedelta(days=days), **options)  # type: ignore[arg-type]


ROOT = issue(shape(900, is_authority=True, path_length=1))


def test_a_certificate_is_issued_on_p256_and_verifies() -> None:
    leaf = issue(shape(purpose=DOCUMENT_SIGNING), ROOT)
    leaf.certificate.verify_directly_issued_by(ROOT.certificate)
    assert isinstance(leaf.key.curve, SECP256R1)


def test_a_certificate_never_outlives_its_issuer() -> None:
    leaf = issue(shape(2000), ROOT)
    assert leaf.certificate.not_valid_after_utc == ROOT.certificate.not_valid_after_utc


def test_every_certificate_below_the_root_states_its_policy() -> None:
    leaf = issue(shape(), ROOT).certificate
    policies = leaf.extensions.get_extension_for_class(x509.CertificatePolicies).value
    assert [policy.policy_identifier for policy in policies] == [POLICY]
    notice = (policies[0].policy_qualifiers or [])[0]
    assert isinstance(notice, x509.UserNotice)
    assert "非依法设立" in (notice.explicit_text or "")


@pytest.mark.parametrize(
    ("purpose", "critical", "commits"),
    [(DOCUMENT_SIGNING, False, True), (TIME_STAMPING, True, False)],
)
def test_a_certificate_is_good_for_one_purpose(
    purpose: x509.ObjectIdentifier, critical: bool, commits: bool
) -> None:
    extensions = issue(shape(purpose=purpose), ROOT).certificate.extensions
    use = extensions.get_extension_for_class(x509.ExtendedKeyUsage)
    assert (list(use.value), use.critical) == ([purpose], critical)
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    assert (usage.content_commitment, usage.key_cert_sign) == (commits, False)


@pytest.mark.filterwarnings("ignore:Attribute's length")
@pytest.mark.parametrize(("length", "kept"), [(22, 22), (64, 64), (65, 64), (200, 64)])
def test_names_are_limited_in_characters_not_bytes(length: int, kept: int) -> None:
    named = subject(organisation="调" * length, unit="测试", name="解" * length)
    name = str(named.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)
    assert len(name) == kept
    assert name.endswith("…") == (length > 64)


def test_a_revocation_list_is_signed_and_numbered() -> None:
    listed = revocation_list(ROOT, at=AT, until=AT + timedelta(days=7))
    assert listed.is_signature_valid(ROOT.key.public_key())
    number = listed.extensions.get_extension_for_class(x509.CRLNumber).value
    assert number.crl_number == int(AT.timestamp())
    assert len(listed) == 0
