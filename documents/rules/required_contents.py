"""What a document must contain before its text may freeze, as rows that name their article.

A row asks for an item by name; the caller says which items are there. A jurisdiction is data: add
rows, not code.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from mediation.rules.core import RuleViolation


class Document(StrEnum):
    """A kind of document."""

    INVITED = "invited"
    PEOPLES = "peoples"


class Item(StrEnum):
    """Something a document must say."""

    PARTIES = "parties"
    FACTS = "facts"
    CLAUSES = "clauses"
    DEADLINES = "deadlines"
    MEDIATOR = "mediator"
    ORGANISATION = "organisation"


@dataclass(frozen=True, slots=True)
class Required:
    """`document` must contain `item` according to `article` (short names as in `law.md`)."""

    document: Document
    item: Item
    article: str


REQUIRED: Final = (
    Required(Document.INVITED, Item.PARTIES, "INV 24(1)"),
    Required(Document.INVITED, Item.FACTS, "INV 24(2)"),
    Required(Document.INVITED, Item.CLAUSES, "INV 24(3)"),
    Required(Document.INVITED, Item.MEDIATOR, "INV 24"),
    Required(Document.INVITED, Item.ORGANISATION, "INV 24"),
    Required(Document.PEOPLES, Item.PARTIES, "PML 29(1)"),
    Required(Document.PEOPLES, Item.FACTS, "PML 29(2)"),
    Required(Document.PEOPLES, Item.CLAUSES, "PML 29(3)"),
    Required(Document.PEOPLES, Item.DEADLINES, "PML 29(3)"),
    Required(Document.PEOPLES, Item.MEDIATOR, "PML 29"),
    Required(Document.PEOPLES, Item.ORGANISATION, "PML 29"),
)

PAPER_ONLY: Final = {"family": "ESL 3(1)"}
"""Causes whose documents may not be signed electronically, and the article."""


def missing_items(document: Document, present: Collection[Item]) -> tuple[Required, ...]:
    """The rows of `document` whose item is not among `present`, in order."""
    return tuple(r for r in REQUIRED if r.document is document and r.item not in present)


def refuse_missing(document: Document, present: Collection[Item]) -> None:
    """Raise RuleViolation `agreement.missing_<item>` with its `article` for the first gap."""
    for gap in missing_items(document, present):
        raise RuleViolation(f"agreement.missing_{gap.item}", article=gap.article)


def paper_article(cause: str) -> str:
    """The article that sends `cause` to paper, or an empty string."""
    return PAPER_ONLY.get(cause, "")


def refuse_paper_only(cause: str) -> None:
    """Raise RuleViolation `agreement.paper_route` where electronic signatures do not apply."""
    if article := paper_article(cause):
        raise RuleViolation("agreement.paper_route", article=article)
