"""The seal goes on once, by whoever comes first; the sweep finds what a killed worker left."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.utils import timezone

from config.sweeps import SWEEPS
from documents.jobs import seal_agreement, sweep
from documents.rules.ceremony import Phase
from documents.selectors import ceremony_of
from documents.services.sealing import agreement_seal
from mediation.journal.models import Entry
from mediation.rules.core import RuleViolation
from tests.integration.documents.agreement.story import Story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def unsealed(committed: Story, monkeypatch: pytest.MonkeyPatch) -> Story:
    """All have signed, and the worker was killed before it sealed."""
    committed.freeze()
    committed.ready(committed.li, committed.zhao, committed.wang)
    with monkeypatch.context() as killed:
        killed.setattr(type(seal_agreement), "enqueue", lambda *args: None)
        for user in (committed.li, committed.zhao, committed.wang):
            committed.sign(user)
    committed.agreement.refresh_from_db()
    assert committed.state.is_complete
    assert committed.agreement.completed_at == committed.at
    return committed


def seals(story: Story) -> int:
    return Entry.objects.filter(stream=story.agreement.stream, kind="ceremony.sealed").count()


def test_the_sweep_seals_what_was_left(unsealed: Story) -> None:
    assert sweep(timezone.now()) == 1
    assert sweep(timezone.now()) == 0
    assert unsealed.state.phase is Phase.SEALED
    assert seals(unsealed) == 1


def test_fifty_at_once_make_one_seal(
    unsealed: Story, in_parallel: Callable[..., list[Any]]
) -> None:
    def work(_: int) -> str:
        return agreement_seal(agreement=unsealed.agreement, at=unsealed.at).file

    files = in_parallel(work, range(50))

    assert len(set(files)) == 1
    assert seals(unsealed) == 1


def test_nothing_is_sealed_early(committed: Story) -> None:
    committed.freeze()
    committed.signed_by(committed.li)
    with pytest.raises(RuleViolation) as refusal:
        agreement_seal(agreement=committed.agreement, at=committed.at)
    assert refusal.value.code == "ceremony.signatures_missing"
    assert sweep(timezone.now()) == 0


def test_the_sweep_voids_what_was_not_signed_in_time(committed: Story) -> None:
    committed.freeze()
    committed.signed_by(committed.li)
    assert sweep(committed.at + timedelta(days=8)) == 1
    assert ceremony_of(committed.agreement).reason == "expired"


def test_the_command_runs_every_sweep(unsealed: Story, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("sweep")
    told = capsys.readouterr().out
    assert "documents: 1" in told
    assert all(f"{name}: " in told for name in SWEEPS)
    assert seals(unsealed) == 1
