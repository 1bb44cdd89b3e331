"""Curating a story in Chromium: the pages fit every screen, break no policy, pass axe, and work without scripts."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.test import Client

from outbox.models import Message
from spotlight import corrections, curation, drafting, handling
from spotlight.actors import CONTRIBUTOR
from spotlight.models import StoryText, Submission
from tests.factories import submission_in
from tests.spotlight.curating import LIST, decide_url, review_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "preload": False,  # axe would look for what Django's style sheets import under the address of the page
}


def violations(page):
    found = Axe().run(page, context="main", options=AXE).response["violations"]
    return [f"{page.url}: {rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]


def sign_in(page, live_server):
    user = User.objects.create_user("browser", is_staff=True)
    user.groups.add(Group.objects.get(name="Curator"))
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])


@pytest.fixture
def paths():
    """Every kind of page, with everything on it: two rounds, comments, notes, duplicates, a correction."""
    live = corrections.ask(submission_in("published"), changes={"person_role": "baker and poet"})
    long = submission_in("changes_requested", new_project="Nachbarschaftshilfegenossenschaft" * 4)
    long.story.texts.update(meaning="The editors wrote this.")
    drafting.save(long, meaning="The team wrote that, at somewhat greater length.", email=f"{'a' * 60}@example.org")
    curation.submit(long, by=CONTRIBUTOR, agreed=(), language="en")
    handling.add_note(long, text="Called them.", by=User.objects.get(username="boss"))
    return [
        LIST,
        f"{LIST}?state=submitted",
        review_url(long),
        review_url(long, "print"),
        review_url(live),
        *(decide_url(long, name) for name in ("request-changes", "decline", "approve", "withdraw")),
        *(decide_url(live, name) for name in ("accept-correction", "refuse-correction")),
        *(decide_url(submission_in("approved"), name) for name in ("pass-sign-off", "override", "reopen")),
        decide_url(submission_in("signed_off"), "schedule"),
    ]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (820, "dark"), (1440, "dark")])
def test_pages_fit_their_screen_and_break_no_policy(new_page, live_server, paths, width, scheme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    sign_in(page, live_server)
    too_wide = {}
    for path in paths:
        page.goto(f"{live_server.url}{path}", wait_until="networkidle")
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            too_wide[path] = over
    assert too_wide == {}


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_pages_pass_axe(new_page, live_server, paths, width, scheme):
    # axe puts a style of its own into the page; what the policy says about ours is tested above.
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    sign_in(page, live_server)
    found = []
    for path in paths:
        page.goto(f"{live_server.url}{path}", wait_until="networkidle")
        found += violations(page)
    page.goto(f"{live_server.url}{decide_url(Submission.objects.filter(state='submitted')[0], 'decline')}")
    page.get_by_role("button", name="Go on to the e-mail").click()
    page.get_by_text("Give a reason; it is kept.").wait_for()
    found += violations(page)
    page.get_by_label("Reason").fill("Too short.")
    page.get_by_role("button", name="Go on to the e-mail").click()
    page.get_by_role("button", name="Save and send").wait_for()
    found += violations(page)
    assert found == []


def test_story_is_edited_and_approved_without_scripts(new_page, live_server):
    submission = submission_in("submitted")
    page = new_page(java_script_enabled=False)
    sign_in(page, live_server)
    page.goto(live_server.url + LIST)
    page.get_by_role("link", name=submission.reference).click()
    page.get_by_label("Headline").fill("Three cars, forty homes")
    page.get_by_role("button", name="Save the page").click()
    page.get_by_text("Saved.").wait_for()
    assert StoryText.objects.get().headline == "Three cars, forty homes"
    page.get_by_role("link", name="Approve and ask for sign-off").click()
    page.get_by_label("Subject").fill("The page is ready")
    page.get_by_role("button", name="Save and send").click()
    page.get_by_text("Approved: the person is asked to sign off the page.").wait_for()
    message = Message.objects.get(kind="spotlight.sign_off")
    assert (message.subject, message.state) == ("The page is ready", "queued")


def test_changes_are_asked_for_with_the_keyboard_alone(page, live_server):
    submission = submission_in("submitted")
    sign_in(page, live_server)
    page.goto(live_server.url + decide_url(submission, "request-changes"))
    page.locator("#id_meaning").focus()
    page.keyboard.type("Who are the neighbours?")
    page.get_by_role("button", name="Go on to the e-mail").focus()
    page.keyboard.press("Enter")
    page.get_by_text("Step 2 of 2").wait_for()
    page.locator("#id_subject").focus()
    page.keyboard.press("Enter")  # decides nothing
    page.get_by_text("Step 2 of 2").wait_for()
    assert Submission.objects.get().state == "submitted"
    page.get_by_role("button", name="Save and send").focus()
    page.keyboard.press("Enter")
    page.get_by_text("The team is asked for changes.").wait_for()
    assert "Who are the neighbours?" in Message.objects.get(kind="spotlight.changes").body
