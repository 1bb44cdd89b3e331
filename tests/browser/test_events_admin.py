"""Looking after events in Chromium: pages fit every screen, break no policy, pass axe, and work by keyboard alone."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from events.models import Event, Invitation, PeopleMessage, Question, Registration, Series, Session
from tests.factories import (
    CentreFactory,
    EventFactory,
    OpenEventFactory,
    OrganisationFactory,
    RegistrationFactory,
    superuser,
)
from vocabulary.models import MacroRegion

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOM = "/admin/events"
AXE = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "preload": False,  # axe would look for what Django's style sheets import under the address of the page
}


def violations(page):
    found = Axe().run(page, context="main", options=AXE).response["violations"]
    return [f"{page.url}: {rule['id']} {node['target']}" for rule in found for node in rule["nodes"]]


def sign_in(page, live_server):
    user = User.objects.create_user("browser", is_staff=True)
    user.groups.add(Group.objects.get(name="Event organiser"))
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])


@pytest.fixture
def event():
    """An event with long words and everything on it."""
    long = "Nachbarschaftshilfegenossenschaft" * 4
    event = OpenEventFactory(
        title=f"Workshop {long}",
        capacity=3,
        admits=True,
        series=Series.objects.create(slug="days", name=f"Days {long}"),
        organisers=[OrganisationFactory()],
    )
    session = Session.objects.create(event=event, day=event.first_day, start_time="09:00", title=f"Welcome {long}")
    session.speakers.create(name="Ada Reed", role=long)
    question = Question.objects.create(event=event, label=f"Which boat? {long}", kind="choice", options="red\nblue")
    for place in ("confirmed", "offered", "waiting", "requested"):
        row = RegistrationFactory(event=event, place=place, organisation=long, access_needs="A ramp")
    row.answers.create(question=question, text="red")
    Invitation.objects.create(
        event=event, email=f"{'x' * 50}@lake.example.org", name=long, created_at=timezone.now(), created_by=superuser()
    )
    PeopleMessage.objects.create(
        event=event, audience="all", subject="Boats", body="Red.", reached=2, key=row.key, sent_at=timezone.now(),
        sent_by=superuser(),
    )  # fmt: skip
    return event


@pytest.fixture
def paths(event):
    """Every kind of page."""
    asking = Registration.objects.get(place="requested")
    draft = EventFactory(state="draft", source="")
    cancelled = OpenEventFactory(state="cancelled")
    RegistrationFactory(event=cancelled)
    own = f"{ROOM}/event/{event.pk}"
    return [
        f"{ROOM}/event/",
        f"{ROOM}/event/add/",
        f"{own}/change/",
        f"{own}/history/",
        f"{own}/cancel/",
        f"{own}/copy/",
        f"{own}/invite/",
        f"{own}/people/add/",
        f"{own}/people/message/",
        f"{own}/people/print/",
        f"{ROOM}/event/{draft.pk}/change/",
        f"{ROOM}/event/{draft.pk}/preview/",
        f"{ROOM}/event/{cancelled.pk}/change/",
        f"{ROOM}/registration/?event={event.pk}",
        f"{ROOM}/registration/{asking.pk}/change/",
        f"{ROOM}/registration/{asking.pk}/cancel/",
        f"{ROOM}/registration/refuse/?pk={asking.pk}",
        f"{ROOM}/invitation/?event={event.pk}",
        f"{ROOM}/series/",
    ]


def open_page(page, live_server, path):
    page.goto(f"{live_server.url}{path}", wait_until="networkidle")
    expect(page).to_have_url(f"{live_server.url}{path}")


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (820, "dark"), (1440, "dark")])
def test_pages_fit_their_screen_and_break_no_policy(new_page, live_server, paths, width, scheme):
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme)
    sign_in(page, live_server)
    too_wide = {}
    for path in paths:
        open_page(page, live_server, path)
        over = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if over > 0:
            too_wide[path] = over
    assert too_wide == {}, "\n".join(map(str, too_wide.items()))


@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_pages_pass_axe(new_page, live_server, paths, width, scheme):
    # axe puts a style of its own into the page; what the policy says about ours is tested above.
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    sign_in(page, live_server)
    found = []
    for path in paths:
        open_page(page, live_server, path)
        found += violations(page)
    assert found == [], "\n".join(found)


def press(page, name):
    """Press a button by keyboard and wait for the page it leads to."""
    with page.expect_navigation():
        page.get_by_role("button", name=name, exact=True).press("Enter")


def test_event_is_cancelled_by_keyboard_with_the_mail_seen_first(new_page, live_server, event):
    page = new_page(viewport={"width": 820, "height": 900}, bypass_csp=True)
    page.expected_problems.append("422")
    sign_in(page, live_server)
    own = f"{live_server.url}{ROOM}/event/{event.pk}"
    page.goto(f"{own}/change/")
    press(page, "Cancel the event …")
    expect(page).to_have_url(re.compile(r"/cancel/\??$"))
    press(page, "Go on")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Reason").fill("The ice is too thin.")
    press(page, "Go on")
    expect(page.get_by_role("heading", name="The e-mail to 4 people")).to_be_visible()
    assert violations(page) == []
    press(page, "Save and send")
    expect(page).to_have_url(f"{own}/change/")
    expect(page.locator(".messagelist")).to_contain_text("4 people are told by e-mail.")
    assert Event.objects.get(pk=event.pk).state == "cancelled"


def test_people_are_admitted_and_invited_by_keyboard(new_page, live_server, event):
    macro = MacroRegion.objects.create(slug="lakes", acronym="LAKES")
    macro.countries.add(CentreFactory(contact_email="centre@lake.example.org").country)
    page = new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    sign_in(page, live_server)
    people = f"{live_server.url}{ROOM}/registration/?event={event.pk}"
    page.goto(f"{people}&place=requested")
    page.locator("#result_list .action-select").press("Space")
    page.locator("select[name=action]").select_option("admit_selected")
    press(page, "Go")
    expect(page.locator(".messagelist")).to_contain_text("1 person was admitted.")
    page.goto(f"{live_server.url}{ROOM}/event/{event.pk}/invite/")
    page.get_by_label("The competence centres of a macro-region").select_option(str(macro.pk))
    press(page, "See whom this reaches")
    expect(page.get_by_role("heading", name="1 new invitation")).to_be_visible()
    assert violations(page) == []
    page.get_by_label("Subject").fill("Come to the lake")
    press(page, "Save and send")
    expect(page.locator(".messagelist")).to_contain_text("1 invitation was sent.")
    assert violations(page) == []
    assert Invitation.objects.exclude(sent_at=None).get().email == "centre@lake.example.org"
