"""Calendar files and feeds: what they claim is known, and every zone's rules are right to the hour."""

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from zoneinfo import ZoneInfo

import icalendar
import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from events import calendars
from events.models import Event
from events.models.clock import ZONES
from tests.factories import CountryFactory, EventFactory, ThemeFactory, in_days
from vocabulary.models import MacroRegion

ORIGIN = "https://portal.example.org"


def read(client: Client, path: str) -> icalendar.Calendar:
    response = client.get(path)
    assert response.status_code == 200, response.content
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    return icalendar.Calendar.from_ical(response.content)


def entries(found: icalendar.Calendar) -> list[icalendar.Event]:
    return list(found.walk("VEVENT"))


def only(client: Client, event: Event) -> icalendar.Event:
    (entry,) = entries(read(client, f"/events/{event.slug}.ics"))
    return entry


def workshop(**values: Any) -> Event:
    return EventFactory(
        **{"slug": "workshop", "title": "Second workshop; lakes, ponds", "first_day": date(2022, 5, 6)} | values
    )


@pytest.mark.django_db
class TestFileOfAnEvent:
    def test_says_when_in_the_zone_of_the_event(self, client: Client) -> None:
        event = workshop(summary="About lakes.", place="Sjöstad", country="SE", address="House 1\nFirst floor")
        entry = only(client, event)
        assert entry["DTSTART"].dt == datetime(2022, 5, 6, 9, tzinfo=ZoneInfo("Europe/Berlin"))
        assert entry["DTEND"].dt == datetime(2022, 5, 6, 12, tzinfo=ZoneInfo("Europe/Berlin"))
        assert entry["DTSTART"].params["TZID"] == "Europe/Berlin"
        assert str(entry["SUMMARY"]) == "Second workshop; lakes, ponds"
        assert str(entry["LOCATION"]) == "Sjöstad, Sweden, House 1 First floor"
        assert str(entry["URL"]) == "http://testserver/en/events/workshop/"
        assert str(entry["DESCRIPTION"]).split("\n\n") == [
            "About lakes.",
            "6 May 2022, 09:00–12:00 CEST (UTC+2)",
            "http://testserver/en/events/workshop/",
        ]

    def test_has_no_alarm_and_tells_no_private_link(self, client: Client) -> None:
        event = workshop(online_url="https://meet.example.org/secret", attendance="online", notes="internal")
        text = client.get(f"/events/{event.slug}.ics").content.decode()
        assert "VALARM" not in text
        assert "secret" not in text
        assert "internal" not in text

    def test_claims_no_hour_the_source_lacks(self, client: Client) -> None:
        entry = only(client, workshop(start_time=None))
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2022, 5, 6), date(2022, 5, 7))
        assert entry["DTSTART"].params["VALUE"] == "DATE"
        assert entry["TRANSP"] == "TRANSPARENT"
        assert "The hour is not published." in entry["DESCRIPTION"]

    def test_several_days_end_on_the_day_after_the_last(self, client: Client) -> None:
        entry = only(client, workshop(start_time=None, last_day=date(2022, 5, 8)))
        assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2022, 5, 6), date(2022, 5, 9))

    def test_claims_no_end_the_source_lacks(self, client: Client) -> None:
        entry = only(client, workshop(end_time=None))
        assert entry["DTSTART"].dt == datetime(2022, 5, 6, 9, tzinfo=ZoneInfo("Europe/Berlin"))
        assert "DTEND" not in entry
        assert "DURATION" not in entry

    @pytest.mark.parametrize(("precision", "day"), [("month", date(2023, 5, 1)), ("year", date(2023, 1, 1))])
    def test_is_none_where_the_day_is_not_known(self, client: Client, precision: str, day: date) -> None:
        workshop(precision=precision, first_day=day)
        assert client.get("/events/workshop.ics").status_code == 404
        html = client.get("/en/events/workshop/").content.decode()
        assert "The day is not published, so there is no entry for a calendar." in html
        assert ".ics" not in html.split("</main>")[0].split("<main")[1]

    def test_hour_shown_twice_is_the_later_one(self, client: Client) -> None:
        entry = only(client, workshop(first_day=date(2022, 10, 30), start_time=time(2, 30), end_time=time(4)))
        assert entry["DTSTART"].dt.astimezone(UTC) == datetime(2022, 10, 30, 1, 30, tzinfo=UTC)
        assert entry["DTSTART"].to_ical() == b"20221030T013000Z"
        assert entry["DTEND"].dt.astimezone(UTC) == datetime(2022, 10, 30, 3, tzinfo=UTC)

    def test_keeps_its_name_and_counts_changes_of_time_place_and_state(self, client: Client) -> None:
        event = workshop()
        before = only(client, event)
        assert (str(before["UID"]), before["SEQUENCE"], before["STATUS"]) == (
            f"{event.uid}@si-portal",
            0,
            "CONFIRMED",
        )
        event.notes = "nothing of interest"
        event.save()
        assert only(client, event)["SEQUENCE"] == 0
        event.slug, event.place = "elsewhere", "Pondtown"
        event.save()
        after = only(client, event)
        assert (after["UID"], after["SEQUENCE"]) == (before["UID"], 1)

    def test_says_that_the_event_is_cancelled(self, client: Client) -> None:
        entry = only(client, workshop(state="cancelled", cancel_reason="No ice."))
        assert entry["STATUS"] == "CANCELLED"
        assert "Cancelled: No ice." in entry["DESCRIPTION"]

    @pytest.mark.parametrize("state", ["draft", "archived"])
    def test_is_none_of_a_hidden_event(self, client: Client, state: str) -> None:
        workshop(state=state)
        assert client.get("/events/workshop.ics").status_code == 404

    def test_speaks_the_language_asked_for(self, client: Client) -> None:
        workshop(title="Werkstatt", original_language="de", texts={"sv": {"title": "Verkstad"}})
        titles = [
            str(entries(read(client, f"/events/workshop.ics{query}"))[0]["SUMMARY"])
            for query in ("", "?language=sv", "?language=en")
        ]
        assert titles == ["Werkstatt", "Verkstad", "Werkstatt"]
        refused = client.get("/events/workshop.ics?language=xx")
        assert (refused.status_code, refused.content.decode()) == (400, "language must be one of: en, de, sv.\n")

    def test_answers_304_until_it_changes(self, client: Client) -> None:
        event = workshop()
        etag = client.get("/events/workshop.ics")["ETag"]
        assert client.get("/events/workshop.ics", headers={"If-None-Match": etag}).status_code == 304
        event.place = "Pondtown"
        event.save()
        assert client.get("/events/workshop.ics", headers={"If-None-Match": etag}).status_code == 200

    def test_folds_long_lines_and_escapes(self, client: Client) -> None:
        workshop(summary="Å" * 300)
        lines = client.get("/events/workshop.ics").content.split(b"\r\n")
        assert max(map(len, lines)) <= 75
        assert b"SUMMARY:Second workshop\\; lakes\\, ponds" in lines


