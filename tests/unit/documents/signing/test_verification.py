import io
import logging
from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

from documents.signing.local_authority import LocalAuthority
from documents.signing.offline import signature_parts
from documents.signing.verification import LARGEST_FILE, Verdict, verify
from tests.unit.documents.signing.ceremony import (
    AT,
    LATER,
    document,
    local_authority,
    prepared,
    sealed,
    signed_by_all,
    signed_by_one,
)

PDF = sealed().pdf
LAST = signature_parts(PDF)[-1]


@pytest.fixture(autouse=True, scope="module")
def quiet() -> Iterator[None]:
    """pyHanko reports each failed validation at length."""
    logging.disable(logging.ERROR)
    yield
    logging.disable(logging.NOTSET)


def judged(pdf: bytes) -> Verdict:
    return verify(pdf, roots=[local_authority().root_pem], at=LATER)


def test_a_sealed_file_is_valid_and_each_signature_is_named() -> None:
    verdict = judged(PDF)
    assert verdict.status == "valid"
    assert verdict.sha256 == sealed().sha256
    assert verdict.known is None
    assert [(row.field, row.kind, row.signer, row.reason) for row in verdict.signatures] == [
        ("party-1", "signature", "欧阳㛃", "good"),
        ("party-2", "signature", "䶮彦博", "good"),
        ("mediator", "signature", "李喆", "good"),
        ("seal", "signature", "云溪区人民调解委员会", "good"),
        ("archive-timestamp", "timestamp", "云溪区人民调解委员会 Timestamps", "good"),
    ]
    assert verdict.signatures[0].signed_at == AT
    assert [row.covers_whole for row in verdict.signatures] == [False] * 4 + [True]


@pytest.mark.parametrize("days", [2, 900, 3650])
def test_it_stays_valid_long_after_the_signers_certificates_ran_out(days: int) -> None:
    at = AT + timedelta(days=days)
    assert verify(PDF, roots=[local_authority().root_pem], at=at).status == "valid"


def test_only_known_files_are_valid_where_the_known_ones_are_asked_for() -> None:
    roots = [local_authority().root_pem]
    known = verify(PDF, roots=roots, at=LATER, known_sha256={sealed().sha256}.__contains__)
    assert (known.status, known.known) == ("valid", True)
    stranger = verify(PDF, roots=roots, at=LATER, known_sha256=lambda digest: False)
    assert (stranger.status, stranger.known) == ("altered", False)


def test_any_of_several_roots_will_do() -> None:
    other = LocalAuthority.in_memory(organisation="别人", at=AT)
    assert verify(PDF, roots=[other.root_pem, local_authority().root_pem], at=LATER).status == (
        "valid"
    )


@pytest.mark.parametrize(
    "pdf",
    [b"", b"%PDF-1.7", b"\xff\xd8\xff\xe0 a photo", document().pdf, prepared().pdf],
    ids=["empty", "no pdf", "photo", "unprepared", "prepared"],
)
def test_what_nobody_signed_is_unknown(pdf: bytes) -> None:
    assert judged(pdf).status == "unknown"


def test_what_another_house_sealed_is_unknown() -> None:
    other = LocalAuthority.in_memory(organisation="云溪区人民调解委员会", at=AT)
    verdict = verify(PDF, roots=[other.root_pem], at=LATER)
    assert (verdict.status, list(verdict.signatures)) == ("unknown", [])


def test_a_file_beyond_the_largest_is_not_read() -> None:
    assert judged(PDF + bytes(LARGEST_FILE)).status == "unknown"


@pytest.mark.parametrize("pdf", [signed_by_one().pdf, signed_by_all().pdf])
def test_signatures_without_the_seal_are_incomplete(pdf: bytes) -> None:
    verdict = judged(pdf)
    assert verdict.status == "incomplete"
    assert all(row.valid for row in verdict.signatures)


def test_a_file_cut_back_to_an_earlier_state_is_not_valid() -> None:
    seal = signature_parts(PDF)[-2]
    cut = PDF[: seal.end + len(seal.signed) - seal.start]
    assert judged(cut).status == "incomplete"


@pytest.mark.parametrize(
    "tail", [b"\n", b" ", b"%%EOF\n", bytes(100)], ids=["newline", "space", "eof", "zeros"]
)
def test_an_appended_byte_is_found(tail: bytes) -> None:
    verdict = judged(PDF + tail)
    assert verdict.status == "altered"


def test_an_appended_edit_is_found() -> None:
    """What pdfsig still calls valid."""
    writer = IncrementalPdfFileWriter(io.BytesIO(PDF))
    writer.root["/Lang"] = writer.root["/Lang"]
    writer.update_root()  # type: ignore[no-untyped-call]
    edited = io.BytesIO()
    writer.write(edited)  # type: ignore[no-untyped-call]
    verdict = judged(edited.getvalue())
    assert verdict.status == "altered"
    assert not any(row.covers_whole for row in verdict.signatures)


def test_an_altered_clause_is_named_in_every_row() -> None:
    altered = bytearray(PDF)
    altered[5000] ^= 1
    verdict = judged(bytes(altered))
    assert verdict.status == "altered"
    assert {row.valid for row in verdict.signatures} <= {False}


def test_the_last_signatures_digits_may_be_written_in_one_way_only() -> None:
    digits = PDF[LAST.start : LAST.end]
    assert judged(PDF.replace(digits, digits.lower())).status == "altered"
    padded = PDF[: LAST.end - 2] + b"1" + PDF[LAST.end - 1 :]
    assert judged(padded).status == "altered"


def _places() -> st.SearchStrategy[int]:
    """Anywhere, and often in the one stretch that no signature covers."""
    return st.one_of(
        st.integers(0, len(PDF) - 1),
        st.integers(LAST.start, LAST.start + 2 * len(LAST.der)),
    )


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(_places(), st.integers(0, 255))
@example(LAST.start + 1, ord("4"))
@example(LAST.end - 2, ord("F"))
@example(len(PDF) - 1, ord(" "))
def test_no_other_byte_anywhere_is_ever_valid(place: int, byte: int) -> None:
    altered = PDF[:place] + bytes([byte]) + PDF[place + 1 :]
    if altered != PDF:
        assert judged(altered).status != "valid"


@settings(max_examples=20, deadline=None)
@given(st.integers(0, len(PDF) - 1))
def test_a_shortened_file_is_never_valid(length: int) -> None:
    assert judged(PDF[:length]).status != "valid"


@settings(max_examples=30, deadline=None)
@given(st.binary(max_size=2000))
def test_whatever_is_dropped_here_gets_an_answer(rubbish: bytes) -> None:
    mention = PDF[LAST.start : LAST.end]
    assert judged(b"%PDF-1.7\n" + mention + rubbish).status == "altered"
