"""What a signature and a seal look like on the page, drawn as vectors.

A stamp is a function from a width and height in points to a PDF of one page of that size.
"""

import io
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Final

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

from documents.typesetting.faces import FontSet, choose
from documents.typesetting.sheet import draw_line, line_width

Stamp = Callable[[float, float], bytes]
Stroke = Sequence[tuple[float, float]]

_PEN: Final = HexColor("#14285a")
_CAPTION: Final = HexColor("#4d4d4d")
_SEAL: Final = HexColor("#c0140f")
_CAPTION_SIZE: Final = 6.2
_CAPTION_LEADING: Final = 8.0
_MOST_STROKES: Final = 200
_MOST_POINTS: Final = 20_000


@dataclass(frozen=True)
class Drawn:
    """A signature drawn by hand: strokes of points, 0..1 from the upper left of the pad.

    `aspect`: the pad's width over its height. Raises ValueError beyond 200 strokes, 20,000 points
    or the pad's edges, or where nothing was drawn.
    """

    strokes: Sequence[Stroke]
    aspect: float = 3.0

    def __post_init__(self) -> None:
        points = [point for stroke in self.strokes for point in stroke]
        if not points or len(self.strokes) > _MOST_STROKES or len(points) > _MOST_POINTS:
            raise ValueError("a signature has between 1 and 200 strokes, 20,000 points in all")
        # Written so that "not a number" fails too.
        if not all(0 <= x <= 1 and 0 <= y <= 1 for x, y in points):
            raise ValueError("a point of the signature lies off the pad")
        if not 0.2 <= self.aspect <= 10:
            raise ValueError("the pad's width over its height lies between 0.2 and 10")


@dataclass(frozen=True)
class Typed:
    """A signature given as a typed name. Raises ValueError where it is empty or very long."""

    name: str

    def __post_init__(self) -> None:
        if not 0 < len(self.name.strip()) <= 200:
            raise ValueError("a typed signature has between 1 and 200 characters")


def signature_stamp(mark: Drawn | Typed, *, caption: Sequence[str], fonts: FontSet) -> Stamp:
    """A signature over its caption lines (who, when, the document's digest).

    The function it returns raises MissingGlyph for a character that cannot be drawn.
    """

    def draw(width: float, height: float) -> bytes:
        canvas, target = _page(width, height, fonts)
        foot = len(caption) * _CAPTION_LEADING + 2
        canvas.translate(0, foot)
        if isinstance(mark, Drawn):
            _draw_strokes(canvas, mark, width, height - foot)
        else:
            _draw_name(canvas, mark.name.strip(), width, height - foot, fonts)
        canvas.translate(0, -foot)
        _draw_caption(canvas, caption, width, fonts)
        canvas.save()
        return target.getvalue()

    return draw


def _page(width: float, height: float, fonts: FontSet) -> tuple[Canvas, io.BytesIO]:
    target = io.BytesIO()
    first = fonts.regular[0].fontName
    return Canvas(target, pagesize=(width, height), invariant=1, initialFontName=first), target


def _draw_strokes(canvas: Canvas, mark: Drawn, width: float, height: float) -> None:
    """Fit the pad into the box without stretching it."""
    scale = min(width, height * mark.aspect)
    left, rise = (width - scale) / 2, scale / mark.aspect
    bottom = (height - rise) / 2
    canvas.setStrokeColor(_PEN)
    canvas.setLineWidth(1.3)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    path = canvas.beginPath()
    for stroke in mark.strokes:
        placed = [(left + x * scale, bottom + (1 - y) * rise) for x, y in stroke]
        _trace(path, placed)
    canvas.drawPath(path, stroke=1, fill=0)


def _trace(path: Any, points: Sequence[tuple[float, float]]) -> None:
    """A smooth line: each point bends the way between the midpoints on its two sides."""
    if not points:
        return
    path.moveTo(*points[0])
    here = points[0]
    for bend, following in pairwise([*points[1:], points[-1]]):
        end = _between(bend, following, 0.5)
        path.curveTo(*_between(here, bend, 2 / 3), *_between(end, bend, 2 / 3), *end)
        here = end
    path.lineTo(*points[-1])


def _between(a: tuple[float, float], b: tuple[float, float], part: float) -> tuple[float, float]:
    return a[0] + (b[0] - a[0]) * part, a[1] + (b[1] - a[1]) * part


def _draw_name(canvas: Canvas, name: str, width: float, height: float, fonts: FontSet) -> None:
    size = min(height * 0.62, 30, 30 * width * 0.94 / line_width(name, 30, fonts))
    x = (width - line_width(name, size, fonts)) / 2
    canvas.setFillColor(_PEN)
    draw_line(canvas, x, height / 2 - size * 0.36, name, size=size, fonts=fonts)


def _draw_caption(canvas: Canvas, lines: Sequence[str], width: float, fonts: FontSet) -> None:
    canvas.setFillColor(_CAPTION)
    for row, line in enumerate(reversed(lines)):
        natural = line_width(line, _CAPTION_SIZE, fonts)
        size = _CAPTION_SIZE * min(1, width / natural) if natural else _CAPTION_SIZE
        draw_line(canvas, 0, 2 + row * _CAPTION_LEADING, line, size=size, fonts=fonts)


def seal_stamp(organisation: str, *, caption: str, fonts: FontSet) -> Stamp:
    """A round red seal: the organisation's name around a star, `caption` below it.

    The function it returns raises MissingGlyph for a character that cannot be drawn.
    """

    def draw(width: float, height: float) -> bytes:
        canvas, target = _page(width, height, fonts)
        radius = min(width, height) / 2 - 2
        canvas.translate(width / 2, height / 2)
        canvas.setStrokeColor(_SEAL)
        canvas.setFillColor(_SEAL)
        canvas.setLineWidth(radius * 0.055)
        canvas.circle(0, 0, radius)
        _draw_star(canvas, radius * 0.3)
        _draw_arc(canvas, organisation, radius, fonts)
        _draw_below(canvas, caption, radius, fonts)
        canvas.save()
        return target.getvalue()

    return draw


def _draw_star(canvas: Canvas, radius: float) -> None:
    path = canvas.beginPath()
    for corner in range(10):
        reach = radius if corner % 2 == 0 else radius * 0.382  # a regular five-pointed star
        angle = math.pi / 2 + corner * math.pi / 5
        go = path.lineTo if corner else path.moveTo
        go(reach * math.cos(angle), reach * math.sin(angle))
    path.close()
    canvas.drawPath(path, stroke=0, fill=1)


def _draw_arc(canvas: Canvas, text: str, radius: float, fonts: FontSet) -> None:
    """Characters upright on the upper arc, smaller where there are many."""
    step = min(math.radians(26), math.radians(236) / max(1, len(text) - 1))
    size = min(radius * 0.27, step * radius * 0.74)
    first = math.pi / 2 + step * (len(text) - 1) / 2
    for place, char in enumerate(text):
        canvas.saveState()
        canvas.rotate(math.degrees(first - place * step) - 90)
        face = choose(char, fonts.bold)
        canvas.setFont(face.fontName, size)
        canvas.drawCentredString(0, radius * 0.88 - size * 0.86, char)
        canvas.restoreState()


def _draw_below(canvas: Canvas, text: str, radius: float, fonts: FontSet) -> None:
    size = radius * 0.15
    x = -line_width(text, size, fonts) / 2
    draw_line(canvas, x, -radius * 0.62, text, size=size, fonts=fonts)
