"""Staff add, describe and delete photographs."""

import pytest
from django.contrib.auth.models import User
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from pictures import forms
from pictures.models import Picture, sizes_wait
from tests.pictures.photographs import data, drawing, stored_picture, upload

pytestmark = pytest.mark.django_db

NO_ROWS = {"descriptions-TOTAL_FORMS": "0", "descriptions-INITIAL_FORMS": "0"}
RIGHT = {
    "credit": "Photo: Example Person",
    "alt": "Two halves",
    "alt_language": "en",
    "focus": "middle-left",
    **NO_ROWS,
}


@pytest.fixture
def staff(client: Client) -> Client:
    client.force_login(User.objects.create_superuser("curator", password="a long enough password"))
    return client


def add(client: Client, **changes: object):  # type: ignore[no-untyped-def]
    fields = {"upload": upload(), **RIGHT, **changes}
    return client.post(reverse("admin:pictures_picture_add"), fields)


def test_add_stores_row_and_files(staff: Client) -> None:
    response = add(staff)
    assert response.status_code == 302
    picture = Picture.objects.get()
    assert (picture.width, picture.height, picture.credit) == (640, 480, "Photo: Example Person")
    assert str(picture.uploaded_by) == "curator"
    assert default_storage.exists(f"pictures/{picture.key.hex}/640.jpg")
    assert sizes_wait()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"upload": upload(b"<svg/>", "a.svg")}, "does not end like a photograph"),
        ({"upload": upload(data()[:2000])}, "damaged or incomplete"),
        ({"alt": ""}, "Describe what the photograph shows"),
        ({"credit": ""}, "This field is required."),
        ({"focus": "elsewhere"}, "Select a valid choice"),
        ({"alt": "a\0b"}, "Null characters are not allowed."),
        ({"upload": ""}, "This field is required."),
    ],
)
def test_add_refuses_in_words_and_stores_nothing(staff: Client, changes: dict[str, object], sentence: str) -> None:
    response = add(staff, **changes)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert Picture.objects.count() == 0
    assert not default_storage.exists("pictures")


def test_add_with_another_mistake_says_that_the_file_must_be_chosen_again(staff: Client) -> None:
    assert "choose the photograph again" in add(staff, credit="").content.decode()
    assert "choose the photograph again" not in add(staff, upload="").content.decode()


def test_add_of_the_same_file_warns(staff: Client) -> None:
    add(staff)
    response = staff.get(reverse("admin:pictures_picture_changelist"))
    assert "already holds this very photograph" not in response.content.decode()
    add(staff)
    response = staff.get(reverse("admin:pictures_picture_changelist"))
    assert "already holds this very photograph: Two halves (Photo: Example Person)" in response.content.decode()
    assert Picture.objects.count() == 2


def test_change_edits_words_and_keeps_the_file(staff: Client) -> None:
    picture = stored_picture()
    address = reverse("admin:pictures_picture_change", args=[picture.pk])
    assert 'type="file"' not in staff.get(address).content.decode()
    response = staff.post(address, {**RIGHT, "alt": "A new description"})
    assert response.status_code == 302
    changed = Picture.objects.get()
    assert (changed.alt, changed.key, changed.width) == ("A new description", picture.key, 640)


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_a_constant_number_of_queries(
    staff: Client,
    rows: int,
    django_assert_num_queries,  # type: ignore[no-untyped-def]
) -> None:
    for _row in range(rows):
        stored_picture(width=300, height=300)
    with django_assert_num_queries(7):
        response = staff.get(reverse("admin:pictures_picture_changelist"))
    assert response.content.decode().count('<td class="field-credit">') == rows


def test_admin_is_closed_without_permission(client: Client) -> None:
    client.force_login(User.objects.create_user("other", is_staff=True))
    assert add(client).status_code == 403
    assert Picture.objects.count() == 0


def test_large_photograph_is_taken_by_the_form(staff: Client) -> None:
    add(staff, upload=upload(data(drawing(6000, 4000))))
    assert (Picture.objects.get().width, Picture.objects.get().height) == (2048, 1365)


def test_focal_point_is_chosen_as_a_part_of_the_picture(staff: Client) -> None:
    add(staff, focus="bottom-right")
    picture = Picture.objects.get()
    assert picture.focus == "bottom-right"
    Picture.objects.update(focus_x="0.70", focus_y="0.90")
    address = reverse("admin:pictures_picture_change", args=[picture.pk])
    assert '<option value="bottom-right" selected>' in staff.get(address).content.decode()
    staff.post(address, {**RIGHT, "focus": "bottom-right"})
    assert [str(share) for share in Picture.objects.values_list("focus_x", "focus_y").get()] == ["0.70", "0.90"]
    staff.post(address, {**RIGHT, "focus": "top-centre"})
    assert Picture.objects.get().focus == "top-centre"


@pytest.mark.parametrize("focus", forms.NINTHS)
def test_every_part_of_the_form_is_a_part_of_the_picture(focus: str) -> None:
    x, y = forms.NINTHS[focus]
    assert Picture(focus_x=x, focus_y=y).focus == focus


def test_history_tells_who_changed_the_words(staff: Client) -> None:
    add(staff)
    picture = Picture.objects.get()
    staff.post(reverse("admin:pictures_picture_change", args=[picture.pk]), {**RIGHT, "alt": "A new description"})
    text = staff.get(reverse("admin:pictures_picture_history", args=[picture.pk])).content.decode()
    assert "Two halves" in text
    assert "A new description" in text
    assert "curator" in text
