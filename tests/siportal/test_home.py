"""The first page: what it says is computed from what is published."""

import re

import pytest
from django.test import Client

from tests.factories import OrganisationFactory, ProjectFactory, PublishedProjectFactory, ReportFactory, submission_in
from tests.spotlight.public_stories import published_story, withdraw

pytestmark = pytest.mark.django_db


def home(client: Client, language: str = "en") -> str:
    response = client.get(f"/{language}/")
    assert response.status_code == 200
    return response.content.decode()


def figures(html: str) -> list[tuple[str, str]]:
    part = html.split('<ul class="figures">')[1].split("</ul>")[0]
    return re.findall(r"<b[^>]*>([^<]*)</b> <span>([^<]*)</span>", part)


def cards(html: str, section: str) -> list[str]:
    part = html.split(f'aria-labelledby="{section}"')[1].split("</section>")[0]
    return re.findall(r'<h3><a href="[^"]*"[^>]*>(.*?)</a></h3>', part)


def test_numbers_are_those_of_the_published_directory(client: Client) -> None:
    club = OrganisationFactory(name="Lakeside Club")
    PublishedProjectFactory(acronym="LAKE", countries=["SE", "DE"], lead=club)
    PublishedProjectFactory(acronym="POND", countries=["SE"], lead=club)
    ProjectFactory(acronym="HIDDEN", countries=["IT"], lead=OrganisationFactory(name="Hidden Club"))
    assert figures(home(client)) == [("2", "projects"), ("2", "countries"), ("1", "programme"), ("1", "named partner")]


def test_numbers_are_grouped_as_the_language_does(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("projects.directory.organisations_named", lambda: 12345)
    assert figures(home(client, "de"))[3][0] == "12.345"
    assert figures(home(client, "en"))[3][0] == "12,345"


def test_choices_lead_to_at_least_one_project(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", countries=["SE"], themes=["Ageing"], places=["SE211"])
    ProjectFactory(acronym="HIDDEN", countries=["IT"], themes=["Youth"])
    html = home(client)
    options = {
        name: re.findall(r'<option value="([^"]+)"', html.split(f'name="{name}"')[1].split("</select>")[0])
        for name in ("region", "theme", "period")
    }
    assert options == {"region": ["SE"], "theme": ["ageing"], "period": ["2014-2020"]}


def test_search_box_sends_to_the_list(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", countries=["SE"])
    html = home(client)
    form = re.findall(r'<form class="finder big" role="search" action="([^"]*)" method="get"', html)
    assert form == ["/en/projects/"]
    response = client.get("/en/projects/?q=&region=SE&theme=&period=")
    assert "LAKE" in response.content.decode()


def test_newest_come_first_and_featured_are_those_staff_chose(client: Client) -> None:
    for name in ("FIRST", "SECOND", "THIRD", "FOURTH"):
        PublishedProjectFactory(acronym=name, featured=name == "FIRST")
    ProjectFactory(acronym="HIDDEN", featured=True)
    html = home(client)
    assert cards(html, "newest-head") == ["FOURTH", "THIRD", "SECOND"]
    assert cards(html, "featured-head") == ["FIRST"]


def test_stories_are_shown_with_a_call_to_take_part(client: Client) -> None:
    for name in ("First", "Second", "Third", "Fourth"):
        ReportFactory(words={"headline": name, "report": "It is told."}, featured=name == "First")
    submission_in("signed_off")
    gone = published_story(headline="Gone")
    published_story(headline="Example", facts={"is_example": True})
    withdraw(gone)
    html = home(client)
    assert cards(html, "stories-head") == ["First", "Fourth", "Third"]
    assert 'class="button" href="/en/spotlight/submit/">Tell your story</a>' in html
    assert "What did your project change?" not in html


def test_without_stories_only_the_call_is_there(client: Client) -> None:
    submission_in("signed_off")
    html = home(client)
    assert "stories-head" not in html
    assert "What did your project change?" in html
    assert 'class="button" href="/en/spotlight/submit/">Tell your story</a>' in html


def test_navigation_leads_to_the_stories_and_to_the_form(client: Client) -> None:
    header = home(client).split("<header")[1].split("</header>")[0]
    assert '<a href="/en/spotlight/">Stories</a>' in header
    assert '<a class="call" href="/en/spotlight/submit/">Tell your story</a>' in header


def test_map_says_how_many_it_shows(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", countries=["SE"])
    PublishedProjectFactory(acronym="POND")
    html = home(client)
    assert "1 on the map, 1 without a place" in html
    assert 'href="/en/projects/map/?region=SE"' in html


def test_empty_portal_has_a_first_page(client: Client) -> None:
    html = home(client)
    assert "It is still empty." in html
    assert figures(html)[0] == ("0", "projects")


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_page_names_its_language_and_the_others(client: Client, language: str) -> None:
    html = home(client, language)
    assert f'<html lang="{language}">' in html
    assert f'<link rel="canonical" href="http://testserver/{language}/">' in html
    alternates = re.findall(r'<link rel="alternate" hreflang="([^"]*)" href="([^"]*)">', html)
    assert alternates == [
        ("en", "http://testserver/en/"),
        ("de", "http://testserver/de/"),
        ("sv", "http://testserver/sv/"),
        ("x-default", "http://testserver/en/"),
    ]


def test_home_refuses_other_methods(client: Client) -> None:
    assert client.post("/en/").status_code == 405
