"""Which step of the way a case reached: from the application to one of its endings."""

from enum import StrEnum

from mediation.rules.lifecycle import CaseState, Ending, State


class Step(StrEnum):
    """The cells of the funnel; litigation is told apart by whether both sides had consented."""

    SUBMITTED = "submitted"
    ACCEPTED = "accepted"
    CONSENTED = "consented"
    MEDIATED = "mediated"
    AGREED = "agreed"
    WITHDRAWN = "withdrawn"
    LITIGATION_UNWILLING = "litigation_unwilling"
    LITIGATION_FAILED = "litigation_failed"


SCREENED = frozenset({State.CONSENT, State.SELECTION})


def steps_reached(before: CaseState, after: CaseState) -> frozenset[Step]:
    """The steps that a case reaches by going from `before` to `after`; each once in its life."""
    new = after.seen - before.seen
    reached = {
        Step.SUBMITTED: State.SCREENING in new,
        Step.ACCEPTED: bool(new & SCREENED) and not before.seen & SCREENED,
        Step.CONSENTED: State.SELECTION in new,
        Step.MEDIATED: State.MEDIATING in new,
        Step.AGREED: State.AGREED in new,
        Step.WITHDRAWN: State.TERMINATED in new and after.ending is Ending.WITHDRAWN,
        Step.LITIGATION_UNWILLING: State.FILING in new and State.SELECTION not in after.seen,
        Step.LITIGATION_FAILED: State.FILING in new and State.SELECTION in after.seen,
    }
    return frozenset(step for step, now in reached.items() if now)
