"""The list of submissions and the page on which one is read and its page edited."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from outbox import sending
from outbox.models import Message
from spotlight import curation, drafting, editing, handling
from spotlight.actors import CONTRIBUTOR
from spotlight.models import Story, StoryText, Submission
from tests.factories import ANSWERS, PublishedProjectFactory, draft_submission, submission_in
from tests.spotlight.curating import LIST, messages_of, page_data, review_url, signed_in

pytestmark = pytest.mark.django_db
LIST_QUERIES = 12
REVIEW_QUERIES = 21


@pytest.fixture
def curator():
    return signed_in("Curator")


def listed(client, query=""):
    return [row.reference for row in client.get(f"{LIST}?{query}").context["cl"].result_list]


def resubmitted(**changes):
    submission = submission_in("changes_requested")
    drafting.save(submission, **changes)
    return curation.submit(submission, by=CONTRIBUTOR, agreed=(), language="en")


# --- the list


@pytest.mark.parametrize("rows", [1, 3])
def test_list_asks_the_same_number_of_queries(curator, django_assert_num_queries, rows):
    for number in range(rows):
        submission_in("submitted", project=PublishedProjectFactory(acronym="", slug=f"p-{number}"))
    curator.get(LIST)  # the first page of a process fills Django's caches
    with django_assert_num_queries(LIST_QUERIES):
        curator.get(LIST)


@pytest.mark.parametrize("others", [1, 3])
def test_review_page_asks_the_same_number_of_queries(curator, django_assert_num_queries, others):
    submission = resubmitted(meaning="Something quite different from what stood here before.")
    for _other in range(others):
        submission_in("submitted")
    for number in range(others):
        handling.add_note(submission, text=f"Note {number}", by=User.objects.get(username="boss"))
        submission.comments.create(about="other", text=f"Reply {number}", round=2)
    curator.get(review_url(submission))
    with django_assert_num_queries(REVIEW_QUERIES):
        curator.get(review_url(submission))


def test_list_puts_what_waits_for_us_first_and_never_shows_drafts(curator):
    live, theirs, ours = (submission_in(state) for state in ("published", "approved", "submitted"))
    draft_submission()
    assert listed(curator) == [ours.reference, theirs.reference, live.reference]


def test_list_masks_the_address_and_names_state_and_turn(curator):
    submission_in("changes_requested", email="ansa@example.org")
    page = curator.get(LIST).content.decode()
    assert "ansa@example.org" not in page
    assert "a•••@e•••.org" in page
    assert "with them: changes" in page
    assert "their turn" in page


@pytest.mark.parametrize(
    ("query", "states"),
    [
        ("turn=ours", ["submitted", "signed_off"]),
        ("turn=theirs", ["changes_requested", "approved"]),
        ("turn=nobody", ["published", "declined", "withdrawn"]),
        ("state=submitted", ["submitted"]),
        ("state=published", ["published"]),
        (
            "state=nonsense",
            ["submitted", "signed_off", "changes_requested", "approved", "published", "declined", "withdrawn"],
        ),
        ("state=draft&turn=ours", ["submitted", "signed_off"]),
        ("correction=asked", []),
        ("still_true=unanswered", []),
        ("look=minors", []),
    ],
)
def test_filters_by_turn_and_state(curator, query, states):
    rows = {
        state: submission_in(state).reference
        for state in ("submitted", "signed_off", "changes_requested", "approved", "published", "declined", "withdrawn")
    }
    assert set(listed(curator, query)) == {rows[state] for state in states}


def test_filters_by_person_language_video_and_duplicates(curator):
    me = User.objects.get(groups__name="Curator")
    mine = submission_in("submitted", language="sv", new_project="Sjön", email="sjo@example.org", person_name="Sten")
    Submission.objects.filter(pk=mine.pk).update(assignee=me, meaning="A", achievement="B", why_fund="C")
    one = submission_in("submitted", video_url="https://www.youtube.com/watch?v=abcdefghijk")
    two = submission_in("submitted")
    assert listed(curator, "assignee=mine") == [mine.reference]
    assert listed(curator, f"assignee={me.pk}") == [mine.reference, one.reference, two.reference]  # offered as “mine”
    assert listed(curator, "assignee=nobody") == [one.reference, two.reference]
    assert listed(curator, "language=sv") == [mine.reference]
    assert listed(curator, "video=yes") == [one.reference]
    assert listed(curator, "look=duplicate") == [one.reference, two.reference]


@pytest.mark.parametrize(
    ("words", "found"),
    [("Sjön", True), ("forty households", True), ("ansa@example.org", False), ("Ansa", False), ("quite else", False)],
)
def test_search_finds_project_and_answers_but_no_person(curator, words, found):
    submission = submission_in("submitted", project=PublishedProjectFactory(acronym="SJÖN"))
    assert listed(curator, f"q={words}") == ([submission.reference] if found else [])
    assert listed(curator, f"q={submission.reference}") == [submission.reference]


def act(client, action, rows):
    data = {"action": action, "_selected_action": [row.pk for row in rows]}
    return messages_of(client.post(LIST, data, follow=True))


def test_assign_to_me_reports_its_count(curator):
    rows = [submission_in("submitted"), submission_in("approved")]
    other = submission_in("submitted")
    assert act(curator, "assign_to_me", rows) == ["2 stories are yours now."]
    me = User.objects.get(groups__name="Curator")
    assert set(Submission.objects.filter(assignee=me)) == set(rows)
    assert Submission.objects.get(pk=other.pk).assignee is None


def send_all():
    """The e-mail that told of the decision has left: only then a reminder makes sense."""
    for message in Message.objects.held():
        sending.release(message, by=User.objects.get(username="boss"))


def test_remind_reports_counts_and_refusals(curator):
    waiting, ours = submission_in("approved"), submission_in("submitted")
    send_all()
    said = act(curator, "remind", [waiting, ours])
    assert said[0] == "1 reminder was sent."
    assert said[1].startswith(f"{ours.reference}: ")
    assert Submission.objects.get(pk=waiting.pk).reminders == 1
    assert Submission.objects.get(pk=ours.pk).reminders == 0


# --- reading


def test_draft_is_not_found_and_what_was_handed_in_is(curator):
    assert curator.get(review_url(draft_submission())).status_code == 404
    assert curator.get(review_url(submission_in("submitted"))).status_code == 200
    assert curator.get(f"{LIST}99999999999999999999/change/").status_code == 404
    assert curator.get(f"{LIST}nonsense/change/").status_code == 404


def test_review_shows_answers_in_their_language_contact_and_consents(curator):
    page = curator.get(review_url(submission_in("submitted", language="sv"))).content.decode()
    assert f'<div class="spot-words" lang="sv">{ANSWERS["meaning"]}</div>' in page
    assert "ansa@example.org" in page
    assert "Publish the story" in page
    assert "I agree that this portal publishes my answers" in page


def test_round_before_stands_beside_with_changed_words_marked(curator):
    submission = resubmitted(meaning=ANSWERS["meaning"].replace("neighbours", "villagers"))
    answer = curator.get(review_url(submission)).context["review"].answers[0]
    assert '<del class="change">' in answer.before_marked
    assert "neighbours" in answer.before_marked
    assert "villagers" not in answer.before_marked
    assert '<ins class="change">' in answer.now_marked
    assert "neighbours" not in answer.now_marked
    assert curator.get(review_url(submission)).context["review"].answers[1].now_marked is None


def test_answer_changed_on_both_sides_is_flagged(curator):
    submission = submission_in("changes_requested")
    submission.story.texts.update(meaning="The editors wrote this.")
    drafting.save(submission, meaning="The team wrote that, at somewhat greater length.")
    curation.submit(submission, by=CONTRIBUTOR, agreed=(), language="en")
    review = curator.get(review_url(submission)).context["review"]
    assert review.both == ["meaning"]
    assert [answer.edited_by_both for answer in review.answers] == [True, False, False]


def test_words_of_visitors_are_escaped(curator):
    words = '<script>alert("x")</script> and enough words to be an answer.'
    page = curator.get(review_url(resubmitted(meaning=words, person_name="<b>Ansa</b>"))).content.decode()
    assert "<script>alert" not in page
    assert "<b>Ansa" not in page
    assert "&lt;script&gt;" in page


def test_printed_sheet_holds_answers_and_history_but_no_form(curator):
    page = curator.get(review_url(submission_in("submitted"), "print")).content.decode()
    assert ANSWERS["why_fund"] in page
    assert "submitted" in page
    assert "<textarea" not in page


# --- editing the page


def test_editing_the_page_keeps_what_was_handed_in_and_names_the_editor(curator):
    submission = submission_in("submitted")
    changes = {"headline": "Cars for all", "teaser": "A valley shares.", "meaning": "Short.", "person_name": "A."}
    assert curator.post(review_url(submission), page_data(curator, submission, **changes)).status_code == 302
    text, story = StoryText.objects.get(), Story.objects.get()
    assert (text.headline, text.teaser, text.meaning, story.person_name) == (
        "Cars for all",
        "A valley shares.",
        "Short.",
        "A.",
    )
    submission.refresh_from_db()
    assert (submission.meaning, submission.person_name) == (ANSWERS["meaning"], "Ansa")
    me = User.objects.get(groups__name="Curator")
    assert text.history.latest().history_user == me
    assert story.history.latest().history_user == me


def test_emptied_answer_is_refused_and_everything_typed_stays(curator):
    submission = submission_in("submitted")
    data = page_data(curator, submission, meaning="", headline="Typed in vain?")
    answer = curator.post(review_url(submission), data)
    assert answer.status_code == 200
    assert answer.context["page_form"]["headline"].value() == "Typed in vain?"
    assert messages_of(answer) == ["Nothing was saved. Please correct what is marked below."]
    assert StoryText.objects.get().meaning == ANSWERS["meaning"]


def test_two_editors_do_not_overwrite_each_other(curator):
    submission = submission_in("submitted")
    mine = page_data(curator, submission, headline="Mine")
    curator.post(review_url(submission), page_data(curator, submission, headline="Theirs"))
    answer = curator.post(review_url(submission), mine)
    assert messages_of(answer)[-1].startswith("Somebody changed this page meanwhile.")
    assert StoryText.objects.get().headline == "Theirs"
    again = {**mine, "seen": answer.context["page_form"]["seen"].value()}
    assert curator.post(review_url(submission), again).status_code == 302
    assert StoryText.objects.get().headline == "Mine"


@pytest.mark.parametrize("state", ["signed_off", "published", "declined", "withdrawn"])
def test_page_is_not_edited_once_it_is_signed_off_or_closed(curator, state):
    submission = submission_in(state)
    assert curator.get(review_url(submission)).context["page_form"] is None
    before = list(StoryText.objects.values())
    data = {**ANSWERS, "headline": "Late", "person_name": "Late", "person_role": "", "seen": "x", "_page": "1"}
    curator.post(review_url(submission), data)
    assert list(StoryText.objects.values()) == before


def test_name_of_a_project_that_speaks_is_not_asked(curator):
    submission = submission_in("submitted", speaker="project")
    form = curator.get(review_url(submission)).context["page_form"]
    assert set(form.fields) & set(editing.FACTS) == set()
    curator.post(review_url(submission), page_data(curator, submission, headline="Cars"))
    assert StoryText.objects.get().headline == "Cars"


# --- notes, assignee, sensitive details


def test_notes_are_appended_with_author_and_moment(curator):
    submission = submission_in("submitted")
    for text in ("Called them.", "They call back."):
        assert curator.post(review_url(submission), {"_note": "1", "text": text}).status_code == 302
    notes = Submission.objects.get().notes
    me = User.objects.get(groups__name="Curator").username
    today = timezone.localdate().isoformat()
    assert [line[:10] for line in notes.splitlines() if me in line] == [today, today]
    assert notes.index("Called them.") < notes.index("They call back.")


def test_assignee_and_sensitive_box_are_saved_and_noted(curator):
    submission = submission_in("submitted")
    Submission.objects.update(sensitive_checked=False)
    me = User.objects.get(groups__name="Curator")
    data = {"_handling": "1", "assignee": me.pk, "sensitive_checked": "on"}
    assert curator.post(review_url(submission), data).status_code == 302
    submission.refresh_from_db()
    assert (submission.assignee, submission.sensitive_checked) == (me, True)
    assert f"{me.username}\nChecked for sensitive details." in submission.notes


def test_only_reviewers_can_be_assigned(curator):
    submission = submission_in("submitted")
    translator = User.objects.create_user("translator", is_staff=True)
    answer = curator.post(review_url(submission), {"_handling": "1", "assignee": translator.pk})
    assert answer.status_code == 200
    assert Submission.objects.get().assignee is None


def test_age_of_the_turn_is_told(curator):
    submission = submission_in("submitted")
    since = timezone.now() - timedelta(days=12)
    submission.steps.model.objects.create(
        submission=submission, verb="submit", before="draft", after="submitted", round=1, at=since, actor="contributor"
    )
    Submission.objects.filter(pk=submission.pk).update(state_since=since)
    assert "Our turn for 1\xa0week, 5\xa0days." in curator.get(review_url(submission)).content.decode()
