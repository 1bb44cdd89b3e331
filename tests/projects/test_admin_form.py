"""A profile is made from eight fields and completed on its page."""

from datetime import date
from decimal import Decimal

import pytest

from projects.models import FormerSlug, Partnership, Project, ProjectText, State
from tests.factories import (
    CountryFactory,
    OrganisationFactory,
    ProgrammeFactory,
    ProjectFactory,
    PublishedProjectFactory,
    ThemeFactory,
)
from tests.projects.staff import LIST, change_url, form_data, signed_in

pytestmark = pytest.mark.django_db
ADD = f"{LIST}add/"


@pytest.fixture
def curator():
    return signed_in("Curator")


def eight(**changes):
    return {
        "acronym": "LAKE",
        "title": "Neighbours at the lake",
        "summary": "Neighbours meet.",
        "original_language": "en",
        "programme": ProgrammeFactory().pk,
        "country_choice": [CountryFactory(code="SE").pk, CountryFactory(code="DE").pk],
        "theme_choice": [ThemeFactory().pk],
        "source": "https://example.org/lakes",
        **changes,
    }


def errors(answer):
    if answer.status_code == 302:
        return {}
    found = {name: list(sentences) for name, sentences in answer.context["adminform"].form.errors.items()}
    for inline in answer.context["inline_admin_formsets"]:
        for number, rows in enumerate(inline.formset.errors):
            found |= {f"{inline.formset.prefix}-{number}-{name}": list(sentences) for name, sentences in rows.items()}
    return found


def test_add_form_shows_exactly_the_eight_fields(curator):
    form = curator.get(ADD).context["adminform"]
    assert [field for fieldset in form.fieldsets for field in fieldset[1]["fields"]] == [
        "acronym",
        "title",
        "summary",
        "original_language",
        "programme",
        "country_choice",
        "theme_choice",
        "source",
    ]


def test_eight_fields_make_a_profile_and_publish_it(curator):
    answer = curator.post(ADD, eight(_publish="1"), follow=True)
    project = Project.objects.get()
    assert answer.redirect_chain == [(change_url(project), 302)]
    assert "“LAKE” is online." in [str(message) for message in answer.context["messages"]]
    assert project.state == State.PUBLISHED
    assert project.slug == "lake"
    assert [(text.language, text.title, text.summary) for text in project.texts.all()] == [
        ("en", "Neighbours at the lake", "Neighbours meet.")
    ]
    assert sorted(row.country.code for row in project.country_rows.all()) == ["DE", "SE"]
    assert [row.tag.name for row in project.theme_rows.all()] == ["Ageing"]


def test_saving_without_publishing_leaves_a_draft(curator):
    curator.post(ADD, eight(_save="1"))
    assert Project.objects.get().state == State.DRAFT


def test_publishing_an_unfinished_new_profile_keeps_the_draft_and_says_what_is_missing(curator):
    answer = curator.post(ADD, eight(summary="", theme_choice=[], _publish="1"), follow=True)
    assert Project.objects.get().state == State.DRAFT
    said = [str(message) for message in answer.context["messages"]]
    assert "Write a summary in the original language." in said
    assert "Choose at least one theme." in said


def test_editor_may_save_but_not_publish():
    signed_in("Editor").post(ADD, eight(_publish="1"))
    assert Project.objects.get().state == State.DRAFT


def test_profile_without_any_name_is_refused(curator):
    answer = curator.post(ADD, eight(acronym="", title=""))
    assert errors(answer) == {"acronym": ["Write an acronym or a full title."]}
    assert Project.objects.count() == 0


def test_namesake_gets_an_address_of_its_own(curator):
    ProjectFactory(acronym="LAKE", slug="lake")
    curator.post(ADD, eight())
    assert sorted(Project.objects.values_list("slug", flat=True)) == ["lake", "lake-2"]


