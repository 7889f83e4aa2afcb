"""Type faces that cannot drop a character.

Each face becomes one Type0 font with two-byte codes (ISO 32000-1, 9.7): a subset of its glyphs by
HarfBuzz, and a ToUnicode map in UTF-16, so that a rare character such as 𠮷 is drawn, copied and
searched as itself. A character that no face has is refused, never left out.
"""

# ruff: noqa: N802, N815  (reportlab names the attributes and methods of a font)

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal
from weakref import WeakKeyDictionary

import uharfbuzz as hb
from reportlab.pdfbase import pdfdoc, pdfmetrics

Weight = Literal["regular", "bold"]

# Tables that a PDF viewer never reads from an embedded CIDFontType2 program.
_DROPPED_TABLES: Final = (
    *("GSUB", "GPOS", "GDEF", "BASE", "STAT", "name", "meta", "DSIG"),
    *("vhea", "vmtx", "VORG", "OS/2", "post", "cmap", "gasp"),
)
_SPACE: Final = 0x20
_SYMBOLIC: Final = 4  # FontDescriptor flag: outside the Latin character set


class MissingGlyph(Exception):
    """No face has a glyph for `char`; `code_point` is its number, as in 0x1F600."""

    def __init__(self, char: str) -> None:
        super().__init__(f"no glyph for U+{ord(char):04X}")
        self.char = char
        self.code_point = ord(char)


@dataclass(frozen=True)
class _Metrics:
    """What reportlab reads from `font.face`, in thousandths of an em."""

    name: str
    ascent: int
    descent: int


@dataclass
class _Subset:
    """The characters one PDF document has used of one face, in order of use."""

    codes: dict[str, int] = field(default_factory=dict)
    internal_name: str = ""

    def encode(self, text: str) -> bytes:
        codes = self.codes
        return b"".join(codes.setdefault(c, len(codes) + 1).to_bytes(2, "big") for c in text)


class Face:
    """A TrueType file as a font that reportlab can write with.

    `_dynamicFont`, `_multiByte`, `shapable`, `splitString`, `getSubsetInternalName`, `addObjects`
    and `stringWidth` are the names by which reportlab asks.
    """

    _dynamicFont = 1
    _multiByte = 0
    shapable = False
    encName = "UTF-16"

    def __init__(self, path: Path) -> None:
        self._hb = hb.Face(hb.Blob.from_file_path(str(path)))
        if "glyf" not in self._hb.table_tags:
            raise ValueError(f"{path.name}: only TrueType outlines can be embedded")
        self._font = hb.Font(self._hb)
        self._scale = 1000 / self._hb.upem
        self.fontName = path.stem
        extents = self._font.get_font_extents("ltr")
        self.face = _Metrics(path.stem, self._em(extents.ascender), self._em(extents.descender))
        self._glyphs: dict[str, int | None] = {}
        self._subsets: WeakKeyDictionary[Any, _Subset] = WeakKeyDictionary()
        # The font table is reportlab's own and global; a second registration is a no-op.
        pdfmetrics.registerFont(self)

    def _em(self, units: float) -> int:
        return _rounded(units * self._scale)

    def glyph(self, char: str) -> int | None:
        """The glyph's index, or None where the face lacks the character."""
        if char not in self._glyphs:
            number = _SPACE if char == "\u00a0" else ord(char)
            glyph: int | None = self._font.get_nominal_glyph(number)
            self._glyphs[char] = glyph
        return self._glyphs[char]

    def width(self, char: str) -> int:
        """Advance in thousandths of an em. Raises MissingGlyph."""
        glyph = self.glyph(char)
        if glyph is None:
            raise MissingGlyph(char)
        return self._em(self._font.get_glyph_h_advance(glyph))

    def stringWidth(self, text: str, size: float, encoding: str = "utf8") -> float:
        """Width of `text` in points. Raises MissingGlyph."""
        return sum(self.width(char) for char in text) * size / 1000

    def splitString(self, text: str, doc: Any, encoding: str = "utf-8") -> list[tuple[int, bytes]]:
        """The codes of `text` in this document's subset. Raises MissingGlyph."""
        for char in text:
            if self.glyph(char) is None:
                raise MissingGlyph(char)
        return [(0, self._subset_of(doc).encode(text))] if text else []

    def getSubsetInternalName(self, subset: int, doc: Any) -> str:
        """The resource name, such as /F2; its first use makes the document write the font."""
        state = self._subset_of(doc)
        if not state.internal_name:
            state.internal_name = f"/F{len(doc.fontMapping) + 1}"
            doc.fontMapping[self.fontName] = state.internal_name
            doc.delayedFonts.append(self)
        return state.internal_name

    def addObjects(self, doc: Any) -> None:
        """Write the subset into the document, once, when it is saved."""
        state = self._subsets.pop(doc)
        font = _FontObjects(self, list(state.codes), doc).write()
        doc.idToObject["BasicFonts"].dict[state.internal_name.removeprefix("/")] = font

    def _subset_of(self, doc: Any) -> _Subset:
        return self._subsets.setdefault(doc, _Subset())

    def subset_program(self, glyphs: Sequence[int]) -> tuple[bytes, bytes]:
        """The cut-down font file, and the map from code to its glyph (two bytes each)."""
        wanted = hb.SubsetInput()
        wanted.sets(hb.SubsetInputSets.GLYPH_INDEX).update(set(glyphs))
        wanted.flags = hb.SubsetFlags.NO_LAYOUT_CLOSURE | hb.SubsetFlags.NO_HINTING
        dropped = wanted.sets(hb.SubsetInputSets.DROP_TABLE_TAG)
        for tag in _DROPPED_TABLES:
            dropped.add(int.from_bytes(tag.ljust(4).encode(), "big"))
        plan = hb.SubsetPlan(self._hb, wanted)
        numbers = plan.old_to_new_glyph_mapping
        return plan.execute().blob.data, b"".join(numbers[g].to_bytes(2, "big") for g in glyphs)


