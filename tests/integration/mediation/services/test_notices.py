"""Mail that cannot be sent stops nothing: the act stands, and the log says what happened."""

import logging
from typing import Any

import pytest

from mediation.journal.selectors import entries
from mediation.rules.lifecycle import State
from tests.factories import cast_of, make_case
from tests.integration.mediation.views.browsers import client_of, url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mail_down(settings: Any) -> None:
    """Nobody listens where mail is handed in."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_an_act_stands_when_its_mail_cannot_be_sent(
    mail_down: None, caplog: pytest.LogCaptureFixture
) -> None:
    case = make_case(state=State.SELECTION)
    caplog.clear()

    cast = cast_of(case)
    form = {"mediator": cast.mediator.actor}
    answer = client_of(cast.clerk).post(url("case_assign", case), form)

    assert answer.status_code == 302
    assert entries(case.stream)[-1].kind == "case.assigned"
    assert [record.levelno for record in caplog.records if "on_commit" in record.message] == [
        logging.ERROR
    ]
