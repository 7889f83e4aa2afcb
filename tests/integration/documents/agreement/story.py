"""A dispute on its way to a sealed agreement, told through the services."""

import re
import uuid
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from decimal import Decimal

from django.core import mail
from django.utils import timezone

from documents.models import Agreement
from documents.rules.ceremony import Ceremony
from documents.rules.clauses import Kind, Terms
from documents.selectors import ceremony_of
from documents.services.agreements import (
    agreement_begin,
    agreement_freeze,
    clause_accept,
    clause_add,
    preamble_change,
)
from documents.services.papers import house_date
from documents.services.signing import (
    Origin,
    agreement_sign,
    identity_answer,
    identity_send,
    page_read,
)
from documents.signing.stamp import Drawn, Typed
from mediation.models import Case
from mediation.people.models import User
from tests.factories import cast_of, make_case

DRAWN = Drawn([[(0.1, 0.5), (0.4, 0.2), (0.8, 0.7)], [(0.2, 0.8), (0.9, 0.8)]])


@dataclass
class Story:
    """One case, its people and its agreement; `at` is when everything happens."""

    case: Case
    agreement: Agreement
    li: User
    zhao: User
    wang: User
    at: datetime = field(default_factory=timezone.now)

    @classmethod
    def begin(cls) -> "Story":
        case = make_case()
        cast = cast_of(case)
        assert cast.respondent is not None
        agreement = agreement_begin(case=case, user=cast.mediator, at=timezone.now())
        return cls(case, agreement, cast.claimant, cast.respondent, cast.mediator)

    @property
    def state(self) -> Ceremony:
        return ceremony_of(self.agreement)

    @property
    def terms(self) -> Terms:
        due = house_date(self.at) + timedelta(days=20)
        return Terms(
            self.zhao.actor, self.li.actor, Kind.PAY, "退还租房押金", Decimal("6800.00"), due
        )

    def add(self, **changes: object) -> uuid.UUID:
        clause = uuid.uuid4()
        terms = replace(self.terms, **changes)  # type: ignore[arg-type]
        clause_add(agreement=self.agreement, user=self.wang, clause=clause, terms=terms, at=self.at)
        return clause

    def accept(self, *users: User) -> None:
        for clause in self.state.clauses:
            for user in users or (self.li, self.zhao):
                clause_accept(
                    agreement=self.agreement,
                    user=user,
                    clause=uuid.UUID(clause.id),
                    version=clause.version,
                    at=self.at,
                )

    def write_facts(self, words: str = "双方就退还租房押金的数额和时间发生争议。") -> None:
        preamble_change(
            agreement=self.agreement,
            user=self.wang,
            version=self.state.preamble,
            facts=words,
            facts_en="",
            at=self.at,
        )

    def freeze(self) -> None:
        self.add()
        self.write_facts()
        self.accept()
        agreement_freeze(agreement=self.agreement, user=self.wang, at=self.at)
        self.agreement.refresh_from_db()

    def read(self, user: User) -> None:
        for page in range(1, self.agreement.pages + 1):
            page_read(
                agreement=self.agreement,
                user=user,
                page=page,
                document=self.agreement.document_sha256,
                at=self.at,
            )

    def origin(self, user: User) -> Origin:
        return Origin(f"session of {user.pk}", "192.0.2.7", "Firefox")

    def identify(self, user: User) -> None:
        origin = self.origin(user)
        identity_send(agreement=self.agreement, user=user, origin=origin, at=self.at)
        code = last_code(user)
        identity_answer(agreement=self.agreement, user=user, origin=origin, code=code, at=self.at)

    def sign(self, user: User, mark: Drawn | Typed = DRAWN) -> Ceremony:
        return agreement_sign(
            agreement=self.agreement,
            user=user,
            mark=mark,
            document=self.agreement.document_sha256,
            origin=self.origin(user),
            at=self.at,
        )

    def ready(self, *users: User) -> None:
        for user in users:
            self.read(user)
            self.identify(user)

    def signed_by(self, *users: User) -> None:
        for user in users:
            self.ready(user)
            self.sign(user)
        self.agreement.refresh_from_db()


def last_code(user: User) -> str:
    """The code in the newest mail to somebody."""
    letters = [letter for letter in mail.outbox if letter.to == [user.email]]
    found = [re.search(r"\b\d{6}\b", str(letter.subject)) for letter in letters]
    return [match.group() for match in found if match][-1]
