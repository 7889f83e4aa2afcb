"""The sheet every document is printed on: A4, a footer with page x of y, a QR code on each page."""

# ruff: noqa: N802  (reportlab names the methods of a canvas)

import io
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any, Final

import segno
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Flowable, Frame, PageTemplate

from documents.typesetting.bilingual import Language
from documents.typesetting.faces import FontSet, runs
from documents.typesetting.text import GREY

MARGIN: Final = 23 * mm
WIDTH: Final = A4[0] - 2 * MARGIN
MAPLE: Final = HexColor("#8c1d18")
RULE: Final = HexColor("#b8b2a7")

_TOP: Final = 20 * mm
_FOOTER: Final = 30 * mm
_QR: Final = 17 * mm
_SMALL: Final = 7.2
_QUIET: Final = 4  # modules of white around a QR code (ISO/IEC 18004, 7.3.7)


@dataclass(frozen=True)
class Sheet:
    """What is the same on every page of one document."""

    title: str
    author: str
    footer: Sequence[str]
    verify_url: str
    fonts: FontSet
    order: tuple[Language, ...] = ("zh", "en")


def print_sheet(sheet: Sheet, story: list[Flowable]) -> tuple[bytes, int]:
    """The PDF and its number of pages. The same input gives the same bytes."""
    target = io.BytesIO()
    template = BaseDocTemplate(
        target,
        pagesize=A4,
        title=sheet.title,
        author=sheet.author,
        lang="zh-CN" if sheet.order[0] == "zh" else "en",
        creator="Maplebridge",
        invariant=1,
    )
    frame = Frame(MARGIN, _FOOTER, WIDTH, A4[1] - _TOP - _FOOTER, 0, 0, 0, 0)
    template.addPageTemplates([PageTemplate(frames=[frame])])
    template.build(story, canvasmaker=partial(_FootedCanvas, sheet))
    return target.getvalue(), template.page


class _FootedCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Holds the pages back until their number is known, then draws each footer."""

    def __init__(self, sheet: Sheet, *args: Any, **options: Any) -> None:
        # Without a font of ours reportlab would select Helvetica, which it does not embed.
        first = sheet.fonts.regular[0].fontName
        super().__init__(*args, **{**options, "initialFontName": first})
        self._sheet = sheet
        self._held: list[dict[str, Any]] = []

    def showPage(self) -> None:
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        for page in self._held:
            self.__dict__.update(page)
            _draw_footer(self, self._sheet, self._pageNumber, len(self._held))
            super().showPage()
        super().save()


def _draw_footer(canvas: Canvas, sheet: Sheet, page: int, pages: int) -> None:
    canvas.saveState()
    canvas.setStrokeColor(RULE)
    canvas.setLineWidth(0.5)
    canvas.line(MARGIN, _FOOTER - 4 * mm, A4[0] - MARGIN, _FOOTER - 4 * mm)
    draw_qr(canvas, sheet.verify_url, x=A4[0] - MARGIN - _QR, y=7.5 * mm, size=_QR)
    canvas.setFillColor(GREY)
    number = {"zh": f"第 {page} 页，共 {pages} 页", "en": f"Page {page} of {pages}"}
    numbering = "  ·  ".join(number[language] for language in sheet.order)
    lines = [numbering, *sheet.footer]
    for row, line in enumerate(lines):
        y = _FOOTER - 8.2 * mm - row * 10
        room = WIDTH - _QR - 4 * mm
        size = _SMALL * min(1, room / max(1, line_width(line, _SMALL, sheet.fonts)))
        draw_line(canvas, MARGIN, y, line, size=size, fonts=sheet.fonts)
    canvas.restoreState()


def line_width(text: str, size: float, fonts: FontSet) -> float:
    """Width in points of one line. Raises MissingGlyph."""
    return sum(run.face.stringWidth(run.text, size) for run in runs(text, fonts.regular))


def draw_line(
    canvas: Canvas, x: float, y: float, text: str, *, size: float, fonts: FontSet
) -> float:
    """Draw one line from `x`, changing face where it must; returns where it ends."""
    for run in runs(text, fonts.regular):
        canvas.setFont(run.face.fontName, size)
        canvas.drawString(x, y, run.text)
        x += run.face.stringWidth(run.text, size)
    return x


@lru_cache(maxsize=64)
def _modules(content: str) -> tuple[tuple[int, ...], ...]:
    code = segno.make(content, error="m", micro=False)
    return tuple(tuple(row) for row in code.matrix)


def draw_qr(canvas: Canvas, content: str, *, x: float, y: float, size: float) -> None:
    """Draw a QR code as one filled path; `size` is its side in points with its quiet zone."""
    rows = _modules(content)
    unit = size / (len(rows) + 2 * _QUIET)
    path = canvas.beginPath()
    for down, row in enumerate(rows):
        top = y + size - (_QUIET + down + 1) * unit
        for start, length in _dark_runs(row):
            path.rect(x + (_QUIET + start) * unit, top, length * unit, unit)
    canvas.setFillColorRGB(0, 0, 0)
    canvas.drawPath(path, stroke=0, fill=1)


def _dark_runs(row: Sequence[int]) -> list[tuple[int, int]]:
    """(start, length) of each stretch of dark modules."""
    found = []
    start = None
    for at, dark in enumerate([*row, 0]):
        if dark and start is None:
            start = at
        elif not dark and start is not None:
            found.append((start, at - start))
            start = None
    return found
