"""The funnel: counted as events are written, and countable again from the journal alone."""

from collections import Counter
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from mediation.journal.event import Event
from mediation.journal.models import Entry
from mediation.models import FunnelCell
from mediation.rules.funnel import Step, steps_reached
from mediation.rules.lifecycle import CaseState, apply

Cell = tuple[int, date, str]


def funnel_count(*, before: CaseState, after: CaseState, at: datetime) -> None:
    """Add to the cells what a case reached just now."""
    for organisation, month, step in cells_of(before, after, at):
        cell, _ = FunnelCell.objects.get_or_create(
            organisation_id=organisation, month=month, step=step
        )
        FunnelCell.objects.filter(pk=cell.pk).update(count=F("count") + 1)


@transaction.atomic
def funnel_rebuild() -> None:
    """Throw the cells away and count them again from the journal."""
    FunnelCell.objects.all().delete()
    FunnelCell.objects.bulk_create(
        FunnelCell(organisation_id=organisation, month=month, step=step, count=count)
        for (organisation, month, step), count in _recount().items()
    )


def cells_of(before: CaseState, after: CaseState, at: datetime) -> list[Cell]:
    """The cells that a step of one case adds one to."""
    if after.organisation is None:
        return []
    month = timezone.localdate(at, timezone.get_default_timezone()).replace(day=1)
    steps: frozenset[Step] = steps_reached(before, after)
    return [(after.organisation, month, step.value) for step in sorted(steps)]


def _recount() -> Counter[Cell]:
    counts: Counter[Cell] = Counter()
    stream, state = "", CaseState()
    rows = Entry.objects.filter(stream__startswith="case:").order_by("stream", "seq")
    for entry in rows.iterator():
        if entry.stream != stream:
            stream, state = entry.stream, CaseState()
        after = apply(state, Event(entry.kind, entry.data))
        counts.update(cells_of(state, after, entry.at))
        state = after
    return counts
