"""The settlement agreement, in Chinese and English.

What it must contain: 最高人民法院关于人民法院特邀调解的规定 (2016), Article 24, and
人民调解法 (2010), Article 29: the parties; the main facts and issues; the result, its manner and
deadline; the signatures of the parties and the mediator; the organisation's seal.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Table

from documents.typesetting.bilingual import Bilingual, Language, chinese_number, date_words
from documents.typesetting.faces import FontSet
from documents.typesetting.furniture import Composer, Row, gap, kept, ruled
from documents.typesetting.sheet import WIDTH, Sheet, print_sheet
from documents.typesetting.slots import SEAL, SignatureSlot, SlotBox
from documents.typesetting.typeset import Typeset, typeset

_TITLE: Final = Bilingual("调解协议书", "Mediated Settlement Agreement")
_PARTIES: Final = Bilingual("当事人", "Parties")
_MEDIATION: Final = Bilingual("调解组织与调解员", "Mediation")
_FACTS: Final = Bilingual("主要事实与争议事项", "Main facts and issues")
_TERMS: Final = Bilingual("协议内容", "Terms agreed")
_EFFECT: Final = Bilingual("效力", "Effect")
_SIGNATURES: Final = Bilingual("签名与盖章", "Signatures and seal")
_SEAL: Final = Bilingual("调解组织（电子印章）", "Seal of the organisation")
_SEAL_HINT: Final = Bilingual("全体签名后加盖", "affixed once all have signed")
_SIGN_HERE: Final = Bilingual("电子签名", "electronic signature")
_NUMBER: Final = Bilingual("案号", "Case No.")
_ID: Final = Bilingual("证件", "ID")
_ADDRESS: Final = Bilingual("住所", "Address")
_PHONE: Final = Bilingual("电话", "Phone")
_ORGANISATION: Final = Bilingual("调解组织", "Organisation")
_MEDIATOR: Final = Bilingual("调解员", "Mediator")
_MEDIATED_ON: Final = Bilingual("调解日期", "Mediated on")
_PLACE: Final = Bilingual("调解地点", "Place")
_BOX_HEIGHT: Final = 24 * mm
_SEAL_SIDE: Final = 40 * mm
_GUTTER: Final = 8 * mm
_ROWS_KEPT: Final = 2  # rows of signatures that still fit on one page with the seal


@dataclass(frozen=True)
class PartyLine:
    """A party as the agreement names it; hints are masked by the caller, empty ones left out."""

    role: Bilingual
    name: str
    id_hint: str = ""
    address: str = ""
    phone: str = ""


@dataclass(frozen=True)
class SignerLine:
    """Someone who will sign. `slot` names the signature field: letters, digits, - and _."""

    slot: str
    role: Bilingual
    name: str


@dataclass(frozen=True)
class ClauseText:
    """One article: 1 to 99, with its text in one or both languages."""

    number: int
    text: Bilingual


@dataclass(frozen=True)
class AgreementDocument:
    """Everything an agreement's pages say. `made_on`: when its text froze."""

    case_number: str
    version: int
    organisation: Bilingual
    mediator: str
    parties: Sequence[PartyLine]
    clauses: Sequence[ClauseText]
    signers: Sequence[SignerLine]
    mediated_on: date
    made_on: date
    place: Bilingual
    law_note: Bilingual
    verify_url: str
    facts: Bilingual | None = None
    order: tuple[Language, ...] = ("zh", "en")


def typeset_agreement(doc: AgreementDocument, *, fonts: FontSet) -> Typeset:
    """Set the agreement in type. The same document gives the same bytes.

    Raises MissingGlyph for a character that cannot be drawn, and ValueError for a slot's name
    that is not a field name, one used twice, or an article's number out of range.
    """
    names = [signer.slot for signer in doc.signers]
    if len({*names, SEAL}) != len(names) + 1:
        raise ValueError("each signer needs a slot of their own")
    compose = Composer(fonts, doc.order)
    found: dict[str, SignatureSlot] = {}
    numbers = count(1)
    story = [
        *compose.title(doc.organisation, _TITLE, _number_line(doc)),
        *_who(doc, compose, numbers),
        *_what(doc, compose, numbers),
        *_signatures(doc, compose, numbers, found),
    ]
    pdf, pages = print_sheet(_sheet(doc, fonts), story)
    return typeset(pdf, found, pages)


def _number_line(doc: AgreementDocument) -> str:
    return f"{_NUMBER.within(doc.order)}  {doc.case_number}"


