from collections.abc import Callable

import pytest
from asgiref.sync import async_to_sync
from django.test import AsyncClient, Client

from mediation.people.models import User
from tests.factories import make_draft
from tests.integration.documents.conftest import Cast
from tests.integration.documents.evidence.conftest import Adding
from tests.unit.documents import pictures

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]


def body(answer: object) -> bytes:
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def test_the_view_is_made_by_the_house_and_cannot_act(
    cast: Cast, as_user: SignIn, hand_in: Adding
) -> None:
    evidence = hand_in(content=pictures.located_photo())
    answer = as_user(cast.respondent).get(f"/evidence/{evidence.pk}/view/")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert b"Maker" not in body(answer)


def test_the_original_is_only_an_attachment(cast: Cast, as_user: SignIn, hand_in: Adding) -> None:
    photo = pictures.located_photo()
    evidence = hand_in(content=photo, name="墙面.jpg")
    answer = as_user(cast.mediator).get(f"/evidence/{evidence.pk}/original/")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert body(answer) == photo


def test_a_paper_is_shown_without_its_script(cast: Cast, as_user: SignIn, hand_in: Adding) -> None:
    evidence = hand_in(content=pictures.paper(), name="lease.pdf")
    answer = as_user(cast.clerk).get(f"/evidence/{evidence.pk}/view/")
    assert answer["Content-Type"] == "application/pdf"
    assert b"app.alert" not in body(answer)
    assert as_user(cast.clerk).get(f"/evidence/{evidence.pk}/thumbnail/").status_code == 404


def test_a_large_original_is_sent_a_piece_at_a_time(cast: Cast, hand_in: Adding) -> None:
    photo = pictures.picture("PNG", (30, 30)) + b"\0" * 700_000
    evidence = hand_in(content=photo, name="large.png")

    async def sizes() -> list[int]:
        client = AsyncClient()
        await client.aforce_login(cast.claimant)
        answer = await client.get(f"/evidence/{evidence.pk}/original/")
        return [len(piece) async for piece in answer.streaming_content]  # type: ignore[attr-defined]

    got = async_to_sync(sizes)()
    assert len(got) > 1
    assert sum(got) == len(photo)


@pytest.mark.parametrize(("who", "status"), [("stranger", 404), (None, 302), ("clerk", 200)])
def test_who_may_open(
    cast: Cast, as_user: SignIn, hand_in: Adding, who: str | None, status: int
) -> None:
    evidence = hand_in()
    client = as_user(getattr(cast, who) if who else None)
    for what in ("view", "thumbnail", "original"):
        assert client.get(f"/evidence/{evidence.pk}/{what}/").status_code == status


def test_a_draft_is_the_business_of_who_writes_it(
    cast: Cast, as_user: SignIn, hand_in: Adding
) -> None:
    draft = make_draft(claimant=cast.claimant)
    url = f"/evidence/{hand_in(case=draft).pk}/view/"
    assert as_user(cast.clerk).get(url).status_code == 404
    assert as_user(cast.claimant).get(url).status_code == 200


def test_the_list_names_what_was_handed_in(cast: Cast, as_user: SignIn, hand_in: Adding) -> None:
    hand_in()
    page = as_user(cast.claimant).get(f"/cases/{cast.case.pk}/evidence/").content.decode()
    assert "Exhibit 1 · wall.jpg" in page
    assert "added by you" in page
    assert 'data-island="evidence-uploader"' in page
    theirs = as_user(cast.mediator).get(f"/cases/{cast.case.pk}/evidence/").content.decode()
    assert "李明" in theirs
    assert "evidence-uploader" not in theirs
