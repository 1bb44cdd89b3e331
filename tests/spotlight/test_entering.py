"""A story that came by e-mail: entered by staff, public only when the person agreed at the sign-off link."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from post_office.models import Email

from spotlight import curation, entering, pages
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Consent, Purpose, State, Submission
from spotlight.steps import NotReady
from tests.factories import ANSWERS, ProjectFactory, make_ready
from tests.pictures.photographs import upload
from tests.projects.staff import member, signed_in

pytestmark = pytest.mark.django_db
URL = "/admin/spotlight/story/enter/"
FIELDS = {
    "project": None,
    "new_project": "Lake Neighbours",
    "new_programme": "",
    "new_website": "",
    "speaker": "person",
    "person_name": "Ansa",
    "person_role": "baker",
    "language": "en",
    "people_shown": "",
    "people_names": "",
    "shows_minors": False,
    "video_url": "",
    "video_transcript": "",
    "email": "ansa@example.org",
    "mail_language": "en",
    **ANSWERS,
}


def posted(**more):
    data = {name: value for name, value in FIELDS.items() if value} | {"key": str(uuid.uuid4())}
    return data | more


@pytest.fixture
def editor():
    return member("Editor")


def test_entered_story_is_public_only_after_the_person_agreed():
    boss = member("Curator")
    row = entering.enter(by=boss, key=uuid.uuid4(), fields=FIELDS)
    assert (row.state, row.entered_by, row.assignee) == (State.SUBMITTED, boss, boss)
    assert Consent.objects.count() == 0
    make_ready(row)
    row = curation.approve(row, by=boss)
    with pytest.raises(ValidationError) as refusal:
        curation.publish(row, by=boss)
    assert refusal.value.code == "wrong_state"
    with pytest.raises(NotReady) as refusal:
        curation.override_sign_off(row, by=boss, reason="It is urgent.")
    assert refusal.value.messages == ["The person has not agreed to the publication of the story."]
    with pytest.raises(NotReady):
        curation.sign_off(row, by=CONTRIBUTOR, seen=pages.fingerprint(row))
    row = curation.sign_off(row, by=CONTRIBUTOR, seen=pages.fingerprint(row), agreed={Purpose.STORY})
    row = curation.publish(row, by=boss)
    assert row.story.is_public
    assert [(consent.purpose, consent.language) for consent in Consent.objects.all()] == [("story", "en")]


def test_entering_sends_the_receipt_to_the_person(editor):
    entering.enter(by=editor, key=uuid.uuid4(), fields=FIELDS)
    email = Email.objects.get()
    assert email.to == ["ansa@example.org"]
    assert ANSWERS["meaning"] in email.message


def test_same_form_sent_twice_gives_one_story(editor):
    key = uuid.uuid4()
    first = entering.enter(by=editor, key=key, fields=FIELDS)
    assert entering.enter(by=editor, key=key, fields=FIELDS) == first
    assert Submission.objects.count() == 1


def test_what_is_missing_is_said_and_nothing_is_written(editor):
    with pytest.raises(NotReady) as refusal:
        entering.enter(by=editor, key=uuid.uuid4(), fields=FIELDS | {"meaning": "Short."})
    assert refusal.value.messages == ["Write at least 40 characters: What does Social Innovation mean to you?"]
    assert Submission.objects.count() == 0


def test_draft_of_the_public_form_is_not_taken_over(editor):
    from tests.factories import draft_submission

    public = draft_submission()
    with pytest.raises(ValidationError) as refusal:
        entering.enter(by=editor, key=public.start_key, fields=FIELDS)
    assert refusal.value.code == "not_entered"
    public.refresh_from_db()
    assert public.state == State.DRAFT


def test_translator_may_not_enter():
    with pytest.raises(ValidationError) as refusal:
        entering.enter(by=member("Translator"), key=uuid.uuid4(), fields=FIELDS)
    assert refusal.value.code == "not_allowed"
    client = signed_in("Translator")
    assert client.get(URL).status_code == 403
    assert client.post(URL, posted()).status_code == 403
    assert "enter/" not in client.get("/admin/spotlight/story/").content.decode()


def test_page_enters_with_photograph_and_leads_to_the_submission():
    client, project = signed_in("Editor"), ProjectFactory(acronym="LAKE")
    data = posted(
        project=project.pk,
        new_project="",
        photograph=upload(),
        credit="Olavi",
        alt="Two people at a lake.",
        people_shown="consented",
        people_names="Ansa, Olavi",
    )
    answer = client.post(URL, data)
    row = Submission.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/admin/spotlight/submission/{row.pk}/change/")
    assert row.project == project
    assert (row.picture.credit, row.picture.alt, row.picture.pending) == ("Olavi", "Two people at a lake.", False)
    assert row.story.picture == row.picture
    assert (row.people_shown, row.people_names) == ("consented", "Ansa, Olavi")


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"new_project": ""}, "project", "Choose the project, or write its name below."),
        ({"email": ""}, "email", "This field is required."),
        ({"meaning": "Short."}, None, "Write at least 40 characters: What does Social Innovation mean to you?"),
        ({"person_name": ""}, None, "Give a name; a first name is enough."),
        (
            {"video_url": "https://films.example.org/1"},
            "video_url",
            "Videos can come from YouTube or Vimeo. Give an address that begins there, or leave this empty.",
        ),
        ({"key": "nonsense"}, "key", "Enter a valid UUID."),
    ],
)
def test_page_says_beside_the_field_what_is_wrong(change, field, sentence):
    answer = signed_in("Editor").post(URL, posted(**change))
    assert answer.status_code == 200
    errors = answer.context["form"].errors.get(field or "__all__", [])
    assert list(errors) == [sentence]
    assert Submission.objects.count() == 0


def test_photograph_needs_credit_description_and_declaration():
    answer = signed_in("Editor").post(URL, posted(photograph=upload()))
    assert sorted(answer.context["form"].errors) == ["alt", "credit", "people_shown"]
    assert Submission.objects.count() == 0