def _sheet(doc: AgreementDocument, fonts: FontSet) -> Sheet:
    version = Bilingual(f"协议版本 {doc.version}", f"Agreement version {doc.version}")
    scan = Bilingual("扫码验证本文件及全部签名", "Scan to verify this file and its signatures")
    return Sheet(
        title=f"{_TITLE.within(doc.order)} {doc.case_number}",
        author=doc.organisation.within(doc.order),
        footer=[
            f"{doc.case_number}  ·  {version.within(doc.order)}",
            scan.within(doc.order),
            doc.verify_url,
        ],
        verify_url=doc.verify_url,
        fonts=fonts,
        order=doc.order,
    )


def _heading(words: Bilingual, compose: Composer, numbers: Iterator[int]) -> Flowable:
    number = chinese_number(next(numbers))
    return compose.heading(Bilingual(f"{number}、{words.zh}", words.en))


def _who(doc: AgreementDocument, compose: Composer, numbers: Iterator[int]) -> list[Flowable]:
    cells = [
        compose.person(
            party.role,
            party.name,
            [Row(_ID, party.id_hint), Row(_ADDRESS, party.address), Row(_PHONE, party.phone)],
        )
        for party in doc.parties
    ]
    label_width = 37 * mm
    rows = [
        Row(_ORGANISATION, doc.organisation.within(doc.order, "\n")),
        Row(_MEDIATOR, doc.mediator),
        Row(_MEDIATED_ON, date_words(doc.mediated_on).within(doc.order, "  ·  ")),
        Row(_PLACE, doc.place.within(doc.order, "  ·  ")),
    ]
    return [
        _heading(_PARTIES, compose, numbers),
        ruled(cells, [label_width, WIDTH - label_width], compose.fonts),
        kept(_heading(_MEDIATION, compose, numbers), compose.facts(rows)),
    ]


def _what(doc: AgreementDocument, compose: Composer, numbers: Iterator[int]) -> list[Flowable]:
    parts: list[Flowable] = []
    if doc.facts and (doc.facts.zh or doc.facts.en):
        parts += [_heading(_FACTS, compose, numbers), *compose.paragraphs(doc.facts)]
    parts.append(_heading(_TERMS, compose, numbers))
    for clause in doc.clauses:
        title = Bilingual(f"第{chinese_number(clause.number)}条", f"Article {clause.number}")
        text = compose.paragraphs(clause.text)
        parts += [kept(compose.subheading(title), *text[:1]), *text[1:]]
    return [*parts, kept(_heading(_EFFECT, compose, numbers), *compose.paragraphs(doc.law_note))]


def _signatures(
    doc: AgreementDocument,
    compose: Composer,
    numbers: Iterator[int],
    found: dict[str, SignatureSlot],
) -> list[Flowable]:
    boxes = [
        SlotBox(
            signer.slot,
            f"{signer.role.within(doc.order)}  {signer.name}",
            _SIGN_HERE.within(doc.order, "  "),
            box_height=_BOX_HEIGHT,
            fonts=compose.fonts,
            found=found,
        )
        for signer in doc.signers
    ]
    *pairs, last = [boxes[at : at + 2] for at in range(0, len(boxes), 2)] or [[]]
    if len(last) % 2 == 0:
        pairs, last = [pair for pair in (*pairs, last) if pair], []
    rows = [_side_by_side(pair, compose.fonts) for pair in pairs]
    closing = _closing(doc, compose, last, found)
    heading = _heading(_SIGNATURES, compose, numbers)
    if len(rows) <= _ROWS_KEPT:
        return [kept(heading, *rows, closing)]
    return [kept(heading, rows[0]), *rows[1:-1], kept(rows[-1], closing)]


def _closing(
    doc: AgreementDocument,
    compose: Composer,
    last: Sequence[Flowable],
    found: dict[str, SignatureSlot],
) -> Flowable:
    """The odd signer, if any, over who made it, where and when; beside them the seal's place."""
    seal = SlotBox(
        SEAL,
        _SEAL.within(doc.order),
        _SEAL_HINT.within(doc.order, "  "),
        box_height=_SEAL_SIDE,
        fonts=compose.fonts,
        found=found,
    )
    made = [doc.organisation, doc.place, date_words(doc.made_on)]
    lines = [compose.small(words) for words in made]
    return _side_by_side([[*last, gap(10), *lines], seal], compose.fonts)


def _side_by_side(cells: Sequence[Flowable | Sequence[Flowable]], fonts: FontSet) -> Table:
    """Two columns with a gutter; the second may be empty."""
    column = (WIDTH - _GUTTER) / 2
    left, *right = cells
    style = [
        # Without a font of ours a cell selects Helvetica, which is not embedded.
        ("FONTNAME", (0, 0), (-1, -1), fonts.regular[0].fontName),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 0),
        ("RIGHTPADDING", (0, 0), (-1, -1), 0),
        ("TOPPADDING", (0, 0), (-1, -1), 3),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 3),
    ]
    row = [[left, "", right[0] if right else ""]]
    return Table(row, colWidths=[column, _GUTTER, column], style=style)
