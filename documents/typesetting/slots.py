"""Places left empty for signatures and the seal."""

import re
from dataclasses import dataclass
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from documents.typesetting.faces import FontSet
from documents.typesetting.text import GREY, INK, TextBlock, TextStyle, text_block

SEAL: Final = "seal"
_DOTS: Final = HexColor("#8a8378")
_NAME: Final = TextStyle(size=9.5, leading=14, weight="bold", colour=INK)
_HINT: Final = TextStyle(size=7.2, leading=10, colour=GREY)
_INSET: Final = 3.0
# A field name must not hold a full stop, which would nest it (ISO 32000-1, 12.7.3.2).
_FIELD: Final = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True)
class SignatureSlot:
    """A rectangle on page `page` (from 1), in points from the page's lower left corner."""

    page: int
    x0: float
    y0: float
    x1: float
    y1: float


class SlotBox(Flowable):  # type: ignore[misc]  # reportlab has no types
    """A labelled empty box; drawing it records where it lies in `found`."""

    def __init__(
        self,
        slot: str,
        label: str,
        hint: str,
        *,
        box_height: float,
        fonts: FontSet,
        found: dict[str, SignatureSlot],
    ) -> None:
        super().__init__()
        if not _FIELD.fullmatch(slot):
            raise ValueError(f"not a field name: {slot!r}")
        self._slot = slot
        self._box_height = box_height
        self._label: TextBlock = text_block(label, _NAME, fonts)
        self._hint: TextBlock = text_block(hint, _HINT, fonts)
        self._found = found

    def wrap(self, available_width: float, available_height: float) -> tuple[float, float]:
        """Label, box and hint, one above the other."""
        self.width = available_width
        label = self._label.wrap(available_width, available_height)[1]
        hint = self._hint.wrap(available_width, available_height)[1]
        self.height = label + 2 + self._box_height + 1 + hint
        return self.width, self.height

    def draw(self) -> None:
        """Draw, and record the box."""
        canvas = self.canv
        self._label.drawOn(canvas, 0, self.height - self._label.height)
        self._hint.drawOn(canvas, 0, 0)
        bottom = self._hint.height + 1
        canvas.setStrokeColor(_DOTS)
        canvas.setLineWidth(0.5)
        canvas.setDash(1, 2)
        canvas.roundRect(0, bottom, self.width, self._box_height, 3, stroke=1, fill=0)
        canvas.setDash()
        x, y = canvas.absolutePosition(_INSET, bottom + _INSET)
        right, top = canvas.absolutePosition(
            self.width - _INSET, bottom + self._box_height - _INSET
        )
        page = canvas.getPageNumber()
        self._found[self._slot] = SignatureSlot(
            page, round(x, 2), round(y, 2), round(right, 2), round(top, 2)
        )
