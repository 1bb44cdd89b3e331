"""The desk and the pages for stories in Chromium: accessible, usable by keyboard and without scripts."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone
from playwright.sync_api import expect

from spotlight import curation, moments
from spotlight.letters import Letter
from spotlight.models import Story, StoryState, Submission
from tests.browser_fixtures import RULES, WCAG
from tests.browsing import follow, pick, sign_in, wait_until_it_stands
from tests.factories import PublishedProjectFactory, ReportFactory, submission_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SENT = Letter("Please look", "Please look at your story.", send=True)


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


@pytest.fixture
def check(violations):
    def look(page, rules=RULES):
        found = violations(page, rules=rules)
        assert not found, "\n".join(found)
        assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")

    return look


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (820, "dark"), (1440, "light"), (1440, "dark")])
def test_desk_is_accessible_and_fits(new_page, live_server, waiting, check, width, scheme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/")
    expect(page.locator("h1")).to_contain_text("waiting, oldest 12 days")
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
    with follow(page):
        page.keyboard.press("Enter")
    expect(page.get_by_text("2 reminders were sent.")).to_be_visible()
    assert list(Submission.objects.filter(reminders=1).values_list("new_project", flat=True)) == ["Lake", "Pond"]


def test_one_press_selects_every_row_of_a_turn(page, live_server, waiting):
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/")
    theirs = page.locator("section", has=page.get_by_role("heading", name="Their turn"))
    theirs.get_by_role("button", name="Select all shown").click()
    expect(theirs.get_by_role("checkbox", checked=True)).to_have_count(2)
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(2)
    with follow(page):
        theirs.get_by_role("button", name="Assign to me").click()
    expect(page.get_by_text("2 stories are yours now.")).to_be_visible()


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
def test_pages_for_stories_are_accessible(new_page, live_server, check, width, scheme):
    report = ReportFactory(state=StoryState.DRAFT, published_at=None, words={"headline": "Three cars"})
    row = submission_in("submitted")
    # Axe writes styles into Django's autocomplete boxes while it looks; the strict policy is proved below.
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    sign_in(page, live_server)
    for path in paths(report, row):
        page.goto(f"{live_server.url}/admin/spotlight/{path}")
        check(page, WCAG)  # Django's own search box has a title for a label


def test_pages_for_stories_keep_the_strict_policy(page, live_server):
    report, row = ReportFactory(), submission_in("submitted")
    sign_in(page, live_server)
    for path in paths(report, row):
        page.goto(f"{live_server.url}/admin/spotlight/{path}")
        wait_until_it_stands(page)
    assert page.problems == []


def test_report_is_written_and_published_on_one_screen(page, live_server):
    PublishedProjectFactory(acronym="LAKE")
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/spotlight/story/add/")
    pick(page, ".field-project", "lak", "LAKE")
    page.get_by_label("Original language").select_option("en")
    page.get_by_label("Headline").fill("Three cars for forty households")
    page.get_by_label("Report", exact=False).first.fill("Forty households share three cars.")
    page.get_by_label("Source").fill("https://example.org/lake")
    with follow(page):
        page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("“lake” is online.")).to_be_visible()
    assert Story.objects.get().is_public


def test_errors_of_the_entering_page_are_shown_beside_their_fields(new_page, live_server, check):
    page = new_page(viewport={"width": 820, "height": 900}, bypass_csp=True)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/spotlight/story/enter/")
    with follow(page):
        page.get_by_role("button", name="Enter the story").click()
    expect(page.get_by_text("Choose the project, or write its name below.")).to_be_visible()
    check(page, WCAG)
    assert Submission.objects.count() == 0
