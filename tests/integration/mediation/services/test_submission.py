"""Sending an application: numbers without gaps, members, consent, the link to the other side."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from mediation.journal.selectors import entries
from mediation.models import Case, ConsentReceipt
from mediation.people.models import Organisation
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import State
from mediation.services.drafts import draft_save, draft_start
from mediation.services.submission import case_submit
from tests.factories import ANSWERS, make_case, make_draft, make_organisation, make_user
from tests.integration.mediation.threads import in_threads

AT = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
LAST_HOUR = datetime(2026, 12, 31, 17, 0, tzinfo=UTC)


def submit(case: Case, act_id: str = "") -> Case:
    return case_submit(case=case, user=case.opened_by, consent=True, at=AT, act_id=act_id)


@pytest.mark.django_db
class TestSending:
    def test_the_case_gets_its_number_its_people_and_a_receipt(self) -> None:
        case = submit(make_draft())

        assert case.number == "（2026）枫调000001号"
        assert State(case.state) is State.SCREENING
        assert (case.submitted_at, case.amount) == (AT, Decimal(8600))
        assert [member.side for member in case.members.all()] == ["claimant", "respondent"]
        receipt = ConsentReceipt.objects.get()
        assert (receipt.member.side, receipt.stage) == ("claimant", "online_mediation")
        kinds = [entry.kind for entry in entries(case.stream)]
        assert kinds == ["case.submitted", "case.consented", "case.invited"]

    def test_the_journal_holds_no_name_and_no_address(self) -> None:
        case = submit(make_draft())
        text = str([entry.data for entry in entries(case.stream)])
        for private in ("李明", "赵国强", "1380000", "押金", "example.org"):
            assert private not in text

    def test_numbers_run_by_organisation_and_by_year_in_the_zone_of_the_house(self) -> None:
        other = make_organisation(slug="dongliu", short_name="东")
        numbers = [
            submit(make_draft()).number,
            submit(make_draft(organisation=other)).number,
            submit(make_draft()).number,
        ]
        assert numbers == ["（2026）枫调000001号", "（2026）东调000001号", "（2026）枫调000002号"]
        late = make_draft()
        case_submit(case=late, user=late.opened_by, consent=True, at=LAST_HOUR)
        late.refresh_from_db()
        assert late.number == "（2027）枫调000001号"

    def test_sent_twice_it_is_written_once(self) -> None:
        case = make_draft()
        submit(case, act_id="press-1")
        submit(case, act_id="press-1")
        assert case.number == "（2026）枫调000001号"
        assert [e.kind for e in entries(case.stream)].count("case.submitted") == 1

    def test_a_second_sending_of_another_kind_is_refused(self) -> None:
        case = submit(make_draft())
        with pytest.raises(RuleViolation, match=r"case\.wrong_state"):
            submit(case)

    @pytest.mark.parametrize(
        ("answers", "field"),
        [
            ({"claim": ""}, "claim"),
            ({"you_name": "李明😀"}, "you_name"),
            ({"amount": "x"}, "amount"),
            ({"other_email": "", "other_phone": ""}, "other_email"),
            ({"facts": "长" * 5001}, "facts"),
        ],
    )
    def test_what_is_not_right_is_named_and_nothing_is_lost(
        self, answers: dict[str, str], field: str
    ) -> None:
        case = make_draft()
        draft_save(case=case, user=case.opened_by, answers=answers)

        with pytest.raises(RuleViolation) as refusal:
            submit(case)

        assert refusal.value.code == "intake.incomplete"
        assert refusal.value.params["fields"] == [field]
        case.refresh_from_db()
        assert (case.state, case.number) == (State.DRAFT, "")
        assert case.draft.answers[field] == answers[field]

    def test_without_consent_no_number_is_used_up(self) -> None:
        case = make_draft()
        with pytest.raises(RuleViolation, match=r"case\.consent_missing"):
            case_submit(case=case, user=case.opened_by, consent=False, at=AT)
        assert submit(make_draft()).number == "（2026）枫调000001号"

    def test_a_rare_name_survives(self) -> None:
        case = make_draft()
        rare = {"you_name": "𠮷野太郎", "facts": "墙面有污渍😀"}
        draft_save(case=case, user=case.opened_by, answers=rare)
        submit(case)
        assert case.members.get(side="claimant").name == "𠮷野太郎"
        case.refresh_from_db()
        assert case.facts == "墙面有污渍😀"

    def test_what_was_told_once_is_not_asked_again(self) -> None:
        case = submit(make_draft())
        again = draft_start(user=case.opened_by, organisation=case.organisation)
        told = {"you_name", "you_phone", "you_address", "you_kind"}
        assert {name: again.draft.answers[name] for name in told} == {
            name: ANSWERS[name] for name in told
        }

    def test_a_returned_application_goes_to_another_organisation_and_gets_its_number(self) -> None:
        other = make_organisation(slug="dongliu", short_name="东")
        case = make_case(state=State.RETURNED)
        draft_save(case=case, user=case.opened_by, answers={"organisation": str(other.pk)})

        submit(case)

        assert (case.state, case.number) == (State.SCREENING, "（2026）东调000001号")

    def test_an_unknown_organisation_is_refused(self) -> None:
        case = make_draft()
        draft_save(case=case, user=case.opened_by, answers={"organisation": "999999"})
        with pytest.raises(RuleViolation) as refusal:
            submit(case)
        assert refusal.value.params == {"fields": ["organisation"]}

    def test_the_other_side_is_written_to_in_their_language(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        case = make_draft()
        answers = {"other_email": "zhao@example.org", "other_language": "en"}
        draft_save(case=case, user=case.opened_by, answers=answers)

        with django_capture_on_commit_callbacks(execute=True):
            submit(case)

        (letter,) = [m for m in mail.outbox if m.to == ["zhao@example.org"]]
        assert letter.subject == "李明 invites you to settle a dispute"
        assert "/invitation/" in str(letter.body)
        assert "押金" not in str(letter.body)
        assert case.members.get(side="respondent").invitations.get().sent_at is not None


@pytest.mark.django_db(transaction=True)
def test_numbers_have_no_gap_when_many_send_at_once() -> None:
    house: Organisation = make_organisation()
    drafts = [make_draft(claimant=make_user(), organisation=house) for _ in range(6)]

    assert in_threads(6, lambda n: submit(drafts[n])) == []

    numbers = sorted(Case.objects.values_list("number", flat=True))
    assert numbers == [f"（2026）枫调{n:06d}号" for n in range(1, 7)]


@pytest.mark.django_db(transaction=True)
def test_one_of_two_who_send_the_same_draft_at_once_is_told() -> None:
    case = make_draft()

    failures = in_threads(2, lambda _n: submit(Case.objects.get(pk=case.pk)))

    assert [str(failure) for failure in failures] == ["case.wrong_state"]
    assert Case.objects.get().number == "（2026）枫调000001号"
