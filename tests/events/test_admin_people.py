"""Staff look after the people of an event: who comes, who waits, whom they admit, write to and invite."""

import csv
import io
import uuid

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook
from post_office.models import Email

from events.models import Invitation, PeopleMessage, Question, Registration
from outbox.models import Message
from tests.events.admin_tools import EVENTS, INVITATIONS, PEOPLE, change_url, file_url, said
from tests.factories import CentreFactory, EventFactory, OpenEventFactory, RegistrationFactory
from tests.projects.staff import signed_in
from vocabulary.models import MacroRegion

pytestmark = pytest.mark.django_db


@pytest.fixture
def organiser():
    return signed_in("Event organiser")


def person(event, **fields):
    return RegistrationFactory(event=event, **fields)


def places(event):
    return list(event.registrations.order_by("pk").values_list("name", "place"))


def do(client, action, *rows, follow=True, **data):
    posted = {"action": action, "_selected_action": [row.pk for row in rows], **data}
    return client.post(PEOPLE, posted, follow=follow)


def sent_to():
    return sorted(address for email in Email.objects.all() for address in email.to)


def test_list_shows_places_and_numbers_in_the_line(organiser):
    event, other = OpenEventFactory(capacity=1), OpenEventFactory()
    person(event, name="Ada Reed")
    person(event, name="Bo Vass", place="waiting")
    person(event, name="Cleo Marsh", place="waiting")
    person(other, name="Dora Elsewhere")
    page = organiser.get(PEOPLE, {"event": event.pk})
    assert [row.name for row in page.context["cl"].result_list] == ["Ada Reed", "Bo Vass", "Cleo Marsh"]
    words = page.content.decode()
    assert "on the waiting list, number 1" in words
    assert "on the waiting list, number 2" in words
    assert "Dora Elsewhere" not in words
    waiting = organiser.get(PEOPLE, {"event": event.pk, "place": "waiting"}).context["cl"]
    assert [row.name for row in waiting.result_list] == ["Bo Vass", "Cleo Marsh"]


def test_lists_ask_the_same_number_of_queries_for_one_row_and_for_three(organiser):
    def cost(url):
        organiser.get(url)
        with CaptureQueriesContext(connection) as asked:
            organiser.get(url)
        return len(asked)

    event = OpenEventFactory(capacity=5)
    person(event, country=None)
    one = [cost(EVENTS), cost(f"{PEOPLE}?event={event.pk}"), cost(file_url(event, "csv"))]
    for _number in range(2):
        for place in ("confirmed", "waiting"):
            person(event, place=place)
        OpenEventFactory(capacity=3)
    three = [cost(EVENTS), cost(f"{PEOPLE}?event={event.pk}"), cost(file_url(event, "csv"))]
    assert three == one


def test_bar_says_in_words_how_full_an_event_is(organiser):
    event = OpenEventFactory(capacity=50)
    for place in ("confirmed", "confirmed", "offered", "waiting", "requested", "cancelled", "unconfirmed"):
        person(event, place=place)
    page = organiser.get(EVENTS).content.decode()
    assert '<meter class="places" min="0" max="50" value="3" aria-hidden="true"></meter>' in page
    assert "<span>3 of 50 places · 1 waits · 1 to be admitted</span>" in page
    assert "style=" not in page[page.index("<table") : page.index("</table>")]


def test_several_are_admitted_in_the_order_of_arrival(organiser):
    event = OpenEventFactory(capacity=1, admits=True)
    first = person(event, name="Ada Reed", place="requested", email="ada@lake.example.org")
    second = person(event, name="Bo Vass", place="requested", email="bo@lake.example.org")
    gone = person(event, name="Cleo Marsh", place="cancelled")
    answer = do(organiser, "admit_selected", second, first, gone)
    assert places(event) == [("Ada Reed", "confirmed"), ("Bo Vass", "waiting"), ("Cleo Marsh", "cancelled")]
    assert said(answer)[0] == "2 people were admitted."
    assert not any(name in " ".join(said(answer)) for name in ("Ada", "Bo", "Cleo"))
    assert sent_to() == ["ada@lake.example.org", "bo@lake.example.org"]


def test_single_person_is_admitted_without_a_word_when_staff_say_so(organiser):
    row = person(OpenEventFactory(admits=True), place="requested")
    url = f"{PEOPLE}{row.pk}/admit/"
    assert organiser.get(url).status_code == 405
    assert said(organiser.post(url, follow=True)) == ["Admitted: the person has a place."]
    row.refresh_from_db()
    assert (row.place, sent_to()) == ("confirmed", [])
    assert said(organiser.post(url, {"tell": "on"}, follow=True)) == [
        "This is not possible now; the registration is: confirmed."
    ]


