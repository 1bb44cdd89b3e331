"""The page of an event: what it says, the one thing to do, and how often it asks the database."""

import re
from datetime import date, time, timedelta
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from events.models import (
    Contact,
    Event,
    EventLink,
    Place,
    Purpose,
    RegistrationConsent,
    Series,
    Session,
    Speaker,
)
from tests.factories import (
    CentreFactory,
    CountryFactory,
    EventFactory,
    NeedFactory,
    NetworkFactory,
    OpenEventFactory,
    OrganisationFactory,
    PublishedProjectFactory,
    RegistrationFactory,
    ThemeFactory,
    in_days,
)
from vocabulary.models import MacroRegion

pytestmark = pytest.mark.django_db

QUERIES = 26


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def words(html: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())


def call(html: str) -> str:
    """The box with the one thing to do."""
    found = re.findall(r'<section class="event-call.*?</section>', html, flags=re.DOTALL)
    assert len(found) == 1
    return str(found[0])


def buttons(html: str) -> list[tuple[str, str]]:
    return [(label, url) for url, label in re.findall(r'<a class="button[^"]*" href="([^"]*)"[^>]*>(.*?)</a>', html)]


def workshop(**values: Any) -> Event:
    """The workshop of the source text."""
    return OpenEventFactory(
        **{
            "slug": "second",
            "title": "Second workshop",
            "first_day": date(2022, 5, 6),
            "deadline_day": date(2022, 4, 25),
        }
        | values
    )


def test_time_and_deadline_read_with_their_zone(client: Client) -> None:
    workshop()
    text = words(page(client, "/en/events/second/"))
    assert "6 May 2022, 09:00–12:00 CEST (UTC+2)" in text
    assert "Registration closed 25 April 2022, 23:59 CEST" in text
    assert "CET" not in text.replace("CEST", "")


def test_visitor_without_script_finds_a_table_of_other_clocks(client: Client) -> None:
    EventFactory(slug="coming", first_day=date(2040, 7, 2))
    html = page(client, "/en/events/coming/")
    table = re.search(r'<details class="event-zones">.*?</details>', html, flags=re.DOTALL)
    assert table
    assert words(table[0]) == (
        "On other clocks Place Time Offset UTC, Reykjavík 07:00–10:00 UTC Lisbon, Dublin, London 08:00–11:00 UTC+1"
        " Berlin, Brussels, Stockholm, Warsaw 09:00–12:00 UTC+2 Helsinki, Vilnius, Athens, Kyiv 10:00–13:00 UTC+3"
        " Istanbul 10:00–13:00 UTC+3"
    )
    assert 'data-begins="2040-07-02T09:00+02:00" data-ends="2040-07-02T12:00+02:00"' in html


def test_month_shows_as_a_month(client: Client) -> None:
    EventFactory(slug="may", first_day=date(2023, 5, 1), precision="month")
    html = page(client, "/en/events/may/")
    assert '<time datetime="2023-05">May 2023</time>' in html
    assert "1 May 2023" not in html
    assert "Only the month is known." in html
    assert '"startDate": "2023-05"' in html


