"""Addresses are proposed in Latin letters and never clash."""

import pytest

from projects.addresses import propose_slug
from projects.models import Project
from tests.factories import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("acronym", "title", "slug"),
    [
        ("LAKE@NIOR 2.0", "", "lakenior-2-0"),
        ("L-POWER", "", "l-power"),
        ("", "Grannar vid sjön", "grannar-vid-sjon"),
        ("", "Γείτονες στη λίμνη", "geitones-sti-limni"),
        ("", "Съседи край езерото", "sasedi-kray-ezeroto"),
        ("", "Straße und Łódź", "strasse-und-lodz"),
        ("!!!", "", "project"),
        ("Map", "", "map-2"),
    ],
)
def test_address_is_made_of_latin_letters(acronym, title, slug):
    assert propose_slug(acronym, title) == slug


def test_address_of_namesake_gets_a_number():
    ProjectFactory(acronym="LAKE", slug="lake")
    ProjectFactory(acronym="LAKE", slug="lake-2")
    assert propose_slug("LAKE", "") == "lake-3"


def test_address_does_not_take_a_former_one():
    project = ProjectFactory(slug="lake")
    Project.objects.filter(pk=project.pk).update(slug="sea")
    assert propose_slug("LAKE", "") == "lake-2"
    assert propose_slug("LAKE", "", but=project) == "lake"


def test_long_title_is_cut_between_words():
    slug = propose_slug("", "neighbours meet at the lake and talk about everything that matters to them and to us all")
    assert slug == "neighbours-meet-at-the-lake-and-talk-about-everything-that-matters-to-them-and"
