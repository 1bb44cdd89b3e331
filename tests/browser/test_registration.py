"""Registering in Chromium: accessible, by keyboard alone, without scripts, and on a narrow screen."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from events import inviting, links
from events.inviting import Guest
from events.models import Place, Question, QuestionKind, Registration
from outbox.models import Message
from tests.factories import CountryFactory
from tests.factories.events import OpenEventFactory, RegistrationFactory, in_days
from tests.factories.people import superuser
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.browser

SITUATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "English, light": ("en", {}),
    "German, dark": ("de", {"color_scheme": "dark"}),
    "Swedish, narrow": ("sv", {"viewport": {"width": 390, "height": 844}}),
    "English, very narrow and dark": ("en", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}),
}
FORM = "/en/events/lake/register/"


@pytest.fixture
def lake(transactional_db: None) -> Any:
    """An event with a question of every kind and one place."""
    SiteSettings.load()
    CountryFactory(code="LV")
    event = OpenEventFactory(
        slug="lake",
        title="Meeting at the Lake",
        capacity=1,
        lists_people=True,
        place="Lakeland",
        online_url="https://meet.example.org/lake",
    )
    for kind in QuestionKind.values:
        options = "Fish\nSoup" if kind in ("choice", "choices") else ""
        Question.objects.create(event=event, kind=kind, label=f"Your {kind}?", help="If you like.", options=options)
    return event


def own(row: Registration, what: str = "") -> str:
    return "/en/" + links.own(row).partition("/en/")[2] + what


@pytest.fixture
def paths(lake: Any) -> list[str]:
    """Every page, each in the state in which most stands on it."""
    rows = {}
    for place in Place.values:
        event = lake if place == Place.CONFIRMED else OpenEventFactory(title="Meeting at the Pond")
        more = {"reason": "Only members."} if place == Place.REFUSED else {}
        rows[place] = RegistrationFactory(event=event, place=place, access_needs="A ramp.", **more)
    closed = OpenEventFactory(slug="closed", deadline_day=in_days(-2))
    (guest,) = inviting.invite(lake, [Guest("house@centre.example.org", "Lake house")], by=superuser())
    return [
        FORM,
        f"/en/events/{closed.slug}/register/",
        "/en/events/lake/registered/",
        *(own(row) for row in rows.values()),
        *(own(rows[Place.CONFIRMED], what) for what in ("change/", "cancel/", "erase/")),
        "/en/" + links.invited(guest).partition("/en/")[2],
        "/en/events/registration/broken/",
    ]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_page_of_registration_breaks_a_rule(
    live_server: Any,
    new_page: Callable[..., Page],
    violations: Callable[[Page], list[str]],
    paths: list[str],
    situation: str,
) -> None:
    language, options = SITUATIONS[situation]
    page, found = new_page(**options), []
    page.expected_problems.append("Failed to load resource")  # type: ignore[attr-defined]  # the broken link
    for path in paths:
        page.goto(live_server.url + path.replace("/en/", f"/{language}/", 1))
        expect(page.locator("main h1")).to_be_visible()
        found += violations(page)
        too_wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        found += [f"{path} is {too_wide} wider than the screen"] if too_wide > 0 else []
    assert found == []


@pytest.mark.parametrize("scripts", [True, False])
def test_way_to_a_place_by_keyboard_with_and_without_scripts(
    live_server: Any, new_page: Callable[..., Page], violations: Callable[[Page], list[str]], lake: Any, scripts: bool
) -> None:
    page = new_page(java_script_enabled=scripts, viewport={"width": 390, "height": 844})
    page.expected_problems.append("Failed to load resource")  # type: ignore[attr-defined]  # the 422
    page.goto(live_server.url + FORM)
    page.wait_for_timeout(1100)  # nobody fills in a form within a second; machines do
    page.locator("#id_name").focus()
    page.keyboard.press("Tab")
    page.keyboard.type("ada@lake.example.org")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("[data-problems]")).to_contain_text("Enter your name.")
    assert page.locator("#id_email").input_value() == "ada@lake.example.org"
    if scripts:
        assert violations(page) == []
    page.locator("[data-problems] a", has_text="Enter your name.").press("Enter")
    expect(page.locator("#id_name")).to_be_focused()
    page.keyboard.type("Ada Reed")
    page.locator("#id_consent_data").press("Space")
    page.wait_for_timeout(1100)
    with page.expect_navigation():
        page.get_by_role("button", name="Register").press("Enter")
    expect(page).to_have_url(re.compile("/en/events/lake/registered/"))
    row = Registration.objects.get()
    assert (row.name, row.place) == ("Ada Reed", Place.UNCONFIRMED)
    page.goto(live_server.url + own(row))
    expect(page.locator("h1")).to_have_text("Please confirm your registration")
    with page.expect_navigation():
        page.get_by_role("button", name="Confirm the registration").press("Enter")
    expect(page.locator("h1")).to_have_text("You have a place")


def test_first_cancels_and_the_second_takes_the_place(
    live_server: Any, new_page: Callable[..., Page], lake: Any
) -> None:
    first = RegistrationFactory(event=lake, name="Ada")
    second = RegistrationFactory(event=lake, name="Ben", place=Place.WAITING)
    page = new_page()
    page.goto(live_server.url + own(second))
    expect(page.locator("h1")).to_have_text("Waiting list, place 1")
    page.goto(live_server.url + own(first, "cancel/"))
    begun = timezone.now()
    with page.expect_navigation():
        page.get_by_role("button", name="Yes, cancel it").click()
    expect(page.locator("h1")).to_have_text("Your registration is cancelled")
    offered = Message.objects.get(kind="events.offered")
    assert (offered.to, offered.created_at - begun < timedelta(minutes=1)) == (second.email, True)
    page.goto(live_server.url + own(second))
    expect(page.locator("h1")).to_have_text("A place is yours")
    with page.expect_navigation():
        page.get_by_role("button", name="Accept the place").click()
    expect(page.locator("h1")).to_have_text("You have a place")
