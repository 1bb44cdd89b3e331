"""Needs and services in Chromium: accessible in both themes down to 320 px, by keyboard and without scripts."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from centres import column
from centres.models import Proposal
from outbox import guard
from tests.browsing import follow
from tests.factories import CentreFactory, CountryFactory, NeedFactory, NeedGroupFactory, answered, superuser
from vocabulary.models import MacroRegion, SiteSettings

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Generationenübergreifende Nachbarschaftshilfegenossenschaftsberatung"
SITUATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "English, light": ("en", {"viewport": {"width": 1440, "height": 900}}),
    "German, dark": ("de", {"viewport": {"width": 820, "height": 1000}, "color_scheme": "dark"}),
    "Swedish, narrow": ("sv", {"viewport": {"width": 320, "height": 640}}),
    "English, narrow and dark": ("en", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}),
}


@pytest.fixture
def lakes(transactional_db: None) -> str:
    """Twelve centres and the European one, ten needs, answers of every kind; returns the link to a column."""
    SiteSettings.load()
    codes = ["DE", "DK", "EE", "FI", "LT", "LV", "PL", "SE", "AT", "BE", "CZ", "ES"]
    centres = [
        CentreFactory(
            country=code, slug=f"centre-{code.lower()}", website="https://example.org", contact_email="a@example.org"
        )
        for code in codes
    ]
    centres.append(CentreFactory(country=None, slug="house"))
    region = MacroRegion.objects.create(slug="lakes", acronym="LAKES", source="https://example.org/lakes")
    region.countries.set([CountryFactory(code=code) for code in codes])
    groups = [NeedGroupFactory(slug=slug) for slug in ("skills", "money")]
    needs = [NeedFactory(slug=f"need-{number}", group=groups[number % 2]) for number in range(9)]
    needs.append(NeedFactory(slug="long", label=LONG, group=groups[0]))
    for place, need in enumerate(needs[:7]):
        for step, centre in enumerate(centres[place:]):
            kind = ("planned", "partial", "delivered", "")[step % 4]
            answered(centre, need, "yes" if kind else "no", level=kind, statement="We say so.", said_by="Ada Reed")
    answered(centres[0], needs[9], "no")
    return "/" + column.address(column.invite(centres[0], by=superuser())).split("/", 4)[4]


def paths(link: str) -> list[str]:
    return [
        "/centres/matrix/",
        "/centres/matrix/?macro=lakes&threshold=3&colour=red&date=2026-01-01",
        "/centres/matrix/compare/",
        "/centres/propose-need/",
        "/centres/report-service/?need=long",
        "/centres/tell-us/?country=LV",
        "/centres/thanks/",
        "/centres/centre-de/contact/",
        "/centres/house/contact/",
        link,
    ]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_page_breaks_a_rule(
    lakes: str,
    live_server: Any,
    new_page: Callable[..., Page],
    violations: Callable[[Page], list[str]],
    situation: str,
) -> None:
    language, options = SITUATIONS[situation]
    page = new_page(**options)
    found: list[str] = []
    for path in paths(lakes):
        response = page.goto(f"{live_server.url}/{language}{path}")
        assert response is not None
        assert response.status == 200, path
        for summary in page.locator("main summary").all():
            summary.click()
        found += violations(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= options["viewport"]["width"], f"{path} is {width} px wide"
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)
    assert not found, "\n".join(found)


def test_forms_with_errors_and_dead_links_break_no_rule(
    lakes: str, live_server: Any, new_page: Callable[..., Page], violations: Callable[[Page], list[str]]
) -> None:
    page = new_page(viewport={"width": 390, "height": 800}, color_scheme="dark")
    page.expected_problems += ["status of 422", "status of 404"]  # type: ignore[attr-defined]
    for path in ("/centres/report-service/", "/centres/centre-de/contact/"):
        page.goto(f"{live_server.url}/en{path}")
        with follow(page):
            page.locator("main form button[type=submit]").click()
        expect(page.get_by_role("alert")).to_be_focused()
        assert violations(page) == []
    page.goto(f"{live_server.url}/en/centres/column/nonsense/")
    assert violations(page) == []


def test_focus_is_never_hidden_by_what_stays(lakes: str, live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 900, "height": 600})
    page.goto(f"{live_server.url}/en/centres/matrix/")
    page.locator(".matrix-frame").focus()
    seen = 0
    for backwards in (False, True):
        for _step in range(120):
            page.keyboard.press("Shift+Tab" if backwards else "Tab")
            state = page.evaluate(
                """() => {
                    const link = document.activeElement, frame = link.closest('.matrix-frame');
                    if (!frame || link === frame) return null;
                    // Chromium scrolls no further once 32 px can be seen; nothing may cover all of the link.
                    return [...link.getClientRects()].some(box => [0.1, 0.3, 0.5, 0.7, 0.9].some(part => {
                        const top = document.elementFromPoint(box.left + box.width * part, box.top + box.height / 2);
                        return top !== null && (link === top || link.contains(top));
                    }));
                }"""
            )
            if state is None:
                if backwards or seen:
                    break
                continue
            seen += 1
            assert state, page.evaluate("document.activeElement.outerHTML")
    assert seen > 100


def test_cell_leads_to_its_evidence_by_keyboard_and_without_scripts(
    lakes: str, live_server: Any, new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    page.goto(f"{live_server.url}/en/centres/matrix/?macro=lakes")
    cell = page.get_by_role("row", name="Need 0").get_by_role("link", name="in part").first
    cell.press("Enter")
    evidence = page.locator(":target")
    expect(evidence).to_contain_text("said by Ada Reed")
    expect(evidence).to_be_in_viewport()


def test_rows_are_cards_on_a_phone_and_still_a_table(
    lakes: str, live_server: Any, new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{live_server.url}/en/centres/matrix/")
    row = page.get_by_role("row", name="Need 0")
    expect(row.get_by_role("rowheader")).to_have_text("Need 0")
    expect(row.get_by_role("cell").nth(1)).to_be_visible()
    expect(row.get_by_role("cell").nth(1)).to_contain_text("Austria")
    boxes = [row.get_by_role("cell").nth(place).bounding_box() for place in (1, 2)]
    assert boxes[0] is not None
    assert boxes[1] is not None
    assert boxes[0]["y"] < boxes[1]["y"]


def test_column_is_filled_in_without_scripts(
    lakes: str, live_server: Any, new_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "QUICKEST", 0)
    page = new_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page.goto(f"{live_server.url}/en{lakes}")
    page.get_by_label("Who answers for the centre?").fill("Ada Reed, Lake Centre")
    group = page.get_by_role("group", name="Need 8")
    expect(group.get_by_label("Or a statement")).to_be_hidden()
    group.get_by_label("yes", exact=True).check()
    group.get_by_label("If yes: how far?").select_option("delivered")
    group.get_by_label("Or a statement").fill("Since spring.")
    with follow(page):
        page.get_by_role("button", name="Hand in all answers").click()
    expect(page.get_by_role("status")).to_contain_text("1 answer waits for our team")
    row = Proposal.objects.get()
    assert (row.answer, row.level, row.text, row.said_by) == (
        "yes",
        "delivered",
        "Since spring.",
        "Ada Reed, Lake Centre",
    )


def test_what_is_known_stands_first_on_a_card_and_the_unknown_close_together(
    lakes: str, live_server: Any, new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto(f"{live_server.url}/en/centres/matrix/")
    row = page.get_by_role("row", name="Need 6")
    known = [cell.bounding_box() for cell in row.locator("td:not(.blank, .counted)").all()]
    blank = [cell.bounding_box() for cell in row.locator("td.blank").all()]
    assert len(known) > 3
    assert len(blank) > 3
    assert max(box["y"] for box in known if box) < min(box["y"] for box in blank if box)
    lines = {round(box["y"]) for box in blank if box}
    assert len(lines) < len(blank)
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 390 for box in blank if box)


def test_service_is_reported_by_keyboard_without_scripts_and_nothing_typed_is_lost(
    lakes: str, live_server: Any, new_page: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guard, "QUICKEST", 0)
    page = new_page(viewport={"width": 390, "height": 800}, java_script_enabled=False)
    page.expected_problems += ["status of 422"]  # type: ignore[attr-defined]
    page.goto(f"{live_server.url}/en/centres/report-service/?centre=house&need=long")
    page.get_by_label("Which centre?").focus()
    said = "=1+1 <b>Since spring</b> for everybody"

    def reach(name: str) -> None:
        for _step in range(25):
            page.keyboard.press("Tab")
            if page.locator(":focus").evaluate("field => field.name || field.type") == name:
                return
        raise AssertionError(f"{name} is not reached")

    reach("answer")
    page.keyboard.press("Space")
    reach("text")
    page.keyboard.type(said)
    reach("submit")
    with follow(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    expect(page.get_by_label("Or a statement")).to_have_value(said)
    expect(page.get_by_label("yes", exact=True)).to_be_checked()
    expect(page.get_by_label("Which need?")).to_have_value("long")
    assert not Proposal.objects.exists()
    page.get_by_label("If yes: how far?").select_option("partial")
    page.get_by_label("Who says so?").fill("Ada Reed, Lake Centre")
    page.get_by_role("button", name="Send the report").focus()
    with follow(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you")
    row = Proposal.objects.get()
    assert (row.answer, row.level, row.text, row.state) == ("yes", "partial", said, "new")


def test_matrix_is_printed_whole(lakes: str, live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 1000, "height": 1200})
    page.goto(f"{live_server.url}/en/centres/matrix/")
    page.emulate_media(media="print")
    frame = page.locator(".matrix-frame")
    assert frame.evaluate("frame => frame.scrollWidth <= frame.clientWidth + 1")
    assert frame.evaluate("frame => frame.scrollHeight <= frame.clientHeight + 1")
    expect(page.get_by_role("button", name="Show")).to_be_hidden()
    expect(page.locator(".matrix-signs")).to_contain_text("● delivered")
    expect(page.locator(".matrix td .sign").first).to_be_visible()
    expect(page.locator(".matrix td .word").first).to_be_hidden()  # thirteen centres: by their signs
    landscape = re.search(rb"/MediaBox\s*\[0 0 (\d+)\S* (\d+)", page.pdf())
    assert landscape
    assert int(landscape[1]) > int(landscape[2])
