"""Rules of the library, and what happens to files when rows come and go."""

import os
import time
import uuid
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone

from pictures import renditions
from pictures.models import Description, Picture, PictureAlt, complete_sizes, remove_orphans, sizes_wait
from siportal.duties import make_sizes
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


def new_picture() -> Picture:
    """A photograph as the upload leaves it: its master only."""
    key = renditions.store(drawing())
    return Picture.objects.create(key=key, width=640, height=480, sha256="0" * 64, credit="Example", alt="Halves")


def test_store_writes_the_master_under_a_random_key() -> None:
    first, second = new_picture(), new_picture()
    assert first.key != second.key
    assert files_of(first) == ["640.jpg"]
    assert (first.widths, first.endings) == ([640], ["jpg"])


def test_sizes_of_new_photographs_are_made_by_the_worker() -> None:
    picture, done = new_picture(), stored_picture()
    assert sizes_wait()
    assert make_sizes() == "1 made"
    picture.refresh_from_db()
    assert files_of(picture) == ["320.avif", "320.jpg", "320.webp", "640.avif", "640.jpg", "640.webp"] == files_of(done)
    assert (picture.widths, picture.endings) == ([320, 640], ["avif", "webp", "jpg"])
    assert not sizes_wait()
    assert make_sizes() == "0 made"


def test_sizes_that_were_interrupted_are_made_up_for() -> None:
    picture = new_picture()
    default_storage.save(renditions.path(picture.key, 320, "avif"), ContentFile(b"already there"))
    assert complete_sizes() == 1
    assert len(files_of(picture)) == 6
    with default_storage.open(renditions.path(picture.key, 320, "avif")) as file:
        assert file.read() == b"already there"


@pytest.mark.parametrize("master", [None, b"no picture"])
def test_sizes_of_a_lost_master_do_not_hold_up_the_others(master: bytes | None) -> None:
    lost, next_one = new_picture(), new_picture()
    renditions.delete(lost.key)
    if master is not None:
        default_storage.save(renditions.path(lost.key, 640, "jpg"), ContentFile(master))
    assert complete_sizes() == 2
    assert len(files_of(next_one)) == 6
    assert not sizes_wait()


def test_sizes_of_a_photograph_deleted_meanwhile_leave_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    picture = new_picture()
    make = renditions.complete

    def deleted_meanwhile(key: uuid.UUID, width: int) -> None:
        Picture.objects.filter(pk=picture.pk)._raw_delete("default")
        make(key, width)

    monkeypatch.setattr(renditions, "complete", deleted_meanwhile)
    assert complete_sizes() == 1
    assert files_of(picture) == []


def test_store_that_fails_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    save = default_storage.save

    def full_disk(name: str, content: object) -> str:
        save(name, content)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(default_storage, "save", full_disk)
    with pytest.raises(renditions.NotStored, match="could not be stored"):
        renditions.store(drawing())
    assert default_storage.listdir("pictures")[0] == []


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
    orphan, fresh = Picture(key=renditions.store(drawing())), Picture(key=renditions.store(drawing()))
    past = time.time() - 2 * 86_400
    for each in (picture, orphan):
        for name in files_of(each):
            os.utime(default_storage.path(f"pictures/{each.key.hex}/{name}"), (past, past))
    assert remove_orphans(older_than=timezone.now() - timedelta(days=1)) == 1
    assert (len(files_of(picture)), len(files_of(orphan)), len(files_of(fresh))) == (6, 0, 1)


def test_orphans_of_an_empty_library_are_none() -> None:
    assert remove_orphans(older_than=timezone.now()) == 0
