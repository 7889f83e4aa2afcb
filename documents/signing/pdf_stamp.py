"""Handing our stamps to pyHanko as a field's appearance."""

import io
from dataclasses import dataclass
from typing import Any

from pyhanko.pdf_utils.content import AppearanceContent
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp.base import BaseStampStyle

from documents.signing.stamp import Stamp


@dataclass(frozen=True)
class DrawnStampStyle(BaseStampStyle):
    """Draws the stamp at the size of the field."""

    draw: Stamp | None = None

    def create_stamp(self, writer: Any, box: BoxConstraints, text_params: Any) -> Any:
        """The appearance of one field; nothing where there is no stamp."""
        if self.draw is None:
            return None
        return _Appearance(self.draw(box.width, box.height), writer=writer, box=box)


class _Appearance(AppearanceContent):
    """The only page of a PDF as an appearance stream."""

    def __init__(self, pdf: bytes, **options: Any) -> None:
        super().__init__(**options)
        self._pdf = pdf

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._pdf)))
        self.resources.xobject["/Stamp"] = page
        return b"/Stamp Do"
