"""Two themes, or two organisations, become one."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from projects.merging import merge_organisations, merge_themes, preview_themes
from projects.models import Partnership, ProjectTheme
from tests.factories import OrganisationFactory, ProjectFactory, ThemeFactory, UserFactory
from tests.projects.staff import signed_in
from vocabulary.models import Organisation, Theme, ThemeLabel

pytestmark = pytest.mark.django_db


@pytest.fixture
def themes():
    going = ThemeFactory(name="Elders", labels={"en": ("Elders", ["aged people"]), "sv": ("Äldre", [])})
    going.keep_themes = ["Demographic change"]
    going.save()
    staying = ThemeFactory(name="Ageing", labels={"en": ("Ageing", ["older people"])})
    return going, staying


def test_merged_theme_hands_over_profiles_and_words(themes):
    going, staying = themes
    only, both, other = (ProjectFactory() for _ in range(3))
    for project, tags in ((only, [going]), (both, [going, staying]), (other, [staying])):
        for tag in tags:
            ProjectTheme.objects.create(content_object=project, tag=tag)
    done = merge_themes(going, staying, by=UserFactory())
    assert (done.moved, done.doubled) == (1, 1)
    assert list(Theme.objects.values_list("name", flat=True)) == ["Ageing"]
    rows = ProjectTheme.objects.order_by("content_object").values_list("content_object", "tag__name")
    assert list(rows) == [(project.pk, "Ageing") for project in (only, both, other)]
    labels = {label.language: (label.label, label.synonyms) for label in ThemeLabel.objects.all()}
    assert labels == {
        "en": ("Ageing", ["older people", "Elders", "aged people"]),
        "sv": ("Ageing", ["Äldre"]),
    }
    assert Theme.objects.get().keep_themes == ["Demographic change"]


def test_merging_is_recorded_with_the_person(themes):
    going, staying = themes
    ProjectTheme.objects.create(content_object=ProjectFactory(), tag=going)
    person = UserFactory(username="merger")
    merge_themes(going, staying, by=person)
    assert ProjectTheme.history.filter(history_type="~").get().history_user == person
    assert Theme.history.filter(history_type="-").get().history_user == person


def test_preview_changes_nothing(themes):
    going, staying = themes
    ProjectTheme.objects.create(content_object=ProjectFactory(), tag=going)
    plan = preview_themes(going, staying)
    assert (plan.moved, plan.doubled) == (1, 0)
    assert plan.words == {"en": ["Elders", "aged people"], "sv": ["Äldre"]}
    assert ProjectTheme.objects.get().tag == going


def test_theme_is_not_merged_with_itself(themes):
    going, _staying = themes
    with pytest.raises(ValidationError) as refusal:
        merge_themes(going, going, by=UserFactory())
    assert refusal.value.code == "same"
    assert Theme.objects.count() == 2


def test_search_finds_profiles_under_the_theme_that_stays(themes):
    going, staying = themes
    project = ProjectFactory()
    ProjectTheme.objects.create(content_object=project, tag=going)
    merge_themes(going, staying, by=UserFactory())
    assert list(type(project).objects.filter(theme_rows__tag__labels__synonyms__contains=["Äldre"])) == [project]


def test_merged_organisation_hands_over_partnerships_and_its_name():
    going = OrganisationFactory(name="Town of Lake, social services", sector="public")
    staying = OrganisationFactory(name="Lake Town")
    moved, both, other = (ProjectFactory() for _ in range(3))
    Partnership.objects.create(project=moved, organisation=going, role="lead")
    Partnership.objects.create(project=both, organisation=going, role="lead", budget=Decimal(100))
    Partnership.objects.create(project=both, organisation=staying, role="partner")
    Partnership.objects.create(project=other, organisation=staying, role="associated")
    done = merge_organisations(going, staying, by=UserFactory())
    assert (done.moved, done.doubled) == (1, 1)
    body = Organisation.objects.get()
    assert (body.name, body.other_names, body.sector) == ("Lake Town", ["Town of Lake, social services"], "public")
    rows = Partnership.objects.order_by("project").values_list("project", "role", "budget")
    assert list(rows) == [
        (moved.pk, "lead", None),
        (both.pk, "lead", Decimal("100.00")),
        (other.pk, "associated", None),
    ]


def test_contradicting_budgets_stop_the_merger():
    going, staying = OrganisationFactory(), OrganisationFactory()
    project = ProjectFactory(acronym="LAKE")
    Partnership.objects.create(project=project, organisation=going, budget=Decimal(100))
    Partnership.objects.create(project=project, organisation=staying, budget=Decimal(0))
    with pytest.raises(ValidationError) as refusal:
        merge_organisations(going, staying, by=UserFactory())
    assert refusal.value.messages == [
        "Both are partners of “LAKE”, with different budgets. Decide there first which one is right."
    ]
    assert Organisation.objects.count() == 2


@pytest.mark.parametrize("group", ["Editor", "Translator", None])
def test_merging_needs_the_right_to_delete(themes, group):
    going, staying = themes
    client = signed_in(group)
    address = f"/admin/vocabulary/theme/{going.pk}/merge/"
    assert client.get(address).status_code == 403
    assert client.post(address, {"into": staying.pk}).status_code == 403
    assert Theme.objects.count() == 2


def test_merge_page_asks_shows_and_does(themes):
    going, staying = themes
    ProjectTheme.objects.create(content_object=ProjectFactory(), tag=going)
    client = signed_in("Curator")
    address = f"/admin/vocabulary/theme/{going.pk}/merge/"
    assert client.get(address).context["plan"] is None
    assert client.get(address, {"into": staying.pk}).context["plan"].moved == 1
    assert Theme.objects.count() == 2
    answer = client.post(address, {"into": staying.pk}, follow=True)
    assert [str(message) for message in answer.context["messages"]] == ["“Elders” is now part of “Ageing”."]
    assert list(Theme.objects.all()) == [staying]


def test_merge_page_explains_a_refusal(themes):
    going, _staying = themes
    client = signed_in("Curator")
    answer = client.post(f"/admin/vocabulary/theme/{going.pk}/merge/", {"into": going.pk})
    assert "Choose two different entries." in answer.content.decode()


def test_used_theme_is_merged_not_deleted(themes):
    going, _staying = themes
    ProjectTheme.objects.create(content_object=ProjectFactory(), tag=going)
    client = signed_in("Curator")
    address = f"/admin/vocabulary/theme/{going.pk}/delete/"
    assert "merge it into another entry instead" in client.get(address).content.decode()
    client.post(address, {"post": "yes"})
    assert Theme.objects.count() == 2


def test_unused_theme_is_deleted(themes):
    going, staying = themes
    signed_in("Curator").post(f"/admin/vocabulary/theme/{going.pk}/delete/", {"post": "yes"})
    assert list(Theme.objects.all()) == [staying]
