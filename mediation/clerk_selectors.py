"""What a clerk reads: queues, search, the roster with its load, and the funnel."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q, QuerySet, Sum

from mediation.journal.models import Entry
from mediation.models import Case, FunnelCell
from mediation.people.models import Organisation, User
from mediation.people.roles import Role
from mediation.rules.deadlines import Due
from mediation.rules.lifecycle import Ending, State
from mediation.selectors import case_due

BOOKED, CANCELLED = "case.sitting_booked", "case.sitting_cancelled"
STAFF = (Role.CLERK, Role.ORGANISATION_ADMIN)
ONGOING = (State.ACCEPTANCE, State.MEDIATING, State.DRAFTING, State.SIGNING)


@dataclass(frozen=True, slots=True)
class Queue:
    """A list of cases by their states; `booked` narrows it to those with or without a sitting."""

    key: str
    states: Sequence[State]
    booked: bool | None = None


QUEUES = (
    Queue("screen", [State.SCREENING]),
    Queue("consent", [State.CONSENT]),
    Queue("assign", [State.SELECTION]),
    Queue("book", [State.MEDIATING], booked=False),
    Queue("hand_over", [State.TERMINATED]),
    Queue("accepting", [State.ACCEPTANCE]),
    Queue("mediating", [State.MEDIATING, State.DRAFTING, State.SIGNING], booked=True),
    Queue("agreed", [State.AGREED]),
    Queue("diverted", [State.FILING]),
    Queue("all", [state for state in State if state is not State.DRAFT]),
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """A mediator of the roster, and how many open cases they have."""

    user: User
    load: int


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Where somebody works at the clerk's desk."""
    held = user.memberships.filter(role__in=STAFF)
    return Organisation.objects.filter(pk__in=held.values("organisation_id"))


def cases_of_desk(user: User) -> QuerySet[Case]:
    """Every case that was sent to the organisations of this clerk, except their own disputes."""
    found = Case.objects.filter(organisation__in=organisations_of(user))
    found = found.exclude(state=State.DRAFT).exclude(members__user=user)
    return found.select_related("organisation", "mediator").prefetch_related("members")


def queue_of(key: str) -> Queue:
    """The queue of that key, the first one when there is none."""
    return next((queue for queue in QUEUES if queue.key == key), QUEUES[0])


def cases_in(*, cases: QuerySet[Case], queue: Queue) -> QuerySet[Case]:
    """Those of `cases` in the queue, the longest waiting first."""
    found = cases.filter(state__in=queue.states)
    if queue.key == "hand_over":
        found = found.exclude(ending=Ending.WITHDRAWN)
    if queue.booked is not None:
        booked = [case.pk for case in found.filter(state=State.MEDIATING) if is_booked(case)]
        waiting = Q(state=State.MEDIATING) & ~Q(pk__in=booked)
        found = found.exclude(waiting) if queue.booked else found.filter(waiting)
    return found.order_by("clock_at", "number")


def cases_search(*, cases: QuerySet[Case], words: str, cause: str) -> QuerySet[Case]:
    """Those whose number or people's names contain `words`, of one cause if it is given."""
    found = cases.filter(cause=cause) if cause else cases
    if words:
        named = Q(number__icontains=words) | Q(members__name__icontains=words)
        found = found.filter(named | Q(mediator__name__icontains=words)).distinct()
    return found


def is_booked(case: Case) -> bool:
    """Whether more sittings were booked for the case than called off."""
    noted = Entry.objects.filter(stream=case.stream)
    return noted.filter(kind=BOOKED).count() > noted.filter(kind=CANCELLED).count()


def queue_counts(cases: QuerySet[Case]) -> Mapping[str, int]:
    """How many cases each queue holds."""
    states = Counter(dict(cases.order_by().values_list("state").annotate(Count("pk"))))
    counts = {queue.key: sum(states[state] for state in queue.states) for queue in QUEUES}
    for queue in QUEUES:
        if queue.booked is not None or queue.key == "hand_over":
            counts[queue.key] = cases_in(cases=cases, queue=queue).count()
    return counts


def roster(organisation: Organisation) -> list[Loaded]:
    """The mediators of the organisation, the least loaded first."""
    people = User.objects.filter(
        memberships__organisation=organisation, memberships__role=Role.MEDIATOR
    )
    open_cases = Case.objects.filter(mediator__in=people, state__in=ONGOING)
    loads = dict(open_cases.order_by().values_list("mediator_id").annotate(Count("pk")))
    loaded = [Loaded(person, loads.get(person.pk, 0)) for person in people.distinct()]
    return sorted(loaded, key=lambda one: (one.load, one.user.name))


def funnel_totals(user: User) -> Mapping[str, int]:
    """Step → how many cases of this clerk's organisations reached it, from the roll-up."""
    cells = FunnelCell.objects.filter(organisation__in=organisations_of(user))
    return dict(cells.order_by().values_list("step").annotate(Sum("count")))


def due_of(case: Case) -> Due | None:
    """The date on the list."""
    return case_due(state=State(case.state), clock=case.clock_at)


def days_left(due: Due, today: datetime) -> int:
    """Calendar days from today to the last day; negative when it has passed."""
    return (due.day - today.date()).days
