"""The life of a dispute as rows of data: state, act, next state, who, and the article.

`decide` and `apply` are the case core. The diagram in the documentation and the steps on the case
page are drawn from `ROWS`.
"""

from enum import StrEnum


class State(StrEnum):
    """Where a dispute stands."""

    DRAFT = "draft"
    SCREENING = "screening"
    RETURNED = "returned"
    CONSENT = "consent"
    SELECTION = "selection"
    ACCEPTANCE = "acceptance"
    MEDIATING = "mediating"
    DRAFTING = "drafting"
    SIGNING = "signing"
    AGREED = "agreed"
    TERMINATED = "terminated"
    FILING = "filing"


class Ending(StrEnum):
    """How mediation ended (OMR 25); every ending but the first two may lead to litigation."""

    AGREED = "agreed"
    WITHDRAWN = "withdrawn"
    UNREACHABLE = "unreachable"
    UNWILLING = "unwilling"
    TOO_FAR_APART = "too_far_apart"
    EXPIRED = "expired"
    REFUSED_TO_SIGN = "refused_to_sign"
    OTHER = "other"
