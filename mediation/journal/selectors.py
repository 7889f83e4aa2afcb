"""Reading the journal."""

from collections.abc import Iterator
from dataclasses import dataclass

from mediation.journal.chain import entry_hash
from mediation.journal.models import Entry, Stream


@dataclass(frozen=True, slots=True)
class BadRow:
    """The first row of a stream at which the chain does not hold, and why."""

    stream: str
    seq: int
    reason: str


def entries(stream: str, after: int = 0) -> list[Entry]:
    """The entries of `stream` with a seq above `after`, in order."""
    return list(Entry.objects.filter(stream=stream, seq__gt=after).order_by("seq"))


def entries_of_act(*, stream: str, actor: str, act_id: str) -> list[Entry]:
    """What an act that carried this id wrote; empty when it was not seen before."""
    if not act_id:
        return []
    found = Entry.objects.filter(stream=stream, actor=actor, act_id=act_id)
    return list(found.order_by("seq"))


def stream_seq(stream: str) -> int:
    """The seq of the newest entry; 0 for an empty stream."""
    head = Stream.objects.filter(name=stream).first()
    return head.seq if head else 0


def first_bad_row(stream: str) -> BadRow | None:
    """Walk the chain of `stream`; None when it holds up to its recorded head."""
    before, expected = "", 1
    for entry in Entry.objects.filter(stream=stream).order_by("seq").iterator():
        if entry.seq != expected:
            return BadRow(stream, expected, "missing")
        if entry.prev_hash != before or entry.hash != entry_hash(entry):
            return BadRow(stream, entry.seq, "edited")
        before, expected = entry.hash, expected + 1
    head = Stream.objects.filter(name=stream).first()
    if head is None or (head.seq, head.hash) != (expected - 1, before):
        return BadRow(stream, expected, "missing")
    return None


def streams() -> Iterator[str]:
    """The name of every stream that has a head or an entry."""
    names = set(Stream.objects.values_list("name", flat=True))
    names.update(Entry.objects.order_by().values_list("stream", flat=True).distinct())
    return iter(sorted(names))
