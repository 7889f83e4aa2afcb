import io
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from documents.services.evidence import evidence_add, evidence_remove
from mediation.journal.selectors import entries
from mediation.models import Case
from mediation.people.models import User
from mediation.rules.lifecycle import Act, Ending, State
from mediation.services.cases import case_act
from tests.factories import cast_of, make_case, make_user
from tests.integration.documents.agreement.story import Story
from tests.unit.documents import pictures

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
WORDS = "双方对押金扣除的数额意见不一。"


@pytest.fixture
def failed() -> Case:
    """A case with two exhibits, one of them withdrawn, and clauses that nobody agreed to."""
    story = Story.begin()
    story.write_facts("房东愿意让步，退还五千元。")
    story.add(what="让步退还押金")
    for name, size in (("墙面.jpg", 30), ("withdrawn.jpg", 40)):
        photo = pictures.picture(size=(size, 20))
        evidence = evidence_add(
            case=story.case,
            user=story.li,
            file=io.BytesIO(photo),
            size=len(photo),
            name=name,
            at=timezone.now(),
        )
    evidence_remove(evidence=evidence, user=story.li, at=timezone.now())
    ending = {"code": Ending.TOO_FAR_APART, "narrative": WORDS}
    return case_act(case=story.case, act=Act.FAIL, user=story.wang, data=ending)


def bundle_of(client: Client, case: Case) -> zipfile.ZipFile:
    answer = client.get(f"/cases/{case.pk}/bundle/")
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    return zipfile.ZipFile(io.BytesIO(content))


def text_of(pdf: bytes) -> str:
    told = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return "".join(told.stdout.decode().split())


def test_it_holds_the_record_and_the_exhibits_that_stand(
    failed: Case, as_user: SignIn, tmp_path: Path
) -> None:
    with bundle_of(as_user(cast_of(failed).clerk), failed) as archive:
        assert archive.namelist() == ["00-record.pdf", "exhibits/01-墙面.jpg", "SHA256SUMS"]
        archive.extractall(tmp_path)
    command = ["sha256sum", "-c", "--strict", "SHA256SUMS"]
    checked = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False)
    assert checked.returncode == 0, checked.stderr
    record = text_of((tmp_path / "00-record.pdf").read_bytes())
    for words in (failed.number, "当事人意见分歧过大", WORDS, "赵国强", "要求退还租房押金"):
        assert words in record


def test_no_concession_goes_to_court(failed: Case, as_user: SignIn) -> None:
    with bundle_of(as_user(cast_of(failed).clerk), failed) as archive:
        record = text_of(archive.read("00-record.pdf"))
    assert "愿意让步" not in record
    assert "让步退还押金" not in record
    assert "6800" not in record


def test_an_emoji_stops_nothing(as_user: SignIn) -> None:
    case = make_case(state=State.TERMINATED)
    Case.objects.filter(pk=case.pk).update(facts="房东𠮷田\U0001f621不退\ufe0f押金")
    with bundle_of(as_user(cast_of(case).clerk), case) as archive:
        assert "房东𠮷田[U+1F621]不退押金" in text_of(archive.read("00-record.pdf"))


def test_each_time_it_is_taken_is_noted(failed: Case, as_user: SignIn) -> None:
    claimant = cast_of(failed).claimant
    bundle_of(as_user(claimant), failed)
    last = entries(failed.stream)[-1]
    assert (last.kind, last.actor) == ("case.bundle_taken", claimant.actor)
    assert len(last.data["exhibits"]) == 1


def test_a_refusal_has_a_bundle_without_words(as_user: SignIn) -> None:
    case = make_case(state=State.CONSENT)
    people = cast_of(case)
    case_act(case=case, act=Act.REFUSE, user=people.claimant)
    with bundle_of(as_user(people.clerk), case) as archive:
        assert "当事人不同意调解" in text_of(archive.read("00-record.pdf"))


@pytest.mark.parametrize("state", [State.MEDIATING, State.SCREENING])
def test_a_case_that_goes_on_has_none(as_user: SignIn, state: State) -> None:
    case = make_case(state=state)
    answer = as_user(cast_of(case).clerk).get(
        f"/cases/{case.pk}/bundle/", headers={"accept": "application/json"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "bundle.not_failed")


def test_others_do_not_get_it(failed: Case, as_user: SignIn) -> None:
    assert as_user(make_user()).get(f"/cases/{failed.pk}/bundle/").status_code == 404
    mediator = as_user(cast_of(failed).mediator)
    assert mediator.get(f"/cases/{failed.pk}/bundle/").status_code == 404
    assert as_user(None).get(f"/cases/{failed.pk}/bundle/").status_code == 302
