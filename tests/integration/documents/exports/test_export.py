import io
import json
import subprocess
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.test import Client
from django.utils import timezone

from documents.models import Agreement, Export
from documents.rules.ceremony import Phase
from documents.services.exports import KEPT, LEASE, Choice, export_ask, export_build, exports_sweep
from documents.services.files import stage_keep
from mediation.journal.selectors import entries
from mediation.models import Case
from mediation.people.models import User
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation
from tests.factories import make_organisation, make_staff
from tests.integration.documents.agreement.story import Story
from tests.integration.documents.conftest import Cast
from tests.unit.documents import pictures

pytestmark = pytest.mark.django_db
SignIn = Callable[[User | None], Client]
Settle = Callable[..., Agreement]


@pytest.fixture
def settle(cast: Cast) -> Settle:
    """Notes agreements as sealed, without the ceremony: how they came about matters not here."""

    def settled(days_ago: int = 0, version: int = 1, case: Case | None = None) -> Agreement:
        at = timezone.now() - timedelta(days=days_ago, seconds=1)
        agreement = Agreement.objects.create(
            case=case or cast.case,
            version=version,
            state=Phase.SEALED,
            opened_at=at,
            sealed_at=at,
        )
        pdf = pictures.paper() + f"%{agreement.pk}".encode()
        agreement.file_sha256 = stage_keep(agreement=agreement, pdf=pdf)
        agreement.save()
        return agreement

    return settled


def ask(cast: Cast, choice: Choice | None = None) -> Export:
    return export_ask(
        organisation=cast.court, user=cast.clerk, choice=choice or Choice(), at=timezone.now()
    )


def built(export: Export) -> zipfile.ZipFile:
    export = export_build(export=export, at=timezone.now())
    assert export.state == Export.State.READY, export.problem
    return zipfile.ZipFile(io.BytesIO(default_storage.open(f"exports/{export.sha256}").read()))


@pytest.mark.django_db(transaction=True)
def test_a_clerk_starts_it_and_takes_a_zip_that_checks(
    sealed: Story, as_user: SignIn, tmp_path: Path
) -> None:
    clerk = make_staff(Role.CLERK, organisation=sealed.case.organisation)
    client = as_user(clerk)
    assert '<b class="export__number">1</b>' in client.get("/clerk/exports/").content.decode()
    assert client.post("/clerk/exports/", {}).status_code == 302
    export = Export.objects.get()
    assert (export.state, export.done, export.total) == ("ready", 1, 1)
    answer = client.get(f"/clerk/exports/{export.pk}/file/")
    assert answer["Content-Type"] == "application/zip"
    assert answer["Content-Disposition"].startswith("attachment")
    archive = zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]
    archive.extractall(tmp_path)
    checked = subprocess.run(
        ["sha256sum", "-c", "--strict", "SHA256SUMS"],
        cwd=tmp_path,
        capture_output=True,
        check=False,
    )
    assert checked.returncode == 0, checked.stderr
    [told] = json.loads((tmp_path / "manifest.json").read_text())["agreements"]
    assert told["parties"] == ["李明", "赵国强"]
    assert (tmp_path / told["file"]).stat().st_size == told["size"]
    assert told["sha256"] == sealed.agreement.file_sha256
    assert (tmp_path / "root.pem").read_bytes().startswith(b"-----BEGIN CERTIFICATE")
    kinds = [entry.kind for entry in entries(export.stream)]
    assert kinds == ["export.asked", "export.ready", "export.taken"]


def test_it_holds_what_was_chosen_and_of_this_house_only(cast: Cast, settle: Settle) -> None:
    settle(days_ago=40)
    recent = settle(version=2)
    today = timezone.localdate()
    with built(ask(cast, Choice(since=today - timedelta(days=7), until=today))) as archive:
        papers = [name for name in archive.namelist() if name.endswith(".pdf")]
    assert len(papers) == 1
    assert recent.file_sha256[:8] in papers[0]
    with pytest.raises(RuleViolation) as refusal:
        ask(cast, Choice(cause=Case.Cause.TRAFFIC))
    assert refusal.value.code == "export.nothing"


