from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from mediation.journal.models import Entry
from mediation.journal.selectors import entries
from mediation.rules.lifecycle import State
from tests.factories import make_case

pytestmark = pytest.mark.django_db


@contextmanager
def trigger_off() -> Iterator[None]:
    """What only a superuser of the database can do."""
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE journal_entry DISABLE TRIGGER journal_append_only")
        yield
        cursor.execute("ALTER TABLE journal_entry ENABLE TRIGGER journal_append_only")


def verify(*arguments: str) -> str:
    out = StringIO()
    call_command("verify_journal", *arguments, stdout=out)
    return out.getvalue()


def test_a_whole_journal_holds() -> None:
    case = make_case(state=State.MEDIATING)

    assert verify() == "1 streams hold\n"
    assert verify(case.stream) == "1 streams hold\n"


def test_the_database_refuses_to_change_or_delete_a_row() -> None:
    case = make_case(state=State.SCREENING)
    rows = Entry.objects.filter(stream=case.stream)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(actor="user:0")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.delete()


@pytest.mark.parametrize(
    "change", [{"actor": "user:0"}, {"data": {"side": "x"}}, {"kind": "case.x"}]
)
def test_an_edited_row_is_named(change: dict[str, object]) -> None:
    make_case(state=State.CONSENT)
    case = make_case(state=State.MEDIATING)
    with trigger_off():
        Entry.objects.filter(stream=case.stream, seq=3).update(**change)

    out = StringIO()
    with pytest.raises(CommandError) as failure:
        call_command("verify_journal", stdout=out)

    assert failure.value.returncode == 1
    assert out.getvalue() == f"{case.stream}#3 edited\n"


def test_a_deleted_row_and_a_cut_tail_are_named() -> None:
    case = make_case(state=State.MEDIATING)
    last = entries(case.stream)[-1].seq
    with trigger_off():
        Entry.objects.filter(stream=case.stream, seq=last).delete()

    out = StringIO()
    with pytest.raises(CommandError):
        call_command("verify_journal", case.stream, stdout=out)

    assert out.getvalue() == f"{case.stream}#{last} missing\n"
