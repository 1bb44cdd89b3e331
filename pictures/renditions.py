"""The sizes and formats in which a photograph is kept and shown, and where their files lie.

`pictures/<key>/<width>.<ending>` below the media directory; the key is random, nothing of the uploader's file name is
used. An upload writes one file only, the master: a JPEG in full width. Every other size and format is made from it by
the worker soon after, so that many uploads at once never keep the site busy; until then pages show the master.

Files are written before the database row is committed, so a crash may leave files without a row but never a row
without its master; `remove_orphans` is the nightly duty that clears strays.
"""

import uuid
from datetime import datetime
from io import BytesIO
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from PIL import Image

from pictures.intake import MASTER_SIDE

WIDTHS = (320, 640, 960, 1440, MASTER_SIDE)
FOLDER = "pictures"
MASTER_OPTIONS: dict[str, Any] = {"quality": 90, "optimize": True, "progressive": True}
FORMATS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "avif": ("image/avif", "AVIF", {"quality": 58, "speed": 8, "max_threads": 1}),
    "webp": ("image/webp", "WEBP", {"quality": 78, "method": 4}),
    "jpg": ("image/jpeg", "JPEG", {"quality": 82, "optimize": True, "progressive": True}),
}
"""Ending -> media type, Pillow's name, options; in the order in which browsers are offered them."""


class NotStored(ValidationError):
    """The files could not be written: the disk is full, or the storage does not answer."""

    def __init__(self) -> None:
        super().__init__(
            _("The photograph could not be stored just now. Nothing was changed; please try again later."),
            code="picture_not_stored",
        )


def widths_for(width: int) -> list[int]:
    """The widths in which a picture of `width` pixels is kept: every smaller step, and its own."""
    return [step for step in WIDTHS if step < width] + [min(width, MASTER_SIDE)]


def path(key: uuid.UUID, width: int, ending: str) -> str:
    """The file's name for the storage."""
    return f"{FOLDER}/{key.hex}/{width}.{ending}"


def store(image: Image.Image) -> uuid.UUID:
    """Write the master of an RGB picture under a new key; raises `NotStored` and leaves nothing behind."""
    key = uuid.uuid4()
    try:
        _write(image, path(key, image.width, "jpg"), "JPEG", MASTER_OPTIONS)
    except OSError:
        delete(key)
        raise NotStored from None
    return key


def complete(key: uuid.UUID, width: int) -> None:
    """Make every other size and format from the master; what exists already is kept. Raises `OSError`."""
    with default_storage.open(path(key, width, "jpg")) as file, Image.open(file, formats=("JPEG",)) as master:
        image = master.convert("RGB")
    for step in widths_for(width):
        height = max(1, round(image.height * step / width))
        sized = image if step == width else image.resize((step, height), Image.Resampling.LANCZOS)
        for ending, (_type, name, options) in FORMATS.items():
            target = path(key, step, ending)
            if not default_storage.exists(target):
                _write(sized, target, name, options)


def _write(image: Image.Image, target: str, name: str, options: dict[str, Any]) -> None:
    file = BytesIO()
    image.save(file, format=name, **options)
    default_storage.save(target, ContentFile(file.getvalue()))


def delete(key: uuid.UUID) -> None:
    """Remove every file of a key; none there is no error."""
    _empty(f"{FOLDER}/{key.hex}")


def remove_orphans(*, known: set[str], older_than: datetime) -> int:
    """Remove the folders that are in nobody's `known` keys (hex) and untouched since `older_than`; returns how many."""
    removed = 0
    for name in _listed(FOLDER)[0]:
        folder = f"{FOLDER}/{name}"
        files = _listed(folder)[1]
        recent = any(default_storage.get_modified_time(f"{folder}/{file}") > older_than for file in files)
        if name not in known and not recent:
            _empty(folder)
            removed += 1
    return removed


def _empty(folder: str) -> None:
    for name in _listed(folder)[1]:
        default_storage.delete(f"{folder}/{name}")
    default_storage.delete(folder)  # a directory, where the storage knows such


def _listed(folder: str) -> tuple[list[str], list[str]]:
    try:
        return default_storage.listdir(folder)
    except FileNotFoundError:
        return [], []
