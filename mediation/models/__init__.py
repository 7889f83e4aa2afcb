"""The tables of the dispute."""

from mediation.models.case import Case, CaseMember
from mediation.models.figures import FunnelCell
from mediation.models.intake import CaseCounter, CaseDraft
from mediation.models.papers import ConsentReceipt, Invitation, Narrative

__all__ = [
    "Case",
    "CaseCounter",
    "CaseDraft",
    "CaseMember",
    "ConsentReceipt",
    "FunnelCell",
    "Invitation",
    "Narrative",
]
