"""Curating a story in Chromium: the pages fit every screen, break no policy, pass axe, and work without scripts."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from outbox.models import Message
from spotlight import corrections, curation, drafting, handling
from spotlight.actors import CONTRIBUTOR
from spotlight.models import StoryText, Submission
from tests.browser_fixtures import WCAG
from tests.browsing import follow, sign_in, wait_until_it_stands
from tests.factories import submission_in
from tests.spotlight.curating import LIST, decide_url, review_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


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
        page.goto(f"{live_server.url}{path}")
        wait_until_it_stands(page)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            too_wide[path] = over
    assert too_wide == {}


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_pages_pass_axe(new_page, live_server, paths, violations, width, scheme):
    # axe puts a style of its own into the page; what the policy says about ours is tested above.
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    sign_in(page, live_server)
    found = []

    def look():
        found.extend(violations(page, within="main", rules=WCAG, own_styles_only=True))

    for path in paths:
        page.goto(f"{live_server.url}{path}")
        look()
    page.goto(f"{live_server.url}{decide_url(Submission.objects.filter(state='submitted')[0], 'decline')}")
    with follow(page):
        page.get_by_role("button", name="Go on to the e-mail").click()
    expect(page.get_by_text("Give a reason; it is kept.")).to_be_visible()
    look()
    page.get_by_label("Reason").fill("Too short.")
    with follow(page):
        page.get_by_role("button", name="Go on to the e-mail").click()
    expect(page.get_by_role("button", name="Save and send")).to_be_visible()
    look()
    assert not found, "\n".join(found)


def test_story_is_edited_and_approved_without_scripts(new_page, live_server):
    submission = submission_in("submitted")
    page = new_page(java_script_enabled=False)
    sign_in(page, live_server)
    page.goto(live_server.url + LIST)
    with follow(page):
        page.get_by_role("link", name=submission.reference).click()
    page.get_by_label("Headline").fill("Three cars, forty homes")
    with follow(page):
        page.get_by_role("button", name="Save the page").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    assert StoryText.objects.get().headline == "Three cars, forty homes"
    with follow(page):
        page.get_by_role("link", name="Approve and ask for sign-off").click()
    page.get_by_label("Subject").fill("The page is ready")
    with follow(page):
        page.get_by_role("button", name="Save and send").click()
    expect(page.get_by_text("Approved: the person is asked to sign off the page.")).to_be_visible()
    message = Message.objects.get(kind="spotlight.sign_off")
    assert (message.subject, message.state) == ("The page is ready", "queued")


def test_changes_are_asked_for_with_the_keyboard_alone(page, live_server):
    submission = submission_in("submitted")
    sign_in(page, live_server)
    page.goto(live_server.url + decide_url(submission, "request-changes"))
    page.locator("#id_meaning").focus()
    page.keyboard.type("Who are the neighbours?")
    page.get_by_role("button", name="Go on to the e-mail").focus()
    with follow(page):
        page.keyboard.press("Enter")
    expect(page.get_by_text("Step 2 of 2")).to_be_visible()
    page.locator("#id_subject").focus()
    with follow(page):
        page.keyboard.press("Enter")  # decides nothing
    expect(page.get_by_text("Step 2 of 2")).to_be_visible()
    assert Submission.objects.get().state == "submitted"
    page.get_by_role("button", name="Save and send").focus()
    with follow(page):
        page.keyboard.press("Enter")
    expect(page.get_by_text("The team is asked for changes.")).to_be_visible()
    assert "Who are the neighbours?" in Message.objects.get(kind="spotlight.changes").body