def _rounded(value: float) -> int:
    return round(value)


class _FontObjects:
    """The PDF objects of one subset: ISO 32000-1, 9.7.4 (CIDFont) and 9.10.3 (ToUnicode)."""

    def __init__(self, face: Face, chars: list[str], doc: Any) -> None:
        self._face = face
        self._chars = chars
        self._doc = doc
        self._glyphs = [0, *(face.glyph(char) or 0 for char in chars)]
        tag = hashlib.sha256(repr(self._glyphs).encode()).digest()[:6]
        letters = "".join(chr(ord("A") + byte % 26) for byte in tag)
        self._base = pdfdoc.PDFName(f"{letters}+{face.fontName}")

    def write(self) -> Any:
        descendant = self._reference("cid", self._cid_font())
        parts = {
            "Type": "/Font",
            "Subtype": "/Type0",
            "BaseFont": self._base,
            "Encoding": "/Identity-H",
            "DescendantFonts": pdfdoc.PDFArray([descendant]),
            "ToUnicode": self._stream("unicode", to_unicode(self._chars)),
        }
        return self._reference("font", pdfdoc.PDFDictionary(parts))

    def _cid_font(self) -> Any:
        program, glyph_map = self._face.subset_program(self._glyphs)
        widths = pdfdoc.PDFArray([1, pdfdoc.PDFArray([self._face.width(c) for c in self._chars])])
        system = {
            "Registry": pdfdoc.PDFString("Adobe"),
            "Ordering": pdfdoc.PDFString("Identity"),
            "Supplement": 0,
        }
        parts = {
            "Type": "/Font",
            "Subtype": "/CIDFontType2",
            "BaseFont": self._base,
            "CIDSystemInfo": pdfdoc.PDFDictionary(system),
            "FontDescriptor": self._reference("descriptor", self._descriptor(program)),
            "CIDToGIDMap": self._stream("glyphs", glyph_map),
            "DW": 1000,
            "W": widths,
        }
        return pdfdoc.PDFDictionary(parts)

    def _descriptor(self, program: bytes) -> Any:
        metrics = self._face.face
        parts = {
            "Type": "/FontDescriptor",
            "FontName": self._base,
            "Flags": _SYMBOLIC,
            "FontBBox": pdfdoc.PDFArray([-1000, metrics.descent, 2000, metrics.ascent]),
            "ItalicAngle": 0,
            "Ascent": metrics.ascent,
            "Descent": metrics.descent,
            "CapHeight": metrics.ascent,
            "StemV": 80,
            "FontFile2": self._stream("program", program, Length1=len(program)),
        }
        return pdfdoc.PDFDictionary(parts)

    def _stream(self, kind: str, content: bytes, **entries: int) -> Any:
        stream = pdfdoc.PDFStream()
        stream.content = content
        stream.dictionary.dict.update(entries)
        if self._doc.compression:
            stream.filters = [pdfdoc.PDFZCompress]
        return self._reference(kind, stream)

    def _reference(self, kind: str, value: Any) -> Any:
        return self._doc.Reference(value, f"face:{self._face.fontName}:{kind}")


