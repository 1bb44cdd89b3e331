"""An event becomes public, is cancelled, leaves, comes back, goes back in its history, and is followed by the next."""

from datetime import date, time, timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from events import telling
from events.models import Event, EventText, Invitation, Question, Series, Session, Speaker
from tests.events.admin_tools import EVENTS, PEOPLE, change_url, opened, said
from tests.factories import EventFactory, OpenEventFactory, OrganisationFactory, RegistrationFactory, superuser
from tests.projects.staff import signed_in
from vocabulary.timeline import stamp_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator():
    return signed_in("Curator")


def step(client, event, name):
    answer = client.post(change_url(event, "step", name), follow=True)
    event.refresh_from_db()
    return said(answer)


def sent():
    return sorted((*email.to, email.subject) for email in Email.objects.all())


def test_event_takes_every_step(curator, client):
    event = EventFactory(state="draft", title="Lake day", source="")
    assert step(curator, event, "publish") == ["Name a source, unless people register for the event here."]
    page = curator.get(change_url(event)).content.decode()
    assert "Before it can be published:" in page
    Event.objects.filter(pk=event.pk).update(source="https://example.org/lake")
    for name, state, sentence in (
        ("publish", "published", "“Lake day” is public."),
        ("withdraw", "draft", "“Lake day” is a draft again and no longer public."),
        ("publish", "published", "“Lake day” is public."),
        ("archive", "archived", "“Lake day” is archived."),
        ("restore", "published", "“Lake day” is public again."),
    ):
        assert (step(curator, event, name), event.state) == ([sentence], state)
    assert step(curator, event, "restore") == ["“Lake day” is published; this step is not possible now."]


def test_event_with_people_is_not_hidden(curator):
    event = OpenEventFactory()
    RegistrationFactory(event=event)
    sentence = "People have registered: cancel the event instead, so that they are told."
    assert [step(curator, event, name) for name in ("withdraw", "archive")] == [[sentence]] * 2
    assert event.state == "published"


def test_cancelling_asks_for_the_reason_shows_the_mail_and_tells_everybody(curator):
    event = OpenEventFactory(title="Lake day")
    RegistrationFactory(event=event, email="ada@lake.example.org")
    RegistrationFactory(event=event, email="bo@lake.example.org", place="waiting", language="de")
    RegistrationFactory(event=event, email="gone@lake.example.org", place="cancelled")
    url = change_url(event, "cancel")
    assert curator.post(url, {"reason": " ", "_send": "1"}).status_code == 422
    shown = curator.post(url, {"reason": "Thin ice.", "_see": "1"})
    assert (shown.context["reached"], [code for code, *_rest in shown.context["mails"]]) == (2, ["en", "de"])
    assert "Thin ice." in shown.context["mails"][0][3]
    event.refresh_from_db()
    assert (event.state, sent()) == ("published", [])
    answer = curator.post(url, {"reason": "Thin ice.", "_send": "1"}, follow=True)
    assert said(answer) == ["“Lake day” is cancelled; its page says so.", "2 people are told by e-mail."]
    event.refresh_from_db()
    assert (event.state, event.cancel_reason) == ("cancelled", "Thin ice.")
    assert [address for address, _subject in sent()] == ["ada@lake.example.org", "bo@lake.example.org"]
    assert telling.untold(event) == 0
    assert "this step is not possible now" in said(curator.post(url, {"reason": "Ice.", "_send": "1"}, follow=True))[0]


