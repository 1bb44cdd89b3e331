"""The form without an account: what it asks, what it keeps when something is wrong, and that it tells nobody more."""

import re
import uuid
from typing import Any

import pytest
from django.test import Client

from events.models import Event, Place, Question, QuestionKind, Registration
from outbox.models import Message
from tests.centres.visitors import send
from tests.factories import CountryFactory
from tests.factories.events import EventFactory, OpenEventFactory, RegistrationFactory, in_days
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db

PATH, SENT = "/en/events/lake/register/", "/en/events/lake/registered/"
ADA = {"name": "Ada Reed", "email": "ada@lake.example.org", "consent_data": "on"}


@pytest.fixture(autouse=True)
def _site() -> None:
    SiteSettings.load()


def event(**more: Any) -> Event:
    row: Event = OpenEventFactory(slug="lake", title="Meeting at the Lake", **more)
    return row


def html(path: str = PATH) -> str:
    return Client().get(path).content.decode()


def ask(row: Event, kind: str, label: str, **more: Any) -> str:
    """Ask a question; the name of its field."""
    return f"question_{Question.objects.create(event=row, kind=kind, label=label, **more).pk}"


def test_registration_is_written_and_the_address_gets_a_link() -> None:
    event()
    CountryFactory(code="LV")
    answer = send(PATH, **ADA, organisation="Lake  house", country="LV", access_needs="A ramp.", consent_contact="on")
    assert (answer.status_code, answer["Location"]) == (302, SENT)
    row = Registration.objects.get()
    assert (row.name, row.organisation, row.access_needs, row.language) == ("Ada Reed", "Lake house", "A ramp.", "en")
    assert (row.country.code, row.place) == ("LV", Place.UNCONFIRMED)
    assert set(row.consents.values_list("purpose", "version")) == {("data", "2026-11"), ("contact", "2026-11")}
    assert Message.objects.get().to == "ada@lake.example.org"
    assert "Please look into your mail" in html(SENT)


def test_answer_is_the_same_whether_the_address_is_known_or_not() -> None:
    RegistrationFactory(event=event(), email="ada@lake.example.org")
    known, new = send(PATH, **ADA), send(PATH, **ADA | {"email": "ben@lake.example.org"})
    assert (known.status_code, known["Location"], known.content) == (new.status_code, new["Location"], new.content)
    assert set(Message.objects.values_list("to", "kind")) == {
        ("ada@lake.example.org", "events.already"),
        ("ben@lake.example.org", "events.confirm"),
    }


def test_button_pressed_twice_is_one_registration() -> None:
    event()
    key = str(uuid.uuid4())
    assert [send(PATH, key=key, **ADA).status_code for _try in range(2)] == [302, 302]
    assert (Registration.objects.count(), Message.objects.count()) == (1, 1)


