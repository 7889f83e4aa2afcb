import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.rules import uploads
from documents.rules.uploads import ADDING, LIMITS, SUFFIXES, MediaType, Removal
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import State


def refused(code: str) -> pytest.RaisesExc[RuleViolation]:
    return pytest.RaisesExc(RuleViolation, check=lambda error: error.code == code)


def test_a_request_is_refused_by_its_declared_length() -> None:
    uploads.check_request(LIMITS.request)
    with refused("evidence.request_too_large"):
        uploads.check_request(200 * 1024 * 1024)


@pytest.mark.parametrize(
    ("size", "code"), [(0, "evidence.empty"), (LIMITS.file + 1, "evidence.too_large")]
)
def test_a_file_has_a_least_and_a_greatest_size(size: int, code: str) -> None:
    with refused(code):
        uploads.check_file(size)


def test_a_picture_of_too_many_pixels_is_refused() -> None:
    uploads.check_picture(6000, 10_000)
    with refused("evidence.too_many_pixels"):
        uploads.check_picture(60_000, 60_000)


@pytest.mark.parametrize("state", list(State))
def test_a_case_takes_files_while_it_is_open(state: State) -> None:
    if state in ADDING:
        uploads.check_addition(state, [], 1)
        return
    with refused("evidence.closed"):
        uploads.check_addition(state, [], 1)


def test_a_case_has_room_for_so_many_files_and_bytes() -> None:
    with refused("evidence.too_many_files"):
        uploads.check_addition(State.DRAFT, [1] * LIMITS.files, 1)
    with refused("evidence.quota"):
        uploads.check_addition(State.DRAFT, [LIMITS.total], 1)


def test_a_draft_forgets_and_a_filed_case_remembers() -> None:
    assert uploads.removal(State.DRAFT, own=True, withdrawn=False) is Removal.ERASED
    assert uploads.removal(State.MEDIATING, own=True, withdrawn=False) is Removal.WITHDRAWN


@pytest.mark.parametrize(
    ("state", "own", "withdrawn", "code"),
    [
        (State.DRAFT, False, False, "evidence.not_yours"),
        (State.MEDIATING, True, True, "evidence.withdrawn_already"),
        (State.AGREED, True, False, "evidence.closed"),
    ],
)
def test_taking_back_is_refused(state: State, own: bool, withdrawn: bool, code: str) -> None:
    with refused(code):
        uploads.removal(state, own=own, withdrawn=withdrawn)


@pytest.mark.parametrize(
    ("given_name", "media_type", "name"),
    [
        ("租房合同.pdf", MediaType.PDF, "租房合同.pdf"),
        ("𠮷田🍁.JPG", MediaType.JPEG, "𠮷田🍁.JPG"),
        ("../../etc/passwd", MediaType.PNG, "passwd.png"),
        ("C:\\photos\\wall.jpeg", MediaType.JPEG, "wall.jpeg"),
        ("evil.html", MediaType.JPEG, "evil.html.jpg"),
        ("invoice\u202egpj.exe", MediaType.JPEG, "invoicegpj.exe.jpg"),
        ("", MediaType.PDF, "_.pdf"),
        ("a\x00b\n.pdf", MediaType.PDF, "ab.pdf"),
    ],
)
def test_a_name_is_made_plain(given_name: str, media_type: MediaType, name: str) -> None:
    assert uploads.file_name(given_name, media_type) == name


@given(st.text(max_size=400), st.sampled_from(list(MediaType)))
def test_every_name_is_one_short_line_that_says_what_the_file_is(
    given_name: str, media_type: MediaType
) -> None:
    name = uploads.file_name(given_name, media_type)
    assert len(name) <= 110
    assert name.lower().endswith(SUFFIXES[media_type])
    assert not set(name) & set('/\\\n\r\x00"<>')
