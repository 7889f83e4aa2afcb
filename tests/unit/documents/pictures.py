"""Small files of every kind, made on the spot."""

import io

import pikepdf
import pillow_heif
from PIL import Image


def picture(form: str = "JPEG", size: tuple[int, int] = (60, 40), **options: object) -> bytes:
    """A plain picture in a format of Pillow's."""
    if form == "HEIF":
        pillow_heif.register_heif_opener()
    target = io.BytesIO()
    Image.new("RGB", size, (150, 40, 30)).save(target, form, **options)
    return target.getvalue()


def located_photo() -> bytes:
    """A phone's photo: turned on its side, with the camera's maker and the place in it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "Maker of the camera"
    exif.get_ifd(0x8825)[1] = "N"
    return picture("JPEG", (60, 40), exif=exif)


def bomb() -> bytes:
    """A PNG of a few kilobytes that unfolds into 400 million pixels."""
    target = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(target, "PNG")
    return target.getvalue()


def paper(pages: int = 1, password: str = "") -> bytes:
    """A PDF with a script that runs when it is opened."""
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    pdf.Root.OpenAction = pikepdf.Dictionary(
        S=pikepdf.Name.JavaScript, JS=pikepdf.String("app.alert(1)")
    )
    target = io.BytesIO()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    pdf.save(target, encryption=locked)
    return target.getvalue()