def to_unicode(chars: Sequence[str]) -> bytes:
    """A CMap from code 1, 2, … to the characters, in UTF-16 (surrogate pairs beyond U+FFFF)."""
    rows = [
        f"<{code:04X}> <{char.encode('utf-16-be').hex().upper()}>"
        for code, char in enumerate(chars, start=1)
    ]
    lines = [
        "/CIDInit /ProcSet findresource begin",
        "12 dict begin",
        "begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def",
        "/CMapType 2 def",
        "1 begincodespacerange",
        "<0000> <FFFF>",
        "endcodespacerange",
    ]
    for start in range(0, len(rows), 100):  # a CMap allows 100 rows a block
        block = rows[start : start + 100]
        lines += [f"{len(block)} beginbfchar", *block, "endbfchar"]
    lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
    return "\n".join(lines).encode()


@dataclass(frozen=True)
class Run:
    """Text that one face can draw."""

    face: Face
    text: str


@dataclass(frozen=True)
class FontSet:
    """The faces of a document, first choice first, for each weight and script.

    Chinese text begins with the Chinese face, whose quotation marks are full width; text in
    English begins with the Latin one. Both end in the faces for rare characters.
    """

    regular: tuple[Face, ...]
    bold: tuple[Face, ...]
    latin: tuple[Face, ...]
    latin_bold: tuple[Face, ...]

    @staticmethod
    def at(packages: Path) -> FontSet:
        """The faces in a folder of npm packages (`frontend/node_modules`).

        Read once a process. Raises FileNotFoundError where a package is not installed.
        """
        return _load(packages.resolve())

    def stack(self, weight: Weight = "regular", *, english: bool = False) -> tuple[Face, ...]:
        """The faces to try in turn."""
        if english:
            return self.latin_bold if weight == "bold" else self.latin
        return self.bold if weight == "bold" else self.regular


def choose(char: str, stack: Iterable[Face]) -> Face:
    """The first face that has the character. Raises MissingGlyph."""
    for face in stack:
        if face.glyph(char) is not None:
            return face
    raise MissingGlyph(char)


def runs(text: str, stack: Sequence[Face]) -> list[Run]:
    """`text` cut where the face changes. Raises MissingGlyph."""
    faces = ((choose(char, stack), char) for char in text)
    grouped = groupby(faces, key=lambda pair: pair[0])
    return [Run(face, "".join(char for _, char in pairs)) for face, pairs in grouped]


# Debian's fonts-hanazono holds all of CJK Extension B; used where it is installed.
_HANAZONO: Final = Path("/usr/share/fonts/truetype/hanazono/HanaMinB.ttf")


@lru_cache(maxsize=4)
def _load(packages: Path) -> FontSet:
    def face(package: str, weight: str, stem: str) -> Face:
        path = packages / "@expo-google-fonts" / package / weight / f"{stem}_{weight}.ttf"
        if not path.is_file():
            raise FileNotFoundError(f"the font package @expo-google-fonts/{package} is missing")
        return Face(path)

    latin = face("noto-serif", "400Regular", "NotoSerif")
    latin_bold = face("noto-serif", "700Bold", "NotoSerif")
    chinese = face("noto-serif-sc", "400Regular", "NotoSerifSC")
    chinese_bold = face("noto-serif-sc", "700Bold", "NotoSerifSC")
    rare = [face("cactus-classical-serif", "400Regular", "CactusClassicalSerif")]
    if _HANAZONO.is_file():
        rare.append(Face(_HANAZONO))
    return FontSet(
        regular=(chinese, latin, *rare),
        bold=(chinese_bold, latin_bold, chinese, *rare),
        latin=(latin, chinese, *rare),
        latin_bold=(latin_bold, chinese_bold, *rare),
    )
