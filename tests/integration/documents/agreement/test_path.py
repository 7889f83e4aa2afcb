"""From the first clause to the seal."""

import subprocess
from pathlib import Path

import pytest
from django.utils import timezone

from documents.models import Signature
from documents.rules.ceremony import Phase
from documents.services.agreements import agreement_begin
from documents.services.files import stage_read
from documents.signing.stamp import Typed
from mediation.journal.selectors import entries, first_bad_row
from mediation.rules.lifecycle import State
from mediation.services.drafts import draft_save
from mediation.services.submission import case_submit
from tests.factories import ROADS, cast_of, make_draft, make_user
from tests.integration.documents.agreement.story import Story
from tests.unit.documents.typesetting.reading import text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_the_whole_way_to_the_seal(committed: Story, tmp_path: Path) -> None:
    story = committed
    story.freeze()
    story.case.refresh_from_db()
    assert story.case.state == State.SIGNING
    story.ready(story.li, story.zhao, story.wang)

    story.sign(story.zhao)
    story.sign(story.li, Typed("李明"))
    story.sign(story.wang)

    story.agreement.refresh_from_db()
    story.case.refresh_from_db()
    assert story.state.phase is Phase.SEALED
    assert story.agreement.state == Phase.SEALED
    assert story.case.state == State.AGREED
    sealed = tmp_path / "sealed.pdf"
    sealed.write_bytes(stage_read(agreement=story.agreement, sha256=story.agreement.file_sha256))
    checked = subprocess.run(["qpdf", "--check", str(sealed)], capture_output=True, check=False)
    assert checked.returncode == 0
    told = subprocess.run(["pdfsig", "-nocert", str(sealed)], capture_output=True, check=False)
    assert told.stdout.count(b"Signature is Valid") == 4  # three people and the seal
    assert b"Total document signed" in told.stdout.split(b"Signature #")[-1]


def test_who_when_how_and_which_hash_are_kept(committed: Story) -> None:
    story = committed
    story.freeze()
    story.signed_by(story.li)
    kept = Signature.objects.get(agreement=story.agreement)
    assert (kept.signer, kept.address, kept.browser) == (story.li, "192.0.2.7", "Firefox")
    assert kept.identity_check.passed_at == story.at
    assert kept.base_sha256 == kept.document_sha256 == story.agreement.document_sha256
    assert kept.file_sha256 == story.agreement.file_sha256 != kept.base_sha256
    assert first_bad_row(story.agreement.stream) is None
    words = str([entry.data for entry in entries(story.agreement.stream)])
    for personal in ("李明", "赵国强", "192.0.2.7", "押金", story.li.email):
        assert personal not in words


def test_a_rare_name_goes_from_the_application_to_the_seal() -> None:
    rare, claimant = "𠮷野㛃 & <b>Söhne</b>", make_user(name="")
    draft = make_draft(claimant=claimant)
    draft_save(case=draft, user=claimant, answers={"you_name": rare})
    case_submit(case=draft, user=claimant, consent=True)
    for step in ROADS[State.MEDIATING][1:]:
        step(cast_of(draft))
    draft.refresh_from_db()
    mediator = cast_of(draft).mediator
    agreement = agreement_begin(case=draft, user=mediator, at=timezone.now())
    respondent = cast_of(draft).respondent
    assert respondent is not None
    story = Story(draft, agreement, claimant, respondent, mediator)
    story.freeze()
    story.ready(story.li, story.zhao, story.wang)

    story.sign(story.zhao)
    story.sign(story.li, Typed(rare))
    story.sign(story.wang)

    story.agreement.refresh_from_db()
    assert story.state.phase is Phase.SEALED
    sealed = stage_read(agreement=story.agreement, sha256=story.agreement.file_sha256)
    assert "".join(rare.split()) in text_of(sealed)
