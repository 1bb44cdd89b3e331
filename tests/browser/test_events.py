"""The pages of the events in Chromium: accessible in three languages, light and dark, down to 320 px; local time."""

import re
from collections.abc import Callable
from datetime import date, time
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from events.models import Contact, EventLink, Series, Session, Speaker
from tests.browser.test_pages import SITUATIONS
from tests.factories import (
    CentreFactory,
    EventFactory,
    OpenEventFactory,
    OrganisationFactory,
    PublishedProjectFactory,
    ThemeFactory,
    in_days,
)
from vocabulary.models import SiteSettings

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("events")]

PAGES = {
    "list": "events/",
    "filtered": "events/?theme=ageing&colour=red",
    "nothing": "events/?q=nothing",
    "archive": "events/past/",
    "series": "events/series/lakes/",
    "to come": "events/third/",
    "cancelled": "events/off/",
    "past with materials": "events/second/",
    "month": "events/first/",
    "forward": "events/third/forward/",
    "theme": "themes/ageing/",
    "project": "projects/river/",
    "centre": "centres/ezers/",
    "organisation": "organisations/lakeside-club/",
}
SUMMER = date(2040, 7, 2)


@pytest.fixture
def events(transactional_db: None) -> None:
    """A series with a past, a month, an event to come with everything, and a cancelled one with a long title."""
    SiteSettings.load()
    series = Series.objects.create(slug="lakes", name="Sjömöten", language="sv")
    ageing = ThemeFactory(name="Ageing")
    club = OrganisationFactory(name="Lakeside Club", slug="lakeside-club")
    project = PublishedProjectFactory(acronym="RIVER", countries=["LV"])
    centre = CentreFactory(slug="ezers", country="LV")
    EventFactory(
        slug="first", title="First meeting", first_day=date(2021, 10, 1), precision="month", series=series, number=1
    )
    second = EventFactory(
        slug="second",
        title="Second meeting",
        first_day=date(2022, 5, 6),
        series=series,
        number=2,
        report="Gaps were found.",
    )
    EventLink.objects.create(event=second, title="Inspelning", language="sv", url="https://example.org/film")
    third = OpenEventFactory(
        slug="third",
        title="Third meeting",
        summary="About lakes.",
        body="Bring boots.",
        texts={"sv": {"title": "Tredje mötet"}},
        first_day=SUMMER,
        series=series,
        number=3,
        country="LV",
        place="Ezerpils",
        address="House 1",
        attendance="hybrid",
        online_url="https://meet.example.org/x",
        themes=[ageing],
        projects=[project],
        centres=[centre],
        organisers=[club],
        lists_people=True,
        remarks="The house has two doors.",
        source="https://example.org/third",
    )
    Contact.objects.create(event=third, name="Birk Tall", organisation="Pond Office")
    talk = Session.objects.create(
        event=third, day=SUMMER, start_time=time(9), end_time=time(10), title="Talk", text="Long.", room="Boathouse"
    )
    Speaker.objects.create(session=talk, name="Ronja Vass", role="Lake Office")
    Session.objects.create(event=third, day=SUMMER, start_time=time(10), title="Kaffe", language="sv", is_break=True)
    EventFactory(
        slug="off",
        title="Generationenübergreifende Nachbarschaftshilfegenossenschaftsversammlung",
        original_language="de",
        first_day=in_days(20),
        last_day=in_days(22),
        start_time=None,
        state="cancelled",
        themes=[ageing],
        place="Generationenübergreifendenachbarschaftshilfegenossenschaftshaus",
    )


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
        page.evaluate("document.querySelectorAll('.event-zones').forEach(each => { each.open = true })")
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


@pytest.mark.parametrize(
    ("zone", "beginning"),
    [
        ("Europe/Helsinki", "On your clock: 2 July 2040"),
        ("Europe/Stockholm", "Your clock shows the same."),
        ("Pacific/Kiritimati", "On your clock: 2 July 2040"),
    ],
)
def test_script_adds_what_the_readers_clock_shows(
    live_server: Any, new_page: Callable[..., Page], zone: str, beginning: str
) -> None:
    page = new_page(timezone_id=zone)
    page.goto(f"{live_server.url}/en/events/third/")
    shown = page.locator("[data-local-time]")
    expect(shown).to_be_visible()
    text = " ".join(shown.inner_text().split())
    hours = {"Europe/Helsinki": ["10:00", "13:00"], "Pacific/Kiritimati": ["21:00", "00:00"]}.get(zone, [])
    assert text.startswith(beginning)
    assert re.findall(r"\d\d:\d\d", text) == hours


def test_without_script_there_is_a_table_and_no_empty_line(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/en/events/third/")
    expect(page.locator("[data-local-time]")).to_be_hidden()
    page.locator(".event-zones summary").click()
    expect(page.locator(".event-zones .here td").first).to_have_text("09:00–12:00")


def test_agenda_is_a_table_on_a_desk_and_cards_on_a_phone(live_server: Any, new_page: Callable[..., Page]) -> None:
    for width, display in ((1440, "table-row"), (390, "block")):
        page = new_page(viewport={"width": width, "height": 844})
        page.goto(f"{live_server.url}/en/events/third/")
        rows = page.locator(".agenda tbody tr")
        assert rows.first.evaluate("row => getComputedStyle(row).display") == display
        expect(rows).to_have_count(2)


def test_agenda_prints_as_a_table(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/en/events/third/")
    page.emulate_media(media="print")
    expect(page.locator(".agenda")).to_be_visible()
    expect(page.locator(".event-call")).to_be_hidden()


def test_one_button_on_the_first_screen_of_a_phone(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{live_server.url}/en/events/third/")
    button = page.locator(".event-call .button")
    expect(button).to_have_count(1)
    expect(button).to_have_text("Register")


def test_list_is_filtered_by_keyboard_without_script(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/en/events/")
    page.get_by_label("Words in the title").fill("third")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/en/events/?q=third&theme=&region=&kind=&year=")
    expect(page.locator("#total")).to_have_text("1 event to come")


def test_letter_to_a_colleague_is_copied(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"{live_server.url}/en/events/third/forward/")
    page.get_by_role("button", name="Copy the text").click()
    expect(page.get_by_role("status")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert f"{live_server.url}/en/events/third/" in copied
    assert "2 July 2040, 09:00–12:00 CEST (UTC+2)" in copied


def test_hours_on_other_clocks_stand_in_one_line_on_a_phone(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{live_server.url}/en/events/third/")
    page.locator(".event-zones summary").click()
    lines = page.locator(".event-zones td").evaluate_all(
        """cells => cells.map(cell => {
          const range = document.createRange();
          range.selectNodeContents(cell);
          return [cell.innerText, new Set([...range.getClientRects()].map(box => Math.round(box.top))).size];
        })"""
    )
    assert len(lines) == 10
    assert [text for text, number in lines if number != 1] == []
