"""Staff write events: what is entered, what is refused in words, and what the page says about it."""

from datetime import date, time, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from events.models import Event, EventFile, Question, Session
from tests.events.admin_tools import EVENTS, change_url, fields_with_errors, opened, said
from tests.factories import (
    CentreFactory,
    EventFactory,
    OpenEventFactory,
    OrganisationFactory,
    RegistrationFactory,
)
from tests.projects.staff import signed_in

pytestmark = pytest.mark.django_db
WORKSHOP = {
    "texts-0-language": "en",
    "texts-0-title": "Workshop at the Lake",
    "kind": "workshop",
    "zone": "Europe/Berlin",
    "precision": "day",
    "first_day": "2022-05-06",
    "start_time": "09:00",
    "end_time": "12:00",
    "source": "https://example.org/lake",
}

ENDS_EARLY = "It ends before it begins. For an end on the next day, fill in the last day."
SKIPPED = "The clocks of this zone skip the hour at which it begins; choose another."


@pytest.fixture
def curator():
    return signed_in("Curator")


@pytest.fixture
def organiser():
    return signed_in("Event organiser")


def errors_of(client, url, **changes):
    answer = client.post(url, opened(client, url, **changes))
    assert answer.status_code == 200
    return fields_with_errors(answer)


def test_workshop_is_entered_and_its_time_read_back(organiser):
    url = f"{EVENTS}add/"
    answer = organiser.post(url, opened(organiser, url, **WORKSHOP), follow=True)
    event = Event.objects.get()
    assert (event.slug, event.state, event.zone) == ("workshop-at-the-lake", "draft", "Europe/Berlin")
    assert "It takes place: 6 May 2022, 09:00–12:00 CEST (UTC+2)." in said(answer)
    page = organiser.get(change_url(event)).content.decode()
    assert page.count("6 May 2022, 09:00–12:00 CEST (UTC+2)") >= 1
    assert [text.language for text in event.texts.all()] == ["en"]


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"end_time": "08:00"}, "end_time", ENDS_EARLY),
        ({"start_time": ""}, "start_time", "Say when it begins, or leave the end empty too."),
        (
            {"last_day": "2022-05-06"},
            "last_day",
            "The last day comes after the first; leave it empty for a single day.",
        ),
        ({"precision": "month"}, "start_time", "An hour needs a day: choose that the date is known to the day."),
        ({"first_day": "2022-03-27", "start_time": "02:30"}, "start_time", SKIPPED),
        ({"number": "2"}, "number", "A number needs a series."),
        (
            {"registration": "elsewhere"},
            "registration_url",
            "Registration at another address needs that address, and only that.",
        ),
        ({"deadline_day": "2022-04-25"}, "deadline_day", "A deadline needs a registration."),
        (
            {"registration": "here", "deadline_day": "2022-05-07"},
            "deadline_day",
            "The deadline is later than the event.",
        ),
        (
            {"registration": "here", "deadline_time": "12:00"},
            "deadline_day",
            "Give the day of the deadline, or leave its hour empty.",
        ),
        ({"slug": "past"}, "slug", "“past” is a page of the events; choose another address."),
    ],
)
def test_wrong_input_is_refused_in_words_beside_its_field(curator, changes, field, sentence):
    found = errors_of(curator, f"{EVENTS}add/", **WORKSHOP | changes)
    assert found == {field: [sentence]}
    assert not Event.objects.exists()


def test_month_known_only_as_such_begins_with_its_first_day(curator):
    url = f"{EVENTS}add/"
    known = {"precision": "month", "first_day": "2023-05-17", "start_time": "", "end_time": ""}
    answer = curator.post(url, opened(curator, url, **WORKSHOP | known), follow=True)
    assert Event.objects.get().first_day == date(2023, 5, 1)
    assert "It takes place: May 2023." in said(answer)


