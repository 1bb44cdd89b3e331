"""Erasure leaves nothing of the person in any table or folder, and nothing else is touched."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings as configured
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.backends.db import SessionStore
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from post_office.models import Email, Log

from outbox.models import Message
from pictures.models import Picture, complete_sizes
from spotlight import curation, erasing, lost_links, pages, reports, sessions
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Comment, Erasure, Purpose, State, Story, StoryState, StoryText, Submission
from tests.factories import draft_submission, make_ready, submission_in
from tests.spotlight.photographs import with_photograph

pytestmark = pytest.mark.django_db

NAME, ADDRESS, MARK = "Quirinella", "quirinella@person.example", "zwibbelwort"
MARKED = f"The {MARK} came on a Tuesday, and everybody on the shore remembers it well."


def everything() -> str:
    """Every text, JSON, array and byte column of every table, as one text."""
    found = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns "
            "WHERE table_schema = 'public' AND "
            "data_type IN ('text', 'character varying', 'json', 'jsonb', 'bytea', 'ARRAY', 'tsvector', 'character')"
        )
        columns = cursor.fetchall()
        for table, column, kind in columns:
            text = f"encode(\"{column}\", 'escape')" if kind == "bytea" else f'"{column}"::text'
            cursor.execute(f'SELECT {text} FROM "{table}" WHERE "{column}" IS NOT NULL')
            found += [row[0] for row in cursor.fetchall()]
    assert len(columns) > 200
    return "\n".join(found).lower()


def traces() -> list[str]:
    dump = everything()
    return [word for word in (NAME, ADDRESS, MARK) if word.lower() in dump]


@pytest.fixture
def boss(db: None) -> User:
    return User.objects.create_superuser("boss")


def rich(boss: User, **fields: str) -> Submission:
    """A published story that left traces everywhere: twice handed in, commented, logged, mailed about."""
    draft = draft_submission(**({"person_name": NAME, "email": ADDRESS, "meaning": MARKED} | fields))
    draft = with_photograph(draft, credit=NAME, alt=f"{NAME} on a landing stage")
    row = curation.submit(draft, by=CONTRIBUTOR, agreed=set(Purpose), language="en")
    curation.request_changes(row, by=boss, comments={"meaning": f"Who is {NAME}?"})
    row.refresh_from_db()
    row = curation.submit(row, by=CONTRIBUTOR, agreed=[], language="en", note=f"I am {NAME}.")
    make_ready(row, f"{NAME} and the lake")
    row.refresh_from_db()
    row = curation.approve(row, by=boss)
    row = curation.sign_off(row, by=CONTRIBUTOR, seen=pages.fingerprint(row))
    row = curation.publish(row, by=boss)
    Submission.objects.filter(pk=row.pk).update(notes=f"{NAME} rang.")
    for thing in (row.picture, row.story, row):
        LogEntry.objects.create(
            user=boss,
            content_type=ContentType.objects.get_for_model(thing),
            object_id=str(thing.pk),
            object_repr=f"{NAME}",
            action_flag=CHANGE,
            change_message=MARK,
        )
    lost_links.send(ADDRESS, language="en")
    email = Email.objects.filter(to__icontains=ADDRESS).first()
    assert email is not None
    Log.objects.create(email=email, status=1, message=f"550 {ADDRESS} unknown", exception_type="SMTPError")
    complete_sizes()
    row.refresh_from_db()
    return row


def files() -> list[str]:
    folder = Path(configured.MEDIA_ROOT)
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


@pytest.fixture
def other(boss: User) -> Submission:
    """Somebody else's, which must not be touched."""
    return submission_in(State.PUBLISHED, by=boss, email="other@person.example", person_name="Bodil")


