"""The signing ceremony, one of the three cores: draft → frozen(hash) → signing → sealed.

It can be voided until its last signature. From then on only the seal can follow: an agreement that
all have signed is in force (OMR 19, PML 29), so nobody can undo it alone.

`decide(state, act, actor, at)` gives events, none when the act was done before; `apply(state,
event)` gives the next state. People are named `user:<pk>`; what a clause says is kept elsewhere and
known here by its id and version.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from functools import reduce
from typing import Any

from documents.rules.acts import (
    AcceptClause,
    Act,
    AddClause,
    ChangeClause,
    ChangePreamble,
    Expire,
    Freeze,
    Open,
    ProposeClause,
    Reject,
    RemoveClause,
    Seal,
    Sign,
    Void,
    WithdrawAcceptance,
)
from mediation.journal.event import Event
from mediation.rules.core import RuleViolation

SYSTEM = "system"


class Phase(StrEnum):
    """How far the agreement is."""

    NONE = "none"
    DRAFT = "draft"
    FROZEN = "frozen"
    SIGNING = "signing"
    SEALED = "sealed"
    VOIDED = "voided"


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause, the version of its words that counts, and who accepted that version."""

    id: str
    version: int = 1
    accepted: frozenset[str] = frozenset()
    proposed_by: str = ""


@dataclass(frozen=True, slots=True)
class Ceremony:
    """A view of one stream. `document` is the SHA-256 of the frozen PDF; `file` of the newest."""

    phase: Phase = Phase.NONE
    parties: tuple[str, ...] = ()
    mediator: str = ""
    clauses: tuple[Clause, ...] = ()
    preamble: int = 0
    document: str = ""
    pages: int = 0
    expires_at: datetime | None = None
    signatures: tuple[str, ...] = ()
    file: str = ""
    reason: str = ""

    @property
    def signers(self) -> tuple[str, ...]:
        """Everyone who has to sign, the mediator last."""
        return (*self.parties, self.mediator)

    @property
    def is_complete(self) -> bool:
        """Whether the last signature is there, so that only the seal may follow."""
        return bool(self.signers) and set(self.signatures) == set(self.signers)

    @property
    def is_agreed(self) -> bool:
        """Whether every party accepted every clause, of which there is at least one."""
        everyone = set(self.parties)
        return bool(self.clauses) and all(everyone <= c.accepted for c in self.clauses)

    @property
    def next_signers(self) -> frozenset[str]:
        """Who may sign now: parties in any order, then the mediator (INV 24)."""
        if self.phase not in SIGNABLE:
            return frozenset()
        waiting = frozenset(self.parties) - set(self.signatures)
        return waiting or frozenset({self.mediator}) - set(self.signatures)

    def clause(self, clause: str) -> Clause:
        """The clause with this id. Raises RuleViolation `ceremony.no_such_clause`."""
        for found in self.clauses:
            if found.id == clause:
                return found
        raise RuleViolation("ceremony.no_such_clause")


SIGNABLE = frozenset({Phase.FROZEN, Phase.SIGNING})
OPEN = frozenset({Phase.DRAFT, Phase.FROZEN, Phase.SIGNING})


Events = tuple[Event, ...]


def decide(state: Ceremony, act: Act, actor: str, at: datetime) -> Events:
    """What `act` leads to; empty when it was done before. Raises RuleViolation."""
    match act:
        case Open():
            return _open(state, act)
        case ChangePreamble() | AddClause() | ChangeClause() | RemoveClause():
            return _draft(state, act, actor)
        case ProposeClause() | AcceptClause() | WithdrawAcceptance():
            return _answer(state, act, actor)
        case Freeze():
            return _freeze(state, act, actor)
        case Sign():
            return _sign(state, act, actor, at)
        case Reject():
            return _reject(state, actor)
        case Void():
            return _void(state, act, actor)
        case Expire():
            return _expire(state, actor, at)
        case Seal():
            return _seal(state, act, actor)


def _open(state: Ceremony, act: Open) -> Events:
    if state.phase is not Phase.NONE:
        return ()
    people = (*act.parties, act.mediator)
    if len(act.parties) < 2 or not all(people):
        raise RuleViolation("ceremony.two_parties")
    if len(set(people)) != len(people):
        raise RuleViolation("ceremony.one_place_each")
    data = {"parties": list(act.parties), "mediator": act.mediator}
    return (Event("ceremony.opened", data),)


