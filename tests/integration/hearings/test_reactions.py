"""News from the agreement reaches the room."""

import pytest
from django.utils import timezone

from documents.models.agreement import Agreement
from documents.services.agreements import agreement_begin
from hearings.threads import in_thread
from mediation.models import Case
from tests.integration.hearings.browsers import Court, all_inside, browsers

pytestmark = pytest.mark.django_db(transaction=True)


def draft(court: Court) -> Agreement:
    case = Case.objects.get(pk=court.sitting.case_id)
    return agreement_begin(case=case, user=court.mediator, at=timezone.now())


async def test_everybody_inside_is_told_that_the_agreement_changed(court: Court) -> None:
    async with all_inside(court) as windows:
        agreement = await in_thread(draft)(court)
        for window in windows:
            told = await window.hear_type("agreement_changed")
            assert told["agreement_id"] == str(agreement.pk)
            assert told["seq"] >= 1


async def test_the_waiting_room_is_not_told(court: Court) -> None:
    async with browsers(court, court.mediator, court.one) as (host, one):
        await host.enter()
        await one.enter()
        await in_thread(draft)(court)
        await host.hear_type("agreement_changed")
        await host.act(kind="start")
        await one.hear_entry("room.started")
        assert not any(message["type"] == "agreement_changed" for message in one.heard)