def test_erase_leaves_no_trace_in_any_table_or_folder(
    boss: User, other: Submission, django_capture_on_commit_callbacks: object
) -> None:
    row = rich(boss)
    slug, number = row.story.slug, row.story.pk
    session = SessionStore()
    session[sessions.RECEIVED] = row.pk
    session["kept"] = "yes"
    session.save()
    assert traces() == [NAME, ADDRESS, MARK]
    assert len(files()) > 3
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erasure = erasing.erase(row)
    assert traces() == []
    assert files() == []
    assert (erasure.submission, erasure.story, erasure.story_kept) == (row.pk, number, False)
    story = Story.objects.get(pk=number)
    assert (story.slug, story.state, story.submission_id, story.picture_id) == (slug, StoryState.ARCHIVED, None, None)
    assert dict(SessionStore(session.session_key).items()) == {"kept": "yes"}
    assert LogEntry.objects.filter(user=boss, object_repr="–", change_message="").count() == 3
    assert list(Submission.objects.all()) == [other]
    assert list(Story.objects.published()) == [other.story]
    assert Message.objects.filter(to="other@person.example").exists()


def test_erased_story_answers_410_and_others_200(boss: User, other: Submission, client: Client) -> None:
    row = rich(boss)
    address = row.story.get_absolute_url()
    assert client.get(address).status_code == 200
    erasing.erase(row)
    assert client.get(address).status_code == 410
    assert client.get(other.story.get_absolute_url()).status_code == 200


def test_erase_that_keeps_the_story_forgets_the_person(boss: User, django_capture_on_commit_callbacks: object) -> None:
    row = rich(boss)
    number = row.story.pk
    text = row.story.original_text()
    text.signed_off_at = None
    text.save()
    text.headline = "The lake and the shore"
    text.save()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erasing.erase(row, keep_story=True)
    assert traces() == [MARK]
    assert files() == []
    story = Story.objects.get(pk=number)
    assert (story.state, story.person_name, story.person_role, story.picture_id) == ("published", "", "", None)
    assert story.texts.get().meaning == MARKED
    assert [entry.person_name for entry in Story.history.filter(id=number)] == [""]


def test_staff_can_take_down_a_story_whose_person_left(boss: User, client: Client) -> None:
    left, stays = (submission_in(State.PUBLISHED, by=boss) for _each in range(2))
    story = left.story
    with pytest.raises(ValidationError):
        reports.archive_report(story, by=boss)
    erasing.erase(left, keep_story=True)
    client.force_login(boss)
    page = f"/admin/spotlight/story/{story.pk}/"
    assert f"{page}step/archive/" in client.get(f"{page}change/").content.decode()
    client.post(f"{page}step/archive/")
    assert client.get(story.get_absolute_url()).status_code == 410
    other = f"/admin/spotlight/story/{stays.story.pk}/"
    assert "step/archive/" not in client.get(f"{other}change/").content.decode()
    client.post(f"{other}step/archive/")
    assert list(Story.objects.published()) == [stays.story]


def test_story_that_says_the_name_is_not_kept(boss: User) -> None:
    row = rich(boss)  # its headline holds the name
    with pytest.raises(ValidationError) as refused:
        erasing.erase(row, keep_story=True)
    assert refused.value.code == "cannot_keep"
    assert Submission.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("state", sorted(set(State.values)))
def test_erase_works_in_every_state(boss: User, state: str) -> None:
    row = submission_in(state, by=boss, person_name=NAME, email=ADDRESS, meaning=MARKED)
    if state == State.APPROVED:
        curation.pass_sign_off(row, to="second@person.example", by=CONTRIBUTOR)
    erasing.erase(row)
    connection.check_constraints()
    assert traces() == []
    assert not Message.objects.exists()
    assert Story.objects.count() == (1 if state == State.PUBLISHED else 0)
    assert not Submission.objects.exists()
    assert StoryText.history.count() == 0


def test_scheduled_story_is_erased(boss: User) -> None:
    row = submission_in(State.SIGNED_OFF, by=boss, meaning=MARKED)
    curation.schedule(row, at=timezone.now() + timedelta(days=2), by=boss)
    erasing.erase(row)
    connection.check_constraints()
    assert not Story.objects.exists()