class TestZones:
    """The rules of a zone, read as a calendar program reads them (RFC 5545, 3.6.5)."""

    def shown(self, zone: icalendar.Timezone, moment: datetime) -> tuple[timedelta, str]:
        """Offset and name at an instant: those of the last change before it."""
        changes = [
            (
                part["DTSTART"].dt.replace(tzinfo=UTC) - part["TZOFFSETFROM"].td,
                part["TZOFFSETTO"].td,
                str(part["TZNAME"]),
            )
            for part in zone.subcomponents
        ]
        _at, offset, name = max(change for change in changes if change[0] <= moment)
        return offset, name

    @given(
        zone=st.sampled_from([zone for zone in ZONES if zone != "UTC"]),
        day=st.dates(date(2000, 1, 1), date(2040, 12, 31)),
        at=st.times(),
    )
    def test_say_the_offset_of_any_moment(self, zone: str, day: date, at: time) -> None:
        moment = datetime.combine(day, at, UTC)
        rules = calendars.timezone(zone, moment.year - 1, moment.year + 1)
        local = moment.astimezone(ZoneInfo(zone))
        assert self.shown(rules, moment) == (local.utcoffset(), local.tzname())

    @pytest.mark.parametrize(
        ("moment", "name"),
        [
            (datetime(2022, 3, 27, 0, 59, 59, tzinfo=UTC), "CET"),
            (datetime(2022, 3, 27, 1, tzinfo=UTC), "CEST"),
            (datetime(2022, 10, 30, 0, 59, 59, tzinfo=UTC), "CEST"),
            (datetime(2022, 10, 30, 1, tzinfo=UTC), "CET"),
        ],
    )
    def test_change_to_the_second(self, moment: datetime, name: str) -> None:
        rules = calendars.timezone("Europe/Berlin", 2021, 2023)
        assert self.shown(rules, moment)[1] == name

    @pytest.mark.django_db
    def test_stand_in_the_file_once_each(self, client: Client) -> None:
        EventFactory(zone="Europe/Berlin")
        EventFactory(zone="Europe/Berlin", first_day=in_days(400))
        EventFactory(zone="Europe/Helsinki")
        EventFactory(zone="Europe/Vilnius", start_time=None)
        found = read(client, "/feeds/events.ics")
        assert [str(zone["TZID"]) for zone in found.walk("VTIMEZONE")] == ["Europe/Berlin", "Europe/Helsinki"]


