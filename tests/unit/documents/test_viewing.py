import io

import pikepdf
import pytest
from PIL import Image

from documents.rules.uploads import MediaType
from documents.viewing import make_view
from mediation.rules.core import RuleViolation
from tests.unit.documents import pictures


@pytest.mark.parametrize(
    ("form", "media_type"),
    [
        ("JPEG", MediaType.JPEG),
        ("PNG", MediaType.PNG),
        ("WEBP", MediaType.WEBP),
        ("HEIF", MediaType.HEIC),
    ],
)
def test_pictures_are_shown_as_jpeg(form: str, media_type: MediaType) -> None:
    shown = make_view(io.BytesIO(pictures.picture(form, (3000, 1000))))
    assert shown.media_type is media_type
    with Image.open(io.BytesIO(shown.view)) as view:
        assert (view.format, view.size) == ("JPEG", (2000, 667))
    with Image.open(io.BytesIO(shown.thumbnail)) as thumbnail:
        assert (thumbnail.format, max(thumbnail.size)) == ("JPEG", 320)


def test_a_view_is_upright_and_tells_neither_place_nor_camera() -> None:
    shown = make_view(io.BytesIO(pictures.located_photo()))
    with Image.open(io.BytesIO(shown.view)) as view:
        assert view.size == (40, 60)
        assert dict(view.getexif()) == {}
    assert b"Maker" not in shown.view


def test_a_transparent_picture_stands_on_white() -> None:
    target = io.BytesIO()
    Image.new("RGBA", (8, 8), (0, 0, 0, 0)).save(target, "PNG")
    with Image.open(io.BytesIO(make_view(target).view)) as view:
        assert view.getpixel((4, 4)) == (255, 255, 255)


def test_a_paper_is_shown_without_its_scripts() -> None:
    shown = make_view(io.BytesIO(pictures.paper(pages=3)))
    assert (shown.media_type, shown.pages, shown.thumbnail) == (MediaType.PDF, 3, b"")
    with pikepdf.open(io.BytesIO(shown.view)) as pdf:
        assert "/OpenAction" not in pdf.Root
    assert b"app.alert" not in shown.view


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"<html><script>alert(1)</script>", "evidence.unknown_type"),
        (b"GIF89a" + b"\0" * 64, "evidence.unknown_type"),
        (b"MZ" + b"\0" * 64, "evidence.unknown_type"),
        (b"\xff\xd8\xff\xe0 a photo that is none", "evidence.unreadable"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "evidence.unreadable"),
        (pictures.picture("PNG", (600, 400))[:200], "evidence.unreadable"),
        (b"%PDF-1.7\nnothing follows", "evidence.unreadable"),
        (pictures.bomb(), "evidence.too_many_pixels"),
        (pictures.paper(pages=501), "evidence.too_many_pages"),
        (pictures.paper(password="secret"), "evidence.locked"),
    ],
)
def test_what_cannot_be_read_is_refused(content: bytes, code: str) -> None:
    with pytest.raises(RuleViolation) as refusal:
        make_view(io.BytesIO(content))
    assert refusal.value.code == code
