"""What is taken, what is refused, and that nothing of the file survives. Each refusal has a twin that passes."""

import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

from pictures import intake
from tests.pictures.photographs import data, drawing, upload

RED, BLUE = (200, 30, 30), (30, 30, 200)


def near(found: object, wanted: tuple[int, int, int], by: int = 12) -> bool:
    assert isinstance(found, tuple)
    return all(abs(a - b) <= by for a, b in zip(found, wanted, strict=True))


def read(content: bytes, name: str = "photo.jpg") -> Image.Image:
    return intake.read_photograph(upload(content, name)).image


def refusal(content: bytes, name: str = "photo.jpg") -> str:
    with pytest.raises(intake.RefusedPicture) as caught:
        intake.read_photograph(upload(content, name))
    assert len(caught.value.messages[0]) > 20
    return str(caught.value.code)


@pytest.mark.parametrize(
    ("form", "name"), [("JPEG", "a.JPG"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("AVIF", "a.avif")]
)
def test_intake_of_each_format_gives_plain_rgb(form: str, name: str) -> None:
    image = read(data(form=form), name)
    assert (image.mode, image.size, image.info) == ("RGB", (640, 480), {})
    assert near(image.getpixel((10, 240)), RED)
    assert near(image.getpixel((630, 240)), BLUE)


@pytest.mark.parametrize("mode", ["L", "LA", "P", "PA", "RGBA", "1", "I;16", "RGB"])
def test_intake_of_each_png_colour_mode_is_rgb(mode: str) -> None:
    image = drawing().convert("L" if mode == "I;16" else mode if mode != "PA" else "P")
    if mode == "I;16":
        image = image.convert("I").point(lambda value: value * 257).convert("I;16")
    if mode == "PA":
        image.info["transparency"] = 0
    taken = read(data(image, "PNG"), "a.png")
    assert (taken.mode, taken.size) == ("RGB", (640, 480))


def test_intake_of_sixteen_bit_grey_keeps_its_brightness() -> None:
    image = Image.new("I", (300, 300), 128 * 257).convert("I;16")
    assert near(read(data(image, "PNG"), "a.png").getpixel((5, 5)), (128, 128, 128), by=1)


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_intake_of_each_jpeg_colour_mode_is_rgb(mode: str) -> None:
    taken = read(data(drawing().convert(mode)))
    assert taken.mode == "RGB"
    if mode == "CMYK":
        assert near(taken.getpixel((10, 240)), RED, by=25)


def test_intake_puts_transparency_on_white() -> None:
    image = Image.new("RGBA", (300, 300), (0, 0, 0, 0))
    assert read(data(image, "PNG"), "a.png").getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("orientation", "size", "red_at"),
    [
        (1, (640, 480), "left"),
        (2, (640, 480), "right"),
        (3, (640, 480), "right"),
        (4, (640, 480), "left"),
        (5, (480, 640), "top"),
        (6, (480, 640), "top"),
        (7, (480, 640), "bottom"),
        (8, (480, 640), "bottom"),
        (99, (640, 480), "left"),
    ],
)
def test_intake_turns_the_picture_upright(orientation: int, size: tuple[int, int], red_at: str) -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    image = read(data(exif=exif.tobytes()))
    assert image.size == size
    places = {"left": (5, 240), "right": (630, 240), "top": (240, 5), "bottom": (240, 630)}
    assert near(image.getpixel(places[red_at]), RED)


@pytest.mark.filterwarnings("ignore:Corrupt EXIF:UserWarning")
def test_intake_with_broken_exif_still_takes_the_picture() -> None:
    assert read(data(exif=b"Exif\x00\x00II*\x00\xff\xff\xff\xff")).size == (640, 480)


def test_intake_converts_the_colour_profile_to_srgb() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
    assert read(data(icc_profile=profile)).mode == "RGB"  # a profile of another colour space is passed over
    assert read(data(icc_profile=b"no profile at all")).getpixel((5, 5)) == read(data()).getpixel((5, 5))
    gamma = _profile_with_gamma(4.0)
    assert read(data(Image.new("RGB", (300, 300), (128, 128, 128)), icc_profile=gamma)).getpixel((5, 5)) != (
        128,
        128,
        128,
    )


