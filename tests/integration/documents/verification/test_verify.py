import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from documents.services.files import stage_read
from documents.services.verification import PER_MINUTE
from documents.signing.verification import LARGEST_FILE
from mediation.people.models import User
from tests.integration.documents.agreement.story import Story
from tests.unit.documents import pictures

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]


@pytest.fixture(autouse=True)
def _fresh_pace() -> None:
    cache.clear()


@pytest.fixture
def drop(as_user: SignIn) -> Callable[..., Any]:
    """Drops a file on the page as somebody who did not sign in."""

    def dropped(content: bytes, url: str = "/verify/", name: str = "agreement.pdf") -> Any:
        return as_user(None).post(url, {"file": SimpleUploadedFile(name, content)})

    return dropped


def sealed_bytes(story: Story) -> bytes:
    return stage_read(agreement=story.agreement, sha256=story.agreement.file_sha256)


def status_of(answer: Any) -> str:
    assert answer.status_code == 200
    status: str = answer.context["report"].verdict.status
    return status


def test_an_issued_file_is_valid_with_a_row_for_each_signature(
    sealed: Story, drop: Callable[..., Any]
) -> None:
    answer = drop(sealed_bytes(sealed))
    assert status_of(answer) == "valid"
    page = answer.content.decode()
    assert [line.name for line in answer.context["lines"]][:3] == ["李明", "赵国强", "王芳"]
    assert {line.tone for line in answer.context["lines"]} == {"ok"}
    assert "Seal of the organisation" in page
    assert "The same as the file that was issued" in page
    assert sealed.case.number in page


def test_one_changed_byte_is_found(sealed: Story, drop: Callable[..., Any]) -> None:
    pdf = sealed_bytes(sealed)
    place = len(pdf) // 3
    altered = pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]
    answer = drop(altered)
    assert status_of(answer) == "altered"
    assert "Not among the files that were issued" in answer.content.decode()


def test_an_addition_is_found(sealed: Story, drop: Callable[..., Any]) -> None:
    assert status_of(drop(sealed_bytes(sealed) + b"\n%more\n")) == "altered"


STRANGE = {
    "damaged": b"%PDF-1.7\n" + b"\0\xff" * 500,
    "web page": b"<html><script>alert(1)</script>",
    "archive": b"PK\x03\x04" + b"\0" * 300,
    "another paper": pictures.paper(),
    "photo": pictures.picture(),
}


def test_anything_else_is_unknown(sealed: Story, drop: Callable[..., Any]) -> None:
    for what, content in STRANGE.items():
        answer = drop(content, name="<script>.pdf")
        assert status_of(answer) == "unknown", what
        assert "<script>.pdf" not in answer.content.decode()


def test_a_piece_of_an_issued_file_gets_an_answer(sealed: Story, drop: Callable[..., Any]) -> None:
    pdf = sealed_bytes(sealed)
    assert status_of(drop(pdf[: len(pdf) // 2])) in {"altered", "unknown"}
    assert status_of(drop(pdf[len(pdf) // 2 :])) in {"altered", "unknown"}


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"", "This file is empty"), (b"\0" * (LARGEST_FILE + 1), "larger than 32 MB")],
    ids=["empty", "too large"],
)
def test_a_file_has_a_size(drop: Callable[..., Any], content: bytes, words: str) -> None:
    answer = drop(content)
    assert answer.status_code == 409
    assert words in answer.content.decode()


@pytest.mark.parametrize("body", [b"", b"--x\r\nContent-Disposition: form-data; na"])
def test_a_request_without_a_file_is_told_so(as_user: SignIn, body: bytes) -> None:
    answer = as_user(None).generic("POST", "/verify/", body, "multipart/form-data; boundary=x")
    assert answer.status_code == 409
    assert 'role="alert"' in answer.content.decode()


def test_a_long_request_is_refused_unread(as_user: SignIn) -> None:
    answer = as_user(None).generic(
        "POST", "/verify/", b"", "multipart/form-data; boundary=x", CONTENT_LENGTH=str(10**9)
    )
    assert answer.status_code == 409
    assert "larger than 32 MB" in answer.content.decode()


def test_the_pace_is_bounded(drop: Callable[..., Any]) -> None:
    answers = [drop(b"%PDF-1.7") for _ in range(PER_MINUTE + 1)]
    assert {answer.status_code for answer in answers[:-1]} == {200}
    assert "wait a minute" in answers[-1].content.decode()


def test_the_code_on_the_paper_tells_what_it_belongs_to(
    sealed: Story, as_user: SignIn, drop: Callable[..., Any]
) -> None:
    for code in (str(sealed.agreement.pk), sealed.agreement.file_sha256):
        page = as_user(None).get(f"/verify/{code}/")
        assert page.status_code == 200
        words = page.content.decode()
        assert sealed.case.number in words
        assert sealed.li.name not in words
    answer = drop(pictures.paper(), url=f"/verify/{sealed.agreement.pk}/")
    assert "Not the document that the code belongs to" in answer.content.decode()


@pytest.mark.parametrize("code", ["no-such-code", "0" * 64, "a" * 3000, "%00", "𠮷"])
def test_an_unknown_code_is_told_so(as_user: SignIn, code: str) -> None:
    answer = as_user(None).get(f"/verify/{code}/")
    assert answer.status_code == 404
    assert "no document with this code" in answer.content.decode()


def test_the_recipe_verifies_with_openssl_alone(
    sealed: Story, drop: Callable[..., Any], as_user: SignIn, tmp_path: Path
) -> None:
    answer = drop(sealed_bytes(sealed), name="协议 1.pdf")
    slug = sealed.case.organisation.slug
    root = as_user(None).get(f"/verify/certificate/{slug}.pem")
    (tmp_path / "root.pem").write_bytes(root.content)
    (tmp_path / "协议 1.pdf").write_bytes(sealed_bytes(sealed))
    (tmp_path / "verify.sh").write_text(answer.context["report"].recipe)
    told = subprocess.run(
        ["sh", "verify.sh"], cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert told.returncode == 0, told.stderr


def test_no_such_organisation_has_no_root(as_user: SignIn, db: None) -> None:
    assert as_user(None).get("/verify/certificate/nobody.pem").status_code == 404
