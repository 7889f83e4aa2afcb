"""Acts on a case: what they leave in the tables, and what happens when two act at once."""

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from mediation.journal.selectors import entries
from mediation.models import Case, ConsentReceipt, Narrative
from mediation.people.roles import Role
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import Act, Ending, State
from mediation.selectors import case_state, roles_in_case
from mediation.services.cases import case_act
from mediation.services.invitations import invitation_accept, invitation_make
from tests.factories import cast_of, make_case, make_organisation, make_staff, make_user
from tests.integration.mediation.threads import in_threads


@pytest.mark.django_db
class TestActs:
    @pytest.mark.parametrize("state", list(State))
    def test_the_row_says_what_the_journal_says(self, state: State) -> None:
        case = make_case(state=state)
        told = case_state(case)
        assert (case.state, case.ending) == (told.state, told.ending or "")
        assert (case.mediator.actor if case.mediator else "") == told.mediator
        assert case.clock_at == told.clock

    def test_an_act_sent_twice_is_written_once(self) -> None:
        case = make_case(state=State.SCREENING)
        clerk = cast_of(case).clerk
        for _ in range(2):
            case_act(case=case, act=Act.ACCEPT, user=clerk, act_id="a1")
        assert [entry.kind for entry in entries(case.stream)].count("case.accepted") == 1

    def test_a_mediator_from_elsewhere_is_not_on_the_roster(self) -> None:
        case = make_case(state=State.SELECTION)
        stranger = make_staff(Role.MEDIATOR, organisation=make_organisation(slug="other"))
        for who in (stranger.actor, make_user().actor, "user:x", "user:0"):
            with pytest.raises(RuleViolation, match=r"case\.mediator_unknown"):
                case_act(
                    case=case, act=Act.ASSIGN, user=cast_of(case).clerk, data={"mediator": who}
                )

    def test_a_clerk_has_no_say_in_their_own_dispute(self) -> None:
        clerk = make_staff(Role.CLERK)
        case = make_case(state=State.SCREENING, claimant=clerk)
        assert roles_in_case(case, clerk) == {Role.PARTY}
        with pytest.raises(RuleViolation, match=r"case\.not_yours"):
            case_act(case=case, act=Act.ACCEPT, user=clerk)

    def test_a_mediator_who_declined_can_open_the_case_no_longer(self) -> None:
        case = make_case(state=State.ACCEPTANCE)
        mediator = cast_of(case).mediator
        data = {"reason": "conflict", "narrative": "被申请人是我的表弟。"}

        case_act(case=case, act=Act.DECLINE_ASSIGNMENT, user=mediator, data=data)

        assert case.mediator is None
        assert roles_in_case(case, mediator) == {Role.STRANGER}

    def test_words_are_kept_beside_the_journal(self) -> None:
        case = make_case(state=State.MEDIATING)
        data = {"code": Ending.TOO_FAR_APART, "narrative": " 分歧\x00较大😀 "}

        case_act(case=case, act=Act.FAIL, user=cast_of(case).mediator, data=data)

        narrative = Narrative.objects.get()
        assert narrative.text == "分歧较大😀"
        assert entries(case.stream)[-1].data["narrative"] == narrative.pk

    @pytest.mark.parametrize(
        ("words", "code"), [("长" * 5001, "text.too_long"), (" \x00 ", "case.narrative_missing")]
    )
    def test_a_refused_narrative_leaves_nothing(self, words: str, code: str) -> None:
        case = make_case(state=State.MEDIATING)
        data = {"code": Ending.OTHER, "narrative": words}
        with pytest.raises(RuleViolation) as refusal:
            case_act(case=case, act=Act.FAIL, user=cast_of(case).mediator, data=data)
        assert refusal.value.code == code
        assert not Narrative.objects.exists()

    def test_leaving_ends_the_receipt_and_keeps_it(self) -> None:
        case = make_case(state=State.MEDIATING)
        respondent = cast_of(case).respondent

        case_act(case=case, act=Act.REFUSE, user=respondent)

        receipts = ConsentReceipt.objects.order_by("pk")
        assert [receipt.withdrawn_at is None for receipt in receipts] == [True, False]
        assert (case.state, case.ending) == ("terminated", "unwilling")

    def test_whose_turn_it_becomes_is_told_by_mail(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        case = make_case(state=State.SELECTION)
        cast = cast_of(case)
        mail.outbox.clear()

        with django_capture_on_commit_callbacks(execute=True):
            data = {"mediator": cast.mediator.actor}
            case_act(case=case, act=Act.ASSIGN, user=cast.clerk, data=data)

        (letter,) = mail.outbox
        assert letter.to == [cast.mediator.email]
        assert case.number in letter.subject
        assert str(case.pk) in str(letter.body)


@pytest.mark.django_db
def test_both_sides_are_told_when_mediation_ends(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    case = make_case(state=State.MEDIATING)
    cast = cast_of(case)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        data = {"code": Ending.TOO_FAR_APART, "narrative": "双方分歧较大。"}
        case_act(case=case, act=Act.FAIL, user=cast.mediator, data=data)

    assert cast.respondent
    told = {address for letter in mail.outbox for address in letter.to}
    assert told == {cast.claimant.email, cast.respondent.email}
    assert all("双方分歧较大" not in str(letter.body) for letter in mail.outbox)


@pytest.mark.django_db(transaction=True)
def test_of_two_clerks_who_accept_at_once_one_is_told() -> None:
    case = make_case(state=State.SCREENING)
    clerks = [cast_of(case).clerk, make_staff(Role.CLERK)]

    refusals = in_threads(
        2, lambda n: case_act(case=Case.objects.get(), act=Act.ACCEPT, user=clerks[n])
    )

    assert [refusal.code for refusal in refusals] == ["case.wrong_state"]
    assert [entry.kind for entry in entries(case.stream)].count("case.accepted") == 1


@pytest.mark.django_db(transaction=True)
def test_consent_and_acceptance_at_once_lead_on_together() -> None:
    case = make_case(state=State.SCREENING)
    token = invitation_make(member=case.members.get(side="respondent"), by=cast_of(case).clerk)
    respondent = invitation_accept(token=token, user=None).user
    moves = [(Act.CONSENT, respondent), (Act.ACCEPT, cast_of(case).clerk)]

    refusals = in_threads(
        2, lambda n: case_act(case=Case.objects.get(), act=moves[n][0], user=moves[n][1])
    )

    assert refusals == []
    case.refresh_from_db()
    assert case.state == State.SELECTION