def test_refusing_asks_for_the_reason_and_shows_the_mail_first(organiser):
    event = OpenEventFactory(admits=True)
    rows = [person(event, place="requested", email=f"p{n}@lake.example.org") for n in (1, 2)]
    staying = person(event, place="requested")
    chosen = do(organiser, "refuse_selected", *rows, follow=False)
    url = chosen.url
    assert organiser.post(url, {"reason": " ", "_send": "1"}).status_code == 422
    shown = organiser.post(url, {"reason": "The boat is too small.", "_see": "1"})
    assert "The boat is too small." in shown.context["mails"][0][3]
    assert sent_to() == []
    answer = organiser.post(url, {"reason": "The boat is too small.", "_send": "1"}, follow=True)
    assert said(answer) == ["2 people were not admitted."]
    assert sent_to() == ["p1@lake.example.org", "p2@lake.example.org"]
    staying.refresh_from_db()
    assert staying.place == "requested"


def test_refusal_is_held_for_those_who_can_send_it_later(organiser):
    row = person(OpenEventFactory(admits=True), place="requested")
    url = f"{PEOPLE}refuse/?pk={row.pk}"
    data = {"reason": "The boat is too small.", "_later": "1"}
    assert organiser.post(url, data).status_code == 200
    row.refresh_from_db()
    assert row.place == "requested"
    signed_in("Curator").post(url, data)
    row.refresh_from_db()
    assert (row.place, sent_to(), Message.objects.held().count()) == ("refused", [], 1)


def test_place_is_given_back_for_somebody_and_the_next_moves_up(organiser):
    event = OpenEventFactory(capacity=1)
    row, waiting = person(event), person(event, place="waiting", email="bo@lake.example.org")
    url = f"{PEOPLE}{row.pk}/cancel/"
    assert organiser.get(url).status_code == 200
    row.refresh_from_db()
    assert row.place == "confirmed"
    organiser.post(url)
    row.refresh_from_db()
    waiting.refresh_from_db()
    assert (row.place, waiting.place, sent_to()) == ("cancelled", "offered", ["bo@lake.example.org"])
    assert "There is nothing to cancel; the registration is: cancelled." in organiser.get(url).content.decode()


def test_link_is_sent_again_to_its_own_address(organiser):
    row = person(OpenEventFactory(), email="ada@lake.example.org")
    answer = organiser.post(f"{PEOPLE}{row.pk}/link/", {"email": "other@example.org"}, follow=True)
    assert said(answer) == ["The link is sent to the address of this registration."]
    assert sent_to() == ["ada@lake.example.org"]
    over = person(OpenEventFactory(), place="cancelled")
    assert said(organiser.post(f"{PEOPLE}{over.pk}/link/", follow=True)) == [
        "This registration is over; it has no link."
    ]


def by_hand(client, event, **typed):
    data = {"key": uuid.uuid4(), "name": "Ada Reed", "email": "ada@lake.example.org", "language": "sv", "country": ""}
    return client.post(f"{EVENTS}{event.pk}/people/add/", data | typed, follow=True)


def test_somebody_is_added_by_hand_also_after_the_deadline(organiser):
    from tests.factories import in_days

    event = OpenEventFactory(first_day=in_days(2), deadline_day=in_days(-3), capacity=1)
    key = uuid.uuid4()
    assert said(by_hand(organiser, event, key=key, tell="on")) == ["Added: the person has a place."]
    assert said(by_hand(organiser, event, key=key, tell="on")) == ["Added: the person has a place."]
    row = Registration.objects.get()
    assert (row.place, row.language, row.by_staff is not None, row.consents.count()) == ("confirmed", "sv", True, 0)
    assert sent_to() == ["ada@lake.example.org"]
    twice = by_hand(organiser, event)
    assert (twice.status_code, "This address is already registered for the event." in twice.content.decode()) == (
        422,
        True,
    )
    late = by_hand(organiser, event, email="bo@lake.example.org")
    assert said(late) == ["Added. All places are taken: the person is on the waiting list."]
    assert Registration.objects.count() == 2


