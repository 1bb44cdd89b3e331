"""“Not in the directory yet” becomes a draft profile: the criteria, what the draft holds, and what it never invents."""

import pytest
from django.core.exceptions import ValidationError

from projects.models import Project, State
from spotlight import curation, new_profiles
from spotlight.models import Submission
from spotlight.new_profiles import CRITERIA, make_profile, split_name
from tests.factories import FundingPeriodFactory, ProgrammeFactory, ProjectFactory, submission_in
from tests.projects.staff import member, signed_in
from vocabulary.models import ProgrammeAlias

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return member("Curator")


def told(state="submitted", **fields):
    defaults = {
        "new_project": "PONDLIFE (Neighbours at the pond)",
        "new_programme": "Lakes Programme",
        "new_website": "https://pondlife.example.org/",
        "language": "sv",
    }
    return submission_in(state, **(defaults | fields))


def url(row):
    return f"/admin/spotlight/story/new-profile/{row.pk}/"


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("PONDLIFE", ("PONDLIFE", "")),
        ("PONDLIFE (Neighbours at the pond)", ("PONDLIFE", "Neighbours at the pond")),
        ("PONDLIFE – Neighbours at the pond", ("PONDLIFE", "Neighbours at the pond")),
        ("POND-LIFE 2.0: Neighbours at the pond", ("POND-LIFE 2.0", "Neighbours at the pond")),
        ("Neighbours who meet at the pond", ("", "Neighbours who meet at the pond")),
        ("  Pond   Life  ", ("Pond Life", "")),
    ],
)
def test_name_is_split_into_acronym_and_title(name, parts):
    assert split_name(name) == parts


def test_profile_holds_what_the_team_said_and_nothing_else(curator):
    programme = ProgrammeFactory(name="Lakes Programme")
    row = told()
    project = make_profile(row, by=curator, criteria=list(CRITERIA))
    assert (project.acronym, project.slug, project.state) == ("PONDLIFE", "pondlife", State.DRAFT)
    assert (project.programme, project.website) == (programme, "https://pondlife.example.org/")
    assert project.source == "https://pondlife.example.org/"
    text = project.texts.get()
    assert (text.language, text.title, text.summary, text.why, text.results) == (
        "sv",
        "Neighbours at the pond",
        "",
        "",
        "",
    )
    assert project.notes == (
        f"Made from what the team said in the story {row.reference}.\nEvery criterion for the directory was ticked."
    )
    assert "Ansa" not in project.notes
    assert project.history.first().history_user == curator
    row.refresh_from_db()
    assert (row.project, row.story.project) == (project, project)


def test_programme_is_found_under_its_other_names(curator):
    programme = ProgrammeFactory(name="Lakes Programme")
    ProgrammeAlias.objects.create(programme=programme, name="Lake Fund West")
    assert make_profile(told(new_programme="lake fund west"), by=curator, criteria=CRITERIA).programme == programme


def test_programme_that_does_not_decide_goes_into_the_notes(curator):
    for period in ("2014-2020", "2021-2027"):
        ProgrammeFactory(name="Lakes Programme", period=FundingPeriodFactory(slug=period))
    project = make_profile(told(), by=curator, criteria=CRITERIA)
    assert project.programme is None
    assert "Programme, as the team wrote it: Lakes Programme" in project.notes


def test_criteria_not_ticked_need_a_reason_that_is_kept(curator):
    row = told()
    some = [name for name in CRITERIA if name != "source"]
    with pytest.raises(ValidationError) as refusal:
        make_profile(row, by=curator, criteria=some, reason=" ")
    assert refusal.value.code == "criteria"
    assert Project.objects.count() == 0
    project = make_profile(row, by=curator, criteria=some, reason="The website opens next week.")
    assert "Taken although not every criterion was ticked: The website opens next week." in project.notes
    assert str(CRITERIA["source"]) in project.notes
    assert str(CRITERIA["need"]) not in project.notes


def test_second_profile_is_refused(curator):
    row = told()
    make_profile(row, by=curator, criteria=CRITERIA)
    with pytest.raises(ValidationError) as refusal:
        make_profile(row, by=curator, criteria=CRITERIA)
    assert refusal.value.code == "has_project"
    assert Project.objects.count() == 1


@pytest.mark.parametrize("group", ["Translator", None])
def test_people_without_both_permissions_are_refused(group):
    row, by = told(), member(group)
    with pytest.raises(ValidationError) as refusal:
        make_profile(row, by=by, criteria=CRITERIA)
    assert refusal.value.code == "not_allowed"
    assert signed_in(group).get(url(row)).status_code == 403
    assert signed_in(group).post(url(row), {"criteria": list(CRITERIA)}).status_code == 403
    assert Project.objects.count() == 0


def test_sign_off_stands_because_the_page_says_the_same(curator):
    row = told("signed_off")
    make_profile(row, by=curator, criteria=CRITERIA)
    row = curation.publish(Submission.objects.get(pk=row.pk), by=curator)
    assert row.story.is_public


def test_address_that_is_taken_gets_a_number(curator):
    ProjectFactory(acronym="PONDLIFE", slug="pondlife")
    assert make_profile(told(), by=curator, criteria=CRITERIA).slug == "pondlife-2"


def test_page_shows_the_draft_and_makes_it_by_one_press():
    ProgrammeFactory(name="Lakes Programme")
    client, row = signed_in("Curator"), told()
    page = client.get(url(row)).content.decode()
    for words in ("PONDLIFE", "Neighbours at the pond", "Lakes Programme (2014–2020)", *map(str, CRITERIA.values())):
        assert words.replace("’", "’") in page
    assert Project.objects.count() == 0
    refused = client.post(url(row), {"criteria": ["need"]})
    assert list(refused.context["form"].non_field_errors()) == [
        "Tick every criterion, or say why the project is taken all the same."
    ]
    done = client.post(url(row), {"criteria": list(CRITERIA)})
    project = Project.objects.get()
    assert (done.status_code, done["Location"]) == (302, f"/admin/projects/project/{project.pk}/change/")
    again = client.get(url(row))
    assert (again.status_code, again["Location"]) == (302, f"/admin/projects/project/{project.pk}/change/")


def test_page_of_a_draft_submission_is_not_found():
    row = told("draft")
    assert signed_in("Curator").get(url(row)).status_code == 404
    assert new_profiles.missing_criteria(CRITERIA) == []
