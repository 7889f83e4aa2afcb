"""One act of the ceremony under its lock: fold, decide, write, and keep the row in step."""

from datetime import datetime

from documents.models.agreement import Agreement
from documents.rules.acts import Act
from documents.rules.ceremony import Ceremony, Phase, apply, decide
from documents.selectors import ceremony_of
from mediation.journal.event import Event
from mediation.journal.services import journal_append, stream_lock


def ceremony_lock(*, agreement: Agreement) -> Ceremony:
    """Wait for one's turn in the ceremony; its state, which nobody else can change until commit.

    A caller that will also act on the case locks `case.stream` first, always in this order.
    """
    stream_lock(stream=agreement.stream)
    return ceremony_of(agreement)


def ceremony_act(
    *, agreement: Agreement, state: Ceremony, act: Act, actor: str, at: datetime, act_id: str = ""
) -> Ceremony:
    """Decide `act` on the locked `state`, write what follows, return the new state.

    Raises RuleViolation `ceremony.*`.
    """
    events = decide(state, act, actor, at)
    if not events:
        return state
    journal_append(stream=agreement.stream, events=events, actor=actor, at=at, act_id=act_id)
    for event in events:
        state = apply(state, event)
        _mark_time(agreement, event, at)
    _mirror(agreement, state, at)
    return state


_TIMES = {
    "ceremony.frozen": "frozen_at",
    "ceremony.sealed": "sealed_at",
    "ceremony.voided": "voided_at",
}


def _mark_time(agreement: Agreement, event: Event, at: datetime) -> None:
    if event.kind in _TIMES:
        setattr(agreement, _TIMES[event.kind], at)


def _mirror(agreement: Agreement, state: Ceremony, at: datetime) -> None:
    agreement.state = state.phase
    agreement.document_sha256 = state.document
    agreement.file_sha256 = state.file
    agreement.pages = state.pages
    agreement.expires_at = state.expires_at
    agreement.void_reason = state.reason
    if state.phase is Phase.SIGNING and state.is_complete and agreement.completed_at is None:
        agreement.completed_at = at
    agreement.save()
