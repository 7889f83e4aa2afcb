from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from documents.models import Evidence
from documents.rules.uploads import LIMITS
from mediation.journal.selectors import entries, stream_seq
from mediation.models import Case
from mediation.people.models import User
from mediation.rules.lifecycle import State
from tests.factories import cast_of, make_case
from tests.integration.documents.conftest import Cast
from tests.unit.documents import pictures

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User | None], Client]


def send(client: Client, case: Case, *files: tuple[str, bytes], script: bool = True) -> Any:
    chosen = [SimpleUploadedFile(name, content) for name, content in files]
    accept = "application/json" if script else "text/html"
    url = f"/cases/{case.pk}/evidence/add/"
    return client.post(url, {"files": chosen}, headers={"accept": accept})


def test_a_photo_is_kept_as_it_is_and_noted(cast: Cast, as_user: SignIn) -> None:
    photo = pictures.located_photo()
    answer = send(as_user(cast.claimant), cast.case, ("墙面𠮷.jpg", photo))
    assert (answer.status_code, answer.json()["number"]) == (201, 1)
    evidence = Evidence.objects.get()
    assert (evidence.name, evidence.size, evidence.added_by) == (
        "墙面𠮷.jpg",
        len(photo),
        cast.claimant,
    )
    kept = default_storage.open(f"evidence/{cast.case.pk}/originals/{evidence.sha256}")
    assert kept.read() == photo
    entry = entries(cast.case.stream)[-1]
    assert (entry.kind, entry.actor) == ("case.evidence_added", cast.claimant.actor)
    assert entry.data == {"evidence_id": str(evidence.pk), "sha256": evidence.sha256}


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.jpg", b"", "evidence.empty"),
        ("page.jpg", b"<html><script>alert(1)</script></html>", "evidence.unknown_type"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 a photo that is none", "evidence.unreadable"),
        ("bomb.png", pictures.bomb(), "evidence.too_many_pixels"),
        ("large.jpg", b"\xff\xd8\xff" + b"\0" * LIMITS.file, "evidence.too_large"),
        ("locked.pdf", pictures.paper(password="secret"), "evidence.locked"),
    ],
)
def test_a_bad_file_is_refused_in_words_and_nothing_is_kept(
    cast: Cast, as_user: SignIn, name: str, content: bytes, code: str
) -> None:
    before = stream_seq(cast.case.stream)
    answer = send(as_user(cast.claimant), cast.case, (name, content))
    assert (answer.status_code, answer.json()["code"]) == (409, code)
    assert answer.json()["message"]
    assert not Evidence.objects.exists()
    assert stream_seq(cast.case.stream) == before


def test_200_megabytes_are_refused_before_they_are_read(cast: Cast, as_user: SignIn) -> None:
    client = as_user(cast.claimant)
    answer = client.generic(
        "POST",
        f"/cases/{cast.case.pk}/evidence/add/",
        b"",
        "multipart/form-data; boundary=x",
        CONTENT_LENGTH=str(200 * 1024 * 1024),
        headers={"accept": "application/json"},
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "evidence.request_too_large")


BROKEN = [b"", b"--x\r\nContent-Disposition: form-data; na", b"\0" * 99]


@pytest.mark.parametrize("body", BROKEN, ids=["nothing", "cut off", "noise"])
def test_a_damaged_request_is_refused(cast: Cast, as_user: SignIn, body: bytes) -> None:
    url = f"/cases/{cast.case.pk}/evidence/add/"
    answer = as_user(cast.claimant).generic("POST", url, body, "multipart/form-data; boundary=x")
    assert answer.status_code == 409


def test_the_token_is_asked_for(cast: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.claimant)
    answer = send(client, cast.case, ("wall.jpg", pictures.picture()))
    assert answer.status_code == 403
    assert not Evidence.objects.exists()


def test_a_form_without_script_takes_the_good_and_names_the_bad(
    cast: Cast, as_user: SignIn
) -> None:
    client = as_user(cast.claimant)
    files = [("wall.jpg", pictures.picture()), ("notes.txt", b"not a photo")]
    answer = send(client, cast.case, *files, script=False)
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{cast.case.pk}/evidence/")
    page = client.get(answer["Location"]).content.decode()
    assert "wall.jpg" in page
    assert "notes.txt: This is not a photo or a PDF" in page


def test_the_same_file_twice_is_told_kindly(cast: Cast, as_user: SignIn) -> None:
    photo = ("wall.jpg", pictures.picture())
    send(as_user(cast.claimant), cast.case, photo)
    answer = send(as_user(cast.respondent), cast.case, photo)
    assert answer.json()["code"] == "evidence.duplicate"
    assert "exhibit 1, “wall.jpg”" in answer.json()["message"]


def test_a_closed_case_takes_nothing(as_user: SignIn) -> None:
    case = make_case(state=State.AGREED)
    answer = send(as_user(cast_of(case).claimant), case, ("wall.jpg", pictures.picture()))
    assert answer.json()["code"] == "evidence.closed"


def test_two_at_the_same_moment_get_two_numbers(
    cast: Cast, in_parallel: Callable[..., list[int]]
) -> None:
    def add(shade: int) -> int:
        client = Client()
        client.force_login(cast.claimant)
        photo = pictures.picture("PNG", (10 + shade, 10))
        number: int = send(client, cast.case, (f"{shade}.png", photo)).json()["number"]
        connection.close()
        return number

    assert sorted(in_parallel(add, range(4))) == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("who", "status"), [("stranger", 404), ("clerk", 404), ("mediator", 404), ("respondent", 201)]
)
def test_only_the_sides_hand_in(cast: Cast, as_user: SignIn, who: str, status: int) -> None:
    client = as_user(getattr(cast, who))
    assert send(client, cast.case, ("wall.jpg", pictures.picture())).status_code == status
