"""The search as people use it: with keyboard, mouse, Back, and without script."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browsing import follow, wait_until_it_stands

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("directory")]


def results(page: Page) -> Locator:
    return page.locator(".hits h3")


def open_list(page: Page, live_server: Any, query: str = "") -> None:
    page.goto(f"{live_server.url}/en/projects/{query}")


def test_choosing_a_value_swaps_results_and_address(live_server: Any, page: Page) -> None:
    open_list(page, live_server)
    page.evaluate("window.sameDocument = true")
    page.get_by_role("checkbox", name="Sweden, 2").check()
    expect(page.locator("#total")).to_contain_text("2 projects")
    expect(page).to_have_url(f"{live_server.url}/en/projects/?region=SE")
    expect(page.locator("#region-SE")).to_be_focused()
    expect(page.locator("[data-announcer]")).to_have_text("2 projects of 13")
    page.get_by_role("checkbox", name="Rural life, 1").check()
    expect(page.locator("#total")).to_contain_text("1 project")
    expect(results(page)).to_have_text(["LAKELAND"])
    expect(page).to_have_url(f"{live_server.url}/en/projects/?region=SE&theme=rural-life")
    assert page.evaluate("window.sameDocument") is True


def test_back_restores_each_state(live_server: Any, page: Page) -> None:
    open_list(page, live_server)
    page.get_by_role("checkbox", name="Sweden, 2").check()
    expect(page.locator("#total")).to_contain_text("2 projects")
    page.get_by_role("checkbox", name="Latvia, 1").check()
    expect(page).to_have_url(f"{live_server.url}/en/projects/?region=LV&region=SE")
    page.go_back()
    expect(page.locator("#total")).to_contain_text("2 projects")
    expect(page).to_have_url(f"{live_server.url}/en/projects/?region=SE")
    expect(page.locator("#region-SE")).to_be_checked()
    expect(page.locator("#region-LV")).not_to_be_checked()
    wait_until_it_stands(page)
    page.go_back()
    expect(page).to_have_url(f"{live_server.url}/en/projects/")
    expect(page.locator("#total")).to_contain_text("13 projects")
    expect(page.locator("#region-SE")).not_to_be_checked()
    wait_until_it_stands(page)
    page.go_forward()
    expect(page.locator("#region-SE")).to_be_checked()


def test_back_from_a_profile_finds_the_search_again(live_server: Any, page: Page) -> None:
    open_list(page, live_server)
    page.get_by_role("checkbox", name="Sweden, 2").check()
    expect(page.locator("#total")).to_contain_text("2 projects")
    with follow(page):
        page.get_by_role("link", name="LAKELAND").click()
    expect(page.locator("h1")).to_have_text("LAKELAND")
    page.go_back()
    expect(page.locator("#total")).to_contain_text("2 projects")
    expect(page.locator("#region-SE")).to_be_checked()


def test_pill_takes_a_choice_away(live_server: Any, page: Page) -> None:
    open_list(page, live_server, "?region=SE&theme=ageing")
    page.evaluate("window.sameDocument = true")
    page.locator(".pill", has_text="Sweden").click()
    expect(page).to_have_url(f"{live_server.url}/en/projects/?theme=ageing")
    expect(page.locator("#total")).to_be_focused()
    assert page.evaluate("window.sameDocument") is True


def test_sort_and_size_apply_at_once(live_server: Any, page: Page) -> None:
    open_list(page, live_server)
    page.get_by_label("Sort by").select_option("title")
    expect(page).to_have_url(f"{live_server.url}/en/projects/?sort=title")
    page.get_by_label("Per page").select_option("10")
    expect(page).to_have_url(f"{live_server.url}/en/projects/?sort=title&size=10")
    expect(page.get_by_role("button", name="Apply")).to_be_hidden()
    page.get_by_role("link", name="Next").click()
    expect(page).to_have_url(f"{live_server.url}/en/projects/?sort=title&page=2&size=10")
    expect(results(page)).to_have_count(3)


def test_words_are_searched_without_a_page_load(live_server: Any, page: Page) -> None:
    open_list(page, live_server)
    page.evaluate("window.sameDocument = true")
    page.get_by_role("combobox", name="Words").fill("dementia")
    page.keyboard.press("Enter")
    expect(page.locator("#total")).to_contain_text("1 project")
    expect(page).to_have_url(f"{live_server.url}/en/projects/?q=dementia")
    expect(page.locator(".hits mark").first).to_have_text("dementia")
    expect(page).to_have_title("“dementia” in projects · SI Portal")
    assert page.evaluate("window.sameDocument") is True


def test_slash_and_control_k_reach_the_box_but_not_from_a_field(live_server: Any, page: Page) -> None:
    open_list(page, live_server)
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    expect(page.locator("#q")).to_have_value("")
    page.keyboard.type("a/b")
    expect(page.locator("#q")).to_have_value("a/b")
    page.locator("#q").fill("")
    page.get_by_label("Sort by").focus()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    page.locator("h1").click()
    page.keyboard.press("Control+k")
    expect(page.locator("#q")).to_be_focused()


def test_slash_can_be_switched_off(live_server: Any, page: Page) -> None:
    open_list(page, live_server)
    page.get_by_label("The key / jumps to the search").uncheck()
    page.reload()
    page.locator("h1").click()
    page.keyboard.press("/")
    expect(page.locator("#q")).not_to_be_focused()
    expect(page.locator("[data-shortcut]")).to_be_hidden()
    page.keyboard.press("Control+k")
    expect(page.locator("#q")).to_be_focused()


def write(page: Page, words: str) -> None:
    """In the focused box and all at once: only one question goes out, so that no later answer replaces the list."""
    page.keyboard.insert_text(words)


@pytest.mark.parametrize("path", ["", "projects/"])
def test_suggestions_work_with_the_keyboard(live_server: Any, page: Page, path: str) -> None:
    page.goto(f"{live_server.url}/en/{path}")
    box = page.locator("#q")
    box.click()
    write(page, "lakel")
    options = page.get_by_role("option")
    expect(options.first).to_contain_text("LAKELAND")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile(""))
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    expect(box).to_have_attribute("aria-activedescendant", options.first.get_attribute("id") or "no name")
    page.keyboard.press("ArrowUp")
    expect(options.first).to_have_attribute("aria-selected", "false")
    page.keyboard.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_value("lakel")
    page.keyboard.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    with follow(page):
        page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("LAKELAND")


def test_suggestions_survive_the_swap_of_the_search_box(live_server: Any, page: Page) -> None:
    open_list(page, live_server)
    page.get_by_role("checkbox", name="Sweden, 2").check()
    expect(page.locator("#total")).to_contain_text("2 projects")
    expect(page.locator("#q")).to_have_role("combobox")
    page.locator("#q").click()
    write(page, "agei")
    with follow(page):
        page.get_by_role("option", name="Ageing").click()
    expect(page).to_have_url(f"{live_server.url}/en/projects/?theme=ageing")


def test_open_suggestions_break_no_rule(live_server: Any, page: Page, violations: Callable[[Page], list[str]]) -> None:
    open_list(page, live_server)
    page.locator("#q").click()
    write(page, "lake")
    expect(page.get_by_role("option").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("option").first).to_have_attribute("aria-selected", "true")
    assert violations(page) == []


def test_filters_on_a_phone_fold_and_lead_to_the_results(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 390, "height": 844}, has_touch=True)
    open_list(page, live_server)
    expect(page.locator("#region-SE")).to_be_hidden()
    page.locator("#filters > summary").tap()
    page.locator("#region-SE").check()
    button = page.get_by_role("button", name="Show 2 projects")
    expect(button).to_be_visible()
    button.tap()
    expect(page.locator("#region-SE")).to_be_hidden()
    expect(page).to_have_url(f"{live_server.url}/en/projects/?region=SE")
    expect(page.locator("#total")).to_be_focused()


def test_focus_is_never_covered(live_server: Any, page: Page) -> None:
    """2.4.11: what has the focus can be seen; walks through a whole page with Tab."""
    open_list(page, live_server)
    covered = []
    for _step in range(60):
        page.keyboard.press("Tab")
        covered += page.evaluate("""() => {
          const focused = document.activeElement, box = focused.getBoundingClientRect();
          if (focused === document.body || !box.width) return [];
          const top = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 20) / 2);
          const seen = top && (focused.contains(top) || top.contains(focused) || top.closest('label'));
          return seen ? [] : [focused.outerHTML];
        }""")
    assert covered == []


def test_map_countries_are_links_for_the_keyboard(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/en/projects/map/")
    country = page.get_by_role("link", name="Sweden: 2 projects")
    country.focus()
    with follow(page):
        page.keyboard.press("Enter")
    expect(page).to_have_url(f"{live_server.url}/en/projects/map/?region=SE")
    expect(page.locator("#total")).to_have_text("2 on the map, 0 without a place")
    assert sorted(results(page).all_text_contents()) == ["GRANNAR", "LAKELAND"]


def test_map_filters_without_a_page_load(live_server: Any, page: Page) -> None:
    page.goto(f"{live_server.url}/en/projects/map/")
    page.evaluate("window.sameDocument = true")
    page.get_by_role("checkbox", name="Ageing, 2").check()
    expect(page.locator("#total")).to_have_text("2 on the map, 0 without a place")
    expect(page).to_have_url(f"{live_server.url}/en/projects/map/?theme=ageing")
    assert page.evaluate("window.sameDocument") is True


def test_everything_works_without_script(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/en/")
    page.get_by_label("What are you looking for?").fill("neighbours")
    page.get_by_label("Theme").select_option("ageing")
    with follow(page):
        page.get_by_role("button", name="Find projects").click()
    expect(page).to_have_url(re.compile(r"q=neighbours.*theme=ageing"))
    expect(page.locator("#total")).to_contain_text("1 project")
    page.locator("#region-SE").check()
    with follow(page):
        page.get_by_role("button", name="Show 1 project").click()
    expect(page).to_have_url(re.compile("region=SE"))
    expect(results(page)).to_have_text(["LAKELAND"])
    with follow(page):
        page.locator(".pill", has_text="Sweden").click()
    expect(page).not_to_have_url(re.compile("region=SE"))
    page.get_by_label("Sort by").select_option("title")
    with follow(page):
        page.get_by_role("button", name="Apply").click()
    expect(page).to_have_url(re.compile("sort=title"))
    with follow(page):
        page.get_by_role("link", name="LAKELAND").click()
    expect(page.locator("h1")).to_have_text("LAKELAND")
    page.locator("summary", has_text="Language:").click()
    with follow(page):
        page.get_by_role("link", name="Deutsch").click()
    expect(page).to_have_url(re.compile("/de/projects/lakeland/"))
    page.goto(f"{live_server.url}/en/projects/map/?region=SE")
    expect(results(page)).to_have_count(2)


def test_connection_lost_keeps_the_results_and_says_so(live_server: Any, page: Page) -> None:
    page.expected_problems.extend(["Failed to load resource", "net::", "htmx:sendError", "htmx:afterRequest"])  # type: ignore[attr-defined]
    open_list(page, live_server)
    page.context.set_offline(True)
    page.locator("#region-SE").check()
    expect(page.locator("[data-announcer]")).to_contain_text("could not be loaded")
    expect(results(page)).to_have_count(13)
    page.context.set_offline(False)
