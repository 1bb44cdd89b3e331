"""The events' part of the demonstration: what its files hold, as far as it is known, and one example marked as such."""

import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import transaction
from django.test import Client, override_settings
from django.utils import timezone
from post_office.models import Email
from pytest_django import DjangoDbBlocker

from centres.models import Centre
from events import consents, files, moments, registering
from events.demo.loading import DATA
from events.models import (
    Contact,
    Event,
    EventFile,
    EventText,
    Invitation,
    Place,
    QuestionKind,
    Registration,
    Series,
    Session,
    Speaker,
)
from events.presentation import times
from outbox.models import Message
from projects.demo import load_demo
from projects.models import Project
from vocabulary.loading import read_json
from vocabulary.models import Organisation

pytestmark = pytest.mark.django_db

Entry = dict[str, Any]
HERE = Path(__file__).resolve().parent
KNOWN: list[Entry] = read_json(HERE / "known_events.json")
"""The verified facts, copied; they stand apart from the files of the demonstration, which are compared with them."""
BALTIC = {"denmark", "estonia", "finland", "germany", "latvia", "lithuania", "poland", "sweden"}
INVITATION = "https://biser-en.org.pl/social-innovation-in-bsr-workshop-on-6th-may/"


def shipped() -> list[Entry]:
    found: list[Entry] = read_json(DATA / "events.json")["events"]
    return found


def by_fact(name: str) -> Event:
    key = {entry["fact"]: entry["key"] for entry in shipped()}[name]
    return Event.objects.published().get(slug=key)


def real() -> list[tuple[Entry, Event]]:
    """Each known meeting beside its row."""
    return [(fact, by_fact(fact["id"])) for fact in KNOWN if fact["kind"] == "event"]


@pytest.fixture(scope="module")
def _loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Loaded once for all; each test undoes only what it does itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            load_demo()
        yield
        transaction.set_rollback(True)


@pytest.mark.usefixtures("_loaded")
class TestFacts:
    def test_every_known_meeting_is_there_and_the_call_is_not(self) -> None:
        assert [fact["id"] for fact in KNOWN if fact["kind"] != "event"] == ["ncc-call-2023"]
        facts = [fact["id"] for fact in KNOWN if fact["kind"] == "event"]
        assert len(facts) == 21
        assert sorted(entry["fact"] for entry in shipped()) == sorted(facts)
        assert Event.objects.filter(is_example=False).count() == Event.objects.published().count() - 1 == len(facts)
        assert not EventText.objects.filter(title__icontains="NCC-01").exists()

    def test_each_has_the_title_and_the_sources_that_are_known(self) -> None:
        for fact, event in real():
            assert event.texts.get(language="en").title == fact["title"]
            assert set(fact["sources"]) <= set(event.source.splitlines()), fact["id"]
            assert all(line.startswith("http") and " " not in line for line in event.source.splitlines())
            assert (event.checked_on, event.notes) == (None, "")

    def test_each_day_and_hour_is_as_exact_as_it_is_known(self) -> None:
        for fact, event in real():
            day, _from, hour = fact["start"].partition("T")
            precision = {7: "month", 10: "day"}[len(day)]
            held = (event.precision, event.first_day.isoformat()[: len(day)], event.is_timed)
            assert held == (precision, day, bool(hour)), fact["id"]
            if hour:
                begins = moments.begins(event)
                assert begins
                assert begins.moment == datetime.fromisoformat(fact["start"])
                assert begins.moment.utcoffset() == datetime.fromisoformat(fact["start"]).utcoffset()

    def test_each_end_is_known_or_left_open(self) -> None:
        for fact, event in real():
            day, _from, hour = (fact["end"] or fact["start"]).partition("T")
            ends = moments.ends(event)
            if fact["end"] and hour:
                assert ends
                assert ends.moment == datetime.fromisoformat(fact["end"])
            else:
                assert ends is None
            last = event.last_day.isoformat() if event.last_day else event.first_day.isoformat()
            assert last[: len(day)] == day

    def test_places_are_those_known_and_attendance_says_no_more(self) -> None:
        hybrid = {fact["id"] for fact in KNOWN if (fact["notes"] or "").startswith("Hybrid")}
        assert hybrid == {"wpower-final"}
        for fact, event in real():
            assert (event.place, event.country.code if event.country else None) == (
                fact["place"] or "",
                fact["country"],
            )
            stated = {True: "online", False: "in_person", None: "unknown"}[fact["online"]]
            assert event.attendance == ("hybrid" if fact["id"] in hybrid else stated), fact["id"]
            assert (event.address, event.online_url) == ("", "")

    def test_zone_is_that_of_the_country_where_one_is_known(self) -> None:
        zones = {
            *(("AT", "Europe/Vienna"), ("BE", "Europe/Brussels"), ("CZ", "Europe/Prague"), ("DE", "Europe/Berlin")),
            *(("DK", "Europe/Copenhagen"), ("ES", "Europe/Madrid"), ("FI", "Europe/Helsinki"), ("LV", "Europe/Riga")),
            *(("HU", "Europe/Budapest"), ("SI", "Europe/Ljubljana")),
        }
        held = {(event.country.code, event.zone) for _fact, event in real() if event.country}
        assert held == zones

    def test_what_is_inferred_or_corrected_is_said(self) -> None:
        said = {fact["id"]: event.remarks for fact, event in real()}
        assert said["ewrc-2021-cc"].startswith("The source says 13 October 2020.")
        assert by_fact("ewrc-2021-cc").first_day == date(2021, 10, 13)
        assert "2022 is inferred" in said["eusbsr-si-2"]
        assert "misprint" in said["si-workshop-2020"]
        assert "CET; in June clocks there show CEST" in said["si-workshop-2021"]
        assert "That it was held online is inferred." in said["si-workshop-2021"]
        assert "Reported on 11 May 2023; the day is not given." in said["esia-final"]
        noted = {fact["id"] for fact in KNOWN if fact["notes"]} - {"wpower-final"}
        assert noted == {"ewrc-2021-cc", "eusbsr-si-2", "si-workshop-2020", "si-workshop-2021", "esia-final"}

    def test_no_agenda_file_or_address_is_made_up(self) -> None:
        for model in (Session, EventFile, Registration, Invitation):
            assert not model._base_manager.filter(event__is_example=False).exists(), model
        assert not Speaker.objects.filter(session__event__is_example=False).exists()
        real_people = Contact.objects.filter(event__is_example=False)
        assert list(real_people.values_list("name", "organisation", "email")) == [
            ("Magda Leszczyna-Rzucidło", "BISER", ""),
            ("Anders Bergström", "", ""),
        ]
        held = (DATA / "events.json").read_text(encoding="utf-8")
        assert re.findall(r"[\w.]+@[\w.]+", held) == []


