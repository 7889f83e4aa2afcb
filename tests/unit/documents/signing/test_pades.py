import io
from datetime import timedelta

import pytest
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko_certvalidator import ValidationContext

from documents.signing.pades import (
    ARCHIVE,
    PartlySignedPdf,
    PreparedPdf,
    empty_fields,
    prepare,
    reopen,
    seal,
    sign,
    unsigned_slots,
)
from documents.signing.stamp import seal_stamp
from documents.signing.timestamp import TimestampRefused, to_asn1
from documents.typesetting.agreement import SignerLine, typeset_agreement
from documents.typesetting.slots import SEAL
from mediation.rules.core import RuleViolation
from tests.unit.documents.signing.ceremony import (
    AT,
    ORGANISATION,
    authority,
    document,
    local_authority,
    prepared,
    sealed,
    sign_slot,
    signed_by_all,
    signed_by_one,
    signer_stamp,
    timestamper,
)
from tests.unit.documents.typesetting.reading import fonts_of, qpdf_complaints, text_of
from tests.unit.documents.typesetting.samples import CLAIMANT, CLAUSES, FONTS, agreement


def test_all_fields_are_made_before_anyone_signs() -> None:
    assert empty_fields(prepared().pdf) == ["party-1", "party-2", "mediator", SEAL, ARCHIVE]
    assert unsigned_slots(prepared()) == ["party-1", "party-2", "mediator"]


def test_preparing_adds_to_the_typeset_file_and_changes_none_of_it() -> None:
    assert prepared().pdf.startswith(document().pdf)


def test_each_act_only_adds_to_the_file() -> None:
    assert signed_by_one().pdf.startswith(prepared().pdf)
    assert sealed().pdf.startswith(signed_by_all().pdf)


def test_signing_fills_one_slot() -> None:
    assert unsigned_slots(signed_by_one()) == ["party-2", "mediator"]
    assert unsigned_slots(signed_by_all()) == []


def test_signing_twice_is_refused() -> None:
    with pytest.raises(RuleViolation) as refused:
        sign_slot(signed_by_one(), "party-1", "欧阳㛃")
    assert refused.value.code == "ceremony.already_signed"


@pytest.mark.parametrize("slot", ["nobody", SEAL, ARCHIVE])
def test_only_a_signers_slot_can_be_signed(slot: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        sign_slot(prepared(), slot, "某人")
    assert refused.value.code == "ceremony.no_such_slot"


def test_signers_may_sign_in_any_order() -> None:
    late = sign_slot(prepared(), "mediator", "李喆")
    assert unsigned_slots(sign_slot(late, "party-1", "欧阳㛃")) == ["party-2"]


def test_no_seal_before_all_have_signed() -> None:
    with pytest.raises(RuleViolation) as refused:
        seal(
            signed_by_one(),
            name=ORGANISATION,
            authority=authority(),
            stamp=seal_stamp(ORGANISATION, caption="电子印章", fonts=FONTS),
            timestamper=timestamper(),
            at=AT,
        )
    assert refused.value.code == "ceremony.signatures_missing"
    assert refused.value.params["slots"] == ["party-2", "mediator"]


def test_stored_bytes_are_reopened_in_their_phase() -> None:
    assert isinstance(reopen(prepared().pdf), PreparedPdf)
    assert isinstance(reopen(signed_by_all().pdf), PartlySignedPdf)


@pytest.mark.parametrize("pdf", [document().pdf, sealed().pdf], ids=["unprepared", "sealed"])
def test_what_waits_for_no_signature_is_not_reopened(pdf: bytes) -> None:
    with pytest.raises(ValueError, match="not waiting"):
        reopen(pdf)


def test_every_signature_and_timestamp_satisfies_pyhanko() -> None:
    embedded = PdfFileReader(io.BytesIO(sealed().pdf)).embedded_signatures
    assert [one.field_name for one in embedded] == [
        "party-1",
        "party-2",
        "mediator",
        SEAL,
        ARCHIVE,
    ]
    root = to_asn1(local_authority().root_certificate)
    for one in embedded:
        context = ValidationContext(trust_roots=[root], moment=AT + timedelta(minutes=7))
        if one.field_name == ARCHIVE:
            stamp = validate_pdf_timestamp(one, context)
            assert (stamp.intact, stamp.valid, stamp.trusted) == (True, True, True)
        else:
            status = validate_pdf_signature(one, context)
            assert status.bottom_line, status.summary()


def test_signatures_say_who_and_when() -> None:
    first = PdfFileReader(io.BytesIO(sealed().pdf)).embedded_signatures[0]
    assert first.signer_cert.subject.native["common_name"] == "欧阳㛃"
    assert first.sig_object["/Name"] == "欧阳㛃"
    assert first.self_reported_timestamp == AT


def test_a_sealed_file_is_sound_and_still_says_what_was_signed() -> None:
    pdf = sealed().pdf
    assert qpdf_complaints(pdf) == ""
    assert all("yes yes yes" in row for row in fonts_of(pdf))
    read = text_of(pdf)
    assert "".join(CLAUSES[0].zh.split()) in read
    assert "䶮彦博已签署Signed" in read


@pytest.mark.filterwarnings("ignore:Attribute's length")
def test_long_and_rare_names_are_signed_in_full() -> None:
    name = "𠮷木" * 40
    alone = agreement(signers=[SignerLine("party-1", CLAIMANT, name)])
    signed = sign_slot(prepare(typeset_agreement(alone, fonts=FONTS)), "party-1", name)
    embedded = PdfFileReader(io.BytesIO(signed.pdf)).embedded_signatures[0]
    assert embedded.sig_object["/Name"] == name
    shortened = embedded.signer_cert.subject.native["common_name"]
    assert len(shortened) == 64
    assert name.startswith(shortened.removesuffix("…"))


class _Closed:
    def timestamp(self, digest: bytes) -> bytes:
        raise TimestampRefused("closed")


def test_without_a_timestamp_nothing_is_signed() -> None:
    with pytest.raises(TimestampRefused):
        sign(
            prepared(),
            slot="party-1",
            name="欧阳㛃",
            credential=authority().issue_signer(name="欧阳㛃", identifier="1", at=AT),
            stamp=signer_stamp("party-1", "欧阳㛃"),
            timestamper=_Closed(),
            at=AT,
        )


@pytest.mark.parametrize("hours", [-1, 24])
def test_a_timestamp_outside_the_certificates_validity_is_refused(hours: int) -> None:
    with pytest.raises(TimestampRefused, match="not valid"):
        sign(
            prepared(),
            slot="party-1",
            name="欧阳㛃",
            credential=authority().issue_signer(name="欧阳㛃", identifier="1", at=AT),
            stamp=signer_stamp("party-1", "欧阳㛃"),
            timestamper=timestamper(AT + timedelta(hours=hours)),
            at=AT,
        )
