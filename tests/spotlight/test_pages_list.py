"""The list of stories: what narrows it, true counts, and what it says to input that makes no sense."""

import re

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from projects.models import Project
from spotlight import filters
from tests.factories import (
    ProgrammeFactory,
    ProjectFactory,
    PublishedProjectFactory,
    ReportFactory,
    ThemeFactory,
    submission_in,
)
from tests.pictures.photographs import stored_picture
from tests.spotlight.public_stories import main, published_story

pytestmark = pytest.mark.django_db


def listed(client: Client, query: str = "") -> tuple[list[str], str]:
    """Headlines of the cards in their order, and the page."""
    response = client.get(f"/en/spotlight/{query}")
    assert response.status_code == 200
    html = main(response.content.decode())
    return re.findall(r"<h3[^>]*><a href=[^>]*>(.*?)</a></h3>", html), html


def options(html: str, name: str) -> list[tuple[str, str]]:
    part = html.split(f'name="{name}"')[1].split("</select>")[0]
    return re.findall(r'<option value="([^"]+)"[^>]*>(.*?)</option>', part)


@pytest.fixture
def stories() -> None:
    ageing = ThemeFactory(name="Ageing")
    alps = ProgrammeFactory(name="Alpine Programme")
    lake = PublishedProjectFactory(acronym="LAKE", countries=["SE", "DE"], themes=[ageing])
    hill = PublishedProjectFactory(acronym="HILL", countries=["DE"], themes=["Youth"], programme=alps)
    film = {"video_url": "https://vimeo.com/123456789", "transcript": "We share."}
    published_story(headline="Lake one", project=lake)
    published_story(headline="Lake two", project=lake, language="sv", **film)
    published_story(headline="Hill", project=hill)
    ReportFactory(words={"headline": "Told", "report": "It is told."}, project_name="Nowhere")
    hidden = ProjectFactory(acronym="HIDDEN", countries=["IT"], themes=["Secret"])
    ReportFactory(words={"headline": "Of a hidden one", "report": "Told."}, project=hidden, project_name="Elsewhere")
    submission_in("signed_off", project=PublishedProjectFactory(acronym="DARK", countries=["FR"], themes=["Dark"]))


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        ("", ["Of a hidden one", "Told", "Hill", "Lake two", "Lake one"]),
        ("?theme=ageing", ["Lake two", "Lake one"]),
        ("?region=DE", ["Hill", "Lake two", "Lake one"]),
        ("?region=SE&language=sv", ["Lake two"]),
        ("?programme=alpine-programme-2014-2020", ["Hill"]),
        ("?language=sv", ["Lake two"]),
        ("?video=1", ["Lake two"]),
        ("?theme=youth&video=1", []),
        ("?theme=&region=&video=", ["Of a hidden one", "Told", "Hill", "Lake two", "Lake one"]),
    ],
)
def test_filters_narrow_the_list(client: Client, stories: None, query: str, wanted: list[str]) -> None:
    headlines, html = listed(client, query)
    assert headlines == wanted
    assert re.findall(r'id="total">\s*(\d+) stor', html) == [str(len(wanted))]


def test_counts_are_those_the_choice_leads_to(client: Client, stories: None) -> None:
    _headlines, html = listed(client)
    assert options(html, "theme") == [("ageing", "Ageing (2)"), ("youth", "Youth (1)")]
    assert options(html, "region") == [("DE", "Germany (3)"), ("SE", "Sweden (2)")]
    assert options(html, "language") == [("en", "English (4)"), ("sv", "Swedish (1)")]
    for name in ("theme", "region", "programme", "language"):
        for value, label in options(html, name):
            headlines, _html = listed(client, f"?{name}={value}")
            assert label.endswith(f"({len(headlines)})")
    _headlines, html = listed(client, "?region=SE")
    assert options(html, "theme") == [("ageing", "Ageing (2)"), ("youth", "Youth (0)")]
    assert 'value="youth" disabled' in html


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?colour=red", "“colour” is no filter of this list and was left out."),
        ("?theme=nonsense", "“nonsense” is no value of “theme” that any story has; it was left out."),
        ("?region=IT", "“IT” is no value of “region” that any story has; it was left out."),
        ("?theme=secret", "“secret” is no value of “theme” that any story has; it was left out."),
        ("?theme=dark", "“dark” is no value of “theme” that any story has; it was left out."),
        ("?video=yes", "“yes” is no value of “video” that any story has; it was left out."),
        ("?theme=ageing&theme=youth", "Only one value of “theme” is taken at a time; “youth” was left out."),
        ("?page=first", "“first” is no number of a page and was left out."),
        ("?page=0", "“0” is no number of a page and was left out."),
        ("?page=-1", "“-1” is no number of a page and was left out."),
        ("?theme=%3Cb%3E", "“&lt;b&gt;” is no value of “theme” that any story has; it was left out."),
    ],
)
def test_unknown_input_is_named_and_dropped(client: Client, stories: None, query: str, sentence: str) -> None:
    _headlines, html = listed(client, query)
    assert f"<p>{sentence}</p>" in html


