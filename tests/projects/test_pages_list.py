"""The list of results, the map and the suggestions, as pages."""

import json
import re
from urllib.parse import quote

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import OrganisationFactory, ProjectFactory, PublishedProjectFactory, ThemeFactory
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db

# Statements a page costs, however many projects it shows.
LIST = 7
LIST_WITH_WORDS = 11
PROFILE = 30
PROFILE_IN_A_SEARCH = 34
THEMES = 3
THEME = 12
ORGANISATION = 12
HOME = 14


def page(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def names(html: str) -> list[str]:
    """Headings of the results, in order."""
    return re.findall(r'<h3><a href="/\w\w/projects/[^"]*"[^>]*>(.*?)</a></h3>', html)


def links(html: str) -> list[str]:
    return re.findall(r'<h3><a href="(/\w\w/projects/[^"]*)"', html)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("projects/", LIST),
        ("projects/?q=neighbours&region=SE&theme=ageing", LIST_WITH_WORDS),
        ("projects/map/", LIST),
        ("projects/lake0/", PROFILE),
        ("projects/lake0/?region=SE", PROFILE_IN_A_SEARCH),
        ("themes/", THEMES),
        ("themes/ageing/", THEME),
        ("organisations/lakeside-club/", ORGANISATION),
        ("", HOME),
    ],
)
def test_page_costs_the_same_however_much_it_shows(client: Client, number: int, path: str, queries: int) -> None:
    body = OrganisationFactory(name="Lakeside Club", slug="lakeside-club")
    for place in range(number + 2):
        PublishedProjectFactory(
            acronym=f"LAKE{place}",
            countries=["SE", "DE"],
            themes=["Ageing", "Youth"],
            places=["SE211"],
            lead=body,
            featured=True,
        )
    SiteSettings.load()
    client.get(f"/en/{path}")  # a process reads the lists once
    # The least of three: a transaction somebody else has open may make the search look twice.
    assert min(cost(client, f"/en/{path}") for _ in range(3)) == queries


def cost(client: Client, path: str) -> int:
    """How many statements a page takes."""
    with CaptureQueriesContext(connection) as asked:
        page(client, path)
    return len(asked)


