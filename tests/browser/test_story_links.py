"""The pages behind personal links in Chromium: accessible, by keyboard alone, and without scripts."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import Page, expect

from spotlight import consents, curation, links
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Purpose, State, StoryText, Submission
from tests.browsing import follow
from tests.factories import draft_submission, make_ready, submission_in
from tests.spotlight.photographs import with_photograph
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.browser

SITUATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "English, light": ("en", {}),
    "German, dark": ("de", {"color_scheme": "dark"}),
    "Swedish, narrow": ("sv", {"viewport": {"width": 320, "height": 640}}),
    "English, narrow and dark": ("en", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}),
}


@pytest.fixture
def boss(transactional_db: None) -> User:
    SiteSettings.load()
    return User.objects.create_superuser("boss")


def asked(boss: User) -> Submission:
    """Waits for sign-off: with photograph, an edit by the editors, two translations, and a consent that is missing."""
    row = curation.submit(with_photograph(draft_submission()), by=CONTRIBUTOR, agreed=set(Purpose), language="en")
    make_ready(row)
    page = row.story.original_text()
    page.meaning = page.meaning.replace("neighbours", "people next door")
    page.teaser = "A valley shares its cars."
    page.save()
    for language, labelled in (("de", False), ("sv", True)):
        StoryText.objects.create(story=row.story, language=language, meaning="Das heißt viel.", labelled=labelled)
    consents.withdraw(row, [Purpose.PHOTOGRAPH], at=timezone.now())
    return curation.approve(Submission.objects.get(pk=row.pk), by=boss)


@pytest.fixture
def paths(boss: User) -> list[str]:
    """Every page, each in the state in which most stands on it."""
    rows = {state: submission_in(state, by=boss) for state in State if state not in (State.APPROVED, State.DRAFT)}
    approved = asked(boss)
    Submission.objects.filter(state=State.PUBLISHED).update(asked_still_true_at=timezone.now())
    own = {state: links.path(links.OWN, row) for state, row in rows.items()}
    second = curation.pass_sign_off(approved, to="second@example.org", by=CONTRIBUTOR)
    return [
        *own.values(),
        *(own[State.PUBLISHED] + part for part in ("correct/", "withdraw/", "erase/")),
        own[State.SIGNED_OFF] + "sign-off/",
        links.path(links.OWN, approved),
        links.path(links.OWN, approved) + "sign-off/",
        links.path(links.OWN, approved) + "photograph/",
        links.path(links.SECOND, second),
        links.path(links.READ, approved),
        "/en/spotlight/lost-link/",
        "/en/spotlight/lost-link/?asked=1",
        "/en/spotlight/submit/save/",
        "/en/spotlight/submit/delete/",
    ]


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_personal_page_breaks_a_rule(
    live_server: Any,
    new_page: Callable[..., Page],
    violations: Callable[[Page], list[str]],
    paths: list[str],
    situation: str,
) -> None:
    language, options = SITUATIONS[situation]
    page = new_page(**options)
    found: list[str] = []
    for path in paths:
        response = page.goto(live_server.url + path.replace("/en/", f"/{language}/", 1))
        assert response is not None
        assert response.status == 200, path
        found += violations(page)
        if "viewport" in options:
            width = page.evaluate("document.documentElement.scrollWidth")
            assert width <= options["viewport"]["width"], f"{path} is {width} px wide"
    assert not found, "\n".join(found)


def test_errors_and_drafts_break_no_rule(
    live_server: Any, page: Page, violations: Callable[[Page], list[str]], boss: User
) -> None:
    page.expected_problems.append("Failed to load resource")  # type: ignore[attr-defined]
    found: list[str] = []
    page.goto(f"{live_server.url}/en/spotlight/own/nonsense/")
    found += violations(page)
    page.goto(f"{live_server.url}/en/spotlight/lost-link/")
    press(page, "Send the links")
    expect(page.get_by_role("alert")).to_contain_text("Enter your e-mail address.")
    found += violations(page)
    published = submission_in(State.PUBLISHED, by=boss)
    page.goto(live_server.url + links.path(links.OWN, published) + "erase/")
    press(page, "Erase now")
    expect(page.get_by_role("alert")).to_contain_text("Tick the box")
    found += violations(page)
    page.goto(live_server.url + links.path(links.OWN, published) + "correct/")
    press(page, "Send the correction")
    expect(page.get_by_role("alert")).to_contain_text("Nothing differs from the page.")
    found += violations(page)
    page.goto(live_server.url + links.path(links.OWN, asked(boss)) + "sign-off/")
    for button in ("Send it to the editors", "Send them the link", "I agree, publish it"):
        press(page, button)
        expect(page.get_by_role("alert")).to_be_visible()
        found += violations(page)
    page.goto(live_server.url + links.path(links.DRAFT, draft_submission()))
    for path in ("save", "save/?mail=sent", "delete"):
        page.goto(f"{live_server.url}/en/spotlight/submit/{path}")
        found += violations(page)
    assert not found, "\n".join(found)


def press(page: Page, button: str) -> None:
    with follow(page):
        page.get_by_role("button", name=button).click()


def reach(page: Page, name: str) -> None:
    """Press Tab until the element of this name has the focus; it must be seen to have it."""
    for _each in range(80):
        page.keyboard.press("Tab")
        there = page.evaluate(
            "() => { const e = document.activeElement;"
            " return (e.labels && e.labels[0] ? e.labels[0].innerText : e.innerText || '').trim() }"
        )
        if there.startswith(name):
            assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
            return
    raise AssertionError(f"The keyboard never reaches {name}.")


def test_sign_off_by_keyboard_alone(live_server: Any, page: Page, boss: User) -> None:
    row = asked(boss)
    page.goto(live_server.url + links.path(links.OWN, row))
    reach(page, "Look at the page and agree")
    with follow(page):
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/sign-off/$"))
    reach(page, "Jump to the end and decide")
    page.keyboard.press("Enter")
    reach(page, "I agree to the translation: German")
    page.keyboard.press("Space")
    reach(page, "I agree that this portal publishes the photograph")
    page.keyboard.press("Space")
    reach(page, "I agree, publish it")
    with follow(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Thank you, the page is signed off")
    row.refresh_from_db()
    assert row.state == State.SIGNED_OFF
    assert sorted(row.story.texts.exclude(signed_off_at=None).values_list("language", flat=True)) == ["de", "en"]
    assert consents.standing(row).count(Purpose.PHOTOGRAPH) == 1


def test_withdrawal_by_keyboard_alone(live_server: Any, page: Page, boss: User) -> None:
    row = submission_in(State.PUBLISHED, by=boss)
    page.goto(live_server.url + links.path(links.OWN, row))
    reach(page, "Withdraw the story")
    with follow(page):
        page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/withdraw/$"))
    reach(page, "Withdraw it now")
    with follow(page):
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Your story is withdrawn")
    row.refresh_from_db()
    assert row.state == State.WITHDRAWN


def test_everything_works_without_scripts(live_server: Any, new_page: Callable[..., Page], boss: User) -> None:
    page = new_page(java_script_enabled=False, viewport={"width": 390, "height": 844})
    row = asked(boss)
    own = live_server.url + links.path(links.OWN, row)
    page.goto(own + "sign-off/")
    page.get_by_label("What should be different?").fill("It was four cars.")
    press(page, "Send it to the editors")
    expect(page.get_by_role("heading", level=1)).to_have_text("The editors are reading the story")
    published = submission_in(State.PUBLISHED, by=boss)
    own = live_server.url + links.path(links.OWN, published)
    page.goto(own)
    with follow(page):
        page.get_by_role("link", name="Correct the story").click()
    page.get_by_label("Role").fill("master baker")
    press(page, "Send the correction")
    expect(page.get_by_text("We are reading the correction you asked for.")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download everything").click()
    assert download.value.suggested_filename == f"{published.reference}.zip"
    with follow(page):
        page.get_by_role("link", name="Erase me").click()
    page.get_by_label("Me and the story").check()
    page.get_by_label("I understand that this cannot be undone.").check()
    press(page, "Erase now")
    expect(page.get_by_role("heading", level=1)).to_have_text("It is gone")
    page.expected_problems.append("Failed to load resource")  # type: ignore[attr-defined]
    assert page.goto(own).status == 410  # type: ignore[union-attr]


def test_draft_travels_to_another_browser_and_is_deleted_there(
    live_server: Any, new_page: Callable[..., Page], boss: User
) -> None:
    draft = draft_submission(email="")
    first, second = new_page(), new_page()
    first.goto(live_server.url + links.path(links.DRAFT, draft))
    first.goto(f"{live_server.url}/en/spotlight/submit/save/")
    first.get_by_label("Your e-mail address").fill("ansa@example.org")
    press(first, "Send me the link")
    expect(first.get_by_role("heading", level=1)).to_have_text("Your link is on its way")
    shown = first.get_by_label("Link to show a colleague").input_value()
    second.goto(live_server.url + links.path(links.DRAFT, draft))
    second.goto(f"{live_server.url}/en/spotlight/submit/delete/")
    press(second, "Delete it")
    expect(second.get_by_role("heading", level=1)).to_have_text("It is gone")
    first.goto(f"{live_server.url}/en/spotlight/submit/save/")
    expect(first.get_by_role("heading", level=1)).to_have_text("There is no unfinished story in this browser")
    first.expected_problems.append("Failed to load resource")  # type: ignore[attr-defined]
    assert first.goto(live_server.url + "/en/" + shown.split("/en/", 1)[1]).status == 410  # type: ignore[union-attr]


def test_address_of_the_page_is_told_to_no_other_site(live_server: Any, page: Page, boss: User) -> None:
    row = submission_in(State.PUBLISHED, by=boss)
    page.goto(live_server.url + links.path(links.OWN, row))
    heard: list[str | None] = []

    def listen(route: Any) -> None:
        heard.append(route.request.headers.get("referer"))
        route.fulfill(body="<!doctype html><title>Elsewhere</title>", content_type="text/html")

    page.context.route("https://elsewhere.example/**", listen)
    page.evaluate("location.href = 'https://elsewhere.example/'")
    page.wait_for_url("https://elsewhere.example/")
    assert heard == [None]