class TestCall:
    """One clear thing to do, or the reason why there is none."""

    def test_registers_here(self, client: Client) -> None:
        event = OpenEventFactory(slug="open", capacity=20, first_day=date(2040, 5, 6), deadline_day=date(2040, 4, 25))
        box = call(page(client, "/en/events/open/"))
        assert buttons(box) == [("Register", f"/en/events/{event.slug}/register/")]
        assert words(box) == "Take part Register until 25 April 2040, 23:59 CEST. There are 20 places. Register"

    def test_joins_the_waiting_list(self, client: Client) -> None:
        event = OpenEventFactory(slug="open", capacity=1)
        RegistrationFactory(event=event)
        box = call(page(client, "/en/events/open/"))
        assert buttons(box) == [("Join the waiting list", "/en/events/open/register/")]
        assert "All places are taken" in box

    def test_is_full_without_a_waiting_list(self, client: Client) -> None:
        event = OpenEventFactory(slug="open", capacity=1, waiting_list=False)
        RegistrationFactory(event=event)
        box = call(page(client, "/en/events/open/"))
        assert buttons(box) == [("Ask the organisers", "#people")]
        assert "All places are taken, and there is no waiting list." in box

    def test_is_closed_since(self, client: Client) -> None:
        event = OpenEventFactory(slug="late", deadline_day=in_days(-2))
        html = page(client, "/en/events/late/")
        assert buttons(call(html)) == [("Ask the organisers", "#people")]
        assert re.search(r"Registration closed on \d+ \w+ \d{4}, 23:59 CES?T\.", call(html))
        assert f"/en/events/late/contact/{event.contacts.get().pk}/" in html
        assert "/register/" not in html

    def test_closes_when_it_begins_without_a_deadline(self, client: Client) -> None:
        now = timezone.now()
        OpenEventFactory(
            slug="now",
            zone="UTC",
            first_day=(now - timedelta(days=1)).date(),
            last_day=(now + timedelta(days=1)).date(),
            deadline_day=None,
        )
        box = call(page(client, "/en/events/now/"))
        assert "Registration closed when the event began, on " in box
        assert buttons(box) == [("Ask the organisers", "#people")]

    def test_registers_elsewhere(self, client: Client) -> None:
        EventFactory(slug="away", registration="elsewhere", registration_url="https://forms.example.org/x?y=1")
        box = call(page(client, "/en/events/away/"))
        assert buttons(box) == [("Register with the organisers", "https://forms.example.org/x?y=1")]
        assert "forms.example.org" in words(box)

    def test_is_closed_elsewhere(self, client: Client) -> None:
        EventFactory(
            slug="away",
            registration="elsewhere",
            registration_url="https://forms.example.org/",
            deadline_day=in_days(-2),
        )
        html = page(client, "/en/events/away/")
        assert "Registration closed on" in call(html)
        assert "forms.example.org" not in html

    def test_is_cancelled_with_the_reason(self, client: Client) -> None:
        OpenEventFactory(slug="off", state="cancelled", cancel_reason="The ice is too thin.")
        box = call(page(client, "/en/events/off/"))
        assert words(box) == "Cancelled The event is cancelled. The ice is too thin. Ask the organisers"
        assert '"eventStatus": "https://schema.org/EventCancelled"' in page(client, "/en/events/off/")

    def test_is_over_and_leads_to_what_came_of_it(self, client: Client) -> None:
        workshop(report="Twelve gaps were found.")
        html = page(client, "/en/events/second/")
        assert buttons(call(html)) == [("See what came of it", "#afterwards")]
        assert "Twelve gaps were found." in html.split('id="afterwards"')[1]

    def test_is_over_with_nothing_to_show(self, client: Client) -> None:
        workshop()
        html = page(client, "/en/events/second/")
        assert words(call(html)) == "Past event The event is over."
        assert "afterwards" not in html

    def test_report_waits_until_the_event_is_over(self, client: Client) -> None:
        EventFactory(slug="coming", report="Too early.")
        assert "Too early." not in page(client, "/en/events/coming/")

    def test_leads_to_the_website_where_no_registration_is_published(self, client: Client) -> None:
        EventFactory(slug="site", website="https://meeting.example.org/")
        box = call(page(client, "/en/events/site/"))
        assert buttons(box) == [("To the website of the event", "https://meeting.example.org/")]

    def test_says_that_nothing_is_published(self, client: Client) -> None:
        EventFactory(slug="bare")
        assert words(call(page(client, "/en/events/bare/"))) == "Take part No registration for this event is published."


def test_agenda_is_a_table_in_the_zone_of_the_event(client: Client) -> None:
    event = EventFactory(slug="coming", first_day=date(2040, 7, 2))
    second = Session.objects.create(
        event=event, day=event.first_day, start_time=time(10), end_time=time(11), title="Seen", language="sv"
    )
    Speaker.objects.create(session=second, name="Ronja Vass", role="Lake Office")
    Session.objects.create(event=event, day=event.first_day, start_time=time(9, 30), title="Welcome")
    Session.objects.create(event=event, day=event.first_day, start_time=time(11), title="Coffee", is_break=True)
    html = page(client, "/en/events/coming/")
    (table,) = re.findall(r'<table class="agenda".*?</table>', html, flags=re.DOTALL)
    assert "2 July 2040, hours in CEST (UTC+2)" in words(table)
    rows = [words(row) for row in re.findall(r"<tr.*?</tr>", table, flags=re.DOTALL)]
    assert rows == ["Time What Who", "09:30 Welcome", "10:00–11:00 Seen Ronja Vass Lake Office", "11:00 Coffee"]
    assert '<span lang="sv">Seen</span>' in table
    assert '<tr role="row" class="break">' in table