def test_agenda_is_written_with_its_speakers(curator):
    event = EventFactory(state="draft")
    url = change_url(event)
    row = {
        "sessions-TOTAL_FORMS": "1",
        "sessions-0-day": event.first_day.isoformat(),
        "sessions-0-start_time": "09:00",
        "sessions-0-end_time": "09:30",
        "sessions-0-language": "en",
        "sessions-0-title": "Welcome",
        "sessions-0-speakers": "Ada Reed, Lake Club, Lakeland\n\n Bo  Vass ",
    }
    assert curator.post(url, opened(curator, url, **row)).status_code == 302
    session = Session.objects.get()
    assert list(session.speakers.values_list("name", "role")) == [("Ada Reed", "Lake Club, Lakeland"), ("Bo Vass", "")]
    data = opened(curator, url)
    assert data["sessions-0-speakers"] == "Ada Reed, Lake Club, Lakeland\nBo Vass"
    kept = list(session.speakers.values_list("pk", flat=True))
    curator.post(url, data)
    assert list(session.speakers.values_list("pk", flat=True)) == kept
    curator.post(url, data | {"sessions-0-speakers": "Bo Vass"})
    assert list(session.speakers.values_list("name", flat=True)) == ["Bo Vass"]
    story = curator.get(change_url(event, "history")).content.decode()
    assert "Bo Vass" in story


def test_session_on_another_day_is_refused(curator):
    event = EventFactory(state="draft")
    url = change_url(event)
    row = {
        "sessions-TOTAL_FORMS": "1",
        "sessions-0-day": (event.first_day + timedelta(days=1)).isoformat(),
        "sessions-0-start_time": "09:00",
        "sessions-0-title": "Welcome",
    }
    answer = curator.post(url, opened(curator, url, **row))
    assert "The event is not on this day." in answer.content.decode()
    assert not Session.objects.exists()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def with_file(event, upload):
    return {
        "files-TOTAL_FORMS": "1",
        "files-0-title": "Programme",
        "files-0-kind": "programme",
        "files-0-language": "en",
        "files-0-document": upload,
    }


def test_file_is_refused_beside_its_field_or_kept_and_deleted(curator, media):
    event = EventFactory(state="draft")
    url = change_url(event)
    wrong = SimpleUploadedFile("programme.pdf", b"MZ this is a program")
    answer = curator.post(url, opened(curator, url, **with_file(event, wrong)))
    assert "but the content is no PDF" in answer.content.decode()
    missing = curator.post(url, opened(curator, url, **with_file(event, None)))
    assert "Choose the file." in missing.content.decode()
    assert (EventFile.objects.count(), list(media.rglob("*.*"))) == (0, [])
    from tests.events.documents import pdf

    good = SimpleUploadedFile("Programme of the day.pdf", pdf())
    assert curator.post(url, opened(curator, url, **with_file(event, good))).status_code == 302
    row = EventFile.objects.get()
    assert (row.name, row.title, row.history.get().history_user.username[:7]) == (
        "programme-of-the-day.pdf",
        "Programme",
        "Curator",
    )
    assert "programme-of-the-day.pdf" in curator.get(url).content.decode()
    curator.post(url, opened(curator, url, **{"files-0-DELETE": "on"}))
    assert not EventFile.objects.exists()


def test_what_is_public_keeps_its_words_its_source_and_somebody_to_ask(curator):
    event = OpenEventFactory()
    url = change_url(event)
    texts = curator.post(url, opened(curator, url, **{"texts-0-DELETE": "on"})).content.decode()
    assert "What was published keeps its title in the original language." in texts
    people = curator.post(url, opened(curator, url, **{"contacts-0-email": ""})).content.decode()
    assert "Name a person to ask, with an e-mail address, for those who register." in people
    elsewhere = EventFactory()
    assert errors_of(curator, change_url(elsewhere), source="") == {
        "source": ["What was published keeps its source, unless people register for it here."]
    }
    assert event.texts.count() == 1
    assert event.contacts.exclude(email="").count() == 1


def test_address_of_what_is_public_is_fixed(curator):
    event = EventFactory(slug="lake-day")
    curator.post(change_url(event), opened(curator, change_url(event), slug="pond-day"))
    event.refresh_from_db()
    assert event.slug == "lake-day"


