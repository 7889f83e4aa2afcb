"""Writing the journal. Only services of the apps above call this, inside their transaction."""

from collections.abc import Callable, Sequence
from datetime import datetime

from django.db import transaction

from mediation.journal.chain import entry_hash
from mediation.journal.event import Event
from mediation.journal.models import Entry, Stream

Reaction = Callable[[Entry], None]
_reactions: dict[str, list[Reaction]] = {}


def subscribe(kind: str, reaction: Reaction) -> None:
    """Call `reaction` for each new entry of `kind`, in the transaction that writes it.

    `kind` may end in `.*`. Only `config.wiring` subscribes: it is how news travels upward.
    """
    _reactions.setdefault(kind, []).append(reaction)


def stream_lock(*, stream: str) -> Stream:
    """Lock the head of `stream` until the transaction ends, making it if it is new."""
    if not transaction.get_connection().in_atomic_block:
        raise RuntimeError("stream_lock needs a transaction")
    Stream.objects.get_or_create(name=stream)
    return Stream.objects.select_for_update().get(name=stream)


def journal_append(
    *, stream: str, events: Sequence[Event], actor: str, at: datetime, act_id: str = ""
) -> list[Entry]:
    """Write `events` at the end of `stream` and tell the subscribers.

    Takes the stream's lock itself; a caller that decides from the stream's state takes it first.
    """
    head = stream_lock(stream=stream)
    written = []
    for event in events:
        entry = _next_entry(head, event, actor=actor, at=at, act_id=act_id)
        entry.save(force_insert=True)
        head.seq, head.hash = entry.seq, entry.hash
        written.append(entry)
    head.save()
    for entry in written:
        _tell(entry)
    return written


def _next_entry(head: Stream, event: Event, *, actor: str, at: datetime, act_id: str) -> Entry:
    entry = Entry(
        stream=head.name,
        seq=head.seq + 1,
        kind=event.kind,
        data=dict(event.data),
        actor=actor,
        act_id=act_id,
        at=at,
        prev_hash=head.hash,
    )
    entry.hash = entry_hash(entry)
    return entry


def _tell(entry: Entry) -> None:
    family = entry.kind.split(".")[0] + ".*"
    for reaction in [*_reactions.get(entry.kind, ()), *_reactions.get(family, ())]:
        reaction(entry)
