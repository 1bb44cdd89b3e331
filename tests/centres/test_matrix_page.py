"""The page of the matrix: what a cell says, what stands first, what the address may ask for, and few questions."""

import re
import string
from datetime import timedelta
from html import unescape

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from centres.models import Cell, Evidence
from tests.factories import CentreFactory, CountryFactory, NeedFactory, NeedGroupFactory, answered, superuser
from vocabulary.models import MacroRegion, SiteSettings

pytestmark = pytest.mark.django_db

EIGHT = ("DE", "DK", "EE", "FI", "LT", "LV", "PL", "SE")
PAGE = "/en/centres/matrix/"
TODAY = timezone.localdate()


def text(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("</main>")[0])).split())


def rows(html: str) -> dict[str, list[str]]:
    """Need -> what its cells say, the coverage first."""
    found = {}
    for row in re.findall(r'<tr role="row"(?: class="unanswered")?>(.*?)</tr>', html.split("</thead>")[1], re.S):
        head = text(f"<main{row.split('</th>')[0]}</main>")
        cells = re.sub(r'<span class="on-card">.*?</span>', "", row.split("</th>")[1], flags=re.S)
        found[head.removeprefix("> ")] = [
            " ".join(unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in cells.split("</td>")[:-1]
        ]
    return found


@pytest.fixture
def eight() -> list:
    region = MacroRegion.objects.create(slug="lakes", acronym="LAKES", source="https://example.org/lakes")
    centres = [CentreFactory(country=code, slug=f"centre-{code.lower()}") for code in EIGHT]
    region.countries.set([CountryFactory(code=code) for code in EIGHT])
    return centres


def test_gap_reads_0_of_8_and_one_service_makes_it_1_of_8(client: Client, eight: list) -> None:
    need = NeedFactory(slug="boats")
    NeedFactory(slug="oars")
    for centre in eight:
        answered(centre, need, "no")
    html = client.get(PAGE + "?macro=lakes").content.decode()
    assert rows(html) == {"Boats": ["0 of 8", *["✕ no"] * 8], "Oars": ["not asked yet", *["? not known"] * 8]}
    assert html.index('id="gaps"') < html.index("Boats") < html.index('id="unasked"') < html.index("Oars")
    assert 'id="covered"' not in html
    answered(eight[0], need, "yes", level="partial")
    html = client.get(PAGE + "?macro=lakes").content.decode()
    assert rows(html)["Boats"] == ["1 of 8", *["✕ no"] * 3, "◐ in part", *["✕ no"] * 4]
    assert 'id="gaps"' not in html
    assert html.index('id="covered"') < html.index("Boats")


def test_cell_leads_to_its_evidence(client: Client, eight: list) -> None:
    need = NeedFactory(slug="boats")
    cell = answered(
        eight[2],
        need,
        "yes",
        level="planned",
        url="https://example.org/plan",
        statement="We shall.",
        said_by="Ada Reed",
    )
    html = client.get(PAGE).content.decode()
    anchor = re.search(r'<a class="verdict planned" href="#(e-boats\.centre-ee)">', html)
    assert anchor
    evidence = html.split(f'id="{anchor[1]}"')[1].split("last looked at")[0]
    assert "https://example.org/plan" in evidence
    assert "We shall." in evidence
    assert "said by Ada Reed" in evidence
    assert cell.evidence.count() == 1
    assert rows(html)["Boats"][0] == "1 of 8, 7 not known 1 of them only planned"


def test_european_centre_has_a_column_and_is_not_counted(client: Client, eight: list) -> None:
    need = NeedFactory(slug="boats")
    answered(CentreFactory(country=None, slug="house"), need, "yes")
    html = client.get(PAGE + "?macro=lakes").content.decode()
    assert rows(html)["Boats"] == ["not asked yet", *["? not known"] * 8, "● delivered"]


@pytest.mark.parametrize(
    ("language", "names"),
    [
        ("en", ["Denmark", "Estonia", "Finland", "Germany", "Latvia", "Lithuania", "Poland", "Sweden", "Europe"]),
        (
            "de",
            ["Dänemark", "Deutschland", "Estland", "Finnland", "Lettland", "Litauen", "Polen", "Schweden", "Europa"],
        ),
    ],
)
def test_columns_stand_as_the_reader_sorts_them_with_their_own_cells(
    client: Client, eight: list, language: str, names: list[str]
) -> None:
    need = NeedFactory(slug="boats")
    answered(CentreFactory(country=None, slug="house"), need, "yes", level="planned")
    answered(eight[0], need, "yes", level="delivered")
    html = client.get(f"/{language}/centres/matrix/").content.decode()
    heads = re.findall(r'<th scope="col"[^>]*><a [^>]*>([^<]+)<', html)
    assert heads == names
    signs = [cell[0] for cell in next(iter(rows(html).values()))[1:]]
    assert {name: sign for name, sign in zip(heads, signs, strict=True) if sign != "?"} == {
        names[-1]: "○",
        {"en": "Germany", "de": "Deutschland"}[language]: "●",
    }


@pytest.mark.parametrize(
    ("threshold", "sentence"),
    [(0, "At least 1 national centre says yes."), (2, "At least 3 national centres say yes.")],
)
def test_what_counts_as_covered_is_said(client: Client, eight: list, threshold: int, sentence: str) -> None:
    NeedFactory()
    assert sentence in text(client.get(PAGE, {"threshold": threshold}).content.decode())


def test_threshold_and_day_choose_what_is_shown(client: Client, eight: list) -> None:
    need = NeedFactory(slug="boats")
    answered(eight[0], need, "yes", at=timezone.now() - timedelta(days=3))
    assert 'id="gaps"' in client.get(PAGE + "?threshold=1").content.decode()
    assert 'id="covered"' in client.get(PAGE + "?threshold=0").content.decode()
    earlier = client.get(PAGE, {"date": (TODAY - timedelta(days=10)).isoformat()}).content.decode()
    assert rows(earlier)["Boats"] == ["not asked yet", *["? not known"] * 8]
    assert "for the needs and centres of today" in earlier
    assert "for the needs and centres of today" not in client.get(PAGE, {"date": TODAY.isoformat()}).content.decode()


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("?colour=red", "“colour” is not a choice of this page."),
        ("?macro=moon", "Macro-region has no value “moon”."),
        ("?threshold=-1", "Gap has no value “-1”."),
        ("?threshold=100", "Gap has no value “100”."),
        ("?threshold=٣", "Gap has no value “٣”."),
        ("?date=2026-02-31", "As of has no value “2026-02-31”."),
        ("?date=0001-01-01", "As of has no value “0001-01-01”."),
        ("?date=9999-12-31", "“9999-12-31” lies in the future; nothing is known of it."),
        ("?macro=lakes&macro=moon", "Macro-region takes one value; “moon” was left out."),
    ],
)
def test_unknown_choice_is_named_and_dropped(client: Client, eight: list, query: str, sentence: str) -> None:
    NeedFactory()
    response = client.get(PAGE + query)
    assert response.status_code == 200
    assert sentence in text(response.content.decode())
    assert client.get("/en/centres/matrix.csv" + query).status_code == 200


