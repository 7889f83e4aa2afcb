"""What an agreement's pages say, from the rows of the case, and who vouches for signatures."""

import re
from datetime import date, datetime
from typing import Final

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from documents.models.agreement import Agreement
from documents.rules.ceremony import Ceremony
from documents.rules.clauses import clause_sentence
from documents.rules.required_contents import Document, Item
from documents.selectors import agreement_texts, party_members, party_names
from documents.signing.authority import Authority
from documents.signing.local_authority import LocalAuthority
from documents.signing.timestamp import LocalTimestamper, Timestamper
from documents.typesetting.agreement import (
    AgreementDocument,
    ClauseText,
    PartyLine,
    SignerLine,
    typeset_agreement,
)
from documents.typesetting.bilingual import Bilingual
from documents.typesetting.faces import FontSet, MissingGlyph
from documents.typesetting.typeset import Typeset
from mediation.models import Case, CaseMember
from mediation.people.models import Organisation
from mediation.rules.core import RuleViolation

ONLINE: Final = Bilingual("线上调解室", "Online mediation room")
MEDIATOR: Final = Bilingual("调解员", "Mediator")
ROLES: Final = {
    CaseMember.Side.CLAIMANT: Bilingual("申请人", "Applicant"),
    CaseMember.Side.RESPONDENT: Bilingual("被申请人", "Respondent"),
}
CONFIRMATION: Final = Bilingual(
    "各方当事人可以自本协议生效之日起三十日内，共同向人民法院申请司法确认"
    "（《中华人民共和国民事诉讼法》第二百零五条）。",
    "Within thirty days of its effect the parties may jointly apply to a court for its judicial "
    "confirmation (Civil Procedure Law, Article 205).",
)
EFFECT: Final = {
    Document.INVITED: Bilingual(
        "本协议自各方当事人签名之日起生效（《最高人民法院关于人民法院特邀调解的规定》第二十四条），"
        "各方应当按照约定履行。",
        "This agreement takes effect once all parties have signed (SPC Provisions on Invited "
        "Mediation, Article 24); the parties shall perform it as agreed.",
    ),
    Document.PEOPLES: Bilingual(
        "本协议自各方当事人签名、调解员签名并加盖调解组织印章之日起生效，具有法律约束力，"
        "各方应当按照约定履行（《中华人民共和国人民调解法》第二十九条、第三十一条）。",
        "This agreement takes effect once all parties and the mediator have signed and the "
        "organisation's seal is affixed; it is binding and the parties shall perform it as agreed "
        "(People's Mediation Law, Articles 29 and 31).",
    ),
}


def house_date(at: datetime) -> date:
    """The day of `at` where the house is, whoever looks at it."""
    return timezone.localdate(at, timezone.get_default_timezone())


def house_fonts() -> FontSet:
    """The faces of every document."""
    return FontSet.at(settings.FONTS.parent)


def house_authority(organisation: Organisation, at: datetime) -> Authority:
    """Who vouches for the signatures of an organisation's documents."""
    folder = settings.KEYS / organisation.slug
    return LocalAuthority.open(folder, organisation=organisation.name_zh, at=at)


def house_timestamper(organisation: Organisation, at: datetime) -> Timestamper:
    """Who says when."""
    authority = LocalAuthority.open(
        settings.KEYS / organisation.slug, organisation=organisation.name_zh, at=at
    )
    return LocalTimestamper(authority.timestamper(), timezone.now)


def slot_of(person: str) -> str:
    """The signature field of `user:<pk>`."""
    return person.replace(":", "-")


def items_present(agreement: Agreement, state: Ceremony) -> frozenset[Item]:
    """Which required contents are there. Each clause has its deadline by its own rules."""
    case = agreement.case
    names = party_names(case)
    found = {
        Item.PARTIES: len(names) >= 2 and all(names.values()),
        Item.FACTS: bool(agreement.facts.strip()),
        Item.CLAUSES: bool(state.clauses),
        Item.DEADLINES: bool(state.clauses),
        Item.MEDIATOR: bool(case.mediator and case.mediator.name),
        Item.ORGANISATION: bool(case.organisation.name_zh),
    }
    return frozenset(item for item, there in found.items() if there)


def agreement_typeset(agreement: Agreement, state: Ceremony, *, at: datetime) -> Typeset:
    """The pages. Raises RuleViolation `agreement.missing_glyph` for what cannot be drawn."""
    try:
        return typeset_agreement(_document(agreement, state, at), fonts=house_fonts())
    except MissingGlyph as missing:
        point = f"U+{missing.code_point:04X}"
        raise RuleViolation("agreement.missing_glyph", char=missing.char, point=point) from missing


def verify_url(agreement: Agreement) -> str:
    """Where anyone may check the file: the address on each page."""
    return settings.SITE_URL.rstrip("/") + reverse("documents:verify_code", args=[agreement.pk])


def _document(agreement: Agreement, state: Ceremony, at: datetime) -> AgreementDocument:
    case = agreement.case
    mediator = case.mediator.name if case.mediator else ""
    effect = EFFECT[Document(agreement.kind)]
    return AgreementDocument(
        case_number=case.number,
        version=agreement.version,
        organisation=Bilingual(case.organisation.name_zh, case.organisation.name_en),
        mediator=mediator,
        parties=[_party(member) for member in party_members(case)],
        clauses=_clauses(agreement, state),
        signers=[*_signers(case), SignerLine(slot_of(state.mediator), MEDIATOR, mediator)],
        mediated_on=house_date(agreement.opened_at),
        made_on=house_date(at),
        place=ONLINE,
        law_note=Bilingual(effect.zh + CONFIRMATION.zh, f"{effect.en} {CONFIRMATION.en}"),
        verify_url=verify_url(agreement),
        facts=Bilingual(agreement.facts, agreement.facts_en),
    )


def _party(member: CaseMember) -> PartyLine:
    return PartyLine(
        role=ROLES[CaseMember.Side(member.side)],
        name=party_names(member.case)[f"user:{member.user_id}"],
        address=member.address,
        phone=masked(member.phone),
    )


def masked(phone: str) -> str:
    """13812345678 → 138****5678: enough to know it by."""
    return re.sub(r"(?<=\d{3})\d(?=\d{4})", "*", phone)


def _signers(case: Case) -> list[SignerLine]:
    names = party_names(case)
    return [
        SignerLine(slot_of(f"user:{m.user_id}"), ROLES[CaseMember.Side(m.side)], names[key])
        for m in party_members(case)
        for key in [f"user:{m.user_id}"]
    ]


def _clauses(agreement: Agreement, state: Ceremony) -> list[ClauseText]:
    names = party_names(agreement.case)
    texts = agreement_texts(agreement)
    lines = []
    for number, clause in enumerate(state.clauses, start=1):
        said = clause_sentence(texts[clause.id, clause.version].terms, names=names)
        lines.append(ClauseText(number, Bilingual(said.zh, said.en)))
    return lines