def _need_draft(state: Ceremony) -> None:
    if state.phase is not Phase.DRAFT:
        raise RuleViolation("ceremony.not_a_draft")


def _need_mediator(state: Ceremony, actor: str) -> None:
    if actor != state.mediator:
        raise RuleViolation("ceremony.mediator_only")


def _current(state: Ceremony, clause: str, version: int) -> Clause:
    found = state.clause(clause)
    if found.version != version:
        raise RuleViolation("ceremony.clause_changed_meanwhile")
    return found


def _draft(
    state: Ceremony, act: ChangePreamble | AddClause | ChangeClause | RemoveClause, actor: str
) -> Events:
    _need_draft(state)
    _need_mediator(state, actor)
    match act:
        case ChangePreamble():
            if act.version != state.preamble:
                raise RuleViolation("ceremony.facts_changed_meanwhile")
            return (Event("ceremony.preamble_changed", {"version": act.version + 1}),)
        case AddClause():
            if any(c.id == act.clause for c in state.clauses):
                return ()
            return (Event("ceremony.clause_added", {"clause": act.clause, "version": 1}),)
        case ChangeClause():
            _current(state, act.clause, act.version)
            data = {"clause": act.clause, "version": act.version + 1}
            return (Event("ceremony.clause_changed", data),)
        case RemoveClause():
            if all(c.id != act.clause for c in state.clauses):
                return ()
            _current(state, act.clause, act.version)
            return (Event("ceremony.clause_removed", {"clause": act.clause}),)


def _answer(
    state: Ceremony, act: ProposeClause | AcceptClause | WithdrawAcceptance, actor: str
) -> Events:
    _need_draft(state)
    if actor not in state.parties:
        raise RuleViolation("ceremony.parties_only")
    clause = _current(state, act.clause, act.version)
    data = {"clause": act.clause, "version": act.version, "by": actor}
    match act:
        case ProposeClause():
            data["version"] = act.version + 1
            return (Event("ceremony.clause_proposed", data),)
        case AcceptClause():
            again = actor in clause.accepted
            return () if again else (Event("ceremony.clause_accepted", data),)
        case WithdrawAcceptance():
            held = actor in clause.accepted
            return (Event("ceremony.acceptance_withdrawn", data),) if held else ()


def refuse_freeze(state: Ceremony, actor: str) -> None:
    """Raise RuleViolation where the text may not freeze yet."""
    _need_draft(state)
    _need_mediator(state, actor)
    if not state.clauses:
        raise RuleViolation("ceremony.no_clauses")
    if not state.is_agreed:
        raise RuleViolation("ceremony.not_all_accepted")


def _freeze(state: Ceremony, act: Freeze, actor: str) -> Events:
    if state.phase in SIGNABLE and state.document == act.document:
        return ()
    refuse_freeze(state, actor)
    data = {
        "document": act.document,
        "pages": act.pages,
        "expires_at": act.expires_at.isoformat(),
        "clauses": [{"clause": c.id, "version": c.version} for c in state.clauses],
    }
    return (Event("ceremony.frozen", data),)


def has_signed(state: Ceremony, actor: str) -> bool:
    """Whether this person's signature is in the document, which makes signing again the same."""
    return actor in state.signatures and state.phase is not Phase.VOIDED


def refuse_sign(state: Ceremony, actor: str, document: str, at: datetime) -> None:
    """Raise RuleViolation where this person may not sign this document now."""
    if state.phase is Phase.VOIDED:
        raise RuleViolation("ceremony.voided")
    if state.phase not in SIGNABLE:
        raise RuleViolation("ceremony.not_frozen")
    if actor not in state.signers:
        raise RuleViolation("ceremony.not_a_signer")
    if actor not in state.next_signers:
        raise RuleViolation("ceremony.out_of_turn")
    if document != state.document:
        raise RuleViolation("ceremony.other_document")
    if _is_late(state, at):
        raise RuleViolation("ceremony.expired")


def _is_late(state: Ceremony, at: datetime) -> bool:
    return state.expires_at is not None and at >= state.expires_at


def _sign(state: Ceremony, act: Sign, actor: str, at: datetime) -> Events:
    if has_signed(state, actor):
        return ()
    refuse_sign(state, actor, act.document, at)
    data = {"by": actor, "document": act.document, "file": act.file}
    return (Event("ceremony.signed", data),)