def test_erase_keeps_emails_that_another_story_of_the_address_needs(boss: User) -> None:
    first = submission_in(State.SUBMITTED, by=boss, email=ADDRESS)
    second = submission_in(State.SUBMITTED, by=boss, email=ADDRESS.upper())
    erasing.erase(first)
    assert {message.topic for message in Message.objects.all()} == {second.topic}
    erasing.erase(second)
    assert not Message.objects.exists()
    assert not Email.objects.exists()


def test_erase_address_reaches_every_story_and_sign_offs_for_others(boss: User) -> None:
    for state in (State.DRAFT, State.SUBMITTED, State.PUBLISHED):
        submission_in(state, by=boss, email=ADDRESS, person_name=NAME)
    asked = submission_in(State.APPROVED, by=boss, email="other@person.example")
    curation.pass_sign_off(asked, to=ADDRESS, by=CONTRIBUTOR)
    assert erasing.erase_address(ADDRESS.title()) == 3
    assert traces() == []
    assert Submission.objects.get().second_email == ""


def test_two_stories_with_one_session_each_keep_their_own(boss: User) -> None:
    mine, theirs = draft_submission(email=ADDRESS), draft_submission()
    store = SessionStore()
    store[sessions.DRAFT] = theirs.pk
    store[sessions.AGREED] = {"submission": mine.pk, "purposes": []}
    store.save()
    erasing.erase(mine)
    assert dict(SessionStore(store.session_key).items()) == {sessions.DRAFT: theirs.pk}


def test_reapply_erases_what_a_backup_brought_back(boss: User, tmp_path: Path) -> None:
    row = submission_in(State.SUBMITTED, by=boss, email=ADDRESS, person_name=NAME)
    kept = submission_in(State.SUBMITTED, by=boss, email="other@person.example")
    erasure = erasing.erase(row)
    list_file = tmp_path / "erasures.json"
    call_command("reapply_erasures", save=list_file)
    assert set(json.loads(list_file.read_text())[0]) == {"submission", "story", "story_kept", "consent_version", "at"}
    assert json.loads(list_file.read_text())[0]["submission"] == row.pk
    Erasure.objects.all().delete()  # the backup is older than the erasure
    back = submission_in(State.SUBMITTED, by=boss, email=ADDRESS, person_name=NAME)
    data = json.loads(list_file.read_text())
    data[0]["submission"] = back.pk
    data[0]["at"] = (timezone.now() + timedelta(seconds=5)).isoformat()
    list_file.write_text(json.dumps(data))
    call_command("reapply_erasures", source=list_file)
    assert list(Submission.objects.all()) == [kept]
    assert traces() == []
    assert Erasure.objects.get().submission == back.pk
    assert erasure.story_kept is False


def test_reapply_spares_a_later_story_with_the_same_number(boss: User) -> None:
    row = submission_in(State.SUBMITTED, by=boss)
    old = Erasure(submission=row.pk, story=None, at=row.created_at - timedelta(days=1))
    assert erasing.reapply([old]) == 0
    assert Submission.objects.filter(pk=row.pk).exists()
    assert Erasure.objects.get().submission == row.pk


def test_dropping_a_photograph_forgets_its_history_and_descriptions(django_capture_on_commit_callbacks: object) -> None:
    draft = with_photograph(draft_submission(), credit=NAME)
    assert draft.picture is not None
    draft.picture.descriptions.create(language="de", alt=f"{NAME} am Steg")
    key = draft.picture.key
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        erasing.erase(draft)
    assert traces() == []
    assert not Picture.objects.filter(key=key).exists()
    assert not default_storage.exists(f"pictures/{key.hex}/640.jpg")


def test_comment_rows_go_with_their_submission(boss: User) -> None:
    row = submission_in(State.CHANGES_REQUESTED, by=boss)
    erasing.erase(row)
    assert not Comment.objects.exists()
