import io

from reportlab.pdfgen.canvas import Canvas

from documents.typesetting.text import Span, TextBlock, TextStyle, text_block
from tests.unit.documents.typesetting.reading import text_of
from tests.unit.documents.typesetting.samples import FONTS

BODY = TextStyle(size=10, leading=16, align="justify", first_indent=20)


def drawn(block: TextBlock, width: float = 100) -> bytes:
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(300, 300), initialFontName=FONTS.regular[0].fontName)
    canvas.setPageCompression(0)
    block.wrapOn(canvas, width, 300)
    block.drawOn(canvas, 50, 50)
    canvas.save()
    return target.getvalue()


def test_height_is_lines_times_leading() -> None:
    block = text_block("甲" * 18, BODY, FONTS)
    assert block.wrap(100, 300) == (100, 32)  # eight in the indented line, ten in the next


def test_newlines_begin_lines_and_tabs_are_spaces() -> None:
    block = text_block("甲\r\n乙\t丙\n\n丁", TextStyle(size=10, leading=16), FONTS)
    assert block.wrap(100, 300)[1] == 4 * 16
    assert text_of(drawn(block)) == "甲乙丙丁"


def test_an_empty_paragraph_takes_no_room() -> None:
    assert text_block("", BODY, FONTS).wrap(100, 300)[1] == 0


def test_a_paragraph_parts_at_a_line_and_keeps_two_on_each_side() -> None:
    block = text_block("甲" * 58, BODY, FONTS)  # six lines
    upper, lower = block.split(100, 16 * 5)
    assert upper.wrap(100, 300)[1] == 16 * 4
    assert lower.wrap(100, 300)[1] == 16 * 2


def test_a_paragraph_of_three_lines_does_not_part() -> None:
    assert text_block("甲" * 28, BODY, FONTS).split(100, 16 * 2) == []


def test_what_fits_is_not_parted() -> None:
    block = text_block("甲" * 18, BODY, FONTS)
    assert block.split(100, 300) == [block]


def test_chinese_lines_are_filled_by_small_gaps_and_the_last_is_not() -> None:
    pdf = drawn(
        text_block("甲乙丙丁戊己庚辛，壬癸", TextStyle(10, 16, align="justify"), FONTS), 105
    )
    assert b".5 Tc" in pdf or b".555556 Tc" in pdf
    assert pdf.count(b" Tc") == 2  # opened for the one full line, closed after it


def test_gaps_that_would_gape_are_left() -> None:
    block = text_block("甲乙丙 abcdefghijkl", TextStyle(10, 16, align="justify"), FONTS)
    assert b" Tc" not in drawn(block, 80)


def test_a_rare_character_is_thickened_where_bold_is_wanted() -> None:
    bold = drawn(text_block([Span("木𠮷木", "bold")], TextStyle(10, 16), FONTS))
    assert bold.count(b"2 Tr") == 1
    assert bold.count(b"0 Tr") == 1
    assert b" Tr" not in drawn(text_block("木𠮷木", TextStyle(10, 16), FONTS))
