"""What the Spotlight puts on the desk: which stories, since when, whose, with which marks and notes."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from outbox.waiting import Asked
from spotlight import corrections, curation, desk, moments
from spotlight.letters import Letter
from spotlight.models import Story, Submission
from tests.factories import ProjectFactory, ReportFactory, submission_in
from tests.projects.staff import member

pytestmark = pytest.mark.django_db
SENT = Letter("Please look", "Please look at your story.", send=True)


@pytest.fixture
def curator():
    return member("Curator")


def keys(find, user, **more):
    return [row.key for row in find(Asked(user, timezone.now(), rows=50), **more).rows]


def one(find, user):
    found = find(Asked(user, timezone.now(), rows=50))
    assert found.count == 1
    return found.rows[0]


def test_each_kind_holds_its_own_stories_and_no_other(curator):
    states = ("draft", "submitted", "changes_requested", "approved", "signed_off", "published", "declined", "withdrawn")
    rows = {state: submission_in(state) for state in states}
    scheduled = submission_in("signed_off")
    curation.schedule(scheduled, at=timezone.now() + timedelta(days=1), by=curator)
    corrections.ask(rows["published"], changes={"person_role": "master baker"})
    assert {find.__name__: keys(find, curator) for find in (desk.to_read, desk.corrections, desk.to_publish)} == {
        "to_read": [rows["submitted"].pk],
        "corrections": [rows["published"].pk],
        "to_publish": [rows["signed_off"].pk],
    }
    assert keys(desk.changes, curator) == [rows["changes_requested"].pk]
    assert keys(desk.sign_off, curator) == [rows["approved"].pk]
    assert keys(desk.still_true, curator) == []
    assert desk.scheduled(Asked(curator, timezone.now(), 50)).count == 1


def test_oldest_come_first_and_rows_are_few_while_all_are_counted(curator):
    now = timezone.now()
    made = []
    for days in (3, 12, 7):
        with moments.at(now - timedelta(days=days)):
            made.append(submission_in("submitted").pk)
    found = desk.to_read(Asked(curator, now, rows=2))
    assert [row.key for row in found.rows] == [made[1], made[2]]
    assert (found.count, found.since) == (3, now - timedelta(days=12))


def test_row_says_what_it_is_and_leads_to_the_act_and_the_preview(curator):
    row = submission_in("submitted", new_project="Lake Neighbours")
    Submission.objects.filter(pk=row.pk).update(assignee=curator)
    shown = one(desk.to_read, curator)
    assert shown.title == f"Lake Neighbours · {row.reference}"
    assert shown.url == f"/admin/spotlight/submission/{row.pk}/change/"
    assert shown.preview == f"/en/spotlight/{row.story.slug}/preview/"
    assert (shown.whose, shown.since, shown.note) == (curator.username, row.state_since, "")
    assert "Ansa" not in f"{shown.title}{shown.url}{shown.preview}"


def test_publishing_is_one_click_away(curator, client):
    row = submission_in("signed_off")
    shown = one(desk.to_publish, curator)
    assert shown.url == f"/admin/spotlight/submission/{row.pk}/decide/publish/"
    client.force_login(curator)
    assert client.get(shown.url).status_code == 200


def test_marks_tell_duplicates_minors_examples_and_missing_profiles(curator):
    known = ProjectFactory(acronym="LAKE")
    first = submission_in("submitted", project=known, email="one@example.org")
    second = submission_in("submitted", project=known, email="two@example.org")
    lone = submission_in("submitted", new_project="Pond", email="three@example.org")
    for name in ("meaning", "achievement", "why_fund"):
        Submission.objects.filter(pk=lone.pk).update(**{name: f"Nobody else says this about {name} of the pond."})
    Submission.objects.filter(pk=lone.pk).update(shows_minors=True, is_example=True)
    submission_in("withdrawn", new_project="Pond", email="three@example.org")
    rows = {row.key: list(row.flags) for row in desk.to_read(Asked(curator, timezone.now(), 50)).rows}
    assert rows[lone.pk] == ["example", "not in the directory yet", "somebody under 18 is shown"]
    assert rows[first.pk] == rows[second.pk] == ["possible duplicate"]


def test_notes_tell_rounds_and_reminders(curator):
    row = curation.request_changes(submission_in("submitted"), by=curator, comments={"meaning": "Who?"}, letter=SENT)
    assert one(desk.changes, curator).note == ""
    desk.remind([row.pk], curator)
    today = date_format(timezone.localtime(), "SHORT_DATE_FORMAT")
    assert one(desk.changes, curator).note == f"1 reminder sent, on {today}"
    row.refresh_from_db()
    curation.submit(row, by=curator, agreed=(), language="en")
    assert one(desk.to_read, curator).note == "handed in 2 times"


def test_unanswered_question_waits_until_it_is_answered(curator):
    row = submission_in("published")
    asked = timezone.now() - timedelta(days=5)
    Submission.objects.filter(pk=row.pk).update(asked_still_true_at=asked, still_true_at=asked - timedelta(days=365))
    assert one(desk.still_true, curator).since == asked
    corrections.say_still_true(row, at=timezone.now())
    assert keys(desk.still_true, curator) == []


def test_example_is_not_reminded_and_the_report_says_why(curator):
    row = curation.request_changes(submission_in("submitted"), by=curator, comments={"meaning": "Who?"}, letter=SENT)
    Submission.objects.filter(pk=row.pk).update(is_example=True)
    report = desk.remind([row.pk], curator)
    assert (report.done, report.refused) == (0, [f"{row.reference}: This is an example; no e-mail is sent."])


def test_draft_of_a_stranger_is_never_assigned(curator):
    row = submission_in("draft")
    assert desk.assign([row.pk], curator).done == 0
    assert Submission.objects.get().assignee is None


def test_drafts_of_reports_are_counted_quietly(curator):
    draft = ReportFactory(state="draft", published_at=None)
    ReportFactory()
    submission_in("submitted")
    found = desk.report_drafts(Asked(curator, timezone.now(), 50))
    assert (found.count, found.since) == (1, Story.objects.get(pk=draft.pk).created_at)
