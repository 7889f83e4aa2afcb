"""What reacts to what: journal kind → functions of the apps above the one that wrote it."""

from collections.abc import Mapping, Sequence

from mediation.journal.services import Reaction, subscribe

REACTIONS: Mapping[str, Sequence[Reaction]] = {}


def connect() -> None:
    """Subscribe every reaction; called once, when all apps are loaded."""
    for kind, reactions in REACTIONS.items():
        for reaction in reactions:
            subscribe(kind, reaction)
