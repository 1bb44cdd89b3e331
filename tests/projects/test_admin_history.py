"""The history of a profile with all its parts, and going back to a moment of it."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from projects.models import Partnership, Project, ProjectCountry, ProjectLink, ProjectText, ProjectTheme, State
from projects.restoring import PARTS, restore_to
from tests.factories import CountryFactory, OrganisationFactory, ProjectFactory, PublishedProjectFactory, UserFactory
from tests.projects.staff import back_url, change_url, form_data, signed_in
from vocabulary.models import Theme
from vocabulary.timeline import moments

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return signed_in("Curator")


def age(**ago):
    """Move everything on record so far into the past; returns the last moment of it."""
    shift = timedelta(**ago)
    last = None
    for part in PARTS:
        for record in part.model.history.all():
            record.history_date -= shift
            record.save()
            last = max(last or record.history_date, record.history_date)
    return last


def lines(moment):
    return sorted((change.kind, change.name, change.field, change.old, change.new) for change in moment.changes)


@pytest.fixture
def story(curator):
    """A profile as it was yesterday, changed in many places today; and yesterday's last moment."""
    body = OrganisationFactory(name="Lakeside Association")
    project = ProjectFactory(
        acronym="LAKE", title="Neighbours", countries=["SE"], themes=["Ageing", "Housing"], lead=body, notes="old"
    )
    ProjectLink.objects.create(project=project, url="https://example.org/a", title="A")
    yesterday = age(days=1)
    data = form_data(curator, change_url(project))
    data |= {
        "acronym": "SEA",
        "title": "Neighbours at the sea",
        "notes": "",
        "country_choice": [CountryFactory(code="DE").pk],
        "theme_choice": [Theme.objects.get(name="Ageing").pk],
        "links-0-DELETE": "on",
        "texts-TOTAL_FORMS": "1",
        "texts-0-language": "sv",
        "texts-0-title": "Grannar",
        "texts-0-project": project.pk,
        "partnerships-0-role": "partner",
    }
    answer = curator.post(change_url(project), data)
    assert answer.status_code == 302
    return project, yesterday


def test_history_tells_one_story_of_all_parts(story):
    project, _yesterday = story
    today, created = moments(project, PARTS)
    assert lines(today) == [
        ("added", "Germany (DE)", "", "", ""),
        ("added", "Svenska", "", "", ""),
        ("changed", "", "acronym", "LAKE", "SEA"),
        ("changed", "", "internal notes", "old", ""),
        ("changed", "English", "full title", "Neighbours", "Neighbours at the sea"),
        ("changed", "Lakeside Association", "role", "lead partner", "partner"),
        ("removed", "A", "", "", ""),
        ("removed", "Housing", "", "", ""),
        ("removed", "Sweden (SE)", "", "", ""),
    ]
    assert today.by.username.startswith("Curator")
    assert {change.kind for change in created.changes} == {"added"}


def test_history_page_shows_the_story_and_offers_to_go_back(curator, story):
    project, _yesterday = story
    answer = curator.get(change_url(project, "history"))
    page = answer.content.decode()
    assert "Neighbours at the sea" in page
    assert back_url(project, answer.context["moments"][1].stamp) in page
    assert back_url(project, answer.context["moments"][0].stamp) not in page
    assert "style=" not in page.split("<main")[-1]


def test_history_asks_a_constant_number_of_queries(curator, django_assert_max_num_queries, story):
    project, _yesterday = story
    with django_assert_max_num_queries(26):
        moments(project, PARTS)
    for number in range(3):
        ProjectLink.objects.create(project=project, url=f"https://example.org/{number}", title="More")
    with django_assert_max_num_queries(26):
        moments(project, PARTS)


def test_unchanged_saves_tell_no_story(curator):
    project = ProjectFactory()
    age(days=1)
    curator.post(change_url(project), form_data(curator, change_url(project)))
    assert len(moments(project, PARTS)) == 1


def test_page_before_going_back_shows_what_would_change_and_changes_nothing(curator, story):
    project, _yesterday = story
    stamp = moments(project, PARTS)[1].stamp
    page = curator.get(back_url(project, stamp)).content.decode()
    assert "Neighbours at the sea" in page
    assert "Yes, take it back" in page
    assert Project.objects.get().acronym == "SEA"


