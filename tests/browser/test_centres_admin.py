"""Curating centres in Chromium: the pages fit every screen, break no policy, pass axe, and work by keyboard alone."""

import uuid

import pytest
from playwright.sync_api import expect

from centres import column
from centres.models import Cell, Proposal
from tests.browser_fixtures import WCAG
from tests.browsing import follow, sign_in, wait_until_it_stands
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    NeedFactory,
    NeedGroupFactory,
    NetworkFactory,
    OrganisationFactory,
    answered,
    superuser,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
ROOM = "/admin/centres"


@pytest.fixture
def paths():
    """Every kind of page, with long words and everything on it."""
    long = "Nachbarschaftshilfegenossenschaft" * 4
    centre = CentreFactory(name_en=f"Lake Help {long}", texts={"en": "Helps neighbours."})
    body = OrganisationFactory(country=centre.country)
    consortium = ConsortiumFactory(members=[body], countries=["SE", "LV"])
    network = NetworkFactory(members=[body])
    need = NeedFactory(label=f"Boats for {long}", group=NeedGroupFactory(slug="water"))
    cell = answered(centre, need, "yes", url=f"https://example.org/{'x' * 120}", statement=long, said_by="Ansa")
    NeedFactory(group=NeedGroupFactory(slug="roads"), state="draft")
    row = {"kind": "service", "key": uuid.uuid4(), "language": "en", "answer": "no", "url": "https://example.org/no"}
    proposal = Proposal.objects.create(centre=centre, need=need, **row)
    wish = Proposal.objects.create(kind="need", key=uuid.uuid4(), language="en", title="More boats", text=long)
    link = column.invite(centre, by=superuser(), email="centre@example.org")
    return [
        f"{ROOM}/centre/",
        f"{ROOM}/centre/add/",
        f"{ROOM}/centre/{centre.pk}/change/",
        f"{ROOM}/centre/{centre.pk}/matrix/",
        f"{ROOM}/centre/{centre.pk}/history/",
        f"{ROOM}/centre/services/upload/",
        f"{ROOM}/consortium/{consortium.pk}/change/",
        f"{ROOM}/network/{network.pk}/change/",
        f"{ROOM}/need/{need.pk}/change/",
        f"{ROOM}/cell/",
        f"{ROOM}/cell/{cell.pk}/change/",
        f"{ROOM}/proposal/",
        f"{ROOM}/proposal/{proposal.pk}/change/",
        f"{ROOM}/proposal/{wish.pk}/change/",
        f"{ROOM}/columnlink/",
        f"{ROOM}/columnlink/add/",
        f"{ROOM}/columnlink/{link.pk}/change/",
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
def test_pages_pass_axe(new_page, live_server, violations, paths, width, scheme):
    # axe puts a style of its own into the page; what the policy says about ours is tested above.
    page = new_page(viewport={"width": width, "height": 900}, color_scheme=scheme, bypass_csp=True)
    sign_in(page, live_server)
    found = []
    for path in paths:
        page.goto(f"{live_server.url}{path}")
        found += violations(page, rules=WCAG, own_styles_only=True)
    assert found == []


def test_answer_is_given_by_keyboard_and_a_mistake_shown_where_it_is(new_page, live_server, violations):
    centre, need = CentreFactory(), NeedFactory(label="Boats")
    page = new_page(viewport={"width": 820, "height": 900}, bypass_csp=True)
    page.expected_problems.append("422")
    sign_in(page, live_server)
    page.goto(f"{live_server.url}{ROOM}/centre/{centre.pk}/matrix/")
    page.locator(f"#id_need-{need.pk}-says").focus()
    page.keyboard.type("yes, d")
    page.locator(f"#id_need-{need.pk}-says").press("Tab")
    with follow(page):
        page.get_by_role("button", name="Save the answers").press("Enter")
    expect(page.get_by_role("alert")).to_be_visible()
    assert violations(page, rules=WCAG, own_styles_only=True) == []
    page.get_by_role("alert").get_by_role("link", name="Boats").press("Enter")
    expect(page.locator(f"#id_need-{need.pk}-says")).to_have_value("delivered")
    page.get_by_label("Link").fill("https://example.org/boats")
    with follow(page):
        page.get_by_role("button", name="Save the answers").press("Enter")
    expect(page.locator(".messagelist .success")).to_be_visible()
    assert Cell.objects.get().level == "delivered"