def test_agenda_of_the_night_the_clocks_change_names_each_zone(client: Client) -> None:
    event = EventFactory(slug="night", first_day=date(2040, 3, 25), start_time=time(1), end_time=time(5))
    for hour in (1, 4):
        Session.objects.create(event=event, day=event.first_day, start_time=time(hour), title=f"Hour {hour}")
    table = words(page(client, "/en/events/night/").split('<table class="agenda"')[1].split("</table>")[0])
    assert "hours in CET (UTC+1)" in table
    assert "01:00 Hour 1 04:00 CEST (UTC+2) Hour 4" in table


def test_series_leads_to_the_neighbours(client: Client) -> None:
    series = Series.objects.create(slug="lakes", name="Lake workshops")
    for number, title in enumerate(("First", "Second", "Third"), 1):
        EventFactory(slug=title.lower(), title=title, first_day=date(2020 + number, 5, 6), series=series, number=number)
    EventFactory(slug="hidden", title="Hidden", first_day=date(2022, 9, 1), series=series, state="draft")
    html = page(client, "/en/events/second/")
    assert re.findall(r'<a(?: class="next")? href="(/en/events/\w+/)" rel="(\w+)">', html) == [
        ("/en/events/first/", "prev"),
        ("/en/events/third/", "next"),
    ]
    assert "Lake workshops , no. 2" in words(html)
    listed = page(client, "/en/events/series/lakes/")
    assert re.findall(r'<h3><a href="/en/events/(\w+)/">', listed) == ["first", "second", "third"]


def test_series_without_a_public_event_has_no_page(client: Client) -> None:
    series = Series.objects.create(slug="lakes", name="Lake workshops")
    EventFactory(series=series, state="draft")
    assert client.get("/en/events/series/lakes/").status_code == 404
    assert client.get("/en/events/series/none/").status_code == 404


def test_people_are_named_without_their_addresses(client: Client) -> None:
    event = EventFactory(slug="coming")
    asked = Contact.objects.create(event=event, name="Ronja Vass", organisation="Lake Office", email="r@example.org")
    Contact.objects.create(event=event, name="Birk Tall")
    html = page(client, "/en/events/coming/")
    assert "r@example.org" not in html
    assert re.findall(r'href="(/en/events/coming/contact/\d+/)"', html) == [f"/en/events/coming/contact/{asked.pk}/"]


def test_participants_are_listed_only_where_they_agreed(client: Client) -> None:
    event = OpenEventFactory(slug="coming", lists_people=True)
    for name, place, purpose, withdrawn in (
        ("Åsa Listed", Place.CONFIRMED, Purpose.LISTED, None),
        ("Bo Listed", Place.CONFIRMED, Purpose.LISTED, None),
        ("Cilla Silent", Place.CONFIRMED, Purpose.DATA, None),
        ("Dag Waiting", Place.WAITING, Purpose.LISTED, None),
        ("Eva Withdrawn", Place.CONFIRMED, Purpose.LISTED, timezone.now()),
    ):
        person = RegistrationFactory(event=event, name=name, organisation=f"Office of {name[:2]}", place=place)
        RegistrationConsent.objects.create(
            registration=person,
            purpose=purpose,
            text="Yes.",
            version="1",
            language="en",
            given_at=timezone.now(),
            withdrawn_at=withdrawn,
        )
    html = page(client, "/en/events/coming/")
    (listed,) = re.findall(r'<ul class="event-people">.*?</ul>', html, flags=re.DOTALL)
    assert words(listed) == "Åsa Listed , Office of Ås Bo Listed , Office of Bo"
    Event.objects.update(lists_people=False)
    assert "Listed" not in page(client, "/en/events/coming/")


def test_link_for_taking_part_is_not_shown(client: Client) -> None:
    EventFactory(slug="coming", attendance="online", online_url="https://meet.example.org/secret")
    html = page(client, "/en/events/coming/")
    assert "secret" not in html
    assert "The link for taking part online is sent to those who have a place." in html


def test_example_says_so_and_is_for_no_search_engine(client: Client) -> None:
    EventFactory(slug="example", is_example=True)
    html = page(client, "/en/events/example/")
    assert '<meta name="robots" content="noindex">' in html
    assert "It does not take place, and the people in it are made up." in html
    assert "schema.org" not in html


@pytest.mark.parametrize(("state", "status"), [("draft", 404), ("archived", 410), ("cancelled", 200)])
def test_state_decides_what_the_address_answers(client: Client, state: str, status: int) -> None:
    EventFactory(slug="some", state=state)
    for path in ("/en/events/some/", "/en/events/some/forward/"):
        assert client.get(path).status_code == status


