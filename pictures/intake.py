"""Turns an uploaded file into a plain picture, or refuses it with a sentence.

Nothing of the file itself survives: it is decoded whole by one of four named decoders, turned upright, converted to
sRGB, scaled down and handed on as pixels without metadata. What is accepted:

    formats         JPEG, PNG, WebP, AVIF (by content; the name must end like a picture's too)
    file            up to 25 MB
    picture         200 to 16,000 pixels a side, up to 52 million pixels in all, checked before decoding
    colour          grey, RGB, CMYK, palette, with or without transparency, 1 to 16 bits; transparency becomes white
    several frames  the first one counts
"""

import hashlib
import threading
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import BinaryIO

from django.core.exceptions import ValidationError
from django.core.files import File
from django.utils.translation import gettext_lazy as _
from PIL import ExifTags, Image, ImageCms

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
ENDINGS = (".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".avif")
MAX_BYTES = 25_000_000
MAX_PIXELS = 52_000_000
MIN_SIDE, MAX_SIDE = 200, 16_000
MASTER_SIDE = 2048
"""The longer side of what is kept, in pixels; nothing larger is ever shown."""
MAX_SCANS = 64
"""Scans of a JPEG file. Cameras write one, editors about ten; thousands in a small file keep a decoder busy."""

# WebP's decoder allocates its canvas while the header is read; Pillow refuses there at twice this figure.
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}

# Decoded pictures are the largest things in memory: one at a time in each process.
_one_at_a_time = threading.Lock()

_SENTENCES = {
    "picture_empty": _("The file is empty. Choose the photograph again."),
    "picture_large": _("The file is larger than 25 MB. Save the photograph in a smaller size and try again."),
    "picture_ending": _("The file’s name does not end like a photograph’s. Choose a JPEG, PNG, WebP or AVIF file."),
    "picture_heic": _("Photographs in HEIC format cannot be read here. Save the photograph as JPEG and try again."),
    "picture_format": _("This is not a photograph in JPEG, PNG, WebP or AVIF format. Save it as JPEG and try again."),
    "picture_pixels": _("The photograph has more than 52 million pixels. Save it in a smaller size and try again."),
    "picture_small": _("The photograph is too small. It needs at least 200 pixels in width and in height."),
    "picture_broken": _("The file is damaged or incomplete. Open the photograph, save it anew and try again."),
}


class RefusedPicture(ValidationError):
    """The file is not taken; the message tells the uploader what to do, `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(_SENTENCES[code], code=code)


@dataclass(frozen=True)
class Photograph:
    """An upright sRGB picture without metadata, its longer side at most MASTER_SIDE pixels, and its file's SHA-256."""

    image: Image.Image
    sha256: str


def read_photograph(upload: "File[bytes]") -> Photograph:
    """The picture in an uploaded file; raises `RefusedPicture`."""
    _check_outside(upload)
    data = upload.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise RefusedPicture("picture_large")
    if data.count(b"\xff\xda") > MAX_SCANS and data.startswith(b"\xff\xd8"):
        raise RefusedPicture("picture_broken")
    with _one_at_a_time:
        image = _decoded(BytesIO(data))
    return Photograph(image=image, sha256=hashlib.sha256(data).hexdigest())


def _check_outside(upload: "File[bytes]") -> None:
    """Refuse by name and size, before a byte is read."""
    ending = PurePath(upload.name or "").suffix.lower()
    if ending in (".heic", ".heif"):
        raise RefusedPicture("picture_heic")
    if ending not in ENDINGS:
        raise RefusedPicture("picture_ending")
    if not upload.size:
        raise RefusedPicture("picture_empty")
    if upload.size > MAX_BYTES:
        raise RefusedPicture("picture_large")


def _decoded(file: BinaryIO) -> Image.Image:
    try:
        image = Image.open(file, formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise RefusedPicture("picture_pixels") from None
    except Image.UnidentifiedImageError:
        heic = _looks_like_heic(file)
        raise RefusedPicture("picture_heic" if heic else "picture_format") from None
    except Exception:  # decoders fail in many ways on hostile headers; each means the same to the uploader
        raise RefusedPicture("picture_broken") from None
    with image:
        width, height = image.size
        if width * height > MAX_PIXELS or max(width, height) > MAX_SIDE:
            raise RefusedPicture("picture_pixels")
        if min(width, height) < MIN_SIDE:
            raise RefusedPicture("picture_small")
        try:
            return _plain(image)
        except Exception:  # the same for their pixels
            raise RefusedPicture("picture_broken") from None


def _looks_like_heic(file: BinaryIO) -> bool:
    file.seek(0)
    head = file.read(12)
    return head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"heim", b"heis", b"mif1", b"hevc")


def _plain(image: Image.Image) -> Image.Image:
    """Decode and normalise: small, sRGB, opaque, upright, nothing but pixels. The order keeps memory low."""
    image.draft(image.mode, _inside(image.size))  # JPEG: decode at a half, a quarter or an eighth where that is enough
    image.load()
    turn = _UPRIGHT.get(_orientation(image))
    profile = image.info.get("icc_profile")
    picture = _srgb(_opaque(_scaled(_eight_bits(image))), profile)
    if turn is not None:
        picture = picture.transpose(turn)
    bare = Image.new("RGB", picture.size)
    bare.paste(picture)
    return bare


def _orientation(image: Image.Image) -> int:
    """EXIF's word on which way is up; 1, as it lies, where that cannot be read."""
    try:
        found = image.getexif().get(ExifTags.Base.Orientation, 1)
    except Exception:  # broken metadata does not make a broken picture
        return 1
    return found if isinstance(found, int) else 1


def _eight_bits(image: Image.Image) -> Image.Image:
    """Grey, RGB or CMYK in 8 bits a channel, with transparency where there is some."""
    if image.mode in ("L", "RGB", "RGBA", "LA", "CMYK"):
        return image if "transparency" not in image.info else image.convert("RGBA")
    if image.mode.startswith("I"):  # 16 bits of grey
        return image.convert("I").point(lambda value: value / 257).convert("L")
    if image.mode in ("P", "PA"):
        return image.convert("RGBA" if "transparency" in image.info or image.mode == "PA" else "RGB")
    return image.convert("L" if image.mode == "1" else "RGB")


def _scaled(image: Image.Image) -> Image.Image:
    if max(image.size) <= MASTER_SIDE:
        return image
    return image.resize(_inside(image.size), Image.Resampling.LANCZOS, reducing_gap=2.0)


def _inside(size: tuple[int, int]) -> tuple[int, int]:
    """The size a picture has when its longer side is MASTER_SIDE."""
    scale = MASTER_SIDE / max(size)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))


def _opaque(image: Image.Image) -> Image.Image:
    if image.mode not in ("RGBA", "LA"):
        return image
    colour = image.convert("RGBA")
    ground = Image.new("RGB", image.size, "white")
    ground.paste(colour, mask=colour.getchannel("A"))
    return ground


def _srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """Convert by the embedded colour profile; without one, or with a broken one, by Pillow's plain formula."""
    if profile and image.mode in ("RGB", "CMYK"):
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode="RGB")
        except (ImageCms.PyCMSError, OSError, ValueError, TypeError):
            converted = None
        if converted is not None:
            return converted
    return image.convert("RGB")
