import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from config.demo.cast import CAST
from hearings.models import Sitting
from mediation.journal.selectors import first_bad_row, streams
from mediation.models import Case
from mediation.people.models import User
from mediation.rules.lifecycle import State

pytestmark = pytest.mark.django_db(transaction=True)


def test_whoever_starts_the_demo_finds_a_room_that_is_open() -> None:
    call_command("seed_demo")
    sitting = Sitting.objects.get()
    assert sitting.opens_at <= timezone.now()
    members = sitting.case.members.filter(user__isnull=False)
    assert set(members.values_list("user__name", flat=True)) == {"李明", "赵国强"}
    assert sitting.mediator.name == "王芳"


def test_there_is_something_at_each_turn_of_the_road() -> None:
    call_command("seed_demo")
    states = set(Case.objects.values_list("state", flat=True))
    assert states == {State.MEDIATING, State.SELECTION, State.SCREENING, State.FILING}
    assert all(first_bad_row(stream) is None for stream in streams())


def test_a_second_run_changes_nothing_and_nobody_is_written_to() -> None:
    call_command("seed_demo")
    call_command("seed_demo")
    assert Case.objects.count() == 4
    assert User.objects.count() == len(CAST)
    assert mail.outbox == []