@pytest.mark.usefixtures("_loaded")
class TestLinks:
    def test_event_of_a_project_is_linked_to_it_and_shares_its_themes(self) -> None:
        linked = [(event, event.projects.get()) for _fact, event in real() if event.projects.exists()]
        assert len(linked) == 12
        for event, project in linked:
            named = re.sub(r"\W", "", project.acronym.lower())
            assert named in re.sub(r"\W", "", str(event).lower()), event
            themes = set(project.theme_rows.values_list("tag__slug", flat=True))
            assert set(event.themes.values_list("slug", flat=True)) == themes
        assert [
            event.slug for event in Project.objects.get(slug="excellence-in-resti").events.order_by("first_day")
        ] == [
            "excellence-in-resti-kick-off",
            "excellence-in-resti-final-event",
        ]

    def test_final_event_of_a_consortium_is_linked_to_its_centres(self) -> None:
        for fact, consortium in (("buicasus-final", "buicasus"), ("esia-final", "esia")):
            expected = set(Centre.objects.filter(consortia__slug=consortium).values_list("slug", flat=True))
            assert set(by_fact(fact).centres.values_list("slug", flat=True)) == expected
            assert len(expected) == 4

    def test_need_was_named_in_a_source_of_the_event(self) -> None:
        held = {}
        for _fact, event in real():
            for need in event.needs.all():
                assert set(need.source.splitlines()) & set(event.source.splitlines()), (event, need)
                held.setdefault(event.slug, set()).add(need.slug)
        assert held == {
            "baltic-sea-workshop-2021": {"transnational-exchange"},
            "competence-centres-session-2021": {"scaling", "rural-remote"},
            "working-group-second-meeting": {"ecosystem-mapping", "co-creation", "scaling"},
        }

    def test_nothing_a_file_names_is_missing_in_the_lists(self) -> None:
        many = ("themes", "regions", "macro_regions", "projects", "centres", "networks", "needs")
        for entry in shipped():
            event = Event.objects.get(slug=entry["key"])
            for name in many:
                assert getattr(event, name).count() == len(entry.get(name, [])), (entry["key"], name)
            assert event.organiser_rows.count() == len(entry.get("organisers", []))
            assert event.links.count() == len(entry.get("links", []))
            assert (event.series.slug if event.series else None) == entry.get("series")


