"""What reacts to what: journal kind → functions of the apps above the one that wrote it."""

from collections.abc import Mapping, Sequence

from documents.jobs import seal_after_last_signature
from documents.reactions import void_when_case_leaves_signing
from hearings.reactions import cancel_sittings_ahead, tell_rooms_of_agreement
from mediation.journal.services import Reaction, subscribe

REACTIONS: Mapping[str, Sequence[Reaction]] = {
    "case.failed": [void_when_case_leaves_signing, cancel_sittings_ahead],
    "case.reopened": [void_when_case_leaves_signing],
    "case.refused": [void_when_case_leaves_signing, cancel_sittings_ahead],
    "case.withdrawn": [void_when_case_leaves_signing, cancel_sittings_ahead],
    "ceremony.*": [tell_rooms_of_agreement],
    "ceremony.signed": [seal_after_last_signature],
}


def connect() -> None:
    """Subscribe every reaction; called once, when all apps are loaded."""
    for kind, reactions in REACTIONS.items():
        for reaction in reactions:
            subscribe(kind, reaction)