@pytest.mark.parametrize("query", ["?theme=a%00b", "?a%00b=1", "?page=%00"])
def test_nul_is_refused(client: Client, query: str) -> None:
    assert client.get(f"/en/spotlight/{query}").status_code == 400


@pytest.mark.parametrize("number", ["2", "99", "999999999999999999999999"])
def test_page_beyond_the_end_is_not_found(client: Client, stories: None, number: str) -> None:
    assert client.get(f"/en/spotlight/?page={number}").status_code == 404


def test_pages_follow_each_other_without_gap(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filters, "PER_PAGE", 2)
    for number in range(5):
        ReportFactory(words={"headline": f"Number {number}", "report": "Told."})
    seen = [headline for page in (1, 2, 3) for headline in listed(client, f"?page={page}")[0]]
    assert seen == [f"Number {number}" for number in (4, 3, 2, 1, 0)]
    _headlines, html = listed(client, "?page=2&language=en")
    assert 'href="/en/spotlight/?language=en&amp;page=3" rel="next"' in html


def test_canonical_address_is_tidy_and_filters_are_not_indexed(client: Client, stories: None) -> None:
    html = client.get("/en/spotlight/?video=1&colour=red&theme=ageing&page=1").content.decode()
    assert '<link rel="canonical" href="http://testserver/en/spotlight/?theme=ageing&amp;video=1">' in html
    assert '<meta name="robots" content="noindex, follow">' in html
    assert "noindex" not in client.get("/en/spotlight/").content.decode()


def test_chosen_filter_can_be_taken_away(client: Client, stories: None) -> None:
    _headlines, html = listed(client, "?theme=ageing&region=SE")
    assert re.findall(r'<a class="pill" href="([^"]*)">', html) == [
        "/en/spotlight/?region=SE",
        "/en/spotlight/?theme=ageing",
    ]


def test_empty_list_helps_and_invites(client: Client) -> None:
    submission_in("submitted")
    headlines, html = listed(client)
    assert headlines == []
    assert "No story has been told yet" in html
    assert 'href="/en/projects/"' in html
    assert 'class="button" href="/en/spotlight/submit/">Tell your story</a>' in html
    assert "<form" not in html


def test_card_quotes_people_and_retells_reports(client: Client) -> None:
    published_story(headline="Said")
    ReportFactory(words={"headline": "Told", "teaser": "It is told.", "report": "At length."})
    _headlines, html = listed(client)
    told, said = html.split("<article")[1:3]
    assert (said.count("<blockquote"), said.count("“"), "Retold" in said) == (1, 1, False)
    assert (told.count("<blockquote"), told.count("“"), "Retold by the editors" in told) == (0, 0, True)


def test_story_without_a_text_that_may_be_shown_is_left_out(client: Client) -> None:
    report = ReportFactory()
    report.texts.all().delete()
    assert listed(client)[0] == []
    assert client.get(f"/en/spotlight/{report.slug}/").status_code == 404


def test_number_of_queries_does_not_grow(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    published_story(project=PublishedProjectFactory(countries=["SE"]), picture=stored_picture())
    for _round in range(2):
        listed(client)
        with django_assert_num_queries(14):
            listed(client)
        for _more in range(2):
            published_story(
                project=PublishedProjectFactory(countries=["SE", "DE"], themes=["Ageing", "Youth"]),
                picture=stored_picture(),
            )
    assert Project.objects.count() == 5


def test_list_only_answers_reading(client: Client) -> None:
    assert client.post("/en/spotlight/").status_code == 405
