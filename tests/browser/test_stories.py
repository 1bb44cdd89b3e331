"""Stories in Chromium: accessible in both themes down to 320 px, and no film before the click."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect

from projects.models import Project
from tests.browsing import follow
from tests.factories import PublishedProjectFactory, ReportFactory
from tests.pictures.photographs import stored_picture
from tests.spotlight.public_stories import published_story, withdraw

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = (
    "Generationenübergreifende Nachbarschaftshilfegenossenschaften entstehen dort, wo niemand sie plant. "
    "Bürgermeisterinnen, Pflegedienstleitungen und Fahrdienste sehen zusammen mehr als jede Stelle für sich. "
)
PATHS = {
    "list": "spotlight/",
    "filtered": "spotlight/?theme=ageing&colour=red",
    "nothing found": "spotlight/?theme=ageing&language=sv",
    "story with photograph and film": "spotlight/{film}/",
    "story in a foreign language": "spotlight/{german}/",
    "example": "spotlight/{example}/",
    "report": "spotlight/told/",
    "why": "spotlight/why-fund/",
    "profile with stories": "projects/lakeland/",
    "first page": "",
}
SITUATIONS: dict[str, tuple[str, dict[str, Any]]] = {
    "English, light": ("en", {"viewport": {"width": 1440, "height": 900}}),
    "German, dark": ("de", {"viewport": {"width": 820, "height": 1000}, "color_scheme": "dark"}),
    "Swedish, narrow": ("sv", {"viewport": {"width": 320, "height": 640}}),
    "English, narrow and dark": ("en", {"viewport": {"width": 320, "height": 640}, "color_scheme": "dark"}),
}


@pytest.fixture
def stories(directory: None) -> dict[str, str]:
    """One of each kind; addresses by name."""
    lake = Project.objects.get(acronym="LAKELAND")
    film = published_story(
        project=lake,
        picture=stored_picture(width=1280, height=960),
        video_url="https://www.youtube.com/watch?v=abcdefghijk",
        transcript="We stand in the village hall.",
    )
    german = published_story(
        language="de",
        headline="Generationenübergreifende Nachbarschaftshilfegenossenschaften",
        meaning=LONG * 6,
        achievement=LONG,
        why_fund=LONG * 3,
        person_name="Maximiliane-Friederike von Beispielhausen",
        project=PublishedProjectFactory(acronym="XY", countries=["DE"], themes=["Ageing"]),
    )
    example = published_story(facts={"is_example": True}, headline="An example", speaker="project")
    ReportFactory(slug="told", project=lake, words={"headline": "Told", "teaser": "A teaser.", "report": "At length."})
    published_story(language="sv", headline="Tre bilar")
    return {"film": film.slug, "german": german.slug, "example": example.slug}


@pytest.mark.parametrize("situation", SITUATIONS)
def test_no_page_breaks_a_rule(
    stories: dict[str, str],
    live_server: Any,
    new_page: Callable[..., Page],
    violations: Callable[[Page], list[str]],
    situation: str,
) -> None:
    language, options = SITUATIONS[situation]
    page = new_page(**options)
    found: list[str] = []
    for path in PATHS.values():
        response = page.goto(f"{live_server.url}/{language}/{path.format(**stories)}")
        assert response is not None
        assert response.status == 200
        found += violations(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= options["viewport"]["width"], f"{path} is {width} px wide"
        levels = page.evaluate("[...document.querySelectorAll('h1,h2,h3,h4')].map(h => Number(h.tagName[1]))")
        assert levels.count(1) == 1, path
        assert all(after - before <= 1 for before, after in pairwise(levels)), (path, levels)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_empty_list_and_withdrawn_story_break_no_rule(
    transactional_db: None,
    live_server: Any,
    new_page: Callable[..., Page],
    violations: Callable[[Page], list[str]],
    scheme: str,
) -> None:
    page = new_page(viewport={"width": 320, "height": 640}, color_scheme=scheme)
    page.expected_problems.append("status of 410")  # type: ignore[attr-defined]
    for path in ("spotlight/", "spotlight/why-fund/", ""):
        page.goto(f"{live_server.url}/en/{path}")
        assert violations(page) == []
    story = published_story()
    withdraw(story)
    page.goto(f"{live_server.url}/en/spotlight/{story.slug}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("This story was withdrawn")
    assert violations(page) == []


def test_film_is_asked_for_only_after_the_click(
    stories: dict[str, str], live_server: Any, page: Page, violations: Callable[[Page], list[str]]
) -> None:
    asked: list[str] = []

    def stub(route: Route) -> None:
        asked.append(route.request.url)
        route.fulfill(status=200, content_type="text/html", body="<!doctype html><html lang=en><title>x</title>")

    page.context.route("https://www.youtube-nocookie.com/**", stub)
    page.goto(f"{live_server.url}/en/spotlight/{stories['film']}/")
    page.wait_for_load_state("networkidle")
    assert asked == []
    assert page.locator("iframe").count() == 0
    with page.expect_request_finished(lambda request: "youtube-nocookie" in request.url):
        page.get_by_role("button", name="Play the film here, from YouTube").click()
    frame = page.locator(".video-frame iframe")
    expect(frame).to_have_count(1)
    expect(frame).to_have_attribute("title", "Film: Three cars for forty households")
    expect(frame).to_be_focused()
    assert asked == ["https://www.youtube-nocookie.com/embed/abcdefghijk?autoplay=1"]
    assert page.locator(".video-frame iframe").bounding_box() is not None


def test_film_is_a_plain_link_without_script(
    stories: dict[str, str], live_server: Any, new_page: Callable[..., Page]
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/en/spotlight/{stories['film']}/")
    link = page.get_by_role("link", name="Watch the film at YouTube")
    expect(link).to_have_attribute("href", "https://www.youtube.com/watch?v=abcdefghijk")
    page.get_by_text("Read what is said in the film").click()
    expect(page.get_by_text("We stand in the village hall.")).to_be_visible()
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


def test_list_is_narrowed_without_script(
    stories: dict[str, str], live_server: Any, new_page: Callable[..., Page]
) -> None:
    page = new_page(java_script_enabled=False)
    page.goto(f"{live_server.url}/en/spotlight/")
    page.get_by_label("With a film").check()
    with follow(page):
        page.get_by_role("button", name="Show stories").click()
    expect(page.locator(".story-card h3")).to_have_text(["Three cars for forty households"])
    with follow(page):
        page.get_by_role("link", name="Film: with a film (remove)").click()
    expect(page.locator(".story-card")).to_have_count(5)


def test_address_can_be_copied(stories: dict[str, str], live_server: Any, new_page: Callable[..., Page]) -> None:
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    address = f"{live_server.url}/en/spotlight/{stories['film']}/"
    page.goto(address)
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("[data-copied]")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == address