def test_saving_an_unchanged_form_changes_nothing(curator):
    project = PublishedProjectFactory(
        start_date=date(2016, 3, 1),
        start_precision="month",
        end_date=date(2019, 2, 28),
        end_precision="month",
        total_budget=Decimal("4860664.11"),
        total_budget_precision="exact",
        eu_funding=Decimal(2400000),
        eu_funding_precision="rounded",
        countries=["SE"],
        texts={"de": {"title": "Nachbarn am See"}},
        lead=OrganisationFactory(),
    )
    before = Project.objects.filter(pk=project.pk).values().get()
    texts = list(ProjectText.objects.order_by("pk").values())
    answer = curator.post(change_url(project), form_data(curator, change_url(project)))
    assert answer.status_code == 302, errors(answer)
    after = Project.objects.filter(pk=project.pk).values().get()
    assert {name: after[name] for name in after if after[name] != before[name]}.keys() == {"updated_at"}
    assert list(ProjectText.objects.order_by("pk").values()) == texts
    assert ProjectText.history.filter(history_type="~").count() == 0


def test_dates_and_amounts_are_taken_as_people_write_them(curator):
    project = ProjectFactory()
    data = form_data(curator, change_url(project)) | {
        "start_date": "March 2016",
        "end_date": "02/2019",
        "total_budget": "4.860.664,11",
        "eu_funding": "about 2.4 million",
    }
    answer = curator.post(change_url(project), data)
    assert answer.status_code == 302, errors(answer)
    project.refresh_from_db()
    assert (project.start_date, project.start_precision) == (date(2016, 3, 1), "month")
    assert (project.end_date, project.end_precision) == (date(2019, 2, 28), "month")
    assert (project.total_budget, project.total_budget_precision) == (Decimal("4860664.11"), "exact")
    assert (project.eu_funding, project.eu_funding_precision) == (Decimal("2400000.00"), "rounded")


def test_emptied_figures_become_unknown(curator):
    project = ProjectFactory(
        start_date=date(2016, 1, 1), start_precision="year", eu_funding=Decimal(5), eu_funding_precision="exact"
    )
    data = form_data(curator, change_url(project)) | {"start_date": "", "eu_funding": ""}
    assert curator.post(change_url(project), data).status_code == 302
    project.refresh_from_db()
    assert (project.start_date, project.start_precision) == (None, "")
    assert (project.eu_funding, project.eu_funding_precision) == (None, "")


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            {"start_date": "2019", "end_date": "2016"},
            {"end_date": ["The end must not come before the start."]},
        ),
        (
            {"total_budget": "1000", "eu_funding": "2000"},
            {"eu_funding": ["The EU funding cannot be larger than the total budget."]},
        ),
        (
            {"start_date": "soon"},
            {"start_date": ["Write a date as 2016, March 2016 or 1.3.2016, with as much as is known."]},
        ),
        ({"slug": "map"}, {"slug": ["“map” is a page of the directory; choose another address."]}),
        ({"slug": "other"}, {"slug": ["Another profile has this address; choose another one."]}),
        ({"keep_id": "7"}, {"keep_id": ["Another profile has this keep.eu number."]}),
        ({"checked_on": "2999-01-01"}, {"checked_on": ["“Checked on” cannot lie in the future."]}),
    ],
)
def test_wrong_values_are_refused_beside_their_field(curator, changes, expected):
    ProjectFactory(slug="other", keep_id=7)
    project = ProjectFactory()
    data = form_data(curator, change_url(project)) | changes
    assert errors(curator.post(change_url(project), data)) == expected


def test_changed_address_leaves_a_former_one(curator):
    project = ProjectFactory(slug="lake")
    data = form_data(curator, change_url(project)) | {"slug": "Sea"}
    assert curator.post(change_url(project), data).status_code == 302
    assert Project.objects.get().slug == "sea"
    assert list(FormerSlug.objects.values_list("slug", flat=True)) == ["lake"]


def test_former_address_of_another_profile_is_refused(curator):
    other = ProjectFactory(slug="lake")
    Project.objects.filter(pk=other.pk).update(slug="sea")
    project = ProjectFactory()
    data = form_data(curator, change_url(project)) | {"slug": "lake"}
    assert list(errors(curator.post(change_url(project), data))) == ["slug"]


@pytest.mark.parametrize(
    ("field", "sentence"),
    [
        ("summary", "A public profile keeps a summary in the original language."),
        ("programme", "A public profile keeps its programme."),
        ("theme_choice", "A public profile keeps at least one theme."),
        ("source", "A public profile keeps its source."),
    ],
)
def test_public_profile_stays_complete(curator, field, sentence):
    project = PublishedProjectFactory()
    data = form_data(curator, change_url(project))
    data.pop(field)
    assert errors(curator.post(change_url(project), data)) == {field: [sentence]}


