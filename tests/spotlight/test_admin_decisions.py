"""Decisions: their e-mail is seen first, everything typed survives, nothing happens before the final button."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.utils import timezone
from post_office.models import Email

from outbox.models import Message
from spotlight import corrections, curation, letters, pages
from spotlight.actors import CONTRIBUTOR
from spotlight.models import State, Story, Submission
from tests.factories import PublishedProjectFactory, submission_in
from tests.spotlight.curating import decide_url, letter_data, messages_of, review_url, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return signed_in("Curator")


def mails_of(submission, kind):
    return list(Message.objects.about(submission.topic).filter(kind=f"spotlight.{kind}"))


def state_of(submission):
    return Submission.objects.get(pk=submission.pk).state


def history_of(client, submission):
    moments = client.get(review_url(submission)).context["review"].history
    return [(str(moment.what), str(moment.who), moment.said, moment.reason) for moment in moments]


# --- the loop of F8


def test_history_tells_the_loop_of_changes(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "request-changes")
    seen = curator.post(url, letter_data(curator.get(url), meaning="Who are the neighbours?", _see="1"))
    assert curator.post(url, letter_data(seen, _send="1")).status_code == 302
    submission.refresh_from_db()
    curation.submit(submission, by=CONTRIBUTOR, agreed=(), language="en")
    url = decide_url(submission, "approve")
    curator.post(url, letter_data(curator.get(url), _send="1"))
    curation.sign_off(submission, by=CONTRIBUTOR, seen=pages.fingerprint(submission))
    url = decide_url(submission, "publish")
    curator.post(url, letter_data(curator.get(url), _send="1"))

    who = User.objects.get(groups__name="Curator").username
    asked = "What does Social Innovation mean to you?\nWho are the neighbours?"
    assert history_of(curator, submission) == [
        ("draft", "the team", "", ""),
        ("submitted", "the team", "", ""),
        ("changes requested", who, asked, ""),
        ("resubmitted", "the team", "", ""),
        ("approved", who, "", ""),
        ("signed off", "the team", "", ""),
        ("published", who, "", ""),
    ]
    times = [moment.at for moment in curator.get(review_url(submission)).context["review"].history]
    assert times == sorted(times)


def test_requested_changes_send_one_mail_with_every_comment_and_the_link(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "request-changes")
    typed = {"meaning": "Who are the neighbours?", "other": "Please name the valley."}
    seen = curator.post(url, letter_data(curator.get(url), _see="1", **typed))
    curator.post(url, letter_data(seen, _send="1"))
    [message] = mails_of(submission, "changes")
    assert (message.state, message.to) == ("queued", "ansa@example.org")
    assert "Who are the neighbours?" in message.body
    assert "Please name the valley." in message.body
    assert "/en/spotlight/own/" in message.body
    assert set(submission.comments.values_list("about", "text", "round")) == {
        ("meaning", "Who are the neighbours?", 1),
        ("other", "Please name the valley.", 1),
    }


def test_changes_without_a_comment_are_refused(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "request-changes")
    answer = curator.post(url, letter_data(curator.get(url), _see="1"))
    assert "Say what should change, for at least one question." in answer.content.decode()
    assert answer.context["page"].stage == "typing"
    assert state_of(submission) == State.SUBMITTED


# --- declining, F13


def test_declining_shows_its_mail_and_nothing_leaves_before_send(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "decline")
    before = Email.objects.count()
    first = curator.get(url)
    assert first.context["page"].stage == "typing"
    shown = curator.post(url, letter_data(first, reason="It advertises a product.", _see="1"))
    assert "It advertises a product." in shown.context["page"].letter["body"].value()
    assert "Save and send" in shown.content.decode()
    assert (state_of(submission), mails_of(submission, "declined"), Email.objects.count()) == ("submitted", [], before)

    curator.post(url, letter_data(shown, _send="1"))
    [message] = mails_of(submission, "declined")
    assert (state_of(submission), message.state, Email.objects.count()) == ("declined", "queued", before + 1)
    assert submission.steps.get(verb="decline").reason == "It advertises a product."
    assert mail.outbox == []  # the worker sends; the web process only writes


def test_declining_can_send_later_and_the_desk_counts_it(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "decline")
    before = Email.objects.count(), Message.objects.held().count()
    shown = curator.post(url, letter_data(curator.get(url), reason="Too short.", _see="1"))
    curator.post(
        url, letter_data(shown, body=shown.context["page"].letter["body"].value() + "\nBest wishes", _later="1")
    )
    [message] = mails_of(submission, "declined")
    assert message.state == "held"
    assert message.body.endswith("\nBest wishes\n")
    assert (Email.objects.count(), Message.objects.held().count()) == (before[0], before[1] + 1)
    assert state_of(submission) == State.DECLINED


def test_declining_without_a_reason_is_refused(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "decline")
    answer = curator.post(url, letter_data(curator.get(url), reason="  ", _see="1"))
    assert "Give a reason; it is kept." in answer.content.decode()
    assert state_of(submission) == State.SUBMITTED


# --- everything typed survives


def test_going_back_keeps_reason_and_edited_mail(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "decline")
    shown = curator.post(url, letter_data(curator.get(url), reason="Too short.", _see="1"))
    edited = shown.context["page"].letter["body"].value() + "\nP.S. Write again!"
    back = curator.post(url, letter_data(shown, body=edited, _back="1"))
    assert (back.context["page"].stage, back.context["page"].typed["reason"].value()) == ("typing", "Too short.")
    again = curator.post(url, letter_data(back, _see="1"))
    assert again.context["page"].letter["body"].value() == edited
    assert again.context["page"].words_differ is False


def test_changed_reason_writes_an_untouched_mail_anew(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "decline")
    shown = curator.post(url, letter_data(curator.get(url), reason="Too short.", _see="1"))
    again = curator.post(url, letter_data(shown, reason="Too long.", _see="1"))
    body = again.context["page"].letter["body"].value()
    assert "Too long." in body
    assert "Too short." not in body


def test_changed_reason_keeps_an_edited_mail_and_offers_the_new_one(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "decline")
    shown = curator.post(url, letter_data(curator.get(url), reason="Too short.", _see="1"))
    edited = shown.context["page"].letter["body"].value() + "\nP.S. Write again!"
    again = curator.post(url, letter_data(shown, reason="Too long.", body=edited, _see="1"))
    page = again.context["page"]
    assert (page.letter["body"].value(), page.words_differ) == (edited, True)
    assert "Too long." in page.anew[1]
    anew = curator.post(url, letter_data(again, _anew="1"))
    assert "Too long." in anew.context["page"].letter["body"].value()
    assert state_of(submission) == State.SUBMITTED


def test_mail_without_the_personal_link_is_refused_and_kept(curator):
    submission, other = submission_in("submitted"), submission_in("submitted")
    url = decide_url(submission, "approve")
    words = f"Please look: {letters.own_link(other)}"
    answer = curator.post(url, letter_data(curator.get(url), body=words, _send="1"))
    assert "The e-mail needs the personal link of this story" in answer.content.decode()
    assert answer.context["page"].letter["body"].value() == words
    assert state_of(submission) == State.SUBMITTED
    body = f"Please look: {letters.own_link(submission)}"
    assert curator.post(url, letter_data(answer, body=body, _send="1")).status_code == 302
    assert state_of(submission) == State.APPROVED


def test_enter_in_the_subject_decides_nothing(curator):
    """The first button of the form is the one Enter presses."""
    submission = submission_in("submitted")
    url = decide_url(submission, "approve")
    first = curator.get(url)
    assert first.content.decode().index('name="_look"') < first.content.decode().index('name="_send"')
    answer = curator.post(url, letter_data(first, subject="Look at this", _look="1"))
    assert answer.context["page"].letter["subject"].value() == "Look at this"
    assert state_of(submission) == State.SUBMITTED


# --- somebody was quicker


def test_decision_taken_meanwhile_gives_the_doors_sentence(curator):
    submission = submission_in("submitted")
    boss = User.objects.get(username="boss")
    url = decide_url(submission, "decline")
    shown = curator.post(url, letter_data(curator.get(url), reason="Too short.", _see="1"))
    curation.approve(submission, by=boss)
    curation.withdraw(submission, by=CONTRIBUTOR)
    answer = curator.post(url, letter_data(shown, _send="1"))
    assert answer.status_code == 200
    assert "Not possible now: decline. The story is: withdrawn." in answer.content.decode()
    assert "Too short." in answer.content.decode()
    assert (state_of(submission), mails_of(submission, "declined")) == (State.WITHDRAWN, [])


def test_page_edited_meanwhile_asks_for_another_look(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "approve")
    first = curator.get(url)
    submission.story.texts.update(headline="Something else")
    answer = curator.post(url, letter_data(first, _send="1"))
    assert "Something changed here since you opened this page." in answer.content.decode()
    assert state_of(submission) == State.SUBMITTED
    curator.post(url, letter_data(answer, _send="1"))
    assert state_of(submission) == State.APPROVED


def test_double_click_is_one_decision(curator):
    submission = submission_in("submitted")
    url = decide_url(submission, "decline")
    shown = curator.post(url, letter_data(curator.get(url), reason="Too short.", _see="1"))
    answers = [curator.post(url, letter_data(shown, _send="1")) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert len(mails_of(submission, "declined")) == 1


def test_page_of_a_decision_that_is_not_possible_leads_back_with_the_sentence(curator):
    submission = submission_in("published")
    answer = curator.get(decide_url(submission, "decline"), follow=True)
    assert answer.redirect_chain == [(review_url(submission), 302)]
    assert messages_of(answer) == ["Not possible now: decline. The story is: published."]


# --- each decision does its work


def test_approve_names_what_is_missing_with_links_to_the_fields(curator):
    submission = submission_in("submitted")
    submission.story.texts.update(headline="")
    Submission.objects.update(sensitive_checked=False)
    Story.objects.update(video_url="https://www.youtube.com/watch?v=abcdefghijk")
    page = curator.get(decide_url(submission, "approve")).content.decode()
    for field in ("headline", "transcript", "sensitive_checked"):
        assert f'href="{review_url(submission)}#id_{field}"' in page
        assert f'id="id_{field}"' in curator.get(review_url(submission)).content.decode()
    assert 'name="_send"' not in page
    answer = curator.post(decide_url(submission, "approve"), {"_send": "1"})
    assert answer.status_code == 200
    assert state_of(submission) == State.SUBMITTED


def test_publish_is_refused_until_the_page_is_signed_off(curator):
    submission = submission_in("approved")
    answer = curator.get(decide_url(submission, "publish"), follow=True)
    assert messages_of(answer) == ["Not possible now: publish. The story is: waits for sign-off."]
    assert "publish" not in [decision.name for decision in answer.context["decisions"]]


def test_override_needs_a_reason_which_is_kept(curator):
    submission = submission_in("approved")
    url = decide_url(submission, "override")
    assert curator.post(url, letter_data(curator.get(url), _save="1")).status_code == 200
    assert state_of(submission) == State.APPROVED
    curator.post(url, letter_data(curator.get(url), reason="Agreed by telephone.", _save="1"))
    assert state_of(submission) == State.SIGNED_OFF
    assert history_of(curator, submission)[-1][0] == "went on without sign-off"
    assert history_of(curator, submission)[-1][3] == "Agreed by telephone."


def test_publish_now_puts_the_page_online_and_tells_with_its_address(curator):
    submission = submission_in("signed_off")
    url = decide_url(submission, "publish")
    first = curator.get(url)
    assert submission.story.get_absolute_url() in first.context["page"].letter["body"].value()
    curator.post(url, letter_data(first, _send="1"))
    assert (state_of(submission), Story.objects.get().is_public) == (State.PUBLISHED, True)
    assert [message.state for message in mails_of(submission, "published")] == ["queued"]


def test_schedule_names_its_zone_and_can_be_cancelled(curator):
    submission = submission_in("signed_off")
    url = decide_url(submission, "schedule")
    first = curator.get(url)
    assert "The time is that of the zone Europe/Berlin." in first.content.decode()
    past = curator.post(url, letter_data(first, at="2020-01-01T09:00", _save="1"))
    assert "Choose a moment in the future, or publish now." in past.content.decode()
    moment = (timezone.localtime() + timedelta(days=3)).replace(hour=9, minute=0, second=0, microsecond=0)
    curator.post(url, letter_data(first, at=moment.strftime("%Y-%m-%dT%H:%M"), _save="1"))
    story = Story.objects.get()
    assert (story.state, story.scheduled_for) == ("scheduled", moment)
    assert mails_of(submission, "published") == []
    names = [decision.name for decision in curator.get(review_url(submission)).context["decisions"]]
    assert names == ["publish", "unschedule", "reopen", "decline", "withdraw"]
    url = decide_url(submission, "unschedule")
    curator.post(url, letter_data(curator.get(url), _save="1"))
    assert Story.objects.get().state == "draft"


def test_reopen_takes_the_sign_off_back(curator):
    submission = submission_in("signed_off")
    url = decide_url(submission, "reopen")
    curator.post(url, letter_data(curator.get(url), reason="A name was wrong.", _save="1"))
    submission.refresh_from_db()
    assert (submission.state, submission.signed_fingerprint) == (State.SUBMITTED, "")


def test_withdraw_by_staff_shows_its_mail_and_takes_the_page_down(curator):
    submission = submission_in("published")
    url = decide_url(submission, "withdraw")
    first = curator.get(url)
    assert curator.post(url, letter_data(first, _send="1")).status_code == 200
    assert state_of(submission) == State.PUBLISHED
    curator.post(url, letter_data(first, reason="Asked by telephone.", _send="1"))
    assert (state_of(submission), Story.objects.get().state) == (State.WITHDRAWN, "archived")
    assert [message.state for message in mails_of(submission, "withdrawn")] == ["queued"]


def test_sign_off_is_passed_to_another_address(curator):
    submission = submission_in("approved")
    url = decide_url(submission, "pass-sign-off")
    curator.post(url, letter_data(curator.get(url), email="boss@example.net", _save="1"))
    assert Submission.objects.get().second_email == "boss@example.net"
    assert [message.to for message in mails_of(submission, "sign_off_passed")] == ["boss@example.net"]


@pytest.mark.parametrize(
    ("name", "on_page", "kind"),
    [("accept-correction", "baker and poet", "corrected"), ("refuse-correction", "baker", "not_corrected")],
)
def test_correction_is_shown_side_by_side_and_decided(curator, name, on_page, kind):
    submission = corrections.ask(submission_in("published"), changes={"person_role": "baker and poet"})
    url = decide_url(submission, name)
    first = curator.get(url)
    assert '<ins class="change">' in first.content.decode()
    data = letter_data(first, _see="1", **({"reason": "It is not true."} if kind == "not_corrected" else {}))
    curator.post(url, letter_data(curator.post(url, data), _send="1"))
    submission.refresh_from_db()
    assert (submission.correction, Story.objects.get().person_role) == (None, on_page)
    assert [message.state for message in mails_of(submission, kind)] == ["queued"]


def test_without_an_address_nobody_is_told(curator):
    staff = User.objects.create_user("typist", is_staff=True)
    submission = submission_in("submitted", project=PublishedProjectFactory())
    Submission.objects.filter(pk=submission.pk).update(email="", entered_by=staff)
    url = decide_url(submission, "decline")
    first = curator.get(url)
    assert "There is no e-mail address" in first.content.decode()
    curator.post(url, letter_data(first, reason="Too short.", _save="1"))
    assert (state_of(submission), mails_of(submission, "declined")) == (State.DECLINED, [])


@pytest.mark.parametrize(
    ("state", "names"),
    [
        ("submitted", ["approve", "request-changes", "decline", "withdraw"]),
        ("changes_requested", ["reopen", "decline", "withdraw"]),
        ("approved", ["pass-sign-off", "override", "reopen", "decline", "withdraw"]),
        ("signed_off", ["publish", "schedule", "reopen", "decline", "withdraw"]),
        ("published", ["withdraw"]),
        ("declined", ["reopen"]),
        ("withdrawn", []),
    ],
)
def test_buttons_are_what_is_possible_now(curator, state, names):
    answer = curator.get(review_url(submission_in(state)))
    assert [decision.name for decision in answer.context["decisions"]] == names


def test_editor_is_offered_questions_but_no_decisions():
    answer = signed_in("Editor").get(review_url(submission_in("submitted")))
    assert [decision.name for decision in answer.context["decisions"]] == ["request-changes"]
