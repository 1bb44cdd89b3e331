"""Every public page in Chromium: accessible in three languages, light and dark, down to 320 px; no error anywhere."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("directory")]

PAGES = {
    "home": "",
    "list": "projects/",
    "words": "projects/?q=neighbours&size=10",
    "nothing": "projects/?q=zzqqxx&region=SE",
    "dropped": "projects/?colour=red&region=SE",
    "second page": "projects/?size=10&page=2",
    "map": "projects/map/?theme=rural-life",
    "profile": "projects/lakeland/",
    "profile in a search": "projects/lakeland/?region=SE",
    "foreign text": "projects/grannar/",
    "thin profile": "projects/thin/",
    "organisation": "organisations/lakeside-club/",
    "themes": "themes/",
    "theme": "themes/ageing/",
    "suggestions": "projects/suggest/?q=lake",
    "stories": "spotlight/",
    "why fund": "spotlight/why-fund/",
    "data": "about/data/",
    "accessibility": "about/accessibility/",
    "privacy": "about/privacy/",
    "imprint": "about/imprint/",
}

SITUATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "English, light": ("en", {}),
    "German, dark": ("de", {"color_scheme": "dark"}),
    "Swedish, narrow": ("sv", {"viewport": {"width": 320, "height": 640}}),
    "German, narrow and dark": ("de", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}),
}


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
        assert response.status == 200
        found += violations(page)
        if "viewport" in options:
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= options["viewport"]["width"], f"{path} is {width} px wide"
    assert not found, "\n".join(found)


def test_text_stays_readable_in_forced_colours(live_server: Any, new_page: Callable[..., Page]) -> None:
    """Where the system chooses the colours, a chosen value must still differ from the others."""
    page = new_page(forced_colors="active")
    page.goto(f"{live_server.url}/en/projects/?region=SE")
    chosen, other = page.locator("#region-SE + .value"), page.locator("#region-DE + .value")
    styles = [
        each.evaluate("e => getComputedStyle(e).textDecorationLine + getComputedStyle(e).fontWeight")
        for each in (chosen, other)
    ]
    assert styles[0] != styles[1]


@pytest.mark.parametrize("path", ["projects/missing/", "projects/?q=a%00b", "projects/?page=99"])
def test_error_pages_break_no_rule(
    live_server: Any, page: Page, violations: Callable[[Page], list[str]], path: str
) -> None:
    page.expected_problems.append("Failed to load resource")  # type: ignore[attr-defined]
    response = page.goto(f"{live_server.url}/en/{path}")
    assert response is not None
    assert response.status in (400, 404)
    assert violations(page) == []


def test_text_may_be_spaced_out(live_server: Any, new_page: Callable[..., Page]) -> None:
    """1.4.12: with wider spacing nothing is cut off sideways on a narrow screen."""
    page = new_page(viewport={"width": 320, "height": 640}, bypass_csp=True)
    for path in ("", "projects/", "projects/lakeland/", "projects/map/", "themes/"):
        page.goto(f"{live_server.url}/de/{path}")
        page.add_style_tag(
            content="*{line-height:1.5!important;letter-spacing:.12em!important;word-spacing:.16em!important}"
        )
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, path


def test_structured_data_is_not_blocked(live_server: Any, page: Page) -> None:
    """A data block needs no exception in the content security policy; a blocked one would be a console error."""
    page.goto(f"{live_server.url}/en/projects/lakeland/")
    data = page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)")
    assert (data["@type"], data["name"]) == ("ResearchProject", "LAKELAND")


def test_every_page_has_one_heading_and_no_skipped_level(live_server: Any, page: Page) -> None:
    for path in PAGES.values():
        page.goto(f"{live_server.url}/en/{path}")
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
        assert levels.count(1) == 1, path
        assert levels[0] == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)


def test_print_button_appears_with_script(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/en/projects/lakeland/")
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print this profile").click()
    page.wait_for_function("window.printed === true")


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_menu_stands_in_one_line_where_there_is_room(
    live_server: Any, new_page: Callable[..., Page], language: str
) -> None:
    for width in (1024, 1216, 1440):
        page = new_page(viewport={"width": width, "height": 600})
        page.goto(f"{live_server.url}/{language}/about/imprint/")
        height = page.locator(".site-header").evaluate("header => header.offsetHeight")
        assert height < 90, f"{height} px high on a screen of {width} px"
