"""Pictures drawn for tests, as files."""

from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pictures import renditions
from pictures.models import Picture

TYPES = {"JPEG": "image/jpeg", "PNG": "image/png", "WEBP": "image/webp", "AVIF": "image/avif", "GIF": "image/gif"}


def drawing(width: int = 640, height: int = 480, mode: str = "RGB") -> Image.Image:
    """Left half red, right half blue: turns and mirrors can be told apart."""
    image = Image.new("RGB", (width, height), (200, 30, 30))
    image.paste((30, 30, 200), (width // 2, 0, width, height))
    return image.convert(mode)


def data(image: Image.Image | None = None, form: str = "JPEG", **options: Any) -> bytes:
    file = BytesIO()
    (image or drawing()).save(file, form, **options)
    return file.getvalue()


def upload(content: bytes | None = None, name: str = "photo.jpg") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data() if content is None else content, content_type="image/jpeg")


def stored_picture(**fields: Any) -> Picture:
    """A row with all its files; its credit and words are made up."""
    image = drawing(fields.pop("width", 640), fields.pop("height", 480))
    key = renditions.store(image)
    renditions.complete(key, image.width)
    made_up = {
        "credit": "Photo: Example Person",
        "alt": "Two halves, red and blue",
        "sha256": "0" * 64,
        "complete": True,
        "width": image.width,
        "height": image.height,
    }
    return Picture.objects.create(key=key, **{**made_up, **fields})
