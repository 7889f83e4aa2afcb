"""Nobody signs out of turn, unidentified, unread, twice or another text."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail

from documents.models import Signature
from documents.rules.ceremony import Phase
from documents.services.agreements import agreement_begin, agreement_reopen
from documents.services.signing import (
    agreement_reject,
    agreement_sign,
    identity_answer,
    identity_send,
)
from documents.signing.stamp import Typed
from mediation.journal.models import Entry
from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import Act, Ending, State
from mediation.services.cases import case_act
from tests.integration.documents.agreement.story import DRAWN, Story, last_code

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def frozen(committed: Story) -> Story:
    committed.freeze()
    mail.outbox.clear()
    return committed


def code_of(work: Callable[[], object]) -> str:
    with pytest.raises(RuleViolation) as refusal:
        work()
    return refusal.value.code


def test_the_mediator_waits_for_the_parties(frozen: Story) -> None:
    frozen.ready(frozen.li, frozen.wang)
    frozen.sign(frozen.li)
    assert code_of(lambda: frozen.sign(frozen.wang)) == "ceremony.out_of_turn"


def test_every_page_must_be_read(frozen: Story) -> None:
    frozen.identify(frozen.li)
    assert code_of(lambda: frozen.sign(frozen.li)) == "signing.pages_unread"


def test_identity_must_be_confirmed_in_this_session(frozen: Story) -> None:
    frozen.read(frozen.li)
    assert code_of(lambda: frozen.sign(frozen.li)) == "signing.identity_missing"
    frozen.identify(frozen.li)
    elsewhere = replace(frozen.origin(frozen.li), session="another browser")
    work = lambda: agreement_sign(  # noqa: E731
        agreement=frozen.agreement,
        user=frozen.li,
        mark=DRAWN,
        document=frozen.agreement.document_sha256,
        origin=elsewhere,
        at=frozen.at,
    )
    assert code_of(work) == "signing.identity_missing"


def test_a_confirmation_does_not_last_for_ever(frozen: Story) -> None:
    frozen.ready(frozen.li)
    frozen.at += timedelta(minutes=31)
    assert code_of(lambda: frozen.sign(frozen.li)) == "signing.identity_missing"


def test_a_typed_name_is_the_name_in_the_agreement(frozen: Story) -> None:
    frozen.ready(frozen.li)
    assert code_of(lambda: frozen.sign(frozen.li, Typed("李四"))) == "signing.name_differs"
    assert frozen.sign(frozen.li, Typed(" 李 明 ")).signatures == (frozen.li.actor,)


def test_signing_twice_is_one_signature(frozen: Story) -> None:
    frozen.ready(frozen.li)
    first = frozen.sign(frozen.li)
    assert frozen.sign(frozen.li) == first
    assert Signature.objects.count() == 1


def test_signing_twice_at_the_same_moment_is_one_signature(
    frozen: Story, in_parallel: Callable[..., list[Any]]
) -> None:
    frozen.ready(frozen.li, frozen.zhao)
    states = in_parallel(frozen.sign, [frozen.li, frozen.zhao] * 6)
    assert {state.phase for state in states} == {Phase.SIGNING}
    assert set(frozen.state.signatures) == {frozen.li.actor, frozen.zhao.actor}
    assert Signature.objects.count() == 2
    signed = Entry.objects.filter(stream=frozen.agreement.stream, kind="ceremony.signed")
    assert signed.count() == 2


def test_another_text_or_a_late_hour_is_refused(frozen: Story) -> None:
    frozen.ready(frozen.li)
    document = frozen.agreement.document_sha256
    frozen.agreement.document_sha256 = "0" * 64
    assert code_of(lambda: frozen.sign(frozen.li)) == "ceremony.other_document"
    frozen.agreement.document_sha256 = document
    frozen.at += timedelta(days=7)
    assert code_of(lambda: frozen.sign(frozen.li)) == "ceremony.expired"


def answer(story: Story, code: str) -> None:
    origin = story.origin(story.li)
    identity_answer(agreement=story.agreement, user=story.li, origin=origin, code=code, at=story.at)


def send(story: Story) -> None:
    origin = story.origin(story.li)
    identity_send(agreement=story.agreement, user=story.li, origin=origin, at=story.at)


def other_than(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


def test_wrong_codes_use_up_the_code(frozen: Story) -> None:
    assert code_of(lambda: answer(frozen, "123456")) == "signing.code_not_sent"
    send(frozen)
    right = last_code(frozen.li)
    for _ in range(5):
        assert code_of(lambda: answer(frozen, other_than(right))) == "signing.code_wrong"
    assert code_of(lambda: answer(frozen, right)) == "signing.code_spent"


def test_a_code_expires(frozen: Story) -> None:
    send(frozen)
    frozen.at += timedelta(minutes=10)
    assert code_of(lambda: answer(frozen, last_code(frozen.li))) == "signing.code_expired"


def test_codes_are_sent_with_a_pause_and_only_the_newest_counts(frozen: Story) -> None:
    send(frozen)
    first = last_code(frozen.li)
    assert code_of(lambda: send(frozen)) == "signing.code_too_soon"
    frozen.at += timedelta(seconds=61)
    send(frozen)
    assert len(mail.outbox) == 2
    if first != last_code(frozen.li):
        assert code_of(lambda: answer(frozen, first)) == "signing.code_wrong"
    answer(frozen, last_code(frozen.li))


def test_not_more_than_six_codes_an_hour(frozen: Story) -> None:
    for _ in range(6):
        send(frozen)
        frozen.at += timedelta(minutes=2)
    assert code_of(lambda: send(frozen)) == "signing.code_too_soon"


def test_a_code_belongs_to_one_person(frozen: Story) -> None:
    send(frozen)
    origin = frozen.origin(frozen.li)
    work = lambda: identity_answer(  # noqa: E731
        agreement=frozen.agreement,
        user=frozen.zhao,
        origin=origin,
        code=last_code(frozen.li),
        at=frozen.at,
    )
    assert code_of(work) == "signing.code_not_sent"


def reject(story: Story, words: str = "金额不对") -> None:
    agreement_reject(agreement=story.agreement, user=story.zhao, words=words, at=story.at)


def test_a_rejection_voids_and_the_mediator_opens_the_text_again(frozen: Story) -> None:
    frozen.signed_by(frozen.li)
    assert code_of(lambda: reject(frozen, "  ")) == "signing.reason_missing"
    reject(frozen)
    assert frozen.state.phase is Phase.VOIDED
    assert frozen.agreement.rejection.words == "金额不对"
    frozen.case.refresh_from_db()
    assert frozen.case.state == State.SIGNING

    again = agreement_reopen(agreement=frozen.agreement, user=frozen.wang, at=frozen.at)

    frozen.case.refresh_from_db()
    assert frozen.case.state == State.DRAFTING
    assert (again.version, again.facts) == (2, frozen.agreement.facts)
    assert again.texts.get().what == "退还租房押金"
    frozen.agreement = again
    assert [clause.accepted for clause in frozen.state.clauses] == [frozenset()]


def test_the_end_of_the_case_voids_the_text(frozen: Story) -> None:
    data = {"code": Ending.REFUSED_TO_SIGN, "narrative": "对方拒绝签名。"}
    case_act(case=frozen.case, act=Act.FAIL, user=frozen.wang, data=data)
    assert frozen.state.reason == "case_failed"
    assert code_of(lambda: frozen.sign(frozen.li)) == "ceremony.voided"


def test_there_is_one_open_agreement(frozen: Story) -> None:
    again = agreement_begin(case=frozen.case, user=frozen.wang, at=frozen.at)
    assert again == frozen.agreement


def test_a_mail_server_that_is_down_is_told(committed: Story, settings: Any) -> None:
    committed.freeze()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    with pytest.raises(RuleViolation) as refusal:
        identity_send(
            agreement=committed.agreement,
            user=committed.li,
            origin=committed.origin(committed.li),
            at=committed.at,
        )
    assert refusal.value.code == "signing.code_mail_down"