def test_nothing_is_lost_when_something_is_missing() -> None:
    row = event()
    boat = ask(row, QuestionKind.LINE, "Which boat?", required=True)
    answer = send(
        PATH, name="", email="nonsense", organisation="Lake house", access_needs="A ramp.", consent_contact="on"
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    for target, sentence in (
        ("id_name", "Enter your name."),
        ("id_email", "Enter an e-mail address like name@example.org."),
        (f"id_{boat}", "Which boat? Answer this question; the organisers need it."),
        ("id_consent_data", "Tick this; without it we cannot take your registration."),
    ):
        assert f'<a href="#{target}">{sentence}</a>' in page
    assert 'value="nonsense"' in page
    assert 'value="Lake house"' in page
    assert ">\nA ramp.</textarea>" in page
    assert 'name="consent_contact" id="id_consent_contact" checked' in page
    assert "<title>Error: Register for Meeting at the Lake" in page
    assert not Registration.objects.exists()


def test_no_consent_is_ticked_beforehand_and_each_stands_apart() -> None:
    event(lists_people=True)
    page = html()
    names = [f'name="consent_{purpose}"' for purpose in ("data", "listed", "contact")]
    assert [page.count(name) for name in names] == [1, 1, 1]
    assert " checked" not in page
    Event.objects.update(lists_people=False, asks_access=False)
    page = html()
    assert ('name="consent_listed"' in page, 'name="access_needs"' in page) == (False, False)


def test_questions_of_every_kind_are_asked_and_kept() -> None:
    row = event()
    line = ask(row, QuestionKind.LINE, "Which boat?")
    text = ask(row, QuestionKind.TEXT, "What else?", help="In short.")
    one = ask(row, QuestionKind.CHOICE, "Lunch?", options="Fish\nSoup", language="sv")
    some = ask(row, QuestionKind.CHOICES, "Which days?", options="Monday\nTuesday\nFriday")
    tick = ask(row, QuestionKind.TICK, "I can row.")
    page = html()
    assert "In short." in page
    assert '<div lang="sv">' in page
    answers = {line: "Red", text: "One\r\ntwo", one: "Soup", some: ["Monday", "Friday"], tick: "on"}
    assert send(PATH, **ADA, **answers).status_code == 302
    assert list(Registration.objects.get().answers.values_list("question__label", "text")) == [
        ("Which boat?", "Red"),
        ("What else?", "One\ntwo"),
        ("Lunch?", "Soup"),
        ("Which days?", "Monday\nFriday"),
        ("I can row.", "1"),
    ]
    assert send(PATH, **ADA | {"email": "b@lake.example.org", one: "Meat"}).status_code == 422


def test_required_questions_of_every_kind_are_missed() -> None:
    row = event()
    for kind in QuestionKind.values:
        options = "Fish\nSoup" if kind in ("choice", "choices") else ""
        ask(row, kind, f"Question {kind}?", options=options, required=True)
    page = send(PATH, **ADA).content.decode()
    missed = re.findall(r">(Question \w+\?) Answer this question; the organisers need it.</a>", page)
    assert missed == [f"Question {kind}?" for kind in QuestionKind.values]


def test_form_tells_what_may_stay_empty() -> None:
    row = event()
    ask(row, QuestionKind.LINE, "Which boat?")
    page = html()
    assert page.count('<p class="hint" id="id_organisation_helptext">If you like.</p>') == 1
    free = page.count(">If you like.</p>")
    ask(row, QuestionKind.LINE, "Which oar?", required=True)
    ask(row, QuestionKind.TICK, "I can row.")
    assert html().count(">If you like.</p>") == free == 3


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"deadline_day": in_days(-2)}, "Registration closed on "),
        (
            {"first_day": in_days(-2), "last_day": in_days(2), "deadline_day": None},
            "Registration closed when the event began.",
        ),
        ({"first_day": in_days(-9), "deadline_day": in_days(-12)}, "The event is over."),
        ({"state": "cancelled"}, "The event is cancelled."),
    ],
)
def test_too_late_says_so_and_whom_to_ask(more: dict[str, Any], sentence: str) -> None:
    row = event(**more)
    page = html()
    assert sentence in page
    assert '<form class="step"' not in page
    person = row.contacts.get()
    asks = row.state == "published" and sentence != "The event is over."
    assert (f'href="/en/events/lake/contact/{person.pk}/"' in page) is asks
    late = send(PATH, **ADA)
    assert late.status_code == 422
    assert 'value="ada@lake.example.org"' in late.content.decode()
    assert not Registration.objects.exists()


def test_full_event_offers_the_waiting_list_or_says_that_there_is_none() -> None:
    row = event(capacity=1)
    RegistrationFactory(event=row)
    assert "Join the waiting list</button>" in html()
    Event.objects.update(waiting_list=False)
    assert "All places are taken, and there is no waiting list." in html()


def test_addresses_that_lead_nowhere() -> None:
    OpenEventFactory(slug="lake", state="draft")
    OpenEventFactory(slug="gone", state="archived")
    EventFactory(slug="other")
    assert Client().get(PATH).status_code == 404
    assert Client().get(SENT).status_code == 404
    assert Client().get("/en/events/gone/register/").status_code == 410
    elsewhere = Client().get("/en/events/other/register/")
    assert (elsewhere.status_code, elsewhere["Location"]) == (302, "/en/events/other/")


def test_machines_are_kept_out_and_people_may_press_again() -> None:
    event()
    assert send(PATH, **ADA, remarks_2="x").status_code == 422
    assert send(PATH, **ADA, seconds=0).status_code == 422
    assert not Registration.objects.exists()


def test_sixth_mail_of_a_day_waits_and_keeps_everything(settings: Any) -> None:
    settings.RATE_LIMITS = True
    event()
    answers = [send(PATH, **ADA) for _try in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert answers[-1]["Retry-After"] == "86400"
    assert 'value="Ada Reed"' in answers[-1].content.decode()


def test_page_is_in_no_cache_and_no_index() -> None:
    event()
    response = Client().get(PATH)
    assert response["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("number", [1, 3])
def test_form_asks_a_fixed_number_of_queries(number: int, django_assert_num_queries: Any) -> None:
    row = event()
    for each in range(number):
        ask(row, QuestionKind.LINE, f"Question {each}?")
        CountryFactory(code=("LV", "SE", "FI")[each])
    html()
    with django_assert_num_queries(6):
        html()