def test_building_again_gives_the_same_bytes(cast: Cast, settle: Settle) -> None:
    settle()
    export = export_build(export=ask(cast), at=timezone.now())
    first = export.sha256
    Export.objects.update(state=Export.State.QUEUED)
    settle(days_ago=-1, version=2)
    export_build(export=export, at=timezone.now())
    assert (export.sha256, export.total) == (first, 1)


def test_the_sweep_takes_over_from_a_worker_that_went_silent(cast: Cast, settle: Settle) -> None:
    settle()
    export, now = ask(cast), timezone.now()
    Export.objects.update(state=Export.State.BUILDING, claimed_at=now)
    assert exports_sweep(at=now) == 0
    assert exports_sweep(at=now + LEASE + timedelta(seconds=1)) == 1
    export.refresh_from_db()
    assert export.state == Export.State.READY


def test_it_is_removed_when_kept_long_enough(cast: Cast, settle: Settle) -> None:
    settle()
    export = export_build(export=ask(cast), at=timezone.now())
    exports_sweep(at=timezone.now() + KEPT + timedelta(minutes=1))
    export.refresh_from_db()
    assert export.state == Export.State.REMOVED
    assert not default_storage.exists(f"exports/{export.sha256}")


@pytest.mark.parametrize("harm", ["missing", "changed"])
def test_a_harmed_file_stops_it_and_is_named(
    cast: Cast, settle: Settle, as_user: SignIn, harm: str
) -> None:
    agreement = settle()
    name = f"{agreement.folder}/{agreement.file_sha256}"
    if harm == "missing":
        default_storage.delete(name)
    else:
        Path(default_storage.path(name)).write_bytes(b"other bytes")
    export = export_build(export=ask(cast), at=timezone.now())
    assert (export.state, export.problem) == ("failed", cast.case.number)
    assert cast.case.number in as_user(cast.clerk).get("/clerk/exports/").content.decode()


def test_the_same_export_is_not_built_twice_at_once(cast: Cast, settle: Settle) -> None:
    settle()
    ask(cast)
    with pytest.raises(RuleViolation) as refusal:
        ask(cast)
    assert refusal.value.code == "export.running"


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"since": "2026-03-01", "until": "2026-01-01"}, "The first day is after the last"),
        ({"since": "yesterday"}, "Enter a valid date"),
        ({"cause": "no such"}, "Select a valid choice"),
        ({"organisation": "999999"}, "Select a valid choice"),
        ({}, "No agreement fits this choice"),
    ],
)
def test_a_choice_that_cannot_be_is_told(
    cast: Cast, as_user: SignIn, data: dict[str, str], words: str
) -> None:
    answer = as_user(cast.clerk).post("/clerk/exports/", data)
    assert answer.status_code == 409
    assert words in answer.content.decode()
    assert not Export.objects.exists()


@pytest.mark.parametrize("who", ["claimant", "mediator", "stranger"])
def test_only_clerks_export(cast: Cast, as_user: SignIn, who: str) -> None:
    assert as_user(getattr(cast, who)).get("/clerk/exports/").status_code in {403, 404}


def test_a_clerk_of_another_house_finds_nothing(
    cast: Cast, settle: Settle, as_user: SignIn
) -> None:
    settle()
    export = export_build(export=ask(cast), at=timezone.now())
    other = as_user(make_staff(Role.CLERK, organisation=make_organisation(slug="other")))
    for path in ("", "file/"):
        assert other.get(f"/clerk/exports/{export.pk}/{path}").status_code == 404
    page = other.get("/clerk/exports/")
    assert str(export.pk) not in page.content.decode()
    assert page.context["count"] == 0