def test_access_needs_are_seen_with_their_permission_only():
    row = person(OpenEventFactory(), access_needs="A ramp for the boat")
    from django.contrib.auth.models import Permission

    without = signed_in(None)
    user = without.get("/admin/").wsgi_request.user
    user.user_permissions.add(
        *Permission.objects.filter(codename__in=["manage_people", "view_registration", "view_event"])
    )
    urls = [
        f"{PEOPLE}?event={row.event_id}",
        f"{PEOPLE}{row.pk}/change/",
        file_url(row.event, "csv"),
        f"{EVENTS}{row.event_id}/people/print/",
    ]
    seen = {
        name: ["A ramp" in client.get(url).content.decode() for url in urls]
        for name, client in (("with", signed_in("Event organiser")), ("without", without))
    }
    assert seen == {"with": [True, True, True, False], "without": [False, False, False, False]}
    assert "access_needs" not in without.get(f"{EVENTS}{row.event_id}/people/add/").content.decode()


def test_table_holds_answers_and_no_formula(organiser):
    event = OpenEventFactory(slug="lake-day")
    boat, tick = (
        Question.objects.create(event=event, label=label, kind=kind)
        for label, kind in (("Which boat?", "line"), ("By train?", "tick"))
    )
    row = person(event, name="=HYPERLINK(1)", organisation="@SUM(A1)", access_needs="+1")
    row.answers.create(question=boat, text="-2+3")
    row.answers.create(question=tick, text="1")
    for place in ("unconfirmed", "cancelled", "refused", "lapsed"):
        person(event, place=place, name=f"Not {place}", reason="No." if place == "refused" else "")
    answer = organiser.get(file_url(event, "csv"))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="lake-day-people.csv"'
    table = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert table[0][-3:] == ["Access needs", "Which boat?", "By train?"]
    assert [(line[1], line[2], *line[-3:]) for line in table[1:]] == [
        ("'=HYPERLINK(1)", "'@SUM(A1)", "'+1", "'-2+3", "yes")
    ]
    sheet = load_workbook(io.BytesIO(organiser.get(file_url(event, "xlsx")).content)).active
    cells = [[cell.value or "" for cell in line] for line in sheet.iter_rows()]
    assert cells == table
    assert {cell.data_type for line in sheet.iter_rows() for cell in line if cell.value} == {"s"}
    assert organiser.get(file_url(event, "pdf")).status_code == 404


def test_list_to_print_holds_people_with_a_place_by_name(organiser):
    event = OpenEventFactory()
    for name, place in (("Örn Vass", "confirmed"), ("Ada Reed", "confirmed"), ("Bo Marsh", "waiting")):
        person(event, name=name, place=place, email=f"{place}-{name[0]}@lake.example.org")
    page = organiser.get(f"{EVENTS}{event.pk}/people/print/")
    assert [row.name for row in page.context["rows"]] == ["Ada Reed", "Örn Vass"]
    assert "@lake.example.org" not in page.content.decode()


def test_message_is_looked_at_first_and_sent_once(organiser):
    event = OpenEventFactory(capacity=2)
    person(event, email="ada@lake.example.org")
    person(event, email="bo@lake.example.org", place="waiting", language="sv")
    person(event, email="gone@lake.example.org", place="cancelled")
    url = f"{EVENTS}{event.pk}/people/message/"
    data = {"key": uuid.uuid4(), "audience": "all", "subject": "Another boat", "body": "We take the red one."}
    shown = organiser.post(url, data | {"_see": "1"})
    assert shown.context["reached"] == 2
    assert [(code, subject) for code, _name, subject, _body in shown.context["mails"]] == [
        ("en", "Another boat"),
        ("sv", "Another boat"),
    ]
    assert sent_to() == []
    for _click in range(2):
        answer = organiser.post(url, data | {"_send": "1"}, follow=True)
        assert said(answer) == ["The message is sent to 2 people."]
    assert sent_to() == ["ada@lake.example.org", "bo@lake.example.org"]
    assert PeopleMessage.objects.get().reached == 2
    nobody = organiser.post(f"{EVENTS}{OpenEventFactory().pk}/people/message/", data | {"_send": "1"})
    assert (nobody.status_code, "There is nobody to write to." in nobody.content.decode()) == (422, True)


@pytest.fixture
def lakes():
    """A macro-region with two centres that have an address, one without, and the European one."""
    macro = MacroRegion.objects.create(slug="lakes", acronym="LAKES")
    for code, address in (("SE", "se@lake.example.org"), ("LV", "lv@lake.example.org"), ("EE", "")):
        centre = CentreFactory(country=code, contact_email=address, name_en=f"Centre {code}")
        macro.countries.add(centre.country)
    CentreFactory(kind="european", country=None, contact_email="eu@lake.example.org", name_en="Centre of all")
    return macro