def test_list_shows_published_projects_only(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    ProjectFactory(acronym="HIDDEN")
    html = page(client, "/en/projects/")
    assert names(html) == ["LAKE"]
    assert "HIDDEN" not in html


def test_facet_counts_lead_to_exactly_that_many(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", countries=["SE"])
    PublishedProjectFactory(acronym="POND", countries=["SE", "DE"])
    PublishedProjectFactory(acronym="RIVER", countries=["DE"])
    html = page(client, "/en/projects/?region=DE")
    found = re.findall(r'id="region-(\w+)" aria-label="[^"]*?, (\d+)"', html)
    assert ("SE", "2") in found
    assert sorted(names(page(client, "/en/projects/?region=SE"))) == ["LAKE", "POND"]
    assert sorted(names(html)) == ["POND", "RIVER"]


def test_results_remember_the_search_and_profiles_lead_on(client: Client) -> None:
    for name in ("ALDER", "BIRCH", "CEDAR"):
        PublishedProjectFactory(acronym=name, countries=["SE"])
    PublishedProjectFactory(acronym="DOUGLAS", countries=["DE"])
    found = links(page(client, "/en/projects/?region=SE&sort=title&size=10"))
    assert found == [f"/en/projects/{slug}/?region=SE&amp;sort=title" for slug in ("alder", "birch", "cedar")]
    html = page(client, "/en/projects/birch/?region=SE&sort=title")
    assert 'href="/en/projects/alder/?region=SE&amp;sort=title" rel="prev"' in html
    assert 'href="/en/projects/cedar/?region=SE&amp;sort=title" rel="next"' in html
    assert "Result 2 of 3" in html
    assert '<link rel="canonical" href="http://testserver/en/projects/birch/">' in html
    last = page(client, "/en/projects/cedar/?region=SE&sort=title")
    assert 'rel="next"' not in last
    assert "DOUGLAS" not in last.split("Related projects")[0]


def test_profile_outside_the_search_it_names_has_no_steps(client: Client) -> None:
    PublishedProjectFactory(acronym="ALDER", countries=["SE"])
    PublishedProjectFactory(acronym="BIRCH", countries=["DE"])
    html = page(client, "/en/projects/alder/?region=DE&page=7&colour=red")
    assert 'rel="next"' not in html
    assert 'rel="prev"' not in html


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("colour=red", "colour"),
        ("region=ATLANTIS", "ATLANTIS"),
        ("sort=prettiest", "prettiest"),
        ("page=first", "first"),
        ("size=7", "7"),
        ("theme=<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ],
)
def test_unknown_input_is_named_and_dropped_from_every_link(client: Client, query: str, named: str) -> None:
    PublishedProjectFactory(acronym="LAKE", countries=["SE"])
    name, _, value = query.partition("=")
    html = page(client, f"/en/projects/?{name}={quote(value)}&region=SE")
    notices = re.findall(r'<div class="notice">(.*?)</div>', html, flags=re.DOTALL)
    assert len(notices) == 1
    assert named in notices[0]
    results = html.split('id="search-page"')[1].split("</main>")[0]
    assert not [url for url in re.findall(r'href="([^"]*)"', results) if quote(value) in url]
    assert '<link rel="canonical" href="http://testserver/en/projects/?region=SE">' in html


@pytest.mark.parametrize("path", ["projects/", "projects/map/", "projects/suggest/"])
def test_nul_is_refused(client: Client, path: str) -> None:
    assert client.get(f"/en/{path}?q=a%00b").status_code == 400


def test_nul_in_the_search_a_profile_came_from_is_refused(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    assert client.get("/en/projects/lake/?q=a%00b").status_code == 400


def test_page_beyond_the_end_is_not_found(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    assert client.get("/en/projects/?page=2").status_code == 404
    assert client.get("/en/projects/map/?page=2").status_code == 404


def test_pages_divide_the_results(client: Client) -> None:
    for place in range(12):
        PublishedProjectFactory(acronym=f"LAKE{place:02}")
    first = page(client, "/en/projects/?sort=title&size=10")
    second = page(client, "/en/projects/?sort=title&size=10&page=2")
    assert names(first) + names(second) == [f"LAKE{place:02}" for place in range(12)]
    assert 'href="/en/projects/?sort=title&amp;page=2&amp;size=10" rel="next"' in first
    assert '<span aria-current="page">2</span>' in second


def test_nothing_found_offers_ways_out(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", countries=["SE"])
    PublishedProjectFactory(acronym="POND", countries=["DE"])
    html = page(client, "/en/projects/?q=zzqqxx&region=SE")
    assert names(html) == []
    assert 'href="/en/projects/?region=SE"' in html


def test_htmx_gets_the_part_that_changes_and_the_address_to_show(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", countries=["SE"])
    response = client.get("/en/projects/?region=SE&size=20&q=&page=1", headers={"HX-Request": "true"})
    html = response.content.decode()
    assert "<html" not in html
    assert html.startswith("<title>Projects · SI Portal")
    assert html.count('<div class="search-grid" id="search-page">') == 1
    assert response["HX-Push-Url"] == "/en/projects/?region=SE"
    assert "HX-Request" in response["Vary"]


def test_htmx_restoring_history_gets_the_whole_page(client: Client) -> None:
    headers = {"HX-Request": "true", "HX-History-Restore-Request": "true"}
    assert "<html" in page(client, "/en/projects/", **headers)


def test_readers_get_no_cookie(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE")
    for path in ("", "projects/", "projects/map/", "projects/lake/", "themes/", "projects/suggest/?q=la"):
        response = client.get(f"/en/{path}")
        assert response.status_code == 200
        assert response.cookies == {}
        assert "Cookie" not in response.get("Vary", "")


def test_map_says_how_much_it_shows_and_lists_all(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", countries=["SE"])
    PublishedProjectFactory(acronym="POND", countries=["SE", "DE"])
    PublishedProjectFactory(acronym="RIVER")
    html = page(client, "/en/projects/map/")
    assert "2 on the map, 1 without a place" in html
    assert sorted(names(html)) == ["LAKE", "POND", "RIVER"]
    assert 'href="/en/projects/map/?region=SE"' in html
    assert 'aria-label="Sweden: 2 projects"' in html


def test_map_has_the_same_filters(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", countries=["SE"], themes=["Ageing"])
    PublishedProjectFactory(acronym="POND", countries=["DE"], themes=["Youth"])
    html = page(client, "/en/projects/map/?theme=youth")
    assert names(html) == ["POND"]
    assert "1 on the map, 0 without a place" in html


def suggested(client: Client, words: str) -> list[dict[str, str]]:
    response = client.get("/en/projects/suggest/", {"q": words}, headers={"Accept": "application/json"})
    assert response["Content-Type"] == "application/json"
    answer: list[dict[str, str]] = json.loads(response.content)["suggestions"]
    return answer


def test_suggestions_name_what_the_word_may_mean(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKELAND", themes=["Lakes and rivers"])
    ProjectFactory(acronym="LAKESECRET")
    found = {(item["kind"], item["label"]) for item in suggested(client, "lake")}
    assert ("project", "LAKELAND") in found
    assert ("theme", "Lakes and rivers") in found
    assert "LAKESECRET" not in str(found)
    for item in suggested(client, "lake"):
        assert client.get(item["url"]).status_code == 200


def test_suggestions_without_script_are_a_page_of_links(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKELAND")
    html = page(client, "/en/projects/suggest/?q=lakel", Accept="text/html")
    assert "/en/projects/lakeland/" in html


@pytest.mark.parametrize("number", [1, 3])
def test_theme_page_lists_its_projects(client: Client, number: int) -> None:
    for place in range(number):
        PublishedProjectFactory(acronym=f"LAKE{place}", themes=["Ageing", "Youth"])
    PublishedProjectFactory(acronym="POND", themes=["Youth"])
    html = page(client, "/en/themes/ageing/")
    assert sorted(names(html)) == [f"LAKE{place}" for place in range(number)]
    assert "/en/themes/youth/" in html


def test_theme_page_tells_its_synonyms_in_the_language_of_the_page(client: Client) -> None:
    ThemeFactory(
        name="Ageing", slug="ageing", labels={"en": ("Ageing", ["older people"]), "de": ("Alter", ["Senioren"])}
    )
    html = page(client, "/de/themes/ageing/")
    assert "Alter" in html
    assert "Senioren" in html
    assert "older people" not in html


def test_theme_list_counts_published_projects(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", themes=["Ageing"])
    PublishedProjectFactory(acronym="POND", themes=["Ageing", "Youth"])
    ProjectFactory(acronym="HIDDEN", themes=["Ageing"])
    html = page(client, "/en/themes/")
    found = re.findall(r'<span class="name">(.*?)</span><span class="num soft">(.*?)</span>', html)
    assert found == [("Ageing", "2"), ("Youth", "1")]


def test_organisation_page_lists_its_published_projects_with_roles(client: Client) -> None:
    body = OrganisationFactory(name="Lakeside Club", slug="lakeside-club")
    PublishedProjectFactory(acronym="LAKE", lead=body)
    ProjectFactory(acronym="HIDDEN", lead=body)
    html = page(client, "/en/organisations/lakeside-club/")
    assert "LAKE" in html
    assert "lead partner" in html
    assert "HIDDEN" not in html


def test_organisation_without_published_projects_has_no_page(client: Client) -> None:
    body = OrganisationFactory(name="Lakeside Club", slug="lakeside-club")
    ProjectFactory(acronym="HIDDEN", lead=body)
    assert client.get("/en/organisations/lakeside-club/").status_code == 404


HOSTILE = st.text(st.characters(codec="utf-8"), max_size=30) | st.sampled_from(
    [
        "' OR 1=1 --",
        "(",
        "&",
        "|",
        "!",
        ":*",
        "<->",
        "\\",
        "%",
        "%s",
        "{{ 7*7 }}",
        "\x00",
        "9" * 30,
        "-1",
        "NaN",
        "\ud7ff",
    ]
)
PARAMETERS = st.sampled_from(
    [
        "q",
        "theme",
        "region",
        "macro",
        "period",
        "programme",
        "strand",
        "status",
        "target",
        "kind",
        "sort",
        "page",
        "size",
    ]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(PARAMETERS | HOSTILE, HOSTILE), max_size=5))
def test_no_query_is_ever_a_server_error(client: Client, pairs: list[tuple[str, str]]) -> None:
    query = "&".join(f"{quote(name)}={quote(value)}" for name, value in pairs)
    for path in ("projects/", "projects/map/", "projects/suggest/", "projects/lake/", "themes/ageing/"):
        assert client.get(f"/en/{path}?{query}").status_code in (200, 400, 404)


@pytest.fixture(autouse=True)
def _something_to_find(request: pytest.FixtureRequest) -> None:
    if request.node.originalname == "test_no_query_is_ever_a_server_error":
        PublishedProjectFactory(acronym="LAKE", themes=["Ageing"])


@pytest.mark.parametrize("path", ["projects/", "projects/map/", "projects/suggest/", "themes/"])
def test_lists_refuse_other_methods_and_answer_head(client: Client, path: str) -> None:
    assert client.post(f"/en/{path}").status_code == 405
    assert client.head(f"/en/{path}").status_code == 200


def test_result_says_where_the_word_stands_when_the_card_does_not_show_it(client: Client) -> None:
    PublishedProjectFactory(acronym="LAKE", lead=OrganisationFactory(name="Dragonfly Union"))
    PublishedProjectFactory(acronym="POND", summary="A dragonfly hovers.")
    html = page(client, "/en/projects/?q=dragonfly")
    found = re.findall(r"Found in: [^<]+|<mark>[^<]+</mark>", html)
    assert found == ["<mark>dragonfly</mark>", "Found in: partner"]
