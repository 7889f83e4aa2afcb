import io
import subprocess

import segno
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from documents.typesetting.sheet import Sheet, draw_qr, line_width, print_sheet
from documents.typesetting.text import TextStyle, text_block
from tests.unit.documents.typesetting.reading import text_of
from tests.unit.documents.typesetting.samples import FONTS

URL = "https://maplebridge.example/verify/8f3a9c21d5"


def rendered(pdf: bytes, dots_per_inch: int) -> Image.Image:
    command = ["pdftoppm", "-r", str(dots_per_inch), "-gray", "-singlefile", "-"]
    done = subprocess.run(command, input=pdf, capture_output=True, check=True)
    return Image.open(io.BytesIO(done.stdout))


def test_the_code_on_the_page_is_the_code_of_the_address() -> None:
    matrix = segno.make(URL, error="m", micro=False).matrix
    side = (len(matrix) + 8) * 4.0  # four points a module, four modules of white around
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(side, side), initialFontName=FONTS.regular[0].fontName)
    draw_qr(canvas, URL, x=0, y=0, size=side)
    canvas.save()
    picture = rendered(target.getvalue(), 72 * 2)
    for down, row in enumerate(matrix):
        for across, dark in enumerate(row):
            shade = picture.getpixel((8 * (across + 4) + 4, 8 * (down + 4) + 4))
            assert (shade == 0) == bool(dark)
    assert picture.crop((0, 0, 32, picture.height)).getextrema() == (255, 255)


def test_a_footer_too_long_for_its_line_is_set_smaller() -> None:
    address = URL + "/" + "x" * 200
    sheet = Sheet("标题", "作者", [address], address, FONTS)
    story = [text_block("正文", TextStyle(10, 16), FONTS)]
    pdf, pages = print_sheet(sheet, list(story))
    assert pages == 1
    assert address in text_of(pdf)
    picture = rendered(pdf, 72)
    gap = picture.crop((473, 772, 480, 825))  # between the footer's lines and the code
    assert gap.getextrema() == (255, 255)


def test_a_line_is_measured_in_every_face_it_needs() -> None:
    assert line_width("永𠮷", 10, FONTS) == 20
