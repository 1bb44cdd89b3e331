"""The photograph in the form: kept when it is fine, seen by its owner only, without what cameras write into it."""

from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from PIL import Image

from pictures import renditions
from pictures.models import Picture
from tests.pictures.photographs import data, drawing, upload
from tests.spotlight.form_tools import Visitor, problems, with_photograph, writing

pytestmark = pytest.mark.django_db


def own(width: int = 640) -> str:
    return f"/en/spotlight/submit/own-photograph/{width}/"


def test_photograph_is_kept_although_nothing_is_said_about_it() -> None:
    visitor = writing()
    response = visitor.post("photograph", photograph=upload(), credit="", alt="")
    assert response.status_code == 422
    assert [target for target, _sentence in problems(response)] == ["id_credit", "id_alt"]
    assert "Your photograph is kept" in response.content.decode()
    picture = visitor.draft.picture
    assert picture is not None
    assert picture.pending
    assert visitor.post("photograph", credit="Ansa", alt="A bicycle").status_code == 302
    picture.refresh_from_db()
    assert (visitor.draft.picture, picture.credit, picture.alt, picture.pending) == (
        picture,
        "Ansa",
        "A bicycle",
        False,
    )


def test_half_of_what_is_said_is_kept() -> None:
    visitor = writing()
    assert visitor.post("photograph", photograph=upload(), credit="Ansa", alt="").status_code == 422
    assert 'value="Ansa"' in visitor.text("photograph")
    picture = visitor.draft.picture
    assert picture is not None
    assert (picture.credit, picture.pending) == ("Ansa", True)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (upload(b"no picture", "photo.jpg"), "not a photograph"),
        (upload(data(), "photo.exe"), "does not end like"),
        (upload(data(drawing(100, 100))), "too small"),
        (upload(data()[:3000]), "damaged"),
        (upload(b""), "empty"),
    ],
)
def test_file_that_cannot_be_read_is_refused_and_the_words_stay(file: object, sentence: str) -> None:
    visitor = writing()
    file.seek(0)  # type: ignore[attr-defined]
    response = visitor.post("photograph", photograph=file, credit="Ansa", alt="A bicycle")
    assert response.status_code == 422
    assert problems(response)[0][0] == "id_photograph"
    assert sentence in problems(response)[0][1]
    assert "A bicycle" in response.content.decode()
    assert Picture.objects.count() == 0


def test_file_that_cannot_be_read_leaves_the_one_before() -> None:
    visitor = writing()
    picture = with_photograph(visitor)
    assert visitor.post("photograph", photograph=upload(b"no"), credit="Ansa", alt="A bicycle").status_code == 422
    assert visitor.draft.picture == picture


def test_full_disk_is_said_and_nothing_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    visitor = writing()
    monkeypatch.setattr(renditions, "_write", full)
    response = visitor.post("photograph", photograph=upload(), credit="Ansa", alt="A bicycle")
    assert response.status_code == 422
    assert "could not be stored" in problems(response)[0][1]
    assert "A bicycle" in response.content.decode()


def test_owner_sees_it_and_nobody_else(client) -> None:  # type: ignore[no-untyped-def]
    visitor = writing()
    picture = with_photograph(visitor)
    response = visitor.client.get(own())
    assert (response.status_code, response["Content-Type"]) == (200, "image/jpeg")
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]
    other = writing()
    for stranger in (client, other.client):
        assert stranger.get(own()).status_code == 404
    assert client.get(f"/media/pictures/{picture.key}/640.jpg").status_code == 404
    assert visitor.client.get(own(641)).status_code == 404


def test_what_cameras_write_is_gone() -> None:
    exif = Image.Exif()
    exif[0x010F] = "Example Camera"
    exif[0x8825] = {1: "N", 2: (59.0, 20.0, 1.0)}
    visitor = writing()
    visitor.post("photograph", photograph=upload(data(exif=exif)), credit="Ansa", alt="A bicycle")
    picture = visitor.draft.picture
    assert picture is not None
    with default_storage.open(renditions.path(picture.key, 640, "jpg")) as file:
        kept = file.read()
    assert b"Example Camera" not in kept
    assert not Image.open(BytesIO(kept)).getexif()
    assert visitor.client.get(own()).content == kept


def test_removing_takes_everything_along() -> None:
    visitor = writing()
    picture = with_photograph(visitor)
    response = visitor.post("photograph", action="remove")
    assert response["Location"] == visitor.address("photograph")
    assert (visitor.draft.picture, visitor.draft.people_shown) == (None, "")
    assert not Picture.objects.filter(pk=picture.pk).exists()
    assert visitor.client.get(own()).status_code == 404


def test_another_one_takes_its_place_and_asks_anew_who_is_shown() -> None:
    visitor = writing()
    first = with_photograph(visitor)
    visitor.post("photograph", photograph=upload(data(drawing(800, 600))), credit="Bodil", alt="A yard")
    draft = visitor.draft
    assert draft.picture != first
    assert (draft.people_shown, Picture.objects.count()) == ("", 1)


def test_decorative_needs_no_words_but_both_is_a_question() -> None:
    visitor = writing()
    both = visitor.post("photograph", photograph=upload(), credit="Ansa", alt="A yard", decorative="on")
    assert [target for target, _sentence in problems(both)] == ["id_decorative"]
    picture = visitor.draft.picture
    assert picture is not None
    assert (picture.alt, picture.decorative) == ("A yard", False)
    assert visitor.post("photograph", credit="Ansa", alt="", decorative="on").status_code == 302
    picture.refresh_from_db()
    assert (picture.alt, picture.decorative, picture.pending) == ("", True, False)


def test_words_without_a_photograph_ask_for_one() -> None:
    response = writing().post("photograph", credit="Ansa")
    assert [target for target, _sentence in problems(response)] == ["id_photograph"]


def test_too_many_photographs_wait_and_the_words_stay(settings) -> None:  # type: ignore[no-untyped-def]
    settings.RATE_LIMITS = True
    visitor = writing()
    broken = [visitor.post("photograph", photograph=upload(b"no")).status_code for _time in range(41)]
    assert broken == [422] * 40 + [429]
    response = visitor.post("photograph", photograph=upload(), credit="Ansa", alt="A bicycle")
    assert response.status_code == 429
    assert "Choose this one again in 60 minutes" in response.content.decode()
    assert "A bicycle" in response.content.decode()
    assert visitor.post("photograph").status_code == 302


def test_visitor_without_a_story_is_not_told_that_there_is_none() -> None:
    assert Visitor().client.get(own()).status_code == 404