@pytest.mark.usefixtures("_loaded")
class TestBalticWorkshop:
    def test_time_and_deadline_read_as_they_should(self) -> None:
        event = by_fact("eusbsr-si-2")
        assert times.when(event).text == "6 May 2022, 09:00–12:00 CEST (UTC+2)"
        assert times.deadline_text(event) == "25 April 2022, 23:59 CEST"
        assert (event.zone, event.deadline_day, event.deadline_time) == ("Europe/Berlin", date(2022, 4, 25), None)
        html = Client().get(event.get_absolute_url()).content.decode()
        assert "09:00–12:00 CEST (UTC+2)" in html
        assert "25 April 2022, 23:59 CEST" in html

    def test_second_follows_the_first(self) -> None:
        series = Series.objects.get(slug="baltic-sea-workshops")
        held = series.events.order_by("number").values_list("number", "first_day")
        assert list(held) == [(1, date(2021, 10, 28)), (2, date(2022, 5, 6))]

    def test_all_nine_centres_are_linked_and_the_working_group(self) -> None:
        event = by_fact("eusbsr-si-2")
        assert set(event.centres.values_list("slug", flat=True)) == BALTIC | {"european-centre"}
        network = event.networks.get()
        assert network.slug == "baltic-sea-social-innovation"
        members = set(network.organisations.values_list("slug", flat=True))
        held = Organisation.objects.filter(event_rows__event=event, event_rows__role="organiser")
        assert set(held.values_list("slug", flat=True)) == members
        assert len(members) == 5
        assert [row.slug for row in event.macro_regions.all()] == ["baltic-sea-region"]

    def test_invitation_stands_for_the_form_nobody_found(self) -> None:
        event = by_fact("eusbsr-si-2")
        assert (event.registration, event.registration_url, event.website) == ("elsewhere", INVITATION, INVITATION)
        assert "has not been found either" in event.remarks
        assert "What came of the morning has not been found." in event.remarks
        assert event.capacity is None

    def test_words_are_there_in_three_languages(self) -> None:
        for fact in ("eusbsr-si-1", "eusbsr-si-2", "si-workshop-2020", "si-workshop-2021", "ewrc-2021-cc"):
            texts = {text.language: text for text in by_fact(fact).texts.all()}
            assert set(texts) == {"en", "de", "sv"}
            assert len({text.summary for text in texts.values()}) == 3


def runs(text: str) -> set[str]:
    """Every seven words in a row, as the list of the sources' runs has them."""
    words = re.findall(r"\w+", text.lower())
    rows = (" ".join(words[place : place + 7]) for place in range(len(words) - 6))
    return {hashlib.sha256(row.encode()).hexdigest()[:10] for row in rows}


def test_no_seven_words_in_a_row_are_those_of_a_source() -> None:
    known = set((HERE / "source_runs.txt").read_text(encoding="utf-8").split())
    assert len(known) == 1840
    assert runs("We are looking forward to meet and co-create with you!") & known  # the list is about these sources
    for entry in shipped():
        words = [entry.get("remarks", "")]
        words += [text.get(name, "") for text in entry["texts"].values() for name in ("summary", "body", "report")]
        assert [text for text in words if runs(text) & known] == [], entry["key"]


