"""The admin in Chromium: under the strict policy nothing complains, on a telephone and on a desk, light and dark."""

import pytest
from playwright.sync_api import expect

from projects.models import Project, ProjectTheme, State
from tests.browser_fixtures import WCAG
from tests.browsing import follow, pick, sign_in, wait_until_it_stands
from tests.factories import CountryFactory, OrganisationFactory, ProgrammeFactory, PublishedProjectFactory, ThemeFactory
from tests.projects.staff import LIST, change_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_eight_fields_on_one_screen_publish_a_profile(page, live_server):
    ProgrammeFactory(name="Lakes Programme")
    CountryFactory(code="SE")
    ThemeFactory(name="Ageing")
    sign_in(page, live_server)
    page.goto(f"{live_server.url}{LIST}add/")
    page.get_by_label("Acronym").fill("LAKE")
    page.get_by_label("Full title").fill("Neighbours at the lake")
    page.get_by_label("Summary").fill("Neighbours meet.")
    page.get_by_label("Original language").select_option("en")
    pick(page, ".field-programme", "lak", "Lakes Programme (2014–2020)")
    page.get_by_label("Sweden").check()
    page.get_by_label("Ageing").check()
    page.get_by_label("Source").fill("https://example.org/lakes")
    with follow(page):
        page.get_by_role("button", name="Save and publish").click()
    expect(page.get_by_text("“LAKE” is online.")).to_be_visible()
    project = Project.objects.get()
    assert project.state == State.PUBLISHED
    assert project.programme is not None


def test_partner_is_added_with_an_autocomplete_and_steps_work(page, live_server):
    project = PublishedProjectFactory(acronym="LAKE")
    OrganisationFactory(name="Lakeside Association")
    sign_in(page, live_server)
    page.goto(live_server.url + change_url(project))
    page.get_by_text("Add another Partner").click()
    pick(page, ".field-organisation", "lakeside", "Lakeside Association")
    page.locator("#id_start_date").fill("March 2016")
    with follow(page):
        page.get_by_role("button", name="Save and continue editing").click()
    expect(page.get_by_text("was changed successfully")).to_be_visible()
    expect(page.locator("#id_start_date")).to_have_value("March 2016")
    assert project.partnerships.get().organisation.name == "Lakeside Association"
    with follow(page):
        page.get_by_role("button", name="Archive").click()
    expect(page.get_by_text("“LAKE” is archived.")).to_be_visible()


def test_themes_are_merged(page, live_server):
    going = ThemeFactory(name="Elders")
    ThemeFactory(name="Ageing")
    ProjectTheme.objects.create(content_object=PublishedProjectFactory(), tag=going)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/vocabulary/theme/{going.pk}/change/")
    with follow(page):
        page.get_by_role("link", name="Merge into another").click()
    pick(page, "main", "age", "Ageing")
    with follow(page):
        page.get_by_role("button", name="Show what would move").click()
    with follow(page):
        page.get_by_role("button", name="Yes, merge them").click()
    expect(page.get_by_text("“Elders” is now part of “Ageing”.")).to_be_visible()


@pytest.fixture
def paths():
    """Every kind of page staff see."""
    project = PublishedProjectFactory(acronym="LAKE", countries=["SE"], lead=OrganisationFactory())
    theme = ThemeFactory(name="Housing")
    return [
        "/admin/",
        LIST,
        f"{LIST}add/",
        change_url(project),
        change_url(project, "history"),
        f"/admin/projects/projecttext/{project.texts.get().pk}/change/",
        f"/admin/vocabulary/theme/{theme.pk}/change/",
        f"/admin/vocabulary/theme/{theme.pk}/merge/",
        "/admin/vocabulary/sitesettings/1/change/",
        "/staff/second-factor/",
        "/staff/second-factor/app/",
    ]


@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
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
    for path in paths:
        page.goto(f"{live_server.url}{path}")
        found += violations(page, within="main", rules=WCAG)
    assert not found, "\n".join(found)
