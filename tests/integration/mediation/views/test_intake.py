"""Applying on a phone: page by page, saved as typed, and nothing lost."""

import pytest
from django.urls import reverse

from mediation.models import Case
from mediation.rules.intake import RAW_LENGTH
from mediation.rules.lifecycle import State
from tests.factories import ANSWERS, make_case, make_draft, make_organisation, make_user
from tests.integration.mediation.views.browsers import client_of, url

pytestmark = pytest.mark.django_db

PAGES = {
    "what": ("cause", "facts"),
    "other": ("other_kind", "other_name", "other_email", "other_phone"),
    "claim": ("claim", "amount"),
    "you": ("you_kind", "you_name", "you_phone", "you_address"),
    "photos": (),
}


def test_page_by_page_to_a_number_without_any_script() -> None:
    make_organisation()
    client = client_of(make_user(name=""))
    answer = client.post(reverse("mediation:case_new"))
    case = Case.objects.get()
    for page, names in PAGES.items():
        assert answer["Location"] == url("intake", case, page)
        answer = client.post(answer["Location"], {name: ANSWERS[name] for name in names})
    assert answer["Location"] == url("intake", case, "send")

    answer = client.post(answer["Location"], {"consent": "1", "act_id": "s1"})

    assert answer["Location"] == url("case", case)
    case.refresh_from_db()
    assert case.number.endswith("调000001号")
    assert case.opened_by.name == "李明"


def test_opening_the_first_page_makes_nothing() -> None:
    make_organisation()
    client_of(make_user()).get(reverse("mediation:case_new"))
    assert not Case.objects.exists()


def test_what_is_typed_is_saved_and_there_after_a_reload() -> None:
    case = make_draft()
    client = client_of(case.opened_by)

    answer = client.post(url("draft_save", case), {"facts": "墙面有污渍😀", "shoe_size": "43"})

    assert set(answer.json()) == {"saved_at", "errors"}
    assert "墙面有污渍😀" in client.get(url("intake", case, "what")).content.decode()
    case.draft.refresh_from_db()
    assert "shoe_size" not in case.draft.answers


@pytest.mark.parametrize(
    ("field", "raw", "words"),
    [("amount", "八千", "Write the amount"), ("you_name", "李明😀", "😀"), ("claim", "", ""),
     ("you_phone", "12", "5 to 15"), ("facts", "长" * 5001, "5001")],
)  # fmt: skip
def test_a_wrong_answer_is_kept_and_its_fault_is_said(field: str, raw: str, words: str) -> None:
    case = make_draft()
    answer = client_of(case.opened_by).post(url("draft_save", case), {field: raw})
    assert words in answer.json()["errors"][field]
    case.draft.refresh_from_db()
    assert case.draft.answers[field] == raw


def test_a_flood_is_refused_and_the_last_good_answer_stays() -> None:
    case = make_draft()
    answer = client_of(case.opened_by).post(
        url("draft_save", case), {"facts": "长" * (RAW_LENGTH + 1)}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "text.too_long")
    case.draft.refresh_from_db()
    assert case.draft.answers["facts"] == ANSWERS["facts"]


def test_control_characters_do_no_harm() -> None:
    case = make_draft()
    client = client_of(case.opened_by)
    assert client.post(url("draft_save", case), {"facts": "墙\x00面\x1b"}).status_code == 200
    client.post(url("intake", case, "send"), {"consent": "1"})
    case.refresh_from_db()
    assert case.facts == "墙面"


def test_a_page_with_mistakes_names_them_and_keeps_the_rest() -> None:
    case = make_draft()
    answer = client_of(case.opened_by).post(
        url("intake", case, "you"), {"you_name": "李😀", "you_phone": "", "you_address": "东柳街道"}
    )
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "2 things need your attention" in text
    assert 'href="#you_name"' in text
    assert "东柳街道" in text


def test_sending_what_is_not_finished_leads_to_the_first_gap() -> None:
    case = make_draft()
    client = client_of(case.opened_by)
    client.post(url("draft_save", case), {"claim": ""})
    answer = client.post(url("intake", case, "send"), {"consent": "1"})
    assert answer.status_code == 422
    assert 'href="#claim"' in answer.content.decode()


def test_sending_without_the_tick_says_so() -> None:
    case = make_draft()
    answer = client_of(case.opened_by).post(url("intake", case, "send"), {})
    assert answer.status_code == 422
    assert "Please tick" in answer.content.decode()


def test_pressed_twice_one_application_is_sent() -> None:
    case = make_draft()
    client = client_of(case.opened_by)
    for _ in range(2):
        answer = client.post(url("intake", case, "send"), {"consent": "1"})
        assert answer["Location"] == url("case", case)


def test_a_sent_application_is_changed_no_more() -> None:
    case = make_case(state=State.SCREENING)
    client = client_of(case.opened_by)
    assert client.get(url("intake", case, "what")).status_code == 302
    answer = client.post(url("draft_save", case), {"facts": "x"})
    assert (answer.status_code, answer.json()["code"]) == (409, "draft.sent")
    assert client.post(url("draft_discard", case)).status_code == 409
    assert Case.objects.filter(pk=case.pk).exists()


def test_a_returned_application_is_changed_and_sent_again() -> None:
    case = make_case(state=State.RETURNED)
    client = client_of(case.opened_by)
    page = client.get(url("intake", case, "what")).content.decode()
    assert "Another place is responsible" in page
    client.post(url("intake", case, "send"), {})
    case.refresh_from_db()
    assert case.state == State.SCREENING


def test_a_draft_can_be_deleted() -> None:
    case = make_draft()
    client_of(case.opened_by).post(url("draft_discard", case))
    assert not Case.objects.exists()


def test_the_other_side_does_not_write_in_the_application() -> None:
    case = make_case(state=State.SCREENING)
    member = case.members.get(side="respondent")
    member.user = make_user()
    member.save()
    case_url = url("draft_save", case)
    assert client_of(member.user).post(case_url, {"facts": "x"}).status_code == 409


def test_what_is_too_long_to_keep_is_told_and_stays_on_the_page() -> None:
    case = make_draft()
    typed = "租" * (RAW_LENGTH + 1)

    answer = client_of(case.opened_by).post(url("intake", case, "what"), {"facts": typed})

    assert answer.status_code == 409
    page = answer.content.decode()
    assert 'data-code="text.too_long"' in page
    assert typed in page
