"""A plain record: heading, table of facts, sections of paragraphs.

Serves the record of termination (人民法院在线调解规则, Article 25), the cover of a bundle and the
certificate of how a document was signed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from reportlab.platypus import Flowable

from documents.typesetting.bilingual import Bilingual, Language
from documents.typesetting.faces import FontSet
from documents.typesetting.furniture import Composer, Row, kept
from documents.typesetting.sheet import Sheet, print_sheet
from documents.typesetting.typeset import Typeset, typeset

_NUMBER: Final = Bilingual("编号", "No.")


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs (a newline begins another) and, if any, a table of facts."""

    heading: Bilingual
    text: Sequence[Bilingual] = ()
    facts: Sequence[Row] = ()


@dataclass(frozen=True)
class RecordDocument:
    """Everything a record's pages say; `footer` lines stand on every page beside the QR code."""

    title: Bilingual
    organisation: Bilingual
    number: str
    facts: Sequence[Row]
    sections: Sequence[Section]
    verify_url: str
    footer: Sequence[str] = field(default=())
    order: tuple[Language, ...] = ("zh", "en")


def typeset_record(doc: RecordDocument, *, fonts: FontSet) -> Typeset:
    """Set the record in type, without slots. The same record gives the same bytes.

    Raises MissingGlyph for a character that cannot be drawn.
    """
    compose = Composer(fonts, doc.order)
    number = f"{_NUMBER.within(doc.order)}  {doc.number}"
    story = compose.title(doc.organisation, doc.title, number)
    if doc.facts:
        story.append(compose.facts(doc.facts))
    for section in doc.sections:
        story += _section(section, compose)
    sheet = Sheet(
        title=f"{doc.title.within(doc.order)} {doc.number}",
        author=doc.organisation.within(doc.order),
        footer=[doc.number, *doc.footer, doc.verify_url],
        verify_url=doc.verify_url,
        fonts=fonts,
        order=doc.order,
    )
    pdf, pages = print_sheet(sheet, story)
    return typeset(pdf, {}, pages)


def _section(section: Section, compose: Composer) -> list[Flowable]:
    paragraphs = [one for words in section.text for one in compose.paragraphs(words)]
    parts: list[Flowable] = [*paragraphs]
    if section.facts:
        parts.append(compose.facts(section.facts))
    heading = compose.heading(section.heading)
    return [kept(heading, *parts[:1]), *parts[1:]]
