"""How an uploaded file is shown without being trusted: re-encoded pictures, defanged PDFs.

The original is never changed and never shown. What is shown is made anew from its pixels or, for a
PDF, without scripts, actions, embedded files and multimedia; no metadata (place, camera) is kept.
"""

import io
import warnings
from dataclasses import dataclass
from typing import BinaryIO, Final

import filetype
import pikepdf
import pillow_heif
from pikepdf.sanitize import Sanitizer
from PIL import Image, ImageCms, ImageOps

from documents.rules.uploads import LIMITS, MediaType, check_pages, check_picture
from mediation.rules.core import RuleViolation

VIEW_SIDE: Final = 2000
THUMBNAIL_SIDE: Final = 320
_QUALITY: Final = 85
_HEAD: Final = 4096
_DECODERS: Final = {
    MediaType.JPEG: "JPEG",
    MediaType.PNG: "PNG",
    MediaType.WEBP: "WEBP",
    MediaType.HEIC: "HEIF",
}

_DEFANG: Final = (
    Sanitizer()
    .remove_javascript()
    .remove_external_access()
    .remove_attachments()
    .remove_multimedia()
    .remove_web_capture()
    .remove_private_app_data()
    .remove_collection()
)

Image.MAX_IMAGE_PIXELS = LIMITS.pixels
warnings.simplefilter("error", Image.DecompressionBombWarning)
pillow_heif.register_heif_opener()


@dataclass(frozen=True, slots=True)
class Shown:
    """What may be shown inline. `thumbnail` is a JPEG, empty for a PDF; a picture has 1 page."""

    media_type: MediaType
    view: bytes
    view_type: MediaType
    thumbnail: bytes
    pages: int


def media_type_of(file: BinaryIO) -> MediaType:
    """What the file is by its first bytes; refuses everything that is not on the list."""
    file.seek(0)
    guessed = filetype.guess_mime(file.read(_HEAD))
    file.seek(0)
    if guessed not in set(MediaType):
        raise RuleViolation("evidence.unknown_type")
    return MediaType(guessed)


def make_view(file: BinaryIO) -> Shown:
    """Read the whole file as what it claims to be. Refuses what cannot be read as that.

    Raises RuleViolation `evidence.unknown_type`, `.unreadable`, `.too_many_pixels`,
    `.too_many_pages` or `.locked`.
    """
    media_type = media_type_of(file)
    try:
        return _of_pdf(file) if media_type is MediaType.PDF else _of_picture(file, media_type)
    except RuleViolation:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        limit = LIMITS.pixels // 1_000_000
        raise RuleViolation("evidence.too_many_pixels", limit=limit) from error
    except pikepdf.PasswordError as error:
        raise RuleViolation("evidence.locked") from error
    except Exception as error:  # decoders fail on damage in any way they like
        raise RuleViolation("evidence.unreadable") from error


def _of_picture(file: BinaryIO, media_type: MediaType) -> Shown:
    with Image.open(file, formats=[_DECODERS[media_type]]) as picture:
        check_picture(*picture.size)
        flat = _flat(picture)
    view = _jpeg(flat)
    flat.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE))
    return Shown(media_type, view, MediaType.JPEG, _jpeg(flat), pages=1)


def _flat(picture: Image.Image) -> Image.Image:
    """Small, upright, in sRGB, on white, with nothing but its pixels."""
    profile = picture.info.get("icc_profile") if picture.mode in {"RGB", "RGBA"} else None
    small = picture.convert("RGBA") if picture.mode == "P" else picture
    # Small first: a JPEG decodes straight to a fraction of its size, and the rest costs little.
    small.thumbnail((VIEW_SIDE, VIEW_SIDE))
    upright = ImageOps.exif_transpose(small)
    if upright.has_transparency_data:
        upright = upright.convert("RGBA")
        upright = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright)
    flat = upright.convert("RGB")
    bare = Image.frombytes("RGB", flat.size, flat.tobytes())
    return _in_srgb(bare, profile) if profile else bare


def _in_srgb(picture: Image.Image, profile: bytes) -> Image.Image:
    """Phones photograph in wider spaces, which look pale without this. A bad profile is dropped."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        seen = ImageCms.profileToProfile(picture, source, target, outputMode="RGB")
    except (ImageCms.PyCMSError, OSError, TypeError):
        return picture
    return Image.frombytes("RGB", seen.size, seen.tobytes()) if seen else picture


def _jpeg(picture: Image.Image) -> bytes:
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=_QUALITY, optimize=True)
    return target.getvalue()


def _of_pdf(file: BinaryIO) -> Shown:
    with pikepdf.open(file) as pdf:
        pages = len(pdf.pages)
        check_pages(pages)
        _DEFANG.apply(pdf)
        for holder, key in ((pdf.Root, "/Metadata"), (pdf.trailer, "/Info")):
            if key in holder:
                del holder[key]
        target = io.BytesIO()
        pdf.save(target)
    return Shown(MediaType.PDF, target.getvalue(), MediaType.PDF, b"", pages)