def test_corrected_language_moves_the_words(curator):
    project = ProjectFactory(original_language="en", title="Grannar vid sjön")
    data = form_data(curator, change_url(project)) | {"original_language": "sv"}
    assert curator.post(change_url(project), data).status_code == 302
    assert list(ProjectText.objects.values_list("language", "title")) == [("sv", "Grannar vid sjön")]


def test_changing_to_a_language_with_a_text_keeps_both_texts(curator):
    project = ProjectFactory(title="Neighbours", texts={"sv": {"title": "Grannar"}})
    data = form_data(curator, change_url(project)) | {"original_language": "sv"}
    answer = curator.post(change_url(project), data)
    assert answer.status_code == 302, errors(answer)
    assert Project.objects.get().original_language == "sv"
    texts = ProjectText.objects.order_by("language").values_list("language", "title")
    assert list(texts) == [("en", "Neighbours"), ("sv", "Grannar")]


def test_changing_language_and_words_at_once_is_refused(curator):
    project = ProjectFactory(texts={"sv": {"title": "Grannar"}})
    data = form_data(curator, change_url(project)) | {"original_language": "sv", "title": "New"}
    assert list(errors(curator.post(change_url(project), data))) == ["original_language"]


def test_second_text_in_the_original_language_is_refused(curator):
    project = ProjectFactory()
    data = form_data(curator, change_url(project))
    data |= {
        "texts-TOTAL_FORMS": "1",
        "texts-0-language": "en",
        "texts-0-title": "Again",
        "texts-0-project": project.pk,
    }
    answer = curator.post(change_url(project), data)
    assert answer.status_code == 200
    assert "This is the original language; write its words in the fields above." in answer.content.decode()
    assert ProjectText.objects.count() == 1


def test_text_in_another_language_is_added(curator):
    project = ProjectFactory()
    data = form_data(curator, change_url(project))
    data |= {
        "texts-TOTAL_FORMS": "1",
        "texts-0-language": "de",
        "texts-0-title": "Nachbarn",
        "texts-0-project": project.pk,
    }
    assert curator.post(change_url(project), data).status_code == 302
    assert sorted(ProjectText.objects.values_list("language", "title")) == [
        ("de", "Nachbarn"),
        ("en", "Neighbours at the lake"),
    ]


def test_leads_swap_in_one_go(curator):
    project = ProjectFactory()
    first = Partnership.objects.create(project=project, organisation=OrganisationFactory(), role="lead")
    second = Partnership.objects.create(project=project, organisation=OrganisationFactory(), role="partner")
    for roles in (("partner", "lead"), ("lead", "partner")):
        data = form_data(curator, change_url(project))
        data |= {"partnerships-0-role": roles[0], "partnerships-1-role": roles[1]}
        answer = curator.post(change_url(project), data)
        assert answer.status_code == 302
        assert tuple(Partnership.objects.order_by("pk").values_list("role", flat=True)) == roles
    assert {first.pk, second.pk} == set(Partnership.objects.values_list("pk", flat=True))


def test_two_leads_are_refused(curator):
    project = ProjectFactory()
    for role in ("lead", "partner"):
        Partnership.objects.create(project=project, organisation=OrganisationFactory(), role=role)
    data = form_data(curator, change_url(project)) | {"partnerships-1-role": "lead"}
    answer = curator.post(change_url(project), data)
    assert "A project has at most one lead partner." in answer.content.decode()
    assert Partnership.objects.filter(role="lead").count() == 1


@pytest.mark.parametrize(("written", "stored"), [("", None), ("0", Decimal(0)), ("12,500.50", Decimal("12500.50"))])
def test_partner_budget_tells_unpublished_from_zero(curator, written, stored):
    project = ProjectFactory(lead=OrganisationFactory())
    data = form_data(curator, change_url(project)) | {"partnerships-0-budget": written}
    assert curator.post(change_url(project), data).status_code == 302
    assert Partnership.objects.get().budget == stored


def test_changes_are_recorded_with_the_person():
    client = signed_in("Curator")
    client.post(ADD, eight())
    project = Project.objects.get()
    client.post(change_url(project), form_data(client, change_url(project)) | {"title": "Neighbours at the sea"})
    records = ProjectText.history.order_by("history_date").values_list("title", "history_user__username")
    name = Project.history.first().history_user.username
    assert list(records) == [("Neighbours at the lake", name), ("Neighbours at the sea", name)]
