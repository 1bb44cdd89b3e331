"""Files of photographs: those of published things for everybody, the others for staff."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import Group, User
from django.test import Client

from pictures import renditions
from pictures.models import Picture, Shelf
from projects import curation
from projects.models import ProjectPicture
from spotlight.models import Story, Submission
from tests.factories import PublishedProjectFactory, ReportFactory, submission_in
from tests.pictures.photographs import stored_picture
from tests.spotlight.public_stories import published_story, withdraw

pytestmark = pytest.mark.django_db


def attach(**fields: Any) -> tuple[Any, str]:

    picture = stored_picture()
    project = PublishedProjectFactory(**fields)
    ProjectPicture.objects.create(project=project, picture=picture)
    return project, f"/media/pictures/{picture.key}/320.webp"


def test_media_of_a_published_profile_is_served_in_a_sandbox(client: Client) -> None:
    _project, path = attach()
    response = client.get(path)
    assert response.status_code == HTTPStatus.OK
    assert response.headers["Content-Type"] == "image/webp"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert re.fullmatch(r'inline; filename="[0-9a-f]{32}-320\.webp"', response.headers["Content-Disposition"])
    assert response.content[:4] == b"RIFF"
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")


def test_media_stays_in_browsers_and_in_no_shared_cache(client: Client) -> None:
    _project, path = attach()
    first = client.get(path)
    assert set(first.headers["Cache-Control"].split(", ")) == {"private", "max-age=31536000", "immutable"}
    again = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (HTTPStatus.NOT_MODIFIED, b"")


def test_media_of_a_story_is_public_while_the_story_is(client: Client) -> None:
    picture = stored_picture()
    path = f"/media/pictures/{picture.key}/320.webp"
    row = submission_in("submitted")
    Submission.objects.filter(pk=row.pk).update(picture=picture, people_shown="none")
    Story.objects.filter(submission=row).update(picture=picture)
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    story = published_story(picture=picture)
    first = client.get(path)
    assert first.status_code == HTTPStatus.OK
    withdraw(story)
    after = client.get(path, headers={"if-none-match": first.headers["ETag"]})
    assert after.status_code == HTTPStatus.NOT_FOUND


def test_media_still_being_described_is_not_public(client: Client) -> None:
    picture = stored_picture(pending=True)
    ReportFactory(picture=picture)
    assert client.get(f"/media/pictures/{picture.key}/320.webp").status_code == HTTPStatus.NOT_FOUND


def test_media_goes_with_its_profile_at_once(client: Client) -> None:

    project, path = attach()
    etag = client.get(path).headers["ETag"]
    curation.archive(project, by=User.objects.create_user("somebody"))
    hidden = client.get(path, headers={"if-none-match": etag})
    missing = client.get("/media/pictures/00000000-0000-0000-0000-000000000000/320.webp")
    assert hidden.status_code == missing.status_code == HTTPStatus.NOT_FOUND
    assert hidden.content == missing.content


def test_media_of_a_draft_is_seen_by_staff_only(client: Client) -> None:
    picture = stored_picture()
    path = f"/media/pictures/{picture.key}/320.jpg"
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    client.force_login(User.objects.create_user("reader"))
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND
    client.force_login(User.objects.create_superuser("admin"))
    response = client.get(path)
    assert response.status_code == HTTPStatus.OK
    assert set(response.headers["Cache-Control"].split(", ")) == {"private", "no-store"}


@pytest.mark.parametrize("name", ["321.webp", "320.svg", "320.html", "320.png", "640.jpg.html", "0.jpg", "1440.jpg"])
def test_media_serves_only_the_files_that_are_kept(client: Client, name: str) -> None:
    _project, path = attach()
    assert client.get(path.replace("320.webp", name)).status_code == HTTPStatus.NOT_FOUND
    assert client.get(path.replace("320.webp", "640.avif")).status_code == HTTPStatus.OK


def test_media_without_its_file_is_not_found(client: Client) -> None:

    _project, path = attach()
    renditions.delete(Picture.objects.get().key)
    assert client.get(path).status_code == HTTPStatus.NOT_FOUND


@pytest.mark.parametrize(
    ("shelf", "group", "status"),
    [
        (Shelf.LIBRARY, "Translator", HTTPStatus.OK),
        (Shelf.RECEIVED, "Translator", HTTPStatus.NOT_FOUND),
        (Shelf.RECEIVED, "Editor", HTTPStatus.OK),
        (Shelf.RECEIVED, "Curator", HTTPStatus.OK),
        (Shelf.DRAFT, "Curator", HTTPStatus.NOT_FOUND),
    ],
)
def test_media_and_library_show_staff_what_was_handed_in_to_them(
    client: Client, shelf: Shelf, group: str, status: HTTPStatus
) -> None:
    """What a visitor has not handed in nobody sees; what was handed in, those who read stories."""
    picture = stored_picture()
    Picture.objects.filter(pk=picture.pk).update(shelf=shelf)
    member = User.objects.create_user("member", is_staff=True)
    member.groups.add(Group.objects.get(name=group))
    client.force_login(member)
    assert client.get(f"/media/pictures/{picture.key}/320.jpg").status_code == status
    page = client.get("/admin/pictures/picture/").content.decode()
    assert (str(picture.key) in page) is (status == HTTPStatus.OK)
