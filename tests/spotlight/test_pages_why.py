"""Why to fund social innovation: only what people really answered, and numbers that their searches yield."""

import re
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from tests.factories import ProgrammeFactory, ProjectFactory, PublishedProjectFactory, ReportFactory, submission_in
from tests.pictures.photographs import stored_picture
from tests.spotlight.public_stories import main, published_story, withdraw

pytestmark = pytest.mark.django_db
PATH = "/en/spotlight/why-fund/"


def page(client: Client) -> str:
    response = client.get(PATH)
    assert response.status_code == 200
    return main(response.content.decode())


def quotes(html: str) -> list[str]:
    return re.findall(r'<blockquote class="quote"><p[^>]*>(.*?)</p></blockquote>', html)


def test_page_quotes_published_answers_to_the_third_question(client: Client) -> None:
    published_story(headline="Lake", why_fund="Because a village that tries things out teaches the whole region.")
    html = page(client)
    assert quotes(html) == ["“Because a village that tries things out teaches the whole region.”"]
    assert "Ansa</b>" in html
    assert "Read the story: Lake" in html


def test_page_quotes_no_report_no_example_and_nothing_hidden(client: Client) -> None:
    ReportFactory(words={"headline": "Told", "report": "Quoxfrabble.", "why_fund": "Quoxfrabble."})
    published_story(why_fund="Quoxfrabble is only an example of an answer.", facts={"is_example": True})
    submission_in("signed_off", why_fund="Quoxfrabble has not been published by anybody.")
    withdraw(published_story(why_fund="Quoxfrabble was withdrawn by its team again."))
    html = page(client)
    assert "Quoxfrabble" not in html
    assert quotes(html) == []
    assert "Nobody has answered this question here yet." in html


def test_page_without_answers_is_useful_and_invents_nothing(client: Client) -> None:
    html = page(client)
    assert "<blockquote" not in html
    assert re.findall("[“”„«»]", html) == []
    assert "They help people to be included in society." in html
    assert 'href="https://socialinterreg.eu/?_page=2"' in html
    assert 'href="/en/spotlight/submit/">Be the first to answer</a>' in html
    assert 'href="/en/spotlight/submit/">Tell your story</a>' in html


def total(client: Client, url: str) -> int:
    html = client.get(url.replace("&amp;", "&")).content.decode()
    found = re.findall(r'id="total">\s*([\d,]+) project', html)
    return int(found[0].replace(",", ""))


def test_each_number_leads_to_the_search_that_yields_it(client: Client) -> None:
    young = ProgrammeFactory(name="Other Programme", period__slug="2021-2027")
    PublishedProjectFactory(acronym="A", countries=["SE", "DE"], themes=["Ageing", "Youth"])
    PublishedProjectFactory(acronym="B", countries=["SE"], themes=["Ageing"], programme=young)
    PublishedProjectFactory(acronym="C")
    ProjectFactory(acronym="HIDDEN", countries=["IT"], themes=["Secret"])
    html = page(client)
    lists = re.findall(
        r'<a href="(/en/projects/\?(?:theme|region|period)=[^"]+)">([^<]*)</a><span class="num[^"]*">(\d+)<', html
    )
    assert [(label, int(number)) for _url, label, number in lists] == [
        ("Ageing", 3),
        ("Youth", 1),
        ("2014–2020", 2),
        ("2021–2027", 1),
        ("Sweden", 2),
        ("Germany", 1),
    ]
    assert [total(client, url) for url, _label, _number in lists] == [int(number) for *_link, number in lists]
    figures = re.findall(r'<li[^>]*><a href="([^"]*)"><b class="num">(.*?)</b> <span>(.*?)</span>', html)
    assert figures == [
        ("/en/projects/", "3", "projects in the directory"),
        ("/en/projects/map/", "2", "countries on the map"),
    ]
    assert total(client, "/en/projects/") == 3
    map_page = client.get("/en/projects/map/").content.decode()
    assert len(re.findall(r'id="region-([A-Z]{2})" aria-label="[^"]*, [1-9]\d*"', map_page)) == 2


def test_eu_funding_says_how_many_state_it(client: Client) -> None:
    exact = {"eu_funding_precision": "exact"}
    PublishedProjectFactory(acronym="A", eu_funding=Decimal("3827755.48"), **exact)
    PublishedProjectFactory(acronym="B", eu_funding=Decimal("1000000"), eu_funding_precision="rounded")
    PublishedProjectFactory(acronym="C")
    ProjectFactory(acronym="HIDDEN", eu_funding=Decimal("9000000"), **exact)
    html = page(client)
    url, value, label = re.findall(
        r'<li class="wide"><a href="([^"]*)"><b class="num">(.*?)</b> <span>(.*?)</span>', html
    )[0]
    assert (value, label) == ("€4.8 million", "of EU funding, added up over the 2 of 3 projects that state it")
    assert total(client, url) == 3


def test_eu_funding_is_silent_where_nobody_states_it(client: Client) -> None:
    PublishedProjectFactory()
    assert "EU funding" not in page(client)


def test_number_of_queries_does_not_grow(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    project = PublishedProjectFactory(countries=["SE"], themes=["Ageing"])
    published_story(project=project, picture=stored_picture())
    for _round in range(2):
        page(client)
        with django_assert_num_queries(9):
            page(client)
        for _more in range(2):
            published_story(project=project, picture=stored_picture())