@pytest.mark.usefixtures("_loaded")
class TestExample:
    def example(self) -> Event:
        return Event.objects.get(is_example=True)

    def test_there_is_one_to_come_and_it_says_so_in_every_language(self) -> None:
        event = self.example()
        assert list(Event.objects.published().upcoming(at=timezone.now())) == [event]
        assert registering.door(event, at=timezone.now()) == registering.Door.OPEN
        marks = {"en": "Example: ", "de": "Beispiel: ", "sv": "Exempel: "}
        assert {text.language for text in event.texts.all()} == set(marks)
        assert all(text.title.startswith(marks[text.language]) for text in event.texts.all())
        assert event.source == ""
        assert not event.organiser_rows.exists()
        today = timezone.localdate()
        assert today + timedelta(days=45) <= event.first_day <= today + timedelta(days=51)
        assert event.first_day.weekday() == 1

    def test_everybody_in_it_is_made_up_and_unreachable(self) -> None:
        event = self.example()
        people = Registration.objects.all()
        assert set(people.values_list("event", flat=True)) == {event.pk}
        named = [*people.values_list("name", "email"), *event.invitations.values_list("name", "email")]
        named += event.contacts.values_list("name", "email")
        assert all(name.startswith("Example: ") and email.endswith("@example.org") for name, email in named)
        assert all(body == "" or body.startswith("Example: ") for body in people.values_list("organisation", flat=True))
        speakers = Speaker.objects.values_list("name", flat=True)
        assert speakers
        assert all(name.startswith("Example: ") for name in speakers)
        addresses = [event.online_url, *event.links.values_list("url", flat=True)]
        assert all(".example.org/" in address for address in addresses)

    def test_there_is_somebody_in_every_place(self) -> None:
        held = Counter(Registration.objects.values_list("place", flat=True))
        assert held == {
            Place.UNCONFIRMED: 1,
            Place.REQUESTED: 2,
            Place.WAITING: 2,
            Place.OFFERED: 1,
            Place.CONFIRMED: 3,
            Place.CANCELLED: 1,
            Place.LAPSED: 1,
            Place.REFUSED: 1,
        }
        assert set(held) == set(Place)
        event = self.example()
        assert Registration.objects.holding().count() == event.capacity
        in_line = list(event.registrations.in_line())
        assert [registering.place_in_line(row) for row in in_line] == [1, 2]

    def test_order_of_arrival_is_that_of_the_moments(self) -> None:
        rows = list(Registration.objects.exclude(line=None).order_by("line"))
        assert [row.line for row in rows] == list(range(1, len(rows) + 1))
        confirmed = [row.confirmed_at for row in rows]
        assert confirmed == sorted(confirmed, key=lambda moment: moment or timezone.now())
        for row in Registration.objects.all():
            assert row.created_at <= (row.confirmed_at or row.created_at) <= row.placed_at <= timezone.now()
        offered = Registration.objects.get(place=Place.OFFERED)
        assert offered.accept_until
        assert offered.accept_until > timezone.now()

    def test_who_agreed_to_what_is_written_down(self) -> None:
        for row in Registration.objects.all():
            agreed = set(consents.standing(row))
            assert ("data" in agreed) != bool(row.by_staff), row
        listed = Registration.objects.filter(consents__purpose="listed")
        assert sorted(listed.values_list("place", flat=True)) == ["confirmed", "waiting"]
        html = Client().get(self.example().get_absolute_url()).content.decode()
        assert "Example: Aino" not in html  # she waits; only those with a place are named
        assert "a seat near the door" not in html

    def test_questions_are_of_every_kind_and_answered_from_their_choices(self) -> None:
        event = self.example()
        assert sorted(event.questions.values_list("kind", flat=True)) == sorted(QuestionKind)
        for row in Registration.objects.all():
            answers = {answer.question: answer.text for answer in row.answers.all()}
            assert all(question in answers for question in event.questions.filter(required=True)), row
            for question, text in answers.items():
                assert not question.choices or set(text.splitlines()) <= set(question.choices)

    def test_agenda_fills_the_day_without_a_gap(self) -> None:
        event = self.example()
        sessions = list(event.sessions.all())
        assert {session.day for session in sessions} == {event.first_day}
        assert (sessions[0].start_time, sessions[-1].end_time) == (event.start_time, event.end_time)
        for before, after in itertools.pairwise(sessions):
            assert before.end_time == after.start_time
        assert [session.start_time for session in sessions if session.is_break] == [time(10), time(12)]

    def test_programme_is_a_file_of_the_kind_that_is_taken(self) -> None:
        row = self.example().files.get()
        assert (row.name, row.ending, row.title) == ("example-programme.pdf", "pdf", "Example programme")
        assert files.url(row).endswith("/example-programme.pdf")

    def test_nothing_is_mailed(self) -> None:
        assert (Email.objects.count(), Message.objects.filter(topic__startswith="events.").count()) == (0, 0)

    def test_every_row_passes_the_checks_of_its_form(self) -> None:
        for event in Event.objects.all():
            event.full_clean()
            assert ZoneInfo(event.zone)
            for rows in (
                event.texts,
                event.sessions,
                event.contacts,
                event.links,
                event.questions,
                event.registrations,
            ):
                for row in rows.all():
                    row.full_clean()
