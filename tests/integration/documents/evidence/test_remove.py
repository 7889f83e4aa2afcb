from collections.abc import Callable

import pytest
from django.core.files.storage import default_storage
from django.test import Client

from documents.models import Evidence
from mediation.journal.selectors import entries
from mediation.people.models import User
from tests.factories import make_draft
from tests.integration.documents.conftest import Cast
from tests.integration.documents.evidence.conftest import Adding

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[[User | None], Client]


def test_a_draft_forgets_the_file(cast: Cast, as_user: SignIn, hand_in: Adding) -> None:
    draft = make_draft(claimant=cast.claimant)
    evidence = hand_in(case=draft)
    answer = as_user(cast.claimant).post(f"/evidence/{evidence.pk}/remove/")
    assert answer.status_code == 302
    assert not Evidence.objects.exists()
    for kind in ("originals", "views", "thumbnails"):
        assert not default_storage.exists(f"evidence/{draft.pk}/{kind}/{evidence.sha256}")
    assert entries(draft.stream)[-1].data["how"] == "erased"


def test_a_filed_case_shows_it_as_withdrawn(cast: Cast, as_user: SignIn, hand_in: Adding) -> None:
    evidence = hand_in()
    client = as_user(cast.claimant)
    client.post(f"/evidence/{evidence.pk}/remove/")
    assert "Withdrawn" in client.get(f"/cases/{cast.case.pk}/evidence/").content.decode()
    assert client.get(f"/evidence/{evidence.pk}/view/").status_code == 200
    assert hand_in(cast.respondent).number == 2


def test_the_other_sides_file_stays(cast: Cast, as_user: SignIn, hand_in: Adding) -> None:
    evidence = hand_in()
    client = as_user(cast.respondent)
    answer = client.post(f"/evidence/{evidence.pk}/remove/", headers={"accept": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (409, "evidence.not_yours")
    assert Evidence.objects.get().withdrawn_at is None
