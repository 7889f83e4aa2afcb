"""What news from the case means for its agreement."""

import uuid

from documents.selectors import agreement_open
from documents.services.agreements import agreement_void
from mediation.journal.models import Entry
from mediation.selectors import case_find


def void_when_case_leaves_signing(entry: Entry) -> None:
    """Reaction to `case.failed`, `case.withdrawn` and `case.reopened`: an open text is void.

    Raises RuleViolation `ceremony.in_force`, which refuses the act on the case, once all signed.
    """
    case = case_find(uuid.UUID(entry.stream.removeprefix("case:")))
    agreement = agreement_open(case) if case else None
    if agreement:
        reason = entry.kind.replace(".", "_")
        agreement_void(agreement=agreement, reason=reason, at=entry.at)
