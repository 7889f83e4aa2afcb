import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.signing.der import NotDer, first_piece, pieces


@pytest.mark.parametrize(
    "encoded",
    [
        b"",
        b"\x30",
        b"\x30\x80\x00\x00",
        b"\x30\x82\xff\xff",
        b"\x30\x85" + bytes(9),
        b"\x30\x81\x7f" + bytes(127),
        b"\x30\x82\x00\x80" + bytes(128),
        b"\x1f\x02ab",
    ],
)
def test_what_is_not_der_is_refused(encoded: bytes) -> None:
    with pytest.raises(NotDer):
        first_piece(encoded)


def test_a_piece_is_measured_with_its_header() -> None:
    assert first_piece(b"\x30\x03abc000").raw == b"\x30\x03abc"
    assert len(first_piece(b"\x30\x81\x80" + bytes(200)).raw) == 131


def test_pieces_are_read_to_the_last_byte() -> None:
    both = pieces(b"\x02\x01\x05\x04\x02ab")
    assert [(one.tag, one.content) for one in both] == [(2, b"\x05"), (4, b"ab")]
    with pytest.raises(NotDer):
        pieces(b"\x02\x01\x05\x04")


@given(st.binary(max_size=300))
def test_any_bytes_are_pieces_or_refused(encoded: bytes) -> None:
    try:
        found = pieces(encoded)
    except NotDer:
        return
    assert b"".join(one.raw for one in found) == encoded
