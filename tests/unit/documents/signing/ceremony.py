"""A whole ceremony, run once: the fictional agreement, its signatures and its seal."""

from datetime import UTC, datetime, timedelta
from functools import cache

from documents.signing.authority import Authority
from documents.signing.local_authority import LocalAuthority
from documents.signing.pades import (
    PartlySignedPdf,
    PreparedPdf,
    SealedPdf,
    prepare,
    seal,
    sign,
)
from documents.signing.stamp import Drawn, Stamp, Typed, seal_stamp, signature_stamp
from documents.signing.timestamp import LocalTimestamper, Timestamper
from documents.typesetting.agreement import typeset_agreement
from documents.typesetting.typeset import Typeset
from tests.unit.documents.typesetting.samples import FONTS, agreement

ORGANISATION = "云溪区人民调解委员会"
AT = datetime(2026, 3, 19, 2, 21, 7, tzinfo=UTC)
LATER = AT + timedelta(days=1)
STROKES = [[(0.1, 0.8), (0.3, 0.2), (0.5, 0.7)], [(0.6, 0.5), (0.9, 0.4)]]


@cache
def local_authority() -> LocalAuthority:
    return LocalAuthority.in_memory(organisation=ORGANISATION, at=AT - timedelta(days=30))


def authority() -> Authority:
    return local_authority()


def timestamper(at: datetime = AT) -> Timestamper:
    return LocalTimestamper(local_authority().timestamper(), lambda: at)


def signer_stamp(slot: str, name: str) -> Stamp:
    mark = Typed(name) if slot == "party-2" else Drawn(STROKES)
    return signature_stamp(mark, caption=[f"{name} 已签署 Signed"], fonts=FONTS)


@cache
def document() -> Typeset:
    return typeset_agreement(agreement(), fonts=FONTS)


@cache
def prepared() -> PreparedPdf:
    return prepare(document())


def sign_slot(
    pdf: PreparedPdf | PartlySignedPdf, slot: str, name: str, at: datetime = AT
) -> PartlySignedPdf:
    return sign(
        pdf,
        slot=slot,
        name=name,
        credential=authority().issue_signer(name=name, identifier=f"id-{slot}", at=at),
        stamp=signer_stamp(slot, name),
        timestamper=timestamper(at),
        at=at,
    )


@cache
def signed_by_one() -> PartlySignedPdf:
    return sign_slot(prepared(), "party-1", "欧阳㛃")


@cache
def signed_by_all() -> PartlySignedPdf:
    two = sign_slot(signed_by_one(), "party-2", "䶮彦博", AT + timedelta(minutes=3))
    return sign_slot(two, "mediator", "李喆", AT + timedelta(minutes=5))


def seal_all(document: PartlySignedPdf, at: datetime) -> SealedPdf:
    return seal(
        document,
        name=ORGANISATION,
        authority=authority(),
        stamp=seal_stamp(ORGANISATION, caption="电子印章", fonts=FONTS),
        timestamper=timestamper(at),
        at=at,
    )


@cache
def sealed() -> SealedPdf:
    return seal_all(signed_by_all(), AT + timedelta(minutes=6))
