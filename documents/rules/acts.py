"""What people do in the signing ceremony; `documents.rules.ceremony` decides what follows."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Open:
    """Begin a draft between `parties`."""

    parties: tuple[str, ...]
    mediator: str


@dataclass(frozen=True, slots=True)
class ChangePreamble:
    """The mediator writes the facts and issues anew; `version` is the one they were looking at."""

    version: int


@dataclass(frozen=True, slots=True)
class AddClause:
    """The mediator adds a clause."""

    clause: str


@dataclass(frozen=True, slots=True)
class ChangeClause:
    """The mediator rewrites a clause; `version` is the one they were looking at."""

    clause: str
    version: int


@dataclass(frozen=True, slots=True)
class ProposeClause:
    """A party proposes other words for a clause, and accepts them by doing so."""

    clause: str
    version: int


@dataclass(frozen=True, slots=True)
class RemoveClause:
    """The mediator takes a clause out."""

    clause: str
    version: int


@dataclass(frozen=True, slots=True)
class AcceptClause:
    """A party accepts a clause as it stands in `version`."""

    clause: str
    version: int


@dataclass(frozen=True, slots=True)
class WithdrawAcceptance:
    """A party changes their mind, which everybody may until they sign."""

    clause: str
    version: int


@dataclass(frozen=True, slots=True)
class Freeze:
    """The mediator fixes the text: `document` is the SHA-256 of its PDF of so many `pages`."""

    document: str
    pages: int
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class Sign:
    """Somebody signed `document` (the frozen hash they saw), which made `file` out of it."""

    document: str
    file: str


@dataclass(frozen=True, slots=True)
class Reject:
    """Somebody refuses to sign. Their words are kept outside the journal."""


@dataclass(frozen=True, slots=True)
class Void:
    """The mediator, or the end of the case, stops the ceremony; `reason` is a code."""

    reason: str


@dataclass(frozen=True, slots=True)
class Expire:
    """Time ran out before all had signed."""


@dataclass(frozen=True, slots=True)
class Seal:
    """The organisation's seal went on last and made `file`."""

    file: str


Act = (
    Open
    | ChangePreamble
    | AddClause
    | ChangeClause
    | ProposeClause
    | RemoveClause
    | AcceptClause
    | WithdrawAcceptance
    | Freeze
    | Sign
    | Reject
    | Void
    | Expire
    | Seal
)
