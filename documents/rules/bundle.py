"""What may travel from a failed mediation to the court, and what never does.

Only what is on the list travels, so that a kind of thing invented later stays behind until somebody
decides otherwise. What the sides conceded to reach an agreement, and anything said in caucus, must
not be used against them (OMR 18, CPI 107).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from mediation.rules.core import RuleViolation
from mediation.rules.lifecycle import Ending, State


class Travels(StrEnum):
    """The kinds of things on the list, with the article that sends them."""

    TERMINATION = "termination"  # OMR 21, 25
    APPLICATION = "application"  # OMR 8
    PARTIES = "parties"  # OMR 8
    EXHIBIT = "exhibit"  # OMR 21
    UNDISPUTED_FACT = "undisputed_fact"  # OMR 22


ENDED = frozenset({State.TERMINATED, State.FILING})
DIVERTED = frozenset(Ending) - {Ending.AGREED, Ending.WITHDRAWN}


@dataclass(frozen=True, slots=True)
class Item:
    """Something in the file of a case.

    `kind` is one of `Travels` or anything else; `withdrawn`: who brought it took it back;
    `in_caucus`: it was said or shown to one side alone; `confirmed`: by each party, where a fact
    counts as undisputed only then.
    """

    kind: str
    key: str
    withdrawn: bool = False
    in_caucus: bool = False
    confirmed: bool = False


def may_travel(item: Item) -> bool:
    """Whether the item goes to court."""
    if item.kind not in set(Travels) or item.withdrawn or item.in_caucus:
        return False
    return item.confirmed if item.kind == Travels.UNDISPUTED_FACT else True


def travelling(items: Iterable[Item]) -> list[Item]:
    """Those of the items that go to court, in their order."""
    return [item for item in items if may_travel(item)]


def check_bundle(state: State, ending: Ending | None) -> None:
    """Refuse a bundle of a case that goes on, was agreed, or was withdrawn."""
    if state not in ENDED or ending not in DIVERTED:
        raise RuleViolation("bundle.not_failed")