def test_more_places_are_offered_to_those_who_wait(curator, mailoutbox):
    event = OpenEventFactory(capacity=1)
    RegistrationFactory(event=event)
    waiting = [RegistrationFactory(event=event, place="waiting") for _ in range(3)]
    url = change_url(event)
    answer = curator.post(url, opened(curator, url, capacity="3"), follow=True)
    assert "2 people from the waiting list were offered a place and told so." in said(answer)
    for row in waiting:
        row.refresh_from_db()
    assert [row.place for row in waiting] == ["offered", "offered", "waiting"]


def test_fewer_places_than_taken_are_refused_in_words(curator):
    event = OpenEventFactory(capacity=3)
    RegistrationFactory(event=event)
    RegistrationFactory(event=event, place="offered")
    RegistrationFactory(event=event, place="waiting")
    assert errors_of(curator, change_url(event), capacity="1") == {
        "capacity": ["2 places are taken or offered already; there cannot be fewer."]
    }
    assert curator.post(change_url(event), opened(curator, change_url(event), capacity="2")).status_code == 302
    event.refresh_from_db()
    assert event.capacity == 2


def test_registration_stays_here_once_people_registered(curator):
    event = OpenEventFactory(source="https://example.org/lake")
    RegistrationFactory(event=event)
    changes = {"registration": "none", "deadline_day": ""}
    found = errors_of(curator, change_url(event), **changes)
    assert found["registration"] == ["People have registered here already; the registration stays here."]


def test_answered_question_stays(curator):
    row = RegistrationFactory()
    question = Question.objects.create(event=row.event, label="Which boat?")
    unasked = Question.objects.create(event=row.event, label="Which oar?")
    row.answers.create(question=question, text="The red one")
    url = change_url(row.event)
    answer = curator.post(url, opened(curator, url, **{"questions-0-DELETE": "on"}))
    assert "“Which boat?” was answered already" in answer.content.decode()
    assert curator.post(url, opened(curator, url, **{"questions-1-DELETE": "on"})).status_code == 302
    assert list(Question.objects.values_list("label", flat=True)) == ["Which boat?"]
    assert unasked.history.latest().history_type == "-"


def test_changed_time_reminds_staff_of_the_people(curator):
    event = OpenEventFactory()
    url = change_url(event)
    silent = curator.post(url, opened(curator, url, start_time="08:30"), follow=True)
    RegistrationFactory(event=event)
    told = curator.post(url, opened(curator, url, start_time="08:00"), follow=True)
    sentence = "Time or place changed, and people have registered. Nobody was told: write to them under “People”."
    assert [sentence in said(answer) for answer in (silent, told)] == [False, True]
    event.refresh_from_db()
    assert (event.start_time, event.sequence) == (time(8), 2)


def test_draft_is_shown_exactly_as_it_will_be(curator, client):
    event = OpenEventFactory(state="draft", title="Ice fishing", texts={"sv": {"title": "Isfiske"}})
    page = curator.get(change_url(event, "preview"))
    assert page.status_code == 200
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert "Preview – this is how the page looks to readers. The event’s state: draft." in page.content.decode()
    assert "Ice fishing" in page.content.decode()
    assert client.get(event.get_absolute_url()).status_code == 404
    event.refresh_from_db()
    assert event.state == "draft"
    wordless = EventFactory(state="draft")
    wordless.texts.all().delete()
    assert curator.get(change_url(wordless, "preview")).status_code == 302


def test_everything_an_event_has_to_do_with_is_chosen(curator):
    centre, body = CentreFactory(), OrganisationFactory()
    event = EventFactory(state="draft")
    url = change_url(event)
    row = {"organiser_rows-TOTAL_FORMS": "1", "organiser_rows-0-organisation": body.pk, "organiser_rows-0-role": "host"}
    assert curator.post(url, opened(curator, url, centres=[centre.pk], **row)).status_code == 302
    assert list(event.centres.all()) == [centre]
    assert list(event.organiser_rows.values_list("organisation", "role")) == [(body.pk, "host")]
