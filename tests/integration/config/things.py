"""One of each thing that a URL may name, all of one case."""

import uuid
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from io import BytesIO

from django.utils import timezone

from documents.models import Agreement, Export
from documents.rules.ceremony import Phase
from documents.rules.clauses import Kind, Terms
from documents.services.agreements import agreement_begin, clause_add
from documents.services.evidence import evidence_add
from documents.services.exports import Choice, export_ask, export_build
from documents.services.files import stage_keep
from documents.services.papers import house_date
from hearings.services.bookings import sitting_book
from mediation.models import Case, CaseMember
from mediation.people.roles import Role
from mediation.rules.intake import Step
from mediation.services.invitations import invitation_make
from tests.factories import Cast, cast_of, make_case
from tests.unit.documents import pictures


def things_of(case: Case) -> Mapping[str, object]:
    """URL argument → a value that exists; the case goes on from mediating to drafting."""
    cast = cast_of(case)
    sitting = sitting_book(
        case=case,
        user=cast.clerk,
        starts_at=timezone.now() + timedelta(minutes=5),
        minutes=60,
        time_zone="Asia/Shanghai",
    )
    agreement = agreement_begin(case=case, user=cast.mediator, at=timezone.now())
    return {
        "case_id": case.pk,
        "step": Step.WHAT,
        "token": link_of(cast),
        "evidence_id": photo_of(cast),
        "sitting_id": sitting.pk,
        "agreement_id": agreement.pk,
        "clause": clause_of(cast, agreement),
        "export": export_of(cast),
        "slug": cast.organisation.slug,
        "code": uuid.uuid4(),
    }


def link_of(cast: Cast) -> str:
    """The token of an open invitation, for somebody who has not come yet."""
    awaited = CaseMember.objects.create(case=cast.case, role=Role.REPRESENTATIVE, name="周律师")
    return invitation_make(member=awaited, by=cast.clerk)


def photo_of(cast: Cast) -> uuid.UUID:
    """The applicant's photo."""
    content = pictures.picture()
    photo = evidence_add(
        case=cast.case,
        user=cast.claimant,
        file=BytesIO(content),
        size=len(content),
        name="wall.jpg",
        at=timezone.now(),
    )
    return photo.pk


def clause_of(cast: Cast, agreement: Agreement) -> uuid.UUID:
    """A payment from one side to the other."""
    assert cast.respondent is not None
    clause, at = uuid.uuid4(), timezone.now()
    terms = Terms(
        cast.respondent.actor,
        cast.claimant.actor,
        Kind.PAY,
        "退还租房押金",
        Decimal("6800.00"),
        house_date(at) + timedelta(days=20),
    )
    clause_add(agreement=agreement, user=cast.mediator, clause=clause, terms=terms, at=at)
    return clause


def export_of(cast: Cast) -> uuid.UUID:
    """A finished export of the organisation, with the settlement of another case in it."""
    at = timezone.now()
    sealed = Agreement.objects.create(
        case=make_case(organisation=cast.organisation),
        version=1,
        state=Phase.SEALED,
        opened_at=at,
        sealed_at=at,
    )
    sealed.file_sha256 = stage_keep(agreement=sealed, pdf=pictures.paper())
    sealed.save()
    asked = export_ask(organisation=cast.organisation, user=cast.clerk, choice=Choice(), at=at)
    return Export.objects.get(pk=export_build(export=asked, at=at).pk).pk