@pytest.mark.django_db
class TestCalendarFeed:
    def test_follows_theme_country_and_macro_region(self, client: Client) -> None:
        sea = MacroRegion.objects.create(slug="lake-sea", acronym="LSR")
        ageing, youth = ThemeFactory(name="Ageing"), ThemeFactory(name="Youth")
        EventFactory(title="A", themes=[ageing], country="SE")
        EventFactory(title="B", themes=[youth], regions=[CountryFactory(code="SE")])
        EventFactory(title="C", themes=[ageing, youth], macro_regions=[sea])
        EventFactory(title="D")

        def titles(query: str) -> str:
            return "".join(sorted(str(each["SUMMARY"]) for each in entries(read(client, f"/feeds/events.ics{query}"))))

        assert titles("") == "ABCD"
        assert titles("?theme=ageing") == "AC"
        assert titles("?region=SE") == "AB"
        assert titles("?macro=lake-sea&theme=youth") == "C"
        assert titles("?theme=ageing&region=SE") == "A"

    def test_leaves_out_what_has_no_day_is_hidden_an_example_or_long_over(self, client: Client) -> None:
        EventFactory(title="Shown")
        EventFactory(title="Cancelled one", state="cancelled")
        EventFactory(title="Month", precision="month", first_day=in_days(40).replace(day=1))
        EventFactory(title="Draft", state="draft")
        EventFactory(title="Archived", state="archived")
        EventFactory(title="Example", is_example=True)
        EventFactory(title="Old", first_day=in_days(-400))
        EventFactory(title="Last month", first_day=in_days(-30))
        found = sorted(str(each["SUMMARY"]) for each in entries(read(client, "/feeds/events.ics")))
        assert found == ["Cancelled one", "Last month", "Shown"]

    def test_tells_programs_how_often_to_look(self, client: Client) -> None:
        text = client.get("/feeds/events.ics").content.decode()
        assert "REFRESH-INTERVAL;VALUE=DURATION:PT12H\r\n" in text
        assert "X-WR-CALNAME:SI Portal: events\r\n" in text

    @pytest.mark.parametrize("path", ["/feeds/events.ics", "/feeds/events.atom"])
    @pytest.mark.parametrize(
        ("query", "sentence"),
        [
            ("?theme=nothing", "No event has the theme “nothing”; there are: ageing.\n"),
            ("?colour=red", "“colour” is no parameter of this address; there are: theme, region, macro, language.\n"),
            ("?theme=ageing&theme=youth", "“theme” takes one value.\n"),
            ("?language=fi", "language must be one of: en, de, sv.\n"),
        ],
    )
    def test_refuses_what_it_does_not_know(self, client: Client, path: str, query: str, sentence: str) -> None:
        EventFactory(themes=[ThemeFactory(name="Ageing")])
        response = client.get(path + query)
        assert (response.status_code, response.content.decode()) == (400, sentence)
        assert response["Content-Type"] == "text/plain; charset=utf-8"

    @pytest.mark.parametrize("path", ["/feeds/events.ics", "/feeds/events.atom", "/events/x.ics"])
    def test_nul_is_refused(self, client: Client, path: str) -> None:
        assert client.get(f"{path}?theme=a%00b").status_code == 400

    @pytest.mark.parametrize("path", ["/feeds/events.ics", "/feeds/events.atom"])
    def test_number_of_queries_does_not_grow(self, client: Client, django_assert_num_queries: Any, path: str) -> None:
        client.get(path)
        for _times in range(2):
            event = EventFactory(themes=[ThemeFactory(name="Ageing")], country="SE")
            with django_assert_num_queries({"/feeds/events.ics": 5, "/feeds/events.atom": 6}[path]):
                assert client.get(path).status_code == 200
            EventFactory(themes=list(event.themes.all()), country="SE")