def test_letter_names_the_deadline_as_long_as_one_can_register(client: Client) -> None:
    OpenEventFactory(slug="open", first_day=date(2040, 5, 6), deadline_day=date(2040, 4, 25))
    OpenEventFactory(slug="late", first_day=in_days(9), deadline_day=in_days(-2))
    assert "Register until 25 April 2040, 23:59 CEST." in page(client, "/en/events/open/forward/")
    assert "Register until" not in page(client, "/en/events/late/forward/")


def test_page_says_until_when_or_since_when(client: Client) -> None:
    OpenEventFactory(slug="open", first_day=date(2040, 5, 6), deadline_day=date(2040, 4, 25))
    OpenEventFactory(slug="off", first_day=date(2040, 5, 6), deadline_day=date(2040, 4, 25), state="cancelled")
    assert "<dt>Register until</dt><dd>25 April 2040, 23:59 CEST</dd>" in page(client, "/en/events/open/")
    assert "25 April 2040" not in page(client, "/en/events/off/")


@pytest.mark.parametrize(("state", "said"), [("published", True), ("cancelled", False)])
def test_link_for_taking_part_is_promised_only_while_it_takes_place(client: Client, state: str, said: bool) -> None:
    EventFactory(slug="some", state=state, attendance="online", online_url="https://meet.example.org/lake")
    html = page(client, "/en/events/some/")
    assert ("The link for taking part online is sent to those who have a place." in html) is said
    assert ('<span class="label off">Cancelled</span>' in html) is not said
    assert "meet.example.org" not in html


def test_forward_page_offers_a_letter_and_the_card(client: Client) -> None:
    workshop(summary="About gaps.", title="Gaps & lakes")
    html = page(client, "/en/events/second/forward/")
    url = "http://testserver/en/events/second/"
    (letter,) = re.findall(r"<textarea[^>]*>(.*?)</textarea>", html, flags=re.DOTALL)
    assert unescape(letter).splitlines() == [
        "This may interest you:",
        "",
        "Gaps & lakes",
        "6 May 2022, 09:00–12:00 CEST (UTC+2)",
        "",
        url,
    ]
    assert [label for label, _url in buttons(html)] == ["By e-mail", "Bluesky", "LinkedIn", "Facebook"]
    assert '<meta property="og:title" content="Gaps &amp; lakes">' in html
    described = "6 May 2022, 09:00–12:00 CEST (UTC+2) · About gaps."
    assert f'<meta property="og:description" content="{described}">' in html
    assert f'<meta property="og:description" content="{described}">' in page(client, "/en/events/second/")
    assert "<form" not in html.split("<main")[1].split("</main>")[0]


def test_text_in_another_language_says_which(client: Client) -> None:
    EventFactory(slug="sv", original_language="sv", title="Träff vid sjön", body="Vi träffas.")
    html = page(client, "/en/events/sv/")
    assert '<h1 lang="sv">Träff vid sjön</h1>' in html
    assert "This text is in Swedish." in html


@pytest.mark.parametrize("rows", [1, 3])
def test_number_of_queries_does_not_grow(client: Client, rows: int, django_assert_num_queries: Any) -> None:
    client.get("/en/events/")  # what is read once in the life of a process
    series = Series.objects.create(slug="lakes", name="Lake workshops")
    sea = [MacroRegion.objects.create(slug=f"sea-{place}", acronym=f"S{place}") for place in range(rows)]
    event = OpenEventFactory(
        slug="coming",
        series=series,
        number=9,
        capacity=9,
        lists_people=True,
        country="SE",
        themes=[ThemeFactory(name=f"Theme {place}") for place in range(rows)],
        regions=[CountryFactory(code=code) for code in ("SE", "DE", "FI")[:rows]],
        macro_regions=sea,
        projects=[PublishedProjectFactory() for _place in range(rows)],
        centres=[CentreFactory(country=code) for code in ("SE", "DE", "FI")[:rows]],
        networks=[NetworkFactory() for _place in range(rows)],
        needs=[NeedFactory() for _place in range(rows)],
        organisers=[OrganisationFactory(country=CountryFactory(code="SE")) for _place in range(rows)],
    )
    for place in range(rows):
        EventFactory(series=series, number=place + 1)
        EventLink.objects.create(event=event, title="Recording", url="https://example.org/recording")
        session = Session.objects.create(event=event, day=event.first_day, start_time=time(9, place), title="Talk")
        Speaker.objects.create(session=session, name="Ronja Vass")
        RegistrationFactory(event=event)
    with django_assert_num_queries(QUERIES):
        html = page(client, "/en/events/coming/")
    assert html.count("Ronja Vass") >= rows
