"""Connectivity checks: who knows the password is answered, the rest is nobody."""

from aioice import stun
from hypothesis import given
from hypothesis import strategies as st

from hearings.media.embedded.ice_lite import Allowance, Credentials, answer, parse_check

OURS = Credentials("ours", "password")


def request(
    pwd: str = "password", username: str = "ours:theirs", *, nominate: bool = True
) -> bytes:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    message.attributes["USERNAME"] = username
    message.attributes["PRIORITY"] = 1
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity(pwd.encode())
    return bytes(message)


def test_a_check_is_read_and_answered() -> None:
    check = parse_check(request())
    assert check is not None
    assert (check.ufrag, check.nominates, check.authentic(OURS)) == ("ours", True, True)
    for address in (("192.0.2.7", 4000), ("2001:db8::7", 4000, 0, 0)):
        response = stun.parse_message(answer(check, OURS, address))
        assert response.attributes["XOR-MAPPED-ADDRESS"] == address[:2]
        assert response.transaction_id == check.message.transaction_id
        assert response.check_message_integrity(b"password")


def test_a_check_without_nomination() -> None:
    check = parse_check(request(nominate=False))
    assert check is not None
    assert not check.nominates


def test_a_wrong_password_is_not_authentic() -> None:
    check = parse_check(request(pwd="guess"))
    assert check is not None
    assert not check.authentic(OURS)


def test_a_request_without_integrity_is_not_authentic() -> None:
    message = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    message.attributes["USERNAME"] = "ours:theirs"
    check = parse_check(bytes(message))
    assert check is not None
    assert not check.authentic(OURS)


def test_what_is_no_check_is_nothing() -> None:
    response = stun.Message(stun.Method.BINDING, stun.Class.RESPONSE)
    allocate = stun.Message(stun.Method.ALLOCATE, stun.Class.REQUEST)
    allocate.attributes["USERNAME"] = "ours:theirs"
    bare = stun.Message(stun.Method.BINDING, stun.Class.REQUEST)
    for message in (response, allocate, bare):
        assert parse_check(bytes(message)) is None


def test_credentials_are_fresh() -> None:
    assert len({Credentials.fresh().pwd for _ in range(100)}) == 100
    assert len(Credentials.fresh().pwd) >= 22, "RFC 8445 section 5.3"


@given(st.binary(max_size=200))
def test_any_datagram_is_read_or_nothing(data: bytes) -> None:
    parse_check(data)


@given(at=st.integers(0, 200), value=st.integers(0, 255), cut=st.integers(0, 40))
def test_any_mutation_of_a_check_is_read_or_nothing(at: int, value: int, cut: int) -> None:
    data = bytearray(request())
    data[at % len(data)] = value
    parse_check(bytes(data[: len(data) - cut]))


@given(
    kind=st.integers(0, 0xFFFF),
    value=st.binary(max_size=24),
    length=st.integers(0, 40),
)
def test_any_attribute_is_read_or_nothing(kind: int, value: bytes, length: int) -> None:
    body = kind.to_bytes(2, "big") + length.to_bytes(2, "big") + value
    body += bytes(-len(body) % 4)
    head = b"\x00\x01" + len(body).to_bytes(2, "big") + b"\x21\x12\xa4\x42" + bytes(12)
    parse_check(head + body)


def test_strangers_get_so_many_checks_a_second() -> None:
    allowance = Allowance(3)
    assert [allowance.take(100.0) for _ in range(5)] == [True, True, True, False, False]
    assert [allowance.take(100.5) for _ in range(2)] == [True, False]
    assert [allowance.take(200.0) for _ in range(4)] == [True, True, True, False]