@pytest.mark.django_db
class TestAtom:
    def test_names_what_was_published_last_first(self, client: Client) -> None:
        EventFactory(title="First & best")
        EventFactory(title="Second", state="cancelled", themes=[ThemeFactory(name="Ageing")])
        EventFactory(title="Draft", state="draft")
        EventFactory(title="Example", is_example=True)
        text = client.get("/feeds/events.atom").content.decode()
        assert re.findall(r"<title>(.*?)</title>", text) == [
            "SI Portal · Events",
            "Cancelled: Second",
            "First &amp; best",
        ]
        assert '<category term="Ageing"/>' in text

    def test_says_what_is_gone_by_its_number_only(self, client: Client) -> None:
        gone = EventFactory(title="Gone for good", state="archived")
        text = client.get("/feeds/events.atom").content.decode()
        assert f'<at:deleted-entry ref="urn:uuid:{gone.uid}"' in text
        assert "Gone" not in text

    def test_is_announced_by_the_list_with_its_filters(self, client: Client) -> None:
        EventFactory(themes=[ThemeFactory(name="Ageing")])
        html = client.get("/en/events/?theme=ageing&kind=workshop").content.decode()
        assert 'type="application/atom+xml" title="Events" href="/feeds/events.atom?theme=ageing"' in html
        assert 'href="/feeds/events.ics?theme=ageing"' in html


@pytest.mark.django_db
class TestComposeLinks:
    def links(self, event: Event) -> dict[str, dict[str, list[str]]]:
        entry = calendars.entry(event, origin=ORIGIN)
        assert entry is not None
        return {link.label: parse_qs(urlsplit(link.url).query) for link in calendars.compose_links(entry)}

    def test_give_the_instants(self) -> None:
        links = self.links(workshop(place="Sjöstad"))
        assert links["Google"]["dates"] == ["20220506T070000Z/20220506T100000Z"]
        assert links["Google"]["location"] == ["Sjöstad"]
        assert links["Outlook.com"]["startdt"] == ["2022-05-06T07:00:00Z"]
        assert links["Microsoft 365"]["enddt"] == ["2022-05-06T10:00:00Z"]
        assert "allday" not in links["Outlook.com"]

    def test_claim_no_hour(self) -> None:
        links = self.links(workshop(start_time=None, last_day=date(2022, 5, 8)))
        assert links["Google"]["dates"] == ["20220506/20220509"]
        assert (links["Outlook.com"]["startdt"], links["Outlook.com"]["allday"]) == (["2022-05-06"], ["true"])

    def test_name_nothing_but_the_event(self) -> None:
        known = {
            "Google": {"action", "text", "dates", "details", "location"},
            "Outlook.com": {"path", "rru", "subject", "startdt", "enddt", "body", "location"},
        }
        links = self.links(workshop(place="Sjöstad"))
        assert {name: set(links[name]) for name in known} == known

    def test_stand_on_the_page_of_an_event_to_come_only(self, client: Client) -> None:
        for slug, values, shown in (
            ("coming", {}, True),
            ("gone", {"first_day": in_days(-9)}, False),
            ("off", {"state": "cancelled"}, False),
        ):
            EventFactory(slug=slug, **values)
            html = client.get(f"/en/events/{slug}/").content.decode()
            assert ("calendar.google.com" in html) is shown, slug
            assert f'href="/events/{slug}.ics"' in html
