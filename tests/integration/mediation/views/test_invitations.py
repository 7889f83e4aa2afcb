"""The invited person: the page behind the link, coming in, and links that do not open."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from mediation.models import Case, Invitation
from mediation.rules.lifecycle import State
from mediation.services.invitations import invitation_accept, invitation_make
from tests.factories import cast_of, make_case, make_user
from tests.integration.mediation.views.browsers import client_of, url

pytestmark = pytest.mark.django_db


def link_of(case: Case) -> str:
    token = invitation_make(member=case.members.get(side="respondent"), by=cast_of(case).clerk)
    return reverse("mediation:invitation", args=[token])


def test_the_page_tells_who_and_about_what_but_no_details() -> None:
    case = make_case(state=State.CONSENT)
    text = Client().get(link_of(case)).content.decode()
    assert "李明" in text
    assert case.facts not in text
    assert case.claim not in text
    assert case.number not in text


def test_opening_the_link_uses_nothing_up() -> None:
    link = link_of(make_case(state=State.CONSENT))
    for _ in range(3):
        assert Client().get(link).status_code == 200
    assert not Invitation.objects.exclude(used_at=None).exists()


def test_coming_in_leads_to_the_case_and_to_the_choice() -> None:
    case = make_case(state=State.CONSENT)
    link, client = link_of(case), client_of(None)

    answer = client.post(link)

    assert answer["Location"] == url("case", case)
    page = client.get(answer["Location"]).content.decode()
    assert case.facts in page
    assert url("case_consent", case) in page
    assert client.get(link)["Location"] == url("case", case)


def test_refusing_is_asked_once_more_and_says_what_follows() -> None:
    case = make_case(state=State.CONSENT)
    client = client_of(None)
    client.post(link_of(case))
    assert "The other side may go to court" in client.get(url("case_refuse", case)).content.decode()

    client.post(url("case_refuse", case))

    case.refresh_from_db()
    assert (case.state, case.ending) == ("terminated", "unwilling")


def test_links_that_do_not_open_say_why() -> None:
    case = make_case(state=State.CONSENT)
    wrong = Client().get(reverse("mediation:invitation", args=["x" * 43]))
    old = link_of(case)
    link = link_of(case)
    replaced = Client().get(old)
    Invitation.objects.filter(replaced_at=None).update(expires_at=timezone.now() - timedelta(1))
    expired = Client().post(link)

    statuses = [answer.status_code for answer in (wrong, replaced, expired)]
    assert statuses == [404, 410, 410]
    assert len({answer.content for answer in (wrong, replaced, expired)}) == 3


def test_a_used_link_does_not_open_twice() -> None:
    case = make_case(state=State.CONSENT)
    link = link_of(case)
    Client().post(link)
    assert Client().post(link).status_code == 410
    assert client_of(make_user()).post(link).status_code == 410


def test_an_address_with_an_account_signs_in_first() -> None:
    case = make_case(state=State.CONSENT)
    user = make_user(email=case.members.get(side="respondent").email)
    link = link_of(case)

    answer = Client().post(link)
    assert answer["Location"] == f"{reverse('account_login')}?next={link}"

    assert client_of(user).post(link)["Location"] == url("case", case)


def test_the_applicant_cannot_answer_for_the_other_side() -> None:
    case = make_case(state=State.CONSENT)
    answer = client_of(cast_of(case).claimant).post(link_of(case))
    assert answer.status_code == 409
    assert case.members.get(side="respondent").user is None


def test_a_clerk_sends_a_new_link_to_a_corrected_address() -> None:
    case = make_case(state=State.CONSENT)
    client_of(cast_of(case).clerk).post(url("invitation_resend", case), {"email": "b@example.org"})
    assert case.members.get(side="respondent").email == "b@example.org"


def test_a_party_cannot_redirect_the_link_to_themselves() -> None:
    case = make_case(state=State.CONSENT)
    claimant = cast_of(case).claimant
    before = case.members.get(side="respondent").email
    client = client_of(claimant)
    client.post(url("invitation_resend", case), {"email": claimant.email})
    assert case.members.get(side="respondent").email == before
    assert client.post(url("invitation_link", case)).status_code == 404


def test_a_link_to_hand_on_is_shown_once_and_opens() -> None:
    case = make_case(state=State.CONSENT)
    page = client_of(cast_of(case).clerk).post(url("invitation_link", case)).content.decode()
    token = page.split("/invitation/")[1].split("/")[0]
    assert invitation_accept(token=token, user=None).case == case
    assert token not in str(list(Invitation.objects.values()))


def test_a_wrong_address_is_answered_on_the_page() -> None:
    case = make_case(state=State.CONSENT)
    answer = client_of(cast_of(case).clerk).post(url("invitation_resend", case), {"email": "b"})
    assert answer.status_code == 409
    assert "Write an e-mail address" in answer.content.decode()


def test_coming_in_begins_a_session_of_its_own() -> None:
    case = make_case(state=State.CONSENT)
    client = Client()
    planted = client.session
    planted["planted"] = True
    planted.save()
    key = str(planted.session_key)
    client.cookies[settings.SESSION_COOKIE_NAME] = key

    client.post(link_of(case))

    assert client.session.session_key != key
    assert not client.session.exists(key)


@pytest.mark.parametrize("who", ["claimant", "mediator", "clerk"])
def test_others_who_follow_the_link_stay_who_they_are(who: str) -> None:
    case = make_case(state=State.CONSENT)
    client = client_of(getattr(cast_of(case), who))
    before = client.session["_auth_user_id"]

    answer = client.post(link_of(case))

    assert answer.status_code == 409
    assert client.session["_auth_user_id"] == before
    assert case.members.get(side="respondent").user is None
    assert not Invitation.objects.exclude(used_at=None).exists()
