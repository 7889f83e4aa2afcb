import asyncio
import io
from datetime import UTC, datetime, timedelta

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.ades.report import AdESPassed
from pyhanko.sign.validation.ades import simulate_future_ades_lta_validation
from pyhanko.sign.validation.policy_decl import (
    PdfSignatureValidationSpec,
    RevinfoOnlineFetchingRule,
    RevocationInfoGatheringSpec,
    SignatureValidationSpec,
)
from pyhanko_certvalidator.context import CertValidationPolicySpec
from pyhanko_certvalidator.policy_decl import (
    CertRevTrustPolicy,
    RevocationCheckingPolicy,
    RevocationCheckingRule,
)
from pyhanko_certvalidator.registry import SimpleTrustManager

from documents.signing.pades import PartlySignedPdf, PreparedPdf, unsigned_slots
from documents.signing.timestamp import to_asn1
from tests.unit.documents.signing.ceremony import (
    local_authority,
    prepared,
    seal_all,
    sign_slot,
)


def strict() -> PdfSignatureValidationSpec:
    """Every certificate must be shown not to be revoked, by what lies in the file alone."""
    rule = RevocationCheckingRule.CRL_OR_OCSP_REQUIRED
    root = to_asn1(local_authority().root_certificate)
    certificates = CertValidationPolicySpec(
        trust_manager=SimpleTrustManager.build(trust_roots=[root]),
        revinfo_policy=CertRevTrustPolicy(RevocationCheckingPolicy(rule, rule)),
    )
    local_only = RevocationInfoGatheringSpec(RevinfoOnlineFetchingRule.LOCAL_ONLY)
    return PdfSignatureValidationSpec(
        signature_validation_spec=SignatureValidationSpec(
            cert_validation_policy=certificates, revinfo_gathering_policy=local_only
        )
    )


def signed_just_now(at: datetime) -> bytes:
    """A ceremony by the clock, which pyHanko's simulation of the future starts from."""
    document: PreparedPdf | PartlySignedPdf = prepared()
    for slot in unsigned_slots(document):
        document = sign_slot(document, slot, "李喆", at)
    assert isinstance(document, PartlySignedPdf)
    return seal_all(document, at).pdf


def test_a_strict_validator_finds_all_it_needs_in_the_file() -> None:
    """ETSI EN 319 102-1, long-term, days after the signers' certificates ran out."""
    at = datetime.now(UTC) - timedelta(minutes=1)
    reader = PdfFileReader(io.BytesIO(signed_just_now(at)))
    for embedded in reader.embedded_regular_signatures:
        later = at + timedelta(days=5)
        result = asyncio.run(simulate_future_ades_lta_validation(embedded, strict(), later))
        assert result.ades_subindic is AdESPassed.OK, result.failure_msg