@pytest.mark.parametrize("path", [PAGE, "/en/centres/matrix.csv", "/en/centres/matrix/compare/"])
@pytest.mark.parametrize("query", ["?macro=%00", "?%00=1"])
def test_nul_is_refused(client: Client, path: str, query: str) -> None:
    assert client.get(path + query).status_code == 400


def test_portal_without_centres_and_needs_says_so(client: Client) -> None:
    html = client.get(PAGE).content.decode()
    assert "No competence centre of this region is known yet." in html
    assert "<table" not in html
    assert client.get(PAGE + "compare/").status_code == 200


def test_comparison_shows_what_came_rose_and_went(client: Client, eight: list) -> None:
    past, since = timezone.now() - timedelta(days=40), timezone.now() - timedelta(days=5)
    needs = {slug: NeedFactory(slug=slug) for slug in ("boats", "oars", "piers", "ropes", "sails")}
    for slug in ("oars", "piers", "sails"):
        answered(eight[0], needs[slug], "yes", level="partial", at=past)
    answered(eight[0], needs["boats"], "yes", at=since)
    answered(eight[0], needs["oars"], "yes", level="delivered", at=since)
    answered(eight[0], needs["piers"], "no", at=since)
    answered(eight[0], needs["ropes"], "no", at=since)
    query = {"from": (TODAY - timedelta(days=20)).isoformat(), "to": TODAY.isoformat(), "macro": "lakes"}
    html = client.get("/en/centres/matrix/compare/", query).content.decode()
    sections = {
        key: text(f"<main{part}</main>")
        for key, part in re.findall(r'<h2 id="(\w+)">(.*?)</section>', html, re.S)
        if key != "moved"
    }
    assert set(sections) == {"new_yes", "risen", "lost", "new_no"}
    assert "Boats" in sections["new_yes"]
    assert "Oars" in sections["risen"]
    assert "Piers" in sections["lost"]
    assert "Ropes" in sections["new_no"]
    assert "Sails" not in text(html)
    assert html.index('id="moved"') < html.index('id="new_yes"')
    moved = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td><td>(.*?)</td></tr>', html)
    assert moved == [
        ("Boats", "not asked yet", "1 of 8, 7 not known"),
        ("Piers", "1 of 8, 7 not known", "0 of 8, 7 not known"),
        ("Ropes", "not asked yet", "0 of 8, 7 not known"),
    ]
    swapped = client.get("/en/centres/matrix/compare/", {"from": query["to"], "to": query["from"], "macro": "lakes"})
    assert 'id="risen"' in swapped.content.decode()


def many(centres: int, needs: int) -> None:
    by, now, letters = superuser(), timezone.now(), string.ascii_uppercase
    groups = [NeedGroupFactory(slug=f"group-{number}") for number in range(3)]
    columns = [CentreFactory(country=f"{letters[number // 26]}{letters[number % 26]}") for number in range(centres)]
    lines = [NeedFactory(group=groups[number % 3]) for number in range(needs)]
    fields = {"answer": "yes", "level": "delivered", "since": now, "looked_at": now, "recorded_by": by}
    with transaction.atomic():
        cells = Cell.objects.bulk_create(
            Cell(centre=centre, need=need, **fields) for centre in columns for need in lines
        )
        Evidence.objects.bulk_create(Evidence(cell=cell, url="https://example.org/proof") for cell in cells)


@pytest.mark.parametrize(("centres", "needs"), [(1, 1), (3, 3), (30, 60)])
@pytest.mark.parametrize(("path", "queries"), [(PAGE, 9), ("/en/centres/matrix.csv", 7), (f"{PAGE}compare/", 13)])
def test_as_many_questions_however_large(
    client: Client,
    settings: object,
    centres: int,
    needs: int,
    path: str,
    queries: int,
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    settings.RATE_LIMITS = False  # type: ignore[attr-defined]
    SiteSettings.load()
    many(centres, needs)
    client.get(path)
    with django_assert_num_queries(queries):
        html = client.get(path).content.decode()
    if path == PAGE:
        assert html.count("https://example.org/proof") == centres * needs
