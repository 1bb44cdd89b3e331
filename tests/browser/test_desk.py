"""The desk and the pages for stories in Chromium: accessible, usable by keyboard and without scripts."""

from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone

from spotlight import curation, moments
from spotlight.letters import Letter
from spotlight.models import Story, StoryState, Submission
from tests.browser.conftest import RULES
from tests.factories import PublishedProjectFactory, ReportFactory, submission_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WCAG = [rule for rule in RULES if rule != "best-practice"]  # Django's own search box has a title for a label
SENT = Letter("Please look", "Please look at your story.", send=True)
# The boxes get their names once all of them stand.
NAMED = """() => [...document.querySelectorAll(".select2-selection")].every(
    (each) => each.hasAttribute("aria-label") || (each.getAttribute("aria-labelledby") || "").includes("_label"))"""


@pytest.fixture
def waiting():
    """Two stories on our turn, two on the team's; one of them for twelve days."""
    boss = User.objects.create_superuser("boss")
    for days, name in ((12, "Pond"), (1, "Lake")):
        with moments.at(timezone.now() - timedelta(days=days)):
            row = submission_in("submitted", by=boss, new_project=name, email=f"{name.lower()}@example.org")
            curation.request_changes(row, by=boss, comments={"meaning": "Who?"}, letter=SENT)
    submission_in("submitted", by=boss, new_project="Brook", email="brook@example.org")
    submission_in("signed_off", by=boss, new_project="River", email="river@example.org")


def sign_in(page, live_server):
    user, _made = User.objects.get_or_create(username="anna", defaults={"is_staff": True})
    user.groups.add(Group.objects.get(name="Curator"))
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])


def check(page, rules=RULES):
    results = Axe().run(page, options={"runOnly": {"type": "tag", "values": rules}})
    assert results.violations_count == 0, results.generate_report()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (820, "dark"), (1440, "light"), (1440, "dark")])
def test_desk_is_accessible_and_fits(new_page, live_server, waiting, width, scheme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/")
    assert "waiting, oldest 12 days" in page.locator("h1").inner_text()
    check(page)


def test_desk_reminds_by_keyboard_without_scripts(new_page, live_server, waiting):
    page = new_page(viewport={"width": 1440, "height": 900}, java_script_enabled=False)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/")
    assert page.get_by_role("button", name="Select all shown").count() == 0
    for name in ("Pond", "Lake"):
        box = page.get_by_role("checkbox", name=f"Select: {name}")
        box.focus()
        page.keyboard.press("Space")
    page.get_by_role("button", name="Remind").focus()
    page.keyboard.press("Enter")
    page.get_by_text("2 reminders were sent.").wait_for()
    assert list(Submission.objects.filter(reminders=1).values_list("new_project", flat=True)) == ["Lake", "Pond"]


def test_one_press_selects_every_row_of_a_turn(page, live_server, waiting):
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/")
    theirs = page.locator("section", has=page.get_by_role("heading", name="Their turn"))
    theirs.get_by_role("button", name="Select all shown").click()
    assert theirs.get_by_role("checkbox", checked=True).count() == 2
    assert page.get_by_role("checkbox", checked=True).count() == 2
    theirs.get_by_role("button", name="Assign to me").click()
    page.get_by_text("2 stories are yours now.").wait_for()


def paths(report, row):
    return [
        f"story/{report.pk}/change/",
        f"story/{report.pk}/history/",
        f"story/{row.story.pk}/change/",
        "story/add/",
        "story/enter/",
        f"story/new-profile/{row.pk}/",
        "story/",
        f"storytext/{row.story.texts.get().pk}/change/",
    ]


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_pages_for_stories_are_accessible(new_page, live_server, width, scheme):
    report = ReportFactory(state=StoryState.DRAFT, published_at=None, words={"headline": "Three cars"})
    row = submission_in("submitted")
    # Axe writes styles into Django's autocomplete boxes while it looks; the strict policy is proved below.
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    sign_in(page, live_server)
    for path in paths(report, row):
        page.goto(f"{live_server.url}/admin/spotlight/{path}")
        page.wait_for_function(NAMED)
        check(page, WCAG)


def test_pages_for_stories_keep_the_strict_policy(page, live_server):
    report, row = ReportFactory(), submission_in("submitted")
    sign_in(page, live_server)
    for path in paths(report, row):
        page.goto(f"{live_server.url}/admin/spotlight/{path}")
        page.wait_for_function(NAMED)
    assert page.problems == []


def test_report_is_written_and_published_on_one_screen(page, live_server):
    PublishedProjectFactory(acronym="LAKE")
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/spotlight/story/add/")
    page.locator(".field-project .select2-selection").click()
    page.locator(".select2-search__field").fill("lak")
    page.locator(".select2-results__option", has_text="LAKE").first.click()
    page.get_by_label("Original language").select_option("en")
    page.get_by_label("Headline").fill("Three cars for forty households")
    page.get_by_label("Report", exact=False).first.fill("Forty households share three cars.")
    page.get_by_label("Source").fill("https://example.org/lake")
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_text("“lake” is online.").wait_for()
    assert Story.objects.get().is_public


def test_errors_of_the_entering_page_are_shown_beside_their_fields(new_page, live_server):
    page = new_page(viewport={"width": 820, "height": 900}, bypass_csp=True)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/spotlight/story/enter/")
    page.get_by_role("button", name="Enter the story").click()
    page.get_by_text("Choose the project, or write its name below.").wait_for()
    page.wait_for_function(NAMED)
    check(page, WCAG)
    assert Submission.objects.count() == 0
