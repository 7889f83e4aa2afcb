"""Plain text as a reportlab flowable: no markup is ever read from it."""

# ruff: noqa: N802  (reportlab names the methods of a flowable)

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, Final, Literal

from reportlab.lib.colors import Color, HexColor
from reportlab.platypus.flowables import Flowable

from documents.typesetting.faces import Face, FontSet, Weight, choose
from documents.typesetting.linebreak import Line, break_lines, can_stretch, is_word

INK: Final = HexColor("#1a1a1a")
GREY: Final = HexColor("#4d4d4d")

_WIDEST_GAP: Final = 0.14  # of an em between ideographs; wider, and copied text gains spaces
_WIDEST_SPACE: Final = 0.45  # of an em added to a space between English words
_THICKENING: Final = 0.035  # of an em, around glyphs of a face that has no bold
_FILL, _FILL_AND_STROKE = 0, 2  # text rendering modes, ISO 32000-1, 9.3.6
_LEAST_KEPT: Final = 2  # lines left behind or carried over at a page break


@dataclass(frozen=True)
class TextStyle:
    """How a paragraph is set; lengths in points."""

    size: float
    leading: float
    weight: Weight = "regular"
    english: bool = False
    align: Literal["left", "centre", "justify"] = "left"
    first_indent: float = 0
    before: float = 0
    after: float = 0
    colour: Color = field(default=INK)


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text in one weight, within a paragraph."""

    text: str
    weight: Weight


@dataclass(frozen=True, slots=True)
class _Glyph:
    """`thickened`: bold is wanted of a face that has no bold."""

    char: str
    face: Face
    width: float
    thickened: bool


def text_block(text: str | Sequence[Span], style: TextStyle, fonts: FontSet) -> TextBlock:
    """A paragraph. Newlines in the text begin new lines; tabs and returns are spaces.

    Raises MissingGlyph at once, so that a document is refused before any of it is drawn.
    """
    spans = [Span(text, style.weight)] if isinstance(text, str) else text
    glyphs = [glyph for span in spans for glyph in _glyphs(span, style, fonts)]
    return TextBlock(glyphs, style, first_indent=style.first_indent)


class TextBlock(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Measured characters that are broken into lines when the width is known.

    `continues`: the next page carries the paragraph on, so the last line here is set in full.
    """

    def __init__(
        self,
        glyphs: Sequence[_Glyph],
        style: TextStyle,
        *,
        first_indent: float = 0,
        continues: bool = False,
    ) -> None:
        super().__init__()
        self._glyphs = glyphs
        self._style = style
        self._first_indent = first_indent
        self._continues = continues
        self._lines: list[Line] = []

    def getSpaceBefore(self) -> float:
        """Points above, where something precedes it on the page."""
        return self._style.before

    def getSpaceAfter(self) -> float:
        """Points below."""
        return self._style.after

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Break into lines; width and height in points."""
        self.width = available_width
        self._lines = self._break(available_width)
        self.height = len(self._lines) * self._style.leading
        return self.width, self.height

    def split(self, available_width: float, available_height: float) -> list[Flowable]:
        """Two paragraphs, the first as tall as fits; none where too few lines would part."""
        lines = self._break(available_width)
        fitting = int(available_height // self._style.leading)
        if len(lines) <= fitting:
            return [self]
        fitting = min(fitting, len(lines) - _LEAST_KEPT)
        if fitting < _LEAST_KEPT:
            return []
        cut = lines[fitting].start
        indent = self._first_indent
        upper = TextBlock(self._glyphs[:cut], self._style, first_indent=indent, continues=True)
        lower = TextBlock(self._glyphs[cut:], self._style, continues=self._continues)
        return [upper, lower]

    def _break(self, width: float) -> list[Line]:
        text = "".join(glyph.char for glyph in self._glyphs)
        widths = [glyph.width for glyph in self._glyphs]
        return break_lines(text, widths, [width - self._first_indent, width])

    def draw(self) -> None:
        """Draw the lines, the first at the top."""
        self.canv.saveState()
        self.canv.setStrokeColor(self._style.colour)
        self.canv.setLineWidth(self._style.size * _THICKENING)
        for number, line in enumerate(self._lines):
            last = line.hard and not (self._continues and number == len(self._lines) - 1)
            top = self.height - number * self._style.leading
            self._draw_line(line, top, indent=0 if number else self._first_indent, last=last)
        self.canv.restoreState()

    def _draw_line(self, line: Line, top: float, *, indent: float, last: bool) -> None:
        glyphs = self._glyphs[line.start : line.end]
        spare = self.width - indent - sum(glyph.width for glyph in glyphs)
        gaps = [0.0] * len(glyphs)
        if self._style.align == "justify" and not last:
            gaps = _gaps(glyphs, spare, self._style.size)
        if self._style.align == "centre":
            indent += spare / 2
        baseline = top - self._style.leading / 2 - self._style.size * 0.36
        text = self.canv.beginText(indent, baseline)
        text.setFillColor(self._style.colour)
        _write(text, glyphs, gaps, self._style.size)
        self.canv.drawText(text)


def _glyphs(span: Span, style: TextStyle, fonts: FontSet) -> list[_Glyph]:
    stack = fonts.stack(span.weight, english=style.english)
    text = span.text.replace("\r\n", "\n").replace("\r", " ").replace("\t", " ")
    glyphs = []
    for char in text:
        face = choose(" " if char == "\n" else char, stack)
        width = 0.0 if char == "\n" else face.width(char) * style.size / 1000
        thickened = span.weight == "bold" and face in fonts.regular
        glyphs.append(_Glyph(char, face, width, thickened))
    return glyphs


def _gaps(glyphs: Sequence[_Glyph], spare: float, size: float) -> list[float]:
    """Space after each glyph that fills the line, or none where it would gape."""
    chars = [glyph.char for glyph in glyphs]
    ideographs = sum(not is_word(char) and not char.isspace() for char in chars)
    pairs = pairwise(chars)
    if ideographs < len(chars) * 0.2:
        places, widest = [before == " " for before, _ in pairs], _WIDEST_SPACE
    else:
        places, widest = [can_stretch(before, after) for before, after in pairs], _WIDEST_GAP
    count = sum(places)
    if spare <= 0 or not count or spare / count > widest * size:
        return [0.0] * len(glyphs)
    return [spare / count if place else 0.0 for place in [*places, False]]


def _write(text: Any, glyphs: Sequence[_Glyph], gaps: Sequence[float], size: float) -> None:
    """Write one line, changing face, thickness and spacing only where they change."""
    face: Face | None = None
    thick = False
    spacing = 0.0
    pairs = zip(glyphs, gaps, strict=True)
    for (wanted, thickened, gap), run in groupby(pairs, key=_manner):
        if wanted is not face:
            text.setFont(wanted.fontName, size)
            face = wanted
        if thickened != thick:
            text.setTextRenderMode(_FILL_AND_STROKE if thickened else _FILL)
            thick = thickened
        if gap != spacing:
            text.setCharSpace(gap)
            spacing = gap
        text.textOut("".join(glyph.char for glyph, _ in run))
    if spacing:
        text.setCharSpace(0)
    if thick:
        text.setTextRenderMode(_FILL)


def _manner(pair: tuple[_Glyph, float]) -> tuple[Face, bool, float]:
    glyph, gap = pair
    return glyph.face, glyph.thickened, gap