def test_centres_of_a_macro_region_are_invited_with_edited_words(organiser, lakes):
    event = OpenEventFactory()
    url = f"{EVENTS}{event.pk}/invite/"
    assert organiser.post(url, {"language": "en", "_see": "1"}).status_code == 422
    data = {"macro_region": lakes.pk, "european": "on", "typed": "Ada Reed <ada@lake.example.org>", "language": "en"}
    shown = organiser.post(url, data | {"_see": "1"})
    assert {guest.email for guest in shown.context["new"]} == {
        f"{name}@lake.example.org" for name in ("se", "lv", "eu", "ada")
    }
    assert shown.context["without"] == ["Centre EE"]
    assert (Invitation.objects.count(), sent_to()) == (0, [])
    [letter] = shown.context["letters"]
    words = {"letter-en-subject": "Come to the lake", "letter-en-body": "Answer here, please:\n\n{link}\n"}
    broken = organiser.post(url, data | words | {"letter-en-body": "No way to answer", "_send": "1"})
    assert (broken.status_code, Invitation.objects.count()) == (422, 0)
    assert "{link}" in letter.initial["body"]
    answer = organiser.post(url, data | words | {"_send": "1"}, follow=True)
    assert said(answer) == ["4 invitations were sent."]
    mails = list(Email.objects.values_list("subject", "message"))
    assert {subject for subject, _body in mails} == {"Come to the lake"}
    assert len({body for _subject, body in mails}) == 4
    again = organiser.post(url, data | {"_see": "1"})
    assert (again.context["new"], len(again.context["known"])) == ([], 4)


def test_invitations_are_kept_sent_and_reminded_once(organiser):
    event = OpenEventFactory(state="draft")
    url = f"{EVENTS}{event.pk}/invite/"
    wrong = organiser.post(url, {"typed": "nonsense", "language": "en", "_see": "1"})
    assert "This is no e-mail address: nonsense." in wrong.content.decode()
    data = {"typed": "ada@lake.example.org, bo@lake.example.org", "language": "en"}
    shown = organiser.post(url, data | {"_see": "1"}).context["letters"][0]
    words = {f"letter-en-{name}": shown.initial[name] for name in ("subject", "body")}
    kept = organiser.post(url, data | words | {"_keep": "1"}, follow=True)
    assert said(kept) == ["2 invitations are written down and not sent yet."]
    ada = Invitation.objects.get(email="ada@lake.example.org")
    early = organiser.post(INVITATIONS, {"action": "send_selected", "_selected_action": [ada.pk]}, follow=True)
    assert said(early) == ["0 invitations were sent.", "Publish the event before you write to people about it."]
    signed_in("Curator").post(change_url(event, "step", "publish"))
    for action, sentence in (
        ("send_selected", "1 invitation was sent."),
        ("remind_selected", "1 reminder was sent."),
        ("remind_selected", "0 reminders were sent."),
    ):
        answer = organiser.post(INVITATIONS, {"action": action, "_selected_action": [ada.pk]}, follow=True)
        assert said(answer)[0] == sentence
    assert sent_to() == ["ada@lake.example.org"] * 2
    page = organiser.get(INVITATIONS, {"event": event.pk}).content.decode()
    assert "no answer yet" in page


def test_nothing_about_people_is_kept_in_histories_or_logs(organiser):
    event = OpenEventFactory(admits=True)
    row = person(event, name="Ada Reed", place="requested")
    organiser.post(f"{PEOPLE}{row.pk}/admit/", {"tell": "on"})
    by_hand(organiser, event, name="Bo Vass", email="bo@lake.example.org")
    organiser.post(f"{PEOPLE}{row.pk}/cancel/")
    assert not LogEntry.objects.filter(content_type__app_label="events").exists()
    story = organiser.get(change_url(event, "history")).content.decode()
    assert not any(word in story for word in ("Ada", "Bo Vass", "lake.example.org"))
    assert not hasattr(Registration, "history")


def test_events_without_registration_here_have_no_people(organiser):
    event = EventFactory()
    assert "?event=" not in organiser.get(EVENTS).content.decode()
    answer = by_hand(organiser, event)
    assert (answer.status_code, Registration.objects.count()) == (422, 0)
