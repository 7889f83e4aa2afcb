"""The pieces documents are composed of: title, headings, tables of facts, bilingual paragraphs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from reportlab.lib.units import mm
from reportlab.platypus import Flowable, HRFlowable, KeepTogether, Spacer, Table

from documents.typesetting.bilingual import Bilingual, Language
from documents.typesetting.faces import FontSet
from documents.typesetting.sheet import MAPLE, RULE, WIDTH
from documents.typesetting.text import GREY, Span, TextBlock, TextStyle, text_block

_LETTERHEAD: Final = TextStyle(size=10, leading=15, align="centre", colour=GREY)
_TITLE: Final = TextStyle(size=21, leading=31, weight="bold", align="centre", before=4)
_SUBTITLE: Final = TextStyle(size=12.5, leading=19, weight="bold", align="centre")
_NUMBER: Final = TextStyle(size=9.5, leading=15, align="centre", colour=GREY, before=2)
_HEADING: Final = TextStyle(size=11.5, leading=18, weight="bold", colour=MAPLE, before=11, after=2)
_SUBHEADING: Final = TextStyle(size=10.5, leading=17, weight="bold", before=5)
_BODY: Final = {
    "zh": TextStyle(size=10.5, leading=18, align="justify", first_indent=21, after=1),
    "en": TextStyle(size=9.3, leading=13.6, english=True, align="justify", colour=GREY, after=3),
}
_CELL: Final = TextStyle(size=9.3, leading=14)
_SMALL: Final = TextStyle(size=9.3, leading=13.6, after=3)
_LABEL: Final = TextStyle(size=8.6, leading=14, colour=GREY)


@dataclass(frozen=True)
class Row:
    """One row of a table of facts."""

    label: Bilingual
    value: str


@dataclass(frozen=True)
class Composer:
    """Makes flowables in one document's faces and order of languages."""

    fonts: FontSet
    order: tuple[Language, ...]

    def line(self, text: str, style: TextStyle) -> TextBlock:
        """One paragraph as it is."""
        return text_block(text, style, self.fonts)

    def title(self, organisation: Bilingual, title: Bilingual, number: str) -> list[Flowable]:
        """Letterhead, title in each language, number, and a rule."""
        words = {"zh": title.zh, "en": title.en}
        first, *rest = (words[language] for language in self.order if words[language])
        return [
            self.line(organisation.within(self.order, "  ·  "), _LETTERHEAD),
            self.line(first, _TITLE),
            *(self.line(one, _SUBTITLE) for one in rest),
            self.line(number, _NUMBER),
            HRFlowable(
                width=WIDTH, thickness=1.2, color=MAPLE, spaceBefore=5, spaceAfter=2, lineCap="butt"
            ),
        ]

    def heading(self, words: Bilingual) -> TextBlock:
        """A section's heading."""
        return self.line(words.within(self.order, "  "), _HEADING)

    def subheading(self, words: Bilingual) -> TextBlock:
        """An article's heading."""
        return self.line(words.within(self.order, "  "), _SUBHEADING)

    def small(self, words: Bilingual) -> TextBlock:
        """Both languages, one under the other, as plain lines."""
        return self.line(words.within(self.order, "\n"), _SMALL)

    def paragraphs(self, words: Bilingual) -> list[Flowable]:
        """Each language's paragraph, in order; empty ones are left out."""
        text = {"zh": words.zh, "en": words.en}
        return [
            self.line(part, _BODY[one])
            for one in self.order
            for part in text[one].splitlines()
            if part.strip()
        ]

    def facts(self, rows: Sequence[Row]) -> Table:
        """A ruled table: label, value. Empty values are shown as a dash, not left out."""
        cells = [[self._label(row.label), self.line(row.value or "—", _CELL)] for row in rows]
        width = 37 * mm
        return ruled(cells, [width, WIDTH - width], self.fonts)

    def _label(self, label: Bilingual) -> TextBlock:
        return self.line(label.within(self.order, "\n"), _LABEL)

    def person(self, role: Bilingual, name: str, details: Sequence[Row]) -> list[Flowable]:
        """A person's row: the role, then the name in bold over what identifies them."""
        spans = [Span(name, "bold")]
        for row in details:
            if row.value:
                label = row.label.within(self.order, " ")
                spans.append(Span(f"\n{label}：{row.value}", "regular"))
        return [self._label(role), text_block(spans, _CELL, self.fonts)]


def ruled(cells: Sequence[Sequence[Flowable]], widths: Sequence[float], fonts: FontSet) -> Table:
    """A table with hairlines between its rows."""
    style = [
        # Without a font of ours a cell selects Helvetica, which is not embedded.
        ("FONTNAME", (0, 0), (-1, -1), fonts.regular[0].fontName),
        ("LINEABOVE", (0, 0), (-1, 0), 0.6, RULE),
        ("LINEBELOW", (0, 0), (-1, -1), 0.6, RULE),
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LEFTPADDING", (0, 0), (-1, -1), 3),
        ("RIGHTPADDING", (0, 0), (-1, -1), 3),
        ("TOPPADDING", (0, 0), (-1, -1), 3.5),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 4.5),
    ]
    return Table(cells, colWidths=widths, style=style, spaceBefore=3)


def kept(*parts: Flowable) -> KeepTogether:
    """Parts that stay on one page."""
    return KeepTogether(list(parts))


def gap(height: float) -> Spacer:
    """White space, in points."""
    return Spacer(1, height)
