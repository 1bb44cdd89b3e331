"""The list of profiles: columns, filters, search and what is done with many at once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from projects.models import Project, ProjectTheme, State
from tests.factories import OrganisationFactory, ProgrammeFactory, ProjectFactory, PublishedProjectFactory, ThemeFactory
from tests.projects.staff import LIST, signed_in

pytestmark = pytest.mark.django_db
QUERIES = 17


@pytest.fixture
def curator():
    return signed_in("Curator")


def shown(client, query=""):
    return sorted(project.acronym for project in client.get(f"{LIST}?{query}").context["cl"].result_list)


def act(client, action, projects, **data):
    data |= {"action": action, "_selected_action": [project.pk for project in projects]}
    answer = client.post(LIST, data, follow=True)
    return [str(message) for message in answer.context["messages"]]


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries(curator, django_assert_num_queries, rows):
    for number in range(rows):
        ProjectFactory(countries=["SE", "DE"], themes=["Ageing", f"Theme {number}"], acronym="", slug=f"p-{number}")
    curator.get(LIST)  # the first page of a process fills Django's caches
    with django_assert_num_queries(QUERIES):
        curator.get(LIST)


def test_list_shows_completeness_in_per_cent(curator):
    ProjectFactory(acronym="THIN", programme=None, source="")  # acronym, title and summary of 14 points
    PublishedProjectFactory(acronym="MORE", countries=["SE"], checked_on=timezone.localdate())  # eight points
    rows = {project.acronym: project.completeness for project in curator.get(LIST).context["cl"].result_list}
    assert rows == {"THIN": 21, "MORE": 57}


@pytest.mark.parametrize(
    ("query", "acronyms"),
    [
        ("", ["DRAFT", "LIVE", "OLD"]),
        ("state=draft", ["DRAFT"]),
        ("state=published", ["LIVE"]),
        ("state=nonsense", ["DRAFT", "LIVE", "OLD"]),
        ("theme=ageing", ["LIVE", "OLD"]),
        ("theme=none", ["DRAFT"]),
        ("country=SE", ["LIVE"]),
        ("country=none", ["DRAFT", "OLD"]),
        ("period=2014-2020", ["LIVE", "OLD"]),
        ("check=overdue", ["LIVE"]),
        ("check=never", ["DRAFT", "LIVE"]),
        ("check=checked", ["OLD"]),
        ("completeness=thin", ["DRAFT"]),
        ("completeness=part", ["LIVE", "OLD"]),
        ("completeness=full", []),
        ("lacking=programme", ["DRAFT"]),
        ("lacking=partners", ["DRAFT", "OLD"]),
        ("q=lakeside", ["LIVE"]),
        ("q=harbour", ["DRAFT"]),
        ("q=nothing+like+it", []),
        ("theme=ageing&country=SE", ["LIVE"]),
    ],
)
def test_filters_and_search_narrow_the_list(curator, query, acronyms):
    ProjectFactory(acronym="DRAFT", programme=None, title="Harbour", summary="")
    PublishedProjectFactory(acronym="LIVE", countries=["SE"], lead=OrganisationFactory(name="Lakeside Association"))
    PublishedProjectFactory(acronym="OLD", state=State.ARCHIVED, checked_on=timezone.localdate())
    assert shown(curator, query) == acronyms


def test_check_is_overdue_after_a_year_and_only_for_public_profiles(curator):
    today = timezone.localdate()
    PublishedProjectFactory(acronym="FRESH", checked_on=today - timedelta(days=365))
    PublishedProjectFactory(acronym="LATE", checked_on=today - timedelta(days=366))
    ProjectFactory(acronym="DRAFT", checked_on=today - timedelta(days=900))
    assert shown(curator, "check=overdue") == ["LATE"]


@pytest.mark.parametrize(
    "query", ["state=%27", "theme=%FF", "period=9999999999999999999999", "updated_at__year=x", "p=x"]
)
def test_broken_addresses_never_break_the_list(curator, query):
    ProjectFactory()
    assert curator.get(f"{LIST}?{query}", follow=True).status_code == 200


def test_publishing_many_reports_the_count_and_names_the_refused(curator):
    ready = [ProjectFactory(themes=["Ageing"]) for _ in range(2)]
    thin = ProjectFactory(acronym="THIN")
    said = act(curator, "publish_selected", [*ready, thin])
    assert said == ["THIN: Choose at least one theme.", "2 profiles were published."]
    assert sorted(Project.objects.filter(state=State.PUBLISHED).values_list("pk", flat=True)) == [p.pk for p in ready]


def test_archiving_and_restoring_go_through_the_doors(curator):
    live, draft = PublishedProjectFactory(acronym="LIVE"), ProjectFactory(acronym="DRAFT")
    assert act(curator, "archive_selected", [live, draft]) == [
        "“DRAFT” is draft; this step is not possible now.",
        "1 profile was archived.",
    ]
    assert act(curator, "restore_selected", [live]) == ["1 profile is public again."]
    live.refresh_from_db()
    assert live.state == State.PUBLISHED


def test_adding_a_theme_counts_what_changed(curator):
    theme = ThemeFactory(name="Housing")
    projects = [ProjectFactory(), ProjectFactory(themes=["Housing"])]
    assert act(curator, "add_theme", projects, theme=theme.pk) == [
        "1 profile got the theme “Housing”.",
        "1 already was as wished.",
    ]
    assert ProjectTheme.objects.filter(tag=theme).count() == 2


def test_removing_a_theme_leaves_public_profiles_their_last_one(curator):
    theme = ThemeFactory(name="Ageing")
    last, draft = PublishedProjectFactory(acronym="LIVE"), ProjectFactory(themes=["Ageing"])
    assert act(curator, "remove_theme", [last, draft], theme=theme.pk) == [
        "1 profile lost the theme “Ageing”.",
        "“LIVE” keeps its last theme, because it is public or scheduled.",
    ]
    assert list(ProjectTheme.objects.values_list("content_object", flat=True)) == [last.pk]


@pytest.mark.parametrize(
    ("theme", "sentence"),
    [
        ("", "Choose a theme beside the action first. Nothing was changed."),
        ("999999", "No action selected."),
        ("x", "No action selected."),
    ],
)
def test_theme_actions_without_a_theme_change_nothing(curator, theme, sentence):
    project = ProjectFactory(themes=["Ageing"])
    assert act(curator, "remove_theme", [project], theme=theme) == [sentence]
    assert project.theme_rows.count() == 1


def test_deleting_many_stops_at_a_profile_that_was_public(curator):
    draft, live = ProjectFactory(), PublishedProjectFactory(acronym="LIVE")
    data = {"action": "delete_selected", "_selected_action": [draft.pk, live.pk]}
    page = curator.post(LIST, data).content.decode()
    assert "LIVE: was public; archive it instead" in page
    curator.post(LIST, {**data, "post": "yes"})
    assert Project.objects.count() == 2


def test_deleting_drafts_works(curator):
    draft, other = ProjectFactory(), ProjectFactory()
    curator.post(LIST, {"action": "delete_selected", "_selected_action": [draft.pk], "post": "yes"})
    assert list(Project.objects.all()) == [other]


def test_programme_of_another_period_is_not_mixed_up(curator):
    old = ProgrammeFactory(slug="lakes-2007", period__slug="2007-2013")
    ProjectFactory(acronym="OLD", programme=old)
    ProjectFactory(acronym="NEW")
    assert shown(curator, "period=2007-2013") == ["OLD"]


def test_list_is_sorted_by_completeness(curator):
    PublishedProjectFactory(acronym="MORE", countries=["SE"])
    ProjectFactory(acronym="THIN", programme=None, source="")
    for order, acronyms in (("o=4", ["THIN", "MORE"]), ("o=-4", ["MORE", "THIN"])):
        assert [row.acronym for row in curator.get(f"{LIST}?{order}").context["cl"].result_list] == acronyms
