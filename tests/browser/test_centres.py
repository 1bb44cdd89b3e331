"""The pages of the competence centres in Chromium: accessible in three languages, light and dark, down to 320 px."""

from collections.abc import Callable
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from centres.models import CentreConsortium, CentreOrganisation, Claim, ConsortiumItem, NetworkMilestone
from tests.browser.test_pages import SITUATIONS
from tests.browsing import follow
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    CountryFactory,
    NeedFactory,
    NeedGroupFactory,
    NetworkFactory,
    OrganisationFactory,
    PublishedProjectFactory,
    answered,
)
from vocabulary.models import MacroRegion, SiteSettings

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("centres")]

PAGES = {
    "list": "centres/",
    "filtered": "centres/?macro=lake-sea&colour=red",
    "nothing": "centres/?language=fi&macro=lake-sea",
    "country": "centres/countries/LV/",
    "country without a centre": "centres/countries/NO/",
    "centre": "centres/ezers/",
    "European centre": "centres/for-all/",
    "consortia": "centres/consortia/",
    "consortium": "centres/consortia/lakes/",
    "networks": "centres/networks/",
    "network": "centres/networks/lakes/",
    "profile": "projects/river/",
    "organisation": "organisations/lakeside-club/",
    "words": "projects/?q=lake",
}


@pytest.fixture
def centres(transactional_db: None) -> None:
    """Two countries with a centre and one without, the European centre, consortia, a network, answers of all kinds."""
    SiteSettings.load()
    sea = MacroRegion.objects.create(slug="lake-sea", acronym="LSR")
    sea.labels.create(language="en", label="Lake Sea Region")
    sea.countries.set([CountryFactory(code=code) for code in ("LV", "NO")])
    body = OrganisationFactory(name="Lakeside Club", slug="lakeside-club", country=CountryFactory(code="LV"))
    centre = CentreFactory(
        slug="ezers",
        country="LV",
        name="Ezera sociālo jauninājumu kompetences centrs",
        name_language="lv",
        name_en="Lake Centre for Social Innovation",
        host_stated="Lakeside Club, with neighbours",
        website="https://lake.example.org/a/rather-long-address/of-the-centre/",
        contact_email="lake@example.org",
        languages=["lv", "en"],
        texts={"sv": "Centrumet hjälper vid sjön."},
        remarks="The host changed once.",
    )
    CentreOrganisation.objects.create(centre=centre, organisation=body, role="host")
    CentreFactory(slug="suomi", country="FI", languages=["fi"])
    CentreFactory(slug="for-all", country=None, name_en="European Lake Centre", languages=["en"])
    group = NeedGroupFactory(slug="money", label="Money and lasting structures")
    for place, level in enumerate(("delivered", "partial", "planned")):
        need = NeedFactory(group=group, label=f"Need number {place}")
        answered(centre, need, "yes", level=level, statement="Says so.", said_by="Lake Office", language="lv")
    answered(centre, NeedFactory(label="Bridges"), "no")
    consortium = ConsortiumFactory(acronym="LAKES", slug="lakes", members=[body], countries=["LV", "NO"])
    ConsortiumFactory(acronym="PONDS", generation=2, countries=["LV"])
    CentreConsortium.objects.create(centre=centre, consortium=consortium)
    ConsortiumItem.objects.create(
        consortium=consortium, kind="output", title="Karte", language="lv", url="https://example.org/map"
    )
    Claim.objects.create(generation=1, figure="organisations", value=148, source="https://example.org/claim", note="?")
    network = NetworkFactory(slug="lakes", members=[body])
    NetworkMilestone.objects.create(network=network, title="Meeting", on=date(2021, 6, 1), precision="month")
    PublishedProjectFactory(acronym="RIVER", countries=["LV", "NO"], lead=body)


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_page_breaks_a_rule(
    live_server: Any, new_page: Callable[..., Page], violations: Callable[[Page], list[str]], situation: str
) -> None:
    language, options = SITUATIONS[situation]
    page = new_page(**options)
    found: list[str] = []
    for path in PAGES.values():
        response = page.goto(f"{live_server.url}/{language}/{path}")
        assert response is not None
        assert response.status == 200, path
        page.evaluate("document.querySelectorAll('.proofs, .claim').forEach(each => { each.open = true })")
        found += violations(page)
        if "viewport" in options:
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= options["viewport"]["width"], f"{path} is {width} px wide"
    assert not found, "\n".join(found)


def test_every_page_has_one_heading_and_no_skipped_level(live_server: Any, page: Page) -> None:
    for path in PAGES.values():
        page.goto(f"{live_server.url}/en/{path}")
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)


def test_country_page_answers_in_one_screen_of_a_phone(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    for code in ("LV", "NO"):
        page.goto(f"{live_server.url}/en/centres/countries/{code}/")
        last = page.locator(".country-projects").bounding_box()
        assert last is not None
        assert last["y"] + last["height"] <= 844


def test_list_is_filtered_by_keyboard_without_script(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/en/centres/")
    page.get_by_label("Macro-region").focus()
    page.keyboard.press("L")
    page.get_by_role("button", name="Show these centres").focus()
    with follow(page):
        page.keyboard.press("Enter")
    assert "/centres/?macro=lake-sea" in page.url
    expect(page.locator("#national")).to_have_text("1 national centre")
    expect(page.locator(".centre-country h3")).to_have_text(["Latvia", "For all countries"])
