"""Rules of the library, and what happens to files when rows come and go."""

import os
import time
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from pictures import renditions
from pictures.models import Description, Picture, PictureAlt, remove_orphans
from tests.pictures.photographs import drawing, stored_picture

pytestmark = pytest.mark.django_db


def files_of(picture: Picture) -> list[str]:
    folder = f"pictures/{picture.key.hex}"
    return sorted(default_storage.listdir(folder)[1]) if default_storage.exists(folder) else []


@pytest.mark.parametrize(
    ("alt", "decorative", "allowed"),
    [("A bridge", False, True), ("", True, True), ("", False, False), ("A bridge", True, False)],
)
def test_picture_is_described_or_decorative(alt: str, decorative: bool, allowed: bool) -> None:
    picture = Picture(
        key="0" * 32, width=300, height=300, sha256="0" * 64, credit="Example", alt=alt, decorative=decorative
    )
    if allowed:
        picture.full_clean()
        picture.save()
        return
    with pytest.raises(ValidationError) as caught:
        picture.full_clean()
    assert caught.value.messages == ["Describe what the photograph shows, or mark it as only decorative."]
    with pytest.raises(IntegrityError, match="picture_described_or_decorative"), transaction.atomic():
        picture.save()


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"credit": ""}, "picture_credited"),
        ({"focus_x": Decimal("1.01")}, "picture_focus_inside"),
        ({"focus_y": Decimal("-0.01")}, "picture_focus_inside"),
        ({"width": 0}, "picture_has_size"),
    ],
)
def test_picture_refuses_half_states(fields: dict[str, object], constraint: str) -> None:
    picture = stored_picture()
    for name, value in fields.items():
        setattr(picture, name, value)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        picture.save()


def test_description_is_in_the_language_asked_for_else_the_original() -> None:
    picture = stored_picture(alt="Two halves", alt_language="en")
    PictureAlt.objects.create(picture=picture, language="sv", alt="Två halvor")
    assert picture.description("sv") == Description("Två halvor", "sv")
    assert picture.description("de") == Description("Two halves", "en")
    assert picture.description("en") == Description("Two halves", "en")


def test_description_of_decorative_picture_is_empty_in_every_language() -> None:
    picture = stored_picture(alt="", decorative=True)
    PictureAlt.objects.create(picture=picture, language="sv", alt="Två halvor")
    assert picture.description("sv") == Description("", "en")


def test_description_once_per_language() -> None:
    picture = stored_picture()
    PictureAlt.objects.create(picture=picture, language="sv", alt="Två halvor")
    with pytest.raises(IntegrityError, match="picture_alt_once"), transaction.atomic():
        PictureAlt.objects.create(picture=picture, language="sv", alt="Något annat")


@pytest.mark.parametrize(
    ("x", "y", "focus"),
    [
        ("0", "0", "top-left"),
        ("0.5", "0.5", "middle-centre"),
        ("1", "1", "bottom-right"),
        ("0.34", "0.66", "middle-centre"),
        ("0.67", "0.1", "top-right"),
    ],
)
def test_focus_is_the_ninth_of_the_focal_point(x: str, y: str, focus: str) -> None:
    assert Picture(focus_x=Decimal(x), focus_y=Decimal(y)).focus == focus


@pytest.mark.parametrize(
    ("width", "widths"),
    [
        (250, [250]),
        (320, [320]),
        (640, [320, 640]),
        (700, [320, 640, 700]),
        (2048, [320, 640, 960, 1440, 2048]),
    ],
)
def test_widths_are_the_steps_below_and_the_own(width: int, widths: list[int]) -> None:
    assert renditions.widths_for(width) == widths


def test_store_writes_every_width_in_every_format_under_a_random_key() -> None:
    first, second = stored_picture(), stored_picture()
    assert first.key != second.key
    assert files_of(first) == ["320.avif", "320.jpg", "320.webp", "640.avif", "640.jpg", "640.webp"]


def test_store_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    stored: list[str] = []
    save = default_storage.save

    def full_disk(name: str, content: object) -> str:
        if len(stored) == 3:
            raise OSError(28, "No space left on device")
        stored.append(name)
        return save(name, content)

    monkeypatch.setattr(default_storage, "save", full_disk)
    with pytest.raises(renditions.NotStored, match="could not be stored"):
        renditions.store(drawing())
    assert len(stored) == 3
    assert [name for name in stored if default_storage.exists(name)] == []


def test_delete_removes_the_files_after_the_commit(django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    picture, other = stored_picture(), stored_picture()
    with django_capture_on_commit_callbacks(execute=True):
        picture.delete()
        assert len(files_of(picture)) == 6
    assert files_of(picture) == []
    assert len(files_of(other)) == 6


def test_delete_that_is_rolled_back_keeps_the_files(django_capture_on_commit_callbacks) -> None:  # type: ignore[no-untyped-def]
    picture = stored_picture()
    with django_capture_on_commit_callbacks(execute=True):
        try:
            with transaction.atomic():
                Picture.objects.all().delete()
                raise RuntimeError
        except RuntimeError:
            pass
    assert len(files_of(picture)) == 6


def test_orphans_are_removed_when_they_are_old() -> None:
    picture = stored_picture()
    orphan = Picture(key=renditions.store(drawing()))
    fresh = Picture(key=renditions.store(drawing()))
    past = time.time() - 2 * 86_400
    for each in (picture, orphan):
        for name in files_of(each):
            os.utime(default_storage.path(f"pictures/{each.key.hex}/{name}"), (past, past))
    assert remove_orphans(older_than=timezone.now() - timedelta(days=1)) == 1
    assert (len(files_of(picture)), len(files_of(orphan)), len(files_of(fresh))) == (6, 0, 6)


def test_orphans_of_an_empty_library_are_none() -> None:
    assert remove_orphans(older_than=timezone.now()) == 0