def test_cancelled_without_telling_waits_on_the_desk_until_told_once(curator):
    event, told = OpenEventFactory(title="Lake day"), OpenEventFactory(state="cancelled")
    RegistrationFactory(event=event, email="ada@lake.example.org")
    row = {"created_at": timezone.now(), "created_by": superuser(), "sent_at": timezone.now()}
    Invitation.objects.create(event=event, email="bo@lake.example.org", **row)
    Invitation.objects.create(
        event=event, email="no@lake.example.org", reply="not_coming", replied_at=row["sent_at"], **row
    )
    curator.post(change_url(event, "cancel"), {"reason": "Thin ice.", "_later": "1"})
    assert (sent(), telling.untold(event), telling.untold(told)) == ([], 2, 0)
    assert [each.pk for each in telling.with_untold()] == [event.pk]
    assert list(curator.get(EVENTS, {"told": "not"}).context["cl"].result_list) == [event]
    page = curator.get(change_url(event)).content.decode()
    assert "2 people were not told yet." in page
    for count in ("2 people are", "0 people are"):
        assert said(curator.post(change_url(event, "tell"), follow=True)) == [f"{count} told by e-mail."]
    assert [address for address, _subject in sent()] == ["ada@lake.example.org", "bo@lake.example.org"]
    assert not telling.with_untold().exists()


def test_nobody_is_told_of_what_was_cancelled_long_ago(curator):
    event = OpenEventFactory(state="cancelled", cancelled_at=timezone.now() - timedelta(days=4000))
    RegistrationFactory(event=event)
    assert (telling.untold(event), telling.with_untold().count()) == (0, 0)


def test_without_people_there_is_no_mail(curator):
    event = EventFactory(title="Lake day")
    shown = curator.post(change_url(event, "cancel"), {"reason": "Thin ice.", "_see": "1"}).content.decode()
    assert "Nobody has registered or was invited: no e-mail is sent." in shown
    curator.post(change_url(event, "cancel"), {"reason": "Thin ice.", "_later": "1"})
    event.refresh_from_db()
    assert (event.state, sent()) == ("cancelled", [])


def rewind(*models):
    """Everything recorded so far happened an hour ago."""
    for model in models:
        for record in model.history.all():
            record.history_date -= timedelta(hours=1)
            record.save()


def test_facts_words_and_agenda_go_back_while_registration_stays(curator):
    event = OpenEventFactory(title="Lake day", place="Lakeland", capacity=5)
    session = Session.objects.create(event=event, day=event.first_day, start_time=time(9), title="Welcome")
    Speaker.objects.create(session=session, name="Ada Reed")
    question = Question.objects.create(event=event, label="Which boat?")
    rewind(Event, EventText, Session, Speaker, Question)
    stamp = stamp_of(Event.history.latest().history_date + timedelta(minutes=1))
    url = change_url(event)
    changes = {
        "place": "Pondland",
        "capacity": "9",
        "texts-0-title": "Pond day",
        "sessions-0-title": "Farewell",
        "sessions-0-speakers": "Bo Vass",
        "questions-0-label": "Which oar?",
    }
    assert curator.post(url, opened(curator, url, **changes)).status_code == 302
    back = change_url(event, "history", str(stamp))
    shown = curator.get(back).content.decode()
    assert [word in shown for word in ("Lakeland", "Lake day", "Welcome", "Ada Reed", "Which oar?")] == [True] * 4 + [
        False
    ]
    answer = curator.post(back, follow=True)
    assert said(answer)[0] == "All is as it was at that moment. You can take this back in the history."
    event.refresh_from_db()
    question.refresh_from_db()
    assert (event.place, event.capacity, str(event.texts.get().title)) == ("Lakeland", 9, "Lake day")
    assert list(event.sessions.values_list("title", "speakers__name")) == [("Welcome", "Ada Reed")]
    assert question.label == "Which oar?"
    early = change_url(event, "history", str(stamp_of(event.created_at - timedelta(days=9))))
    assert said(curator.post(early, follow=True))[0] == "The history begins later than that."


