"""The form for stories in Chromium: by keyboard alone, without script, and by the rules of accessibility."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from outbox import guard
from spotlight.models import State, Submission
from tests.browsing import follow
from tests.factories import ANSWERS
from tests.pictures.photographs import data

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("directory")]

STEPS = [
    "project", "speaker", "language", "meaning", "achievement", "why-fund", "photograph", "people", "video", "contact",
    "consent",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _nobody_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guard, "QUICKEST", 0)


@pytest.fixture
def photograph(tmp_path: Path) -> Path:
    file = tmp_path / "photo.jpg"
    file.write_bytes(data())
    return file


def begin(page: Page, live_server: Any, language: str = "en") -> None:
    page.goto(f"{live_server.url}/{language}/spotlight/submit/")
    with follow(page):
        page.locator("form:has([name=stamp]) button[type=submit]").click()
    at(page, "project")


def go_on(page: Page, button: str = "continue") -> None:
    with follow(page):
        page.locator(f"form.step button[value={button}]").click()


def at(page: Page, step: str) -> None:
    expect(page).to_have_url(re.compile(rf"/submit/{step}/(\?|$)"))


def tab_to(page: Page, what: str) -> None:
    """Press Tab until the focused element answers to the selector, as somebody without a mouse does."""
    for _press in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", what):
            return
    raise AssertionError(f"{what} is not reached by Tab on {page.url}")


def press_on(page: Page, button: str = "form.step button[value=continue]") -> None:
    tab_to(page, button)
    with follow(page):
        page.keyboard.press("Enter")


def test_whole_form_by_keyboard_alone(live_server: Any, page: Page, photograph: Path) -> None:
    page.goto(f"{live_server.url}/en/spotlight/submit/")
    press_on(page, "form:has([name=stamp]) button")
    tab_to(page, "#find")
    page.keyboard.insert_text("lakeland")  # all at once: one question, one answer
    expect(page.locator("#find-list [role=option]")).to_have_count(1)
    expect(page.locator("#find-list")).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.locator("#find")).to_have_attribute("aria-activedescendant", "find-list-0")
    page.keyboard.press("Enter")
    expect(page.locator("input[value=lakeland]")).to_be_checked()
    press_on(page)
    at(page, "speaker")
    tab_to(page, "#id_speaker_0")
    page.keyboard.press("Space")
    tab_to(page, "#id_person_name")
    page.keyboard.type("Ansa")
    press_on(page)
    at(page, "language")
    tab_to(page, "#id_language")
    page.keyboard.type("Latv")
    press_on(page)
    for question, answer in ANSWERS.items():
        at(page, question.replace("_", "-"))
        tab_to(page, "textarea")
        assert page.evaluate("document.activeElement.lang") == "lv"
        page.keyboard.type(answer)
        press_on(page)
    at(page, "photograph")
    page.set_input_files("#id_photograph", photograph)  # the system's own dialogue
    tab_to(page, "#id_credit")
    page.keyboard.type("Ansa")
    tab_to(page, "#id_alt")
    page.keyboard.type("A bicycle in a yard")
    press_on(page)
    at(page, "people")
    tab_to(page, "#id_people_shown_0")
    page.keyboard.press("Space")
    press_on(page)
    at(page, "video")
    press_on(page)
    at(page, "contact")
    tab_to(page, "#id_email")
    page.keyboard.type("ansa@example.org")
    with follow(page):
        page.keyboard.press("Enter")
    at(page, "consent")
    for box in ("#id_story", "#id_photograph"):
        tab_to(page, box)
        page.keyboard.press("Space")
    press_on(page)
    at(page, "check")
    press_on(page, "form.step button[value=hand-in]")
    at(page, "received")
    row = Submission.objects.get()
    assert (row.state, row.language, row.meaning) == (State.SUBMITTED, "lv", ANSWERS["meaning"])
    assert row.reference is not None
    assert row.reference in page.inner_text("main")
    assert sorted(row.consents.values_list("purpose", flat=True)) == ["photograph", "story"]


def test_whole_form_without_script(live_server: Any, new_page: Callable[..., Page], photograph: Path) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 800})
    page.expected_problems.append("422")  # type: ignore[attr-defined]
    begin(page, live_server)
    page.fill("#find", "lake")
    with follow(page):
        page.click("form.find button")
    page.check("input[value=lakeland]")
    go_on(page)
    page.check("#id_speaker_1")
    go_on(page)
    page.select_option("#id_language", "sv")
    go_on(page)
    for question, answer in ANSWERS.items():
        page.fill(f"#id_{question}", answer)
        go_on(page)
    page.set_input_files("#id_photograph", photograph)
    go_on(page)
    at(page, "photograph")
    expect(page.locator("main")).to_contain_text("Your photograph is kept")
    expect(page.locator("[data-problems]")).to_be_focused()
    page.fill("#id_credit", "Ansa")
    page.check("#id_decorative")
    go_on(page)
    page.check("#id_people_shown_1")
    page.fill("#id_people_names", "Bodil")
    page.check("#id_shows_minors")
    go_on(page)
    go_on(page)
    page.fill("#id_email", "ansa@example.org")
    go_on(page)
    go_on(page)  # the boxes stay empty
    at(page, "check")
    go_on(page, "hand-in")
    with follow(page):
        page.click("text=Agree that the story may be published.")
    page.check("#id_story")
    page.check("#id_photograph")
    go_on(page)
    at(page, "check")
    go_on(page, "hand-in")
    at(page, "received")
    row = Submission.objects.get()
    assert (row.state, row.speaker, row.people_names, row.shows_minors) == (State.SUBMITTED, "project", "Bodil", True)


WRONG: dict[str, dict[str, str]] = {
    "project": {"#id_project_new": "check", "#id_new_website": "no site"},
    "speaker": {"#id_speaker_0": "check"},
    "meaning": {"#id_meaning": "x" * 3001},
    "achievement": {"#id_achievement": "x" * 3001},
    "why-fund": {"#id_why_fund": "x" * 3001},
    "photograph": {"#id_alt": "A bicycle"},
    "people": {"#id_people_shown_1": "check"},
    "video": {"#id_video_url": "https://example.org/film"},
    "contact": {"#id_email": "ansa@"},
}
SITUATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "English, light": ("en", {}),
    "German, narrow and dark": ("de", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}),
    "Swedish, narrow": ("sv", {"viewport": {"width": 320, "height": 640}}),
}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_step_breaks_a_rule_right_or_wrong(
    live_server: Any,
    new_page: Callable[..., Page],
    violations: Callable[[Page], list[str]],
    situation: str,
    photograph: Path,
) -> None:
    language, options = SITUATIONS[situation]
    page = new_page(**options)
    page.expected_problems += ["422", "404"]  # type: ignore[attr-defined]
    found: list[str] = []

    def look() -> None:
        found.extend(violations(page))
        if "viewport" in options:
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= options["viewport"]["width"], f"{page.url} is {width} px wide"

    submit = f"{live_server.url}/{language}/spotlight/submit/"
    for path in ("", "meaning/"):
        page.goto(submit + path)
        look()
    begin(page, live_server, language)
    page.goto(f"{submit}photograph/")
    page.set_input_files("#id_photograph", photograph)
    page.fill("#id_credit", "Ansa")
    page.check("#id_decorative")
    go_on(page)
    for step in STEPS:
        page.goto(f"{submit}{step}/")
        look()
        for field, value in WRONG.get(step, {}).items():
            page.check(field) if value == "check" else page.fill(field, value)
        if step in WRONG:
            go_on(page)
            at(page, step)
            expect(page.locator("[data-problems] a").first).to_be_visible()
            expect(page.locator("[data-problems]"), step).to_be_focused()
            look()
    page.goto(f"{submit}find-project/?q=lake&colour=red")
    look()
    page.goto(f"{submit}check/")
    look()
    go_on(page, "hand-in")
    look()
    assert not found, "\n".join(found)


def test_what_is_typed_is_saved_by_itself_and_said(live_server: Any, page: Page) -> None:
    begin(page, live_server)
    page.goto(f"{live_server.url}/en/spotlight/submit/meaning/")
    page.locator("#id_meaning").press_sequentially("Neighbours find answers.")
    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    expect(page.locator("[data-status]")).to_have_role("status")
    assert Submission.objects.get().meaning == "Neighbours find answers."
    expect(page.locator(".count")).to_have_text("24 characters; at least 40 are needed")
    page.goto(f"{live_server.url}/en/spotlight/submit/achievement/")
    page.go_back()
    expect(page.locator("#id_meaning")).to_have_value("Neighbours find answers.")


def test_nothing_is_lost_while_the_server_is_away(live_server: Any, page: Page) -> None:
    page.expected_problems.append("ERR_FAILED")  # type: ignore[attr-defined]
    begin(page, live_server)
    address = f"{live_server.url}/en/spotlight/submit/meaning/"
    page.goto(address)
    page.route(address, lambda route: route.abort())
    page.fill("#id_meaning", "Neighbours find answers.")
    expect(page.locator("[data-status]")).to_contain_text("Not saved just now")
    page.unroute(address)
    page.fill("#id_meaning", "Neighbours find answers together.")
    expect(page.locator("[data-status]")).to_contain_text("Saved at")
    assert Submission.objects.get().meaning == "Neighbours find answers together."


def test_counter_says_what_is_advised_and_what_is_too_much(live_server: Any, page: Page) -> None:
    begin(page, live_server)
    page.goto(f"{live_server.url}/en/spotlight/submit/why-fund/")
    for length, words in (
        (40, "40 characters"),
        (1501, "1501 characters; shorter than 1500 is read more often"),
        (3001, "3001 characters; more than 3000 cannot be taken"),
    ):
        page.fill("#id_why_fund", "ü" * length)
        expect(page.locator(".count")).to_have_text(words)


def test_longest_word_breaks_on_the_narrowest_screen(live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(viewport={"width": 320, "height": 640})
    begin(page, live_server)
    page.goto(f"{live_server.url}/en/spotlight/submit/meaning/")
    page.fill("#id_meaning", "Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz " * 2)
    go_on(page)
    page.goto(f"{live_server.url}/en/spotlight/submit/check/")
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_targets_are_large_enough_to_hit(live_server: Any, new_page: Callable[..., Page]) -> None:
    """2.5.8: 24 px each way, except links within a sentence."""
    page = new_page(viewport={"width": 390, "height": 800})
    begin(page, live_server)
    for step in STEPS:
        if step != "people":
            page.goto(f"{live_server.url}/en/spotlight/submit/{step}/")
            page.evaluate("document.querySelectorAll('details').forEach(each => { each.open = true })")
            small = page.evaluate(
                """[...document.querySelectorAll('main :is(a, button, summary, select, textarea, label.choice)')]
                   .filter(e => e.getClientRects().length && !e.matches('.hint a, .not-for-people *'))
                   .filter(e => Math.min(e.getBoundingClientRect().height, e.getBoundingClientRect().width) < 24)
                   .map(e => e.textContent.trim())"""
            )
            assert small == [], step