def _reject(state: Ceremony, actor: str) -> Events:
    if state.phase not in SIGNABLE:
        raise RuleViolation("ceremony.not_frozen")
    if actor not in state.signers:
        raise RuleViolation("ceremony.not_a_signer")
    if actor in state.signatures:
        raise RuleViolation("ceremony.already_signed")
    rejected = Event("ceremony.rejected", {"by": actor})
    return (rejected, Event("ceremony.voided", {"reason": "rejected"}))


def _void(state: Ceremony, act: Void, actor: str) -> Events:
    if state.phase is Phase.VOIDED:
        return ()
    if actor != SYSTEM:
        _need_mediator(state, actor)
    if state.phase is Phase.SEALED or state.is_complete:
        raise RuleViolation("ceremony.in_force")
    if state.phase not in OPEN:
        raise RuleViolation("ceremony.not_open")
    return (Event("ceremony.voided", {"reason": act.reason}),)


def _expire(state: Ceremony, actor: str, at: datetime) -> Events:
    if actor != SYSTEM or state.phase not in SIGNABLE or state.is_complete:
        return ()
    if not _is_late(state, at):
        raise RuleViolation("ceremony.not_yet_expired")
    return (Event("ceremony.voided", {"reason": "expired"}),)


def refuse_seal(state: Ceremony) -> None:
    """Raise RuleViolation where the seal may not go on: it is always the last."""
    if state.phase not in SIGNABLE or not state.is_complete:
        raise RuleViolation("ceremony.signatures_missing")


def _seal(state: Ceremony, act: Seal, actor: str) -> Events:
    if state.phase is Phase.SEALED:
        return ()
    if actor != SYSTEM:
        raise RuleViolation("ceremony.seal_is_automatic")
    refuse_seal(state)
    return (Event("ceremony.sealed", {"document": state.document, "file": act.file}),)


def fold(events: Iterable[Event]) -> Ceremony:
    """The state after `events`, from the beginning."""
    return reduce(apply, events, Ceremony())


def apply(state: Ceremony, event: Event) -> Ceremony:
    """The state after `event`; kinds that it does not know change nothing."""
    data = event.data
    match event.kind.removeprefix("ceremony."):
        case "opened":
            parties = tuple(data["parties"])
            return replace(state, phase=Phase.DRAFT, parties=parties, mediator=data["mediator"])
        case "preamble_changed":
            return replace(state, preamble=data["version"])
        case "frozen":
            return _frozen(state, data)
        case "signed":
            signatures = (*state.signatures, data["by"])
            return replace(state, phase=Phase.SIGNING, signatures=signatures, file=data["file"])
        case "voided":
            return replace(state, phase=Phase.VOIDED, reason=data["reason"])
        case "sealed":
            return replace(state, phase=Phase.SEALED, file=data["file"])
        case _:
            return replace(state, clauses=_clauses(state.clauses, event))


def _frozen(state: Ceremony, data: Any) -> Ceremony:
    return replace(
        state,
        phase=Phase.FROZEN,
        document=data["document"],
        file=data["document"],
        pages=data["pages"],
        expires_at=datetime.fromisoformat(data["expires_at"]),
    )


def _clauses(clauses: tuple[Clause, ...], event: Event) -> tuple[Clause, ...]:
    data = event.data
    match event.kind.removeprefix("ceremony."):
        case "clause_added":
            return (*clauses, Clause(data["clause"]))
        case "clause_removed":
            return tuple(c for c in clauses if c.id != data["clause"])
        case "clause_changed" | "clause_proposed" | "clause_accepted" | "acceptance_withdrawn":
            touched = data["clause"]
            return tuple(_touched(c, event) if c.id == touched else c for c in clauses)
        case _:
            return clauses


def _touched(clause: Clause, event: Event) -> Clause:
    data = event.data
    match event.kind.removeprefix("ceremony."):
        case "clause_changed":
            return Clause(clause.id, data["version"])
        case "clause_proposed":
            return Clause(clause.id, data["version"], frozenset({data["by"]}), data["by"])
        case "clause_accepted":
            return replace(clause, accepted=clause.accepted | {data["by"]})
        case _:
            return replace(clause, accepted=clause.accepted - {data["by"]})