def test_next_event_of_a_series_is_a_draft_with_the_same_facts(curator):
    body = OrganisationFactory()
    event = OpenEventFactory(
        title="Lake day", body="We fish.", first_day=date(2022, 5, 6), deadline_day=date(2022, 4, 25), organisers=[body]
    )
    Question.objects.create(event=event, label="Which boat?")
    RegistrationFactory(event=event)
    url = change_url(event, "copy")
    assert curator.get(url).context["form"]["first_day"].value() == date(2023, 5, 5)
    data = {"title": "Second lake day", "first_day": "2023-06-09"}
    unnamed = curator.post(url, data)
    assert (unnamed.status_code, Event.objects.count()) == (422, 1)
    curator.post(url, data | {"series_name": "Lake days"})
    made = Event.objects.get(slug="second-lake-day")
    assert (made.state, made.first_day, made.deadline_day, made.number) == (
        "draft",
        date(2023, 6, 9),
        date(2023, 5, 29),
        2,
    )
    assert (made.start_time, made.zone, made.uid == event.uid) == (time(9), "Europe/Berlin", False)
    event.refresh_from_db()
    assert (event.series, event.number, made.series) == (Series.objects.get(), 1, event.series)
    assert list(made.texts.values_list("title", "body")) == [("Second lake day", "We fish.")]
    assert [made.organiser_rows.count(), made.contacts.count(), made.questions.count(), made.registrations.count()] == [
        1,
        1,
        1,
        0,
    ]
    assert [event.organiser_rows.count(), event.contacts.count(), event.questions.count()] == [1, 1, 1]
    curator.post(change_url(made, "copy"), {"title": "Third lake day", "first_day": "2024-06-07"})
    assert Event.objects.get(slug="third-lake-day").number == 3


def test_desk_admits_and_reminds(curator):
    event = OpenEventFactory(admits=True, title="Lake day")
    asking = RegistrationFactory(event=event, place="requested", email="ada@lake.example.org")
    RegistrationFactory(event=OpenEventFactory(state="cancelled"), place="requested")
    row = {"created_at": timezone.now(), "created_by": superuser(), "sent_at": timezone.now()}
    invited = Invitation.objects.create(event=event, email="bo@lake.example.org", name="Bo", **row)
    Invitation.objects.create(
        event=event, email="yes@lake.example.org", reply="coming", replied_at=row["sent_at"], **row
    )
    desk = curator.get("/admin/").context["desk"]
    kinds = [*desk.yours.kinds, *desk.theirs.kinds]
    found = {kind.name: (found.count, found.url) for kind, found in kinds if kind.name.startswith("events.")}
    assert {name: count for name, (count, _url) in found.items()} == {
        "events.requests": 1,
        "events.untold": 1,
        "events.invitations": 1,
    }
    for count, url in found.values():
        assert len(curator.get(url).context["cl"].result_list) == count, url
    admitted = curator.post("/admin/desk/", {"do": "admit", "item": [f"events.requests:{asking.pk}"]}, follow=True)
    assert said(admitted) == ["1 person was admitted."]
    item = f"events.invitations:{invited.pk}"
    reminded = [
        said(curator.post("/admin/desk/", {"do": "remind_invited", "item": [item]}, follow=True)) for _click in range(2)
    ]
    assert [sentences[0] for sentences in reminded] == ["1 reminder was sent.", "0 reminders were sent."]
    assert [address for address, _subject in sent()] == ["ada@lake.example.org", "bo@lake.example.org"]


def test_list_is_filtered_and_searched(curator):
    old = EventFactory(title="Old day", first_day=date(2020, 5, 6), kind="conference")
    new = EventFactory(title="New day", series=Series.objects.create(slug="days", name="Days"))
    draft = EventFactory(title="Draft day", state="draft")
    found = {
        key: {event.pk for event in curator.get(EVENTS, asked).context["cl"].result_list}
        for key, asked in {
            "past": {"when": "past"},
            "upcoming": {"when": "upcoming"},
            "kind": {"kind": "conference"},
            "series": {"series": "days"},
            "state": {"state": "draft"},
            "word": {"q": "New day"},
            "unknown": {"state": "exploded"},
        }.items()
    }
    assert found == {
        "past": {old.pk},
        "upcoming": {new.pk, draft.pk},
        "kind": {old.pk},
        "series": {new.pk},
        "state": {draft.pk},
        "word": {new.pk},
        "unknown": {old.pk, new.pk, draft.pk},
    }
    assert curator.get(PEOPLE, {"event": "x" * 30}).status_code == 200
