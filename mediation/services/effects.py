"""What the events of a case leave in the tables beside its journal, in the same transaction."""

from datetime import datetime

from mediation.journal.models import Entry
from mediation.models import Case, ConsentReceipt
from mediation.people.models import User
from mediation.rules.consent import VERSIONS, Stage
from mediation.rules.lifecycle import CaseState, State
from mediation.selectors import member_of


def case_project(*, case: Case, after: CaseState, at: datetime) -> None:
    """Bring the row of the case up to what its journal says."""
    case.state = after.state
    case.ending = after.ending or ""
    case.mediator_id = int(after.mediator.removeprefix("user:")) if after.mediator else None
    case.clock_at = after.clock
    if case.submitted_at is None and after.state is not State.DRAFT:
        case.submitted_at = at
    case.save()


def consent_record(*, case: Case, entry: Entry, user: User | None, at: datetime) -> None:
    """A receipt for a consent, or its end for a refusal."""
    member = member_of(case=case, user=user) if user else None
    if member is None:
        return
    stage = Stage.ONLINE_MEDIATION
    if entry.kind == "case.consented":
        ConsentReceipt.objects.create(
            member=member, stage=stage, version=VERSIONS[stage], given_at=at
        )
    if entry.kind == "case.refused":
        open_ones = ConsentReceipt.objects.filter(member=member, stage=stage)
        open_ones.filter(withdrawn_at=None).update(withdrawn_at=at)
