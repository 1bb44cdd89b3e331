"""What only a browser can tell of the look: widths, themes, the first screen of a phone, what stays in its place."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from siportal.styleguide import PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PHONE = {"width": 390, "height": 844}


@pytest.mark.urls("tests.siportal.styleguide_urls")
@pytest.mark.parametrize("width", [320, 820, 1440])
def test_no_page_is_wider_than_the_screen(live_server: Any, new_page: Callable[..., Page], width: int) -> None:
    page = new_page(viewport={"width": width, "height": 900})
    page.expected_problems.append("status of 4")  # type: ignore[attr-defined]
    wide = []
    for name in PAGES:
        page.goto(f"{live_server.url}/styleguide/{name}/")
        page.evaluate("document.querySelectorAll('main details').forEach((details) => { details.open = true; })")
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wide.append(name)
    assert wide == []


@pytest.mark.urls("tests.siportal.styleguide_urls")
def test_filters_stand_open_on_a_laptop_and_folded_on_a_phone(live_server: Any, new_page: Callable[..., Page]) -> None:
    laptop, phone = new_page(viewport={"width": 1440, "height": 900}), new_page(viewport=PHONE)
    for page in (laptop, phone):
        page.goto(f"{live_server.url}/styleguide/list/")
    expect(laptop.locator("#facet-region")).to_be_visible()
    expect(laptop.locator("#filters > summary")).to_be_hidden()
    expect(phone.locator("#facet-region")).to_be_hidden()
    expect(phone.locator("#filters > summary")).to_be_visible()


def test_first_result_shows_on_the_first_screen_of_a_phone(
    directory: None, live_server: Any, new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport=PHONE, java_script_enabled=False)
    page.goto(f"{live_server.url}/en/projects/?theme=ageing")
    box = page.locator(".hit h3").first.bounding_box()
    assert box is not None
    assert box["y"] + box["height"] < PHONE["height"]


def test_first_screen_of_a_profile_answers_five_questions(
    directory: None, live_server: Any, new_page: Callable[..., Page]
) -> None:
    page = new_page(viewport=PHONE)
    page.goto(f"{live_server.url}/en/projects/lakeland/")
    box = page.locator(".glance").bounding_box()
    assert page.locator(".glance dt").count() == 5
    assert box is not None
    assert box["y"] + box["height"] <= PHONE["height"]


def test_chosen_value_stays_under_the_finger(directory: None, live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport=PHONE, has_touch=True)
    page.goto(f"{live_server.url}/en/projects/")
    page.locator("#filters > summary").tap()
    value = page.locator("#theme-ageing")
    value.evaluate("(box) => box.scrollIntoView({ block: 'center' })")
    before = value.bounding_box()
    value.tap()
    expect(page).to_have_url(f"{live_server.url}/en/projects/?theme=ageing")
    expect(page.locator("[data-announcer]")).to_have_text("2 projects of 13")
    after = page.locator("#theme-ageing").bounding_box()
    assert before is not None
    assert after is not None
    assert after["y"] == pytest.approx(before["y"], abs=2)


def test_theme_follows_the_system_until_the_reader_chooses(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 1440, "height": 900}, color_scheme="dark")
    ground = "getComputedStyle(document.body).backgroundColor"
    page.goto(f"{live_server.url}/en/about/data/")
    dark = page.evaluate(ground)
    page.get_by_label("Light", exact=True).check()
    expect(page.locator("body")).not_to_have_css("background-color", dark)
    light = page.evaluate(ground)
    page.reload()
    expect(page.locator("body")).to_have_css("background-color", light)
    page.get_by_label("As the system", exact=True).check()
    expect(page.locator("body")).to_have_css("background-color", dark)
    assert page.context.cookies() == []


def test_back_twice_in_a_row_shows_what_the_address_says(directory: None, live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/en/projects/")
    page.get_by_role("checkbox", name="Sweden, 2").check()
    expect(page).to_have_url(f"{live_server.url}/en/projects/?region=SE")
    page.get_by_role("checkbox", name="Latvia, 1").check()
    expect(page).to_have_url(f"{live_server.url}/en/projects/?region=LV&region=SE")
    # The second "Back" comes while the page of the first is still loading its scripts.
    held: list[Route] = []
    page.route("**/htmx.min.js", lambda route: held.append(route), times=1)
    with page.expect_request("**/htmx.min.js"):
        page.go_back(wait_until="commit")
    page.evaluate("history.back()")
    page.wait_for_function("address => location.href === address", arg=f"{live_server.url}/en/projects/")
    expect(page.locator("#total")).to_contain_text("2 projects")
    held.pop().continue_()
    expect(page.locator("#total")).to_contain_text("13 projects")
    expect(page).to_have_url(f"{live_server.url}/en/projects/")
