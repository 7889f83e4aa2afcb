"""Reading agreements: their state, their words, and who takes part."""

import uuid

from documents.models.agreement import Agreement, ClauseText, Reading
from documents.rules.ceremony import OPEN, Ceremony, fold
from mediation.journal.event import Event
from mediation.journal.selectors import entries
from mediation.models import Case, CaseMember
from mediation.people.roles import Role


def agreement_find(agreement_id: uuid.UUID) -> Agreement | None:
    """The agreement with its case, or None."""
    related = ("case__organisation", "case__mediator")
    return Agreement.objects.select_related(*related).filter(pk=agreement_id).first()


def agreement_case(agreement_id: uuid.UUID) -> Case | None:
    """The case that an agreement belongs to, for the gate."""
    agreement = agreement_find(agreement_id)
    return agreement.case if agreement else None


def agreement_of(case: Case) -> Agreement | None:
    """The newest agreement of the case: the open one, if there is one."""
    related = ("case__organisation", "case__mediator")
    return Agreement.objects.select_related(*related).filter(case=case).last()


def agreement_open(case: Case) -> Agreement | None:
    """The agreement that may still come to be, if any."""
    return Agreement.objects.filter(case=case, state__in=OPEN).first()


def ceremony_of(agreement: Agreement) -> Ceremony:
    """The state of the ceremony, folded from its journal."""
    return fold(Event(entry.kind, entry.data) for entry in entries(agreement.stream))


def agreement_texts(agreement: Agreement) -> dict[tuple[str, int], ClauseText]:
    """Every version of every clause by (clause id, version)."""
    texts = agreement.texts.select_related("written_by")
    return {(str(text.clause), text.version): text for text in texts}


def party_members(case: Case) -> list[CaseMember]:
    """The parties who came, applicants first: those who will sign."""
    members = case.members.filter(role=Role.PARTY, user__isnull=False).select_related("user")
    sides = [CaseMember.Side.CLAIMANT, CaseMember.Side.RESPONDENT]
    found = [member for member in members if member.side in sides]
    return sorted(found, key=lambda member: (sides.index(CaseMember.Side(member.side)), member.pk))


def party_names(case: Case) -> dict[str, str]:
    """`user:<pk>` → name of each party who came, applicants first."""
    return {
        f"user:{member.user_id}": member.name or (member.user.name if member.user else "")
        for member in party_members(case)
    }


def signer_names(case: Case) -> dict[str, str]:
    """`user:<pk>` → name of everyone who signs, the mediator last."""
    names = party_names(case)
    if case.mediator:
        names[case.mediator.actor] = case.mediator.name
    return names


def pages_read(*, agreement: Agreement, reader_id: int) -> frozenset[int]:
    """The pages of the frozen document that somebody was shown, from 1."""
    readings = Reading.objects.filter(agreement=agreement, reader_id=reader_id)
    return frozenset(readings.values_list("page", flat=True))
