"""Photographs on a profile: rules, page and admin."""

from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.forms import inlineformset_factory
from django.test import Client
from django.test.utils import CaptureQueriesContext

from pictures.models import Picture, PictureAlt
from projects.admin.pictures import PictureRowForm, PictureRows
from projects.models import Project, ProjectPicture
from tests.factories import ProjectFactory, PublishedProjectFactory
from tests.pictures.photographs import stored_picture

pytestmark = pytest.mark.django_db


def attach(project: Project, picture: Picture | None = None, **fields: Any) -> ProjectPicture:
    return ProjectPicture.objects.create(project=project, picture=picture or stored_picture(), **fields)


def test_picture_is_once_on_a_profile_but_may_be_on_several() -> None:
    project, other, picture = ProjectFactory(acronym="LAKE"), ProjectFactory(acronym="POND"), stored_picture()
    attach(project, picture)
    attach(other, picture)
    with pytest.raises(IntegrityError, match="picture_once_per_project"), transaction.atomic():
        attach(project, picture)


def test_profile_has_at_most_one_cover() -> None:
    project, other = ProjectFactory(acronym="LAKE"), ProjectFactory(acronym="POND")
    attach(project, is_cover=True)
    attach(other, is_cover=True)
    attach(project)
    with pytest.raises(IntegrityError, match="one_cover_per_project"), transaction.atomic():
        attach(project, is_cover=True)


def test_published_pictures_are_those_of_published_profiles() -> None:
    public, _draft = attach(PublishedProjectFactory(acronym="LAKE")), attach(ProjectFactory(acronym="POND"))
    assert list(ProjectPicture.objects.published()) == [public]


def test_deleting_a_picture_takes_it_off_the_profile() -> None:
    row = attach(PublishedProjectFactory(acronym="LAKE"))
    row.picture.delete()
    assert ProjectPicture.objects.count() == 0
    assert Project.objects.count() == 1


def test_page_shows_the_cover_instead_of_the_drawing_and_the_rest_as_gallery(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE", slug="lake")
    gallery = attach(project, stored_picture(alt="A boat", credit="Example Boatperson"), order=1)
    cover = attach(project, stored_picture(alt="The lake"), order=2, is_cover=True)
    PictureAlt.objects.create(picture=cover.picture, language="sv", alt="Sjön")
    html = client.get("/sv/projects/lake/").content.decode()
    head, rest = html.split("</header>\n", 1)[1].split("</header>", 1)
    assert str(cover.picture.key) in head
    assert 'alt="Sjön"' in head
    assert 'fetchpriority="high"' in head
    assert '<svg class="cover' not in head
    assert str(gallery.picture.key) in rest
    assert 'alt="A boat" lang="en"' in rest
    assert "Example Boatperson" in rest
    assert html.count("<picture>") == 2


def test_page_without_photographs_keeps_the_drawing(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", slug="lake")
    html = client.get("/en/projects/lake/").content.decode()
    assert '<svg class="cover' in html
    assert "<picture>" not in html
    assert "Photographs" not in html


def test_page_asks_no_more_queries_for_more_photographs(client: Client) -> None:
    project = PublishedProjectFactory(acronym="LAKE", slug="lake")
    attach(project)
    client.get("/en/projects/lake/")  # whatever is read once per process
    with CaptureQueriesContext(connection) as one:
        client.get("/en/projects/lake/")
    attach(project)
    attach(project, is_cover=True)
    with CaptureQueriesContext(connection) as three:
        client.get("/en/projects/lake/")
    assert len(three) == len(one)
    assert len([query for query in three if "pictures_picture" in query["sql"]]) == 3  # one joins its stories


# In the admin --------------------------------------------------------------------------------------------------------


def formset(project: Project, rows: list[ProjectPicture], covers: list[int], *, new: Picture | None = None) -> Any:
    """The table as sent from the page: `covers` are the places of the rows ticked as cover."""
    table = inlineformset_factory(Project, ProjectPicture, form=PictureRowForm, formset=PictureRows, fields="__all__")
    data = {"picture_rows-TOTAL_FORMS": len(rows) + (new is not None), "picture_rows-INITIAL_FORMS": len(rows)}
    for place, row in enumerate(rows):
        data |= {f"picture_rows-{place}-id": row.pk, f"picture_rows-{place}-picture": row.picture_id}
    if new is not None:
        data[f"picture_rows-{len(rows)}-picture"] = new.pk
    for place in range(len(rows) + (new is not None)):
        data[f"picture_rows-{place}-order"] = place
        if place in covers:
            data[f"picture_rows-{place}-is_cover"] = "on"
    return table(data, instance=project)


def covers_of(project: Project) -> list[int]:
    return list(ProjectPicture.objects.filter(project=project, is_cover=True).values_list("pk", flat=True))


def test_covers_may_swap_in_one_go() -> None:
    project = ProjectFactory(acronym="LAKE")
    first, second = attach(project, is_cover=True), attach(project)
    for rows, covers, wanted in [([first, second], [1], second), ([second, first], [1], first)]:
        sent = formset(project, rows, covers)
        assert sent.is_valid(), sent.errors
        sent.save()
        assert covers_of(project) == [wanted.pk]
    assert [record.is_cover for record in ProjectPicture.history.filter(id=first.pk).order_by("history_id")] == [
        True,
        False,
        True,
    ]


def test_a_new_photograph_may_take_the_covers_place() -> None:
    project = ProjectFactory(acronym="LAKE")
    row = attach(project, is_cover=True)
    sent = formset(project, [row], [1], new=stored_picture())
    assert sent.is_valid(), sent.errors
    sent.save()
    assert len(covers_of(project)) == 1
    assert covers_of(project) != [row.pk]


def test_two_covers_are_refused_in_words() -> None:
    project = ProjectFactory(acronym="LAKE")
    rows = [attach(project, is_cover=True), attach(project)]
    sent = formset(project, rows, [0, 1])
    assert not sent.is_valid()
    assert sent.errors[1] == {"is_cover": ["A profile has at most one cover."]}
    assert covers_of(project) == [rows[0].pk]


def test_same_photograph_twice_is_refused_in_words() -> None:
    project = ProjectFactory(acronym="LAKE")
    row = attach(project)
    sent = formset(project, [row], [], new=row.picture)
    assert not sent.is_valid()


def test_profile_page_of_the_admin_offers_the_table(client: Client) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    row = attach(ProjectFactory(acronym="LAKE"))
    html = client.get(f"/admin/projects/project/{row.project_id}/change/").content.decode()
    assert 'name="picture_rows-0-is_cover"' in html
    assert "/admin/pictures/picture/add/" in html
