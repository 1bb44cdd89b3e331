"""The admin in Chromium: under the strict policy nothing complains, on a telephone and on a desk, light and dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth.models import Group, User
from django.test import Client

from projects.models import Project, ProjectTheme, State
from tests.factories import CountryFactory, OrganisationFactory, ProgrammeFactory, PublishedProjectFactory, ThemeFactory
from tests.projects.staff import LIST, change_url

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# The boxes get their names once all of them stand.
NAMED = """() => [...document.querySelectorAll(".select2-selection")].every(
    (each) => each.hasAttribute("aria-label") || (each.getAttribute("aria-labelledby") || "").includes("_label"))"""


def sign_in(page, live_server, group="Curator"):
    user = User.objects.create_user("browser", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])


def pick(page, field, term, label):
    """Choose in an autocomplete: open, type, take the one that is found."""
    page.locator(f".field-{field} .select2-selection").first.click()
    page.locator(".select2-search__field").fill(term)
    page.locator(".select2-results__option", has_text=label).first.click()


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
    pick(page, "programme", "lak", "Lakes Programme (2014–2020)")
    page.get_by_label("Sweden").check()
    page.get_by_label("Ageing").check()
    page.get_by_label("Source").fill("https://example.org/lakes")
    page.get_by_role("button", name="Save and publish").click()
    page.get_by_text("“LAKE” is online.").wait_for()
    project = Project.objects.get()
    assert project.state == State.PUBLISHED
    assert project.programme is not None


def test_partner_is_added_with_an_autocomplete_and_steps_work(page, live_server):
    project = PublishedProjectFactory(acronym="LAKE")
    OrganisationFactory(name="Lakeside Association")
    sign_in(page, live_server)
    page.goto(live_server.url + change_url(project))
    page.get_by_text("Add another Partner").click()
    pick(page, "organisation", "lakeside", "Lakeside Association")
    page.locator("#id_start_date").fill("March 2016")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()
    assert page.locator("#id_start_date").input_value() == "March 2016"
    assert project.partnerships.get().organisation.name == "Lakeside Association"
    page.get_by_role("button", name="Archive").click()
    page.get_by_text("“LAKE” is archived.").wait_for()


def test_themes_are_merged(page, live_server):
    going = ThemeFactory(name="Elders")
    ThemeFactory(name="Ageing")
    ProjectTheme.objects.create(content_object=PublishedProjectFactory(), tag=going)
    sign_in(page, live_server)
    page.goto(f"{live_server.url}/admin/vocabulary/theme/{going.pk}/change/")
    page.get_by_role("link", name="Merge into another").click()
    page.locator(".select2-selection").click()
    page.locator(".select2-search__field").fill("age")
    page.locator(".select2-results__option", has_text="Ageing").click()
    page.get_by_role("button", name="Show what would move").click()
    page.get_by_role("button", name="Yes, merge them").click()
    page.get_by_text("“Elders” is now part of “Ageing”.").wait_for()


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
    options = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
    findings = []
    for path in paths:
        page.goto(f"{live_server.url}{path}")
        page.wait_for_function(NAMED)
        for violation in Axe().run(page, context="main", options=options).response["violations"]:
            findings += [f"{path}: {violation['id']} {node['target']}" for node in violation["nodes"]]
    assert not findings, "\n".join(findings)