def _profile_with_gamma(gamma: float) -> bytes:
    """sRGB's profile with another tone curve."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack(">I", profile[128:132])[0]
    for place in range(count):
        name, offset, _size = struct.unpack(">4sII", profile[132 + 12 * place : 144 + 12 * place])
        if name in (b"rTRC", b"gTRC", b"bTRC"):
            profile[offset : offset + 14] = b"curv\x00\x00\x00\x00\x00\x00\x00\x01" + struct.pack(
                ">H", int(gamma * 256)
            )
    return bytes(profile)


def test_intake_scales_large_pictures_down() -> None:
    assert read(data(drawing(4096, 1000))).size == (2048, 500)
    assert read(data(drawing(1000, 4096), "PNG"), "a.png").size == (500, 2048)


def test_intake_of_animation_takes_the_first_frame() -> None:
    frames = [Image.new("RGB", (300, 300), colour) for colour in ("white", "black")]
    content = data(frames[0], "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    assert read(content, "a.webp").getpixel((5, 5)) == (255, 255, 255)


# Metadata ------------------------------------------------------------------------------------------------------------


def test_intake_removes_place_camera_comment_and_xmp() -> None:
    exif = Image.Exif()
    exif[ExifTags.Base.Make] = "SECRETCAMERA"
    exif.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (58.0, 24.0, 39.0), 3: "E", 4: (15.0, 37.0, 17.0)})
    content = data(exif=exif.tobytes(), comment=b"SECRETCOMMENT", xmp=b"<x>SECRETXMP</x>")
    original = Image.open(BytesIO(content))
    assert dict(original.getexif().get_ifd(ExifTags.IFD.GPSInfo))[1] == "N"
    assert original.info["comment"] == b"SECRETCOMMENT"
    image = read(content)
    assert (image.info, dict(image.getexif())) == ({}, {})
    assert b"SECRET" not in data(image)
    assert b"Exif" not in data(image)


def test_intake_removes_text_of_png() -> None:
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", "SECRETAUTHOR")
    image = read(data(drawing(), "PNG", pnginfo=text), "a.png")
    assert b"SECRET" not in data(image, "PNG")


def test_intake_of_polyglot_keeps_only_the_picture() -> None:
    """A file that is a picture and, behind it, a page or an archive: the second half is gone."""
    content = data() + b"<script>alert(1)</script>PK\x03\x04"
    assert b"<script" not in data(read(content))


# Refusals, each beside a file that passes ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" width="300" height="300"><script>alert(1)</script></svg>',
        b"<!doctype html><script>alert(1)</script>" + data(),
        b"GIF89a" + b"\x00" * 500,
        data(drawing(), "GIF"),
        data(drawing(), "TIFF"),
        data(drawing(), "BMP"),
        data(drawing(), "PPM"),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 300 300\n",
        b"\x00" * 5000,
        b"x",
    ],
)
def test_intake_refuses_other_contents(content: bytes) -> None:
    assert refusal(content) == "picture_format"


def test_intake_refuses_svg_under_its_own_name() -> None:
    assert refusal(b"<svg/>", "drawing.svg") == "picture_ending"


@pytest.mark.parametrize(
    "name", ["photo.html", "photo.svg", "photo.php", "photo", "photo.jpg.exe", "photo.jpg\x00.html"]
)
def test_intake_refuses_other_endings(name: str) -> None:
    file = upload(data())
    file.__dict__["_name"] = name  # Django itself would have cut what is worst
    with pytest.raises(intake.RefusedPicture) as caught:
        intake.read_photograph(file)
    assert caught.value.code == "picture_ending"


@pytest.mark.parametrize("name", ["photo.jpeg", "PHOTO.JPG", "my photo.html.jpg", "../../photo.png"])
def test_intake_takes_harmless_names(name: str) -> None:
    assert read(data(), name).size == (640, 480)


def test_intake_says_what_to_do_with_heic() -> None:
    assert refusal(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100, "IMG_1.HEIC") == "picture_heic"
    assert refusal(b"\x00\x00\x00\x18ftypheic" + b"\x00" * 100, "IMG_1.jpg") == "picture_heic"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
@pytest.mark.parametrize(
    ("form", "name"), [("JPEG", "a.jpg"), ("PNG", "a.png"), ("WEBP", "a.webp"), ("AVIF", "a.avif")]
)
def test_intake_refuses_half_a_file(form: str, name: str, share: float) -> None:
    noise = Image.effect_noise((640, 480), 90).convert("RGB")
    whole = data(noise, form)
    assert read(whole, name).size == (640, 480)
    assert refusal(whole[: int(len(whole) * share)], name) in ("picture_broken", "picture_format")


def test_intake_refuses_half_a_progressive_jpeg() -> None:
    noise = Image.effect_noise((640, 480), 90).convert("RGB")
    whole = data(noise, progressive=True)
    assert read(whole).size == (640, 480)
    assert refusal(whole[: len(whole) // 2]) == "picture_broken"


def test_intake_refuses_too_many_bytes(monkeypatch: pytest.MonkeyPatch) -> None:
    content = data()
    monkeypatch.setattr(intake, "MAX_BYTES", len(content))
    assert read(content).size == (640, 480)
    monkeypatch.setattr(intake, "MAX_BYTES", len(content) - 1)
    assert refusal(content) == "picture_large"


def test_intake_refuses_more_bytes_than_the_size_said(monkeypatch: pytest.MonkeyPatch) -> None:
    content = data()
    monkeypatch.setattr(intake, "MAX_BYTES", len(content) - 1)
    file = upload(content)
    file.size = 10
    with pytest.raises(intake.RefusedPicture) as caught:
        intake.read_photograph(file)
    assert caught.value.code == "picture_large"


def test_intake_refuses_an_empty_file() -> None:
    assert refusal(b"") == "picture_empty"


@pytest.mark.parametrize(("width", "height", "taken"), [(200, 200, True), (199, 400, False), (400, 199, False)])
def test_intake_refuses_tiny_pictures(width: int, height: int, taken: bool) -> None:
    content = data(drawing(width, height))
    assert taken == (refusal(content) != "picture_small" if not taken else read(content).size == (width, height))


def _png_of(width: int, height: int) -> bytes:
    """A PNG that claims a size; its pixels compress to next to nothing."""
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\x00" * (1 + (width + 7) // 8) * height, 9)

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("width", "height"), [(7_300, 7_300), (10_000, 10_000), (30_000, 30_000), (65_000, 65_000), (17_000, 300)]
)
def test_intake_refuses_decompression_bombs_before_decoding(width: int, height: int) -> None:
    content = _png_of(width, min(height, 20_000)) if height <= 20_000 else _png_header_only(width, height)
    started = time.monotonic()
    assert refusal(content, "bomb.png") == "picture_pixels"
    assert time.monotonic() - started < 1


def _png_header_only(width: int, height: int) -> bytes:
    small = _png_of(8, 8)
    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    crc = struct.pack(">I", zlib.crc32(b"IHDR" + header))
    return small[:16] + header + crc + small[33:]


def test_intake_takes_the_same_drawing_within_the_pixel_cap() -> None:
    assert read(_png_of(7_200, 7_200), "large.png").size == (2048, 2048)


def test_intake_refuses_a_jpeg_with_endless_scans() -> None:
    whole = data(progressive=True)
    assert read(whole).size == (640, 480)
    assert refusal(whole[:-2] + b"\xff\xda\x00\x02" * 100 + whole[-2:]) == "picture_broken"


def test_intake_refuses_a_png_with_a_text_bomb() -> None:
    bomb = zlib.compress(b"\x00" * 80_000_000, 9)
    body = b"Comment\x00\x00" + bomb
    chunk = struct.pack(">I", len(body)) + b"zTXt" + body + struct.pack(">I", zlib.crc32(b"zTXt" + body))
    whole = data(drawing(), "PNG")
    assert read(whole, "a.png").size == (640, 480)
    assert refusal(whole[:33] + chunk + whole[33:], "a.png") in ("picture_broken", "picture_format")


@pytest.mark.parametrize("seed", range(60))
def test_intake_of_damaged_files_refuses_or_takes_but_never_fails(seed: int) -> None:
    forms = ["JPEG", "PNG", "WEBP", "AVIF"]
    form = forms[seed % 4]
    content = bytearray(data(form=form))
    for step in range(12):  # the same places every time, spread over the file
        place = (seed * 7919 + step * 104_729) % len(content)
        content[place] = (content[place] + 1 + seed * 31 + step * 17) % 256
    try:
        image = read(bytes(content))
    except intake.RefusedPicture:
        return
    assert image.mode == "RGB"


# Time and memory -----------------------------------------------------------------------------------------------------

_MEASURE = """
import resource, sys, time
from django.conf import settings
settings.configure(MEDIA_ROOT=sys.argv[2], USE_I18N=False)
import django
django.setup()
from django.core.files import File
from pictures import intake, renditions
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
started = time.monotonic()
with open(sys.argv[1], "rb") as file:
    photograph = intake.read_photograph(File(file, name=sys.argv[1]))
taken = time.monotonic() - started
key = renditions.store(photograph.image)
renditions.complete(key, photograph.image.width)
print(taken, time.monotonic() - started, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)
"""


@pytest.mark.parametrize(
    ("name", "make"),
    [
        (
            "camera.jpg",
            lambda: data(Image.effect_noise((750, 500), 60).resize((6000, 4000)).convert("RGB"), quality=90),
        ),
        ("scan.png", lambda: data(Image.effect_noise((750, 500), 9).resize((6000, 4000), 0).convert("RGBA"), "PNG")),
    ],
)
def test_intake_of_24_megapixels_stays_within_time_and_memory(
    name: str, make: Callable[[], bytes], tmp_path: Path, repository: Path
) -> None:
    file = tmp_path / name
    file.write_bytes(make())
    command = [sys.executable, "-c", _MEASURE, str(file), str(tmp_path / "media")]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=repository)
    taken, seconds, megabytes = (float(figure) for figure in done.stdout.split())
    assert taken < 5
    assert seconds < 15
    assert megabytes < 500
    assert len(list((tmp_path / "media" / "pictures").glob("*/*.avif"))) == 5