def test_going_back_restores_everything_together(curator, story):
    project, _yesterday = story
    stamp = moments(project, PARTS)[1].stamp
    answer = curator.post(back_url(project, stamp), follow=True)
    assert answer.redirect_chain == [(change_url(project, "history"), 302)]
    project = Project.objects.get()
    assert (project.acronym, project.notes) == ("LAKE", "old")
    assert list(ProjectText.objects.values_list("language", "title")) == [("en", "Neighbours")]
    assert list(ProjectCountry.objects.values_list("country__code", flat=True)) == ["SE"]
    assert sorted(ProjectTheme.objects.values_list("tag__name", flat=True)) == ["Ageing", "Housing"]
    assert list(Partnership.objects.values_list("role", flat=True)) == ["lead"]
    assert list(ProjectLink.objects.values_list("url", flat=True)) == ["https://example.org/a"]
    last = ProjectText.history.first()
    assert last.history_user.username.startswith("Curator")
    assert last.history_change_reason.startswith("Restored as it was on")


def test_going_back_can_itself_be_taken_back(curator, story):
    project, _yesterday = story
    changed = moments(project, PARTS)[0].at
    age(hours=1)
    restore_to(project, at=changed - timedelta(hours=2), by=UserFactory())
    assert Project.objects.get().acronym == "LAKE"
    age(hours=1)
    restore_to(project, at=changed - timedelta(hours=2) + timedelta(seconds=1), by=UserFactory())
    assert Project.objects.get().acronym == "SEA"
    assert sorted(ProjectText.objects.values_list("language", flat=True)) == ["en", "sv"]


def test_going_back_keeps_state_and_address(story):
    project, yesterday = story
    Project.objects.filter(pk=project.pk).update(slug="sea")
    project = PublishedProjectFactory(slug="other")
    moment = age(days=2)
    project.acronym, project.slug = "NEW", "new"
    project.save()
    restore_to(project, at=moment, by=UserFactory())
    project.refresh_from_db()
    assert (project.slug, project.state) == ("new", State.PUBLISHED)
    assert project.acronym != "NEW"
    assert yesterday < timezone.now()


def test_going_back_to_an_unfinished_moment_is_refused_for_a_public_profile(curator):
    project = ProjectFactory(acronym="LAKE")
    moment = age(days=1)
    theme = Theme.objects.create(name="Ageing")
    ProjectTheme.objects.create(content_object=project, tag=theme)
    curator.post(change_url(project, "step", "publish"))
    with pytest.raises(ValidationError) as refusal:
        restore_to(project, at=moment, by=UserFactory())
    assert refusal.value.messages == ["Choose at least one theme."]
    assert ProjectTheme.objects.count() == 1


def test_going_back_names_what_no_longer_exists(story):
    project, yesterday = story
    Theme.objects.get(name="Housing").delete()
    done = restore_to(project, at=yesterday, by=UserFactory())
    assert done.left_out == ["A row of “themes” was left out: its “theme” was deleted."]
    assert list(ProjectTheme.objects.values_list("tag__name", flat=True)) == ["Ageing"]


def test_going_back_before_the_first_record_is_refused(story):
    project, _yesterday = story
    with pytest.raises(ValidationError) as refusal:
        restore_to(project, at=timezone.now() - timedelta(days=30), by=UserFactory())
    assert refusal.value.code == "before_history"
    assert Project.objects.get().acronym == "SEA"


def test_going_back_leaves_other_profiles_alone(story):
    project, yesterday = story
    other = ProjectFactory(acronym="OTHER", countries=["SE"])
    restore_to(project, at=yesterday, by=UserFactory())
    other.refresh_from_db()
    assert other.acronym == "OTHER"
    assert other.country_rows.count() == 1


@pytest.mark.parametrize("stamp", [0, 10**30])
def test_impossible_moments_are_answered_in_words(curator, stamp):
    project = ProjectFactory()
    answer = curator.post(back_url(project, stamp), follow=True)
    assert answer.status_code == (404 if stamp else 200)
    assert Project.objects.count() == 1
