"""The made-up event to come, with people in every place of its list.

The people are written as they stand, not led through the doors: those would write them e-mails.
"""

import uuid
from datetime import date, datetime, time, timedelta
from typing import Any

from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from events import consents, files, publishing
from events.demo.programme import programme_pdf
from events.models import (
    Contact,
    Event,
    EventLink,
    EventText,
    Invitation,
    Place,
    Purpose,
    Question,
    Registration,
    RegistrationAnswer,
    RegistrationMode,
    Session,
    Speaker,
)
from vocabulary.loading import create, never_had
from vocabulary.models import Region, Theme

REASON = "Demonstration directory"
PLAIN = ("kind", "zone", "attendance", "place", "address", "online_url", "capacity", "accept_hours", "remarks")

Entry = dict[str, Any]


def load_example(entry: Entry, *, by: User) -> None:
    """Make the example in the name of `by`, unless its address is or was taken."""
    day = _first_tuesday(timezone.localdate() + timedelta(days=entry["ahead"]))
    begins, ends = (time.fromisoformat(hour) for hour in entry["hours"])
    event = Event(
        slug=entry["key"],
        is_example=True,
        original_language="en",
        first_day=day,
        start_time=begins,
        end_time=ends,
        registration=RegistrationMode.HERE,
        deadline_day=day - timedelta(days=entry["deadline_before"]),
        waiting_list=True,
        admits=True,
        lists_people=True,
        **{name: entry[name] for name in PLAIN},
    )
    if never_had([event], ("slug",)):
        _Example(event, entry, by).make()


def _first_tuesday(day: date) -> date:
    return day + timedelta(days=(1 - day.weekday()) % 7)


class _Example:
    """The event with all that belongs to it."""

    def __init__(self, event: Event, entry: Entry, by: User) -> None:
        self.event, self.entry, self.by, self.now = event, entry, by, timezone.now()
        self.questions: dict[str, Question] = {}
        self.people: dict[str, Registration] = {}

    def make(self) -> None:
        self.event._change_reason = REASON  # type: ignore[attr-defined]  # simple-history reads both
        self.event._history_user = self.by  # type: ignore[attr-defined]
        self.event.save()
        self.event.themes.set(Theme.objects.filter(slug__in=self.entry["themes"]))
        self._create(
            [EventText(event=self.event, language=code, **words) for code, words in self.entry["texts"].items()]
        )
        self._create([Contact(event=self.event, **part) for part in self.entry["contacts"]])
        self._create([EventLink(event=self.event, **part) for part in self.entry["links"]])
        self._programme()
        self._form()
        publishing.publish(self.event, by=self.by)
        for said in self.entry["people"]:
            self._person(said)
        for said in self.entry["invitations"]:
            self._invitation(said)

    def _create(self, rows: list[Any]) -> None:
        create(rows, reason=REASON, by=self.by)

    def _ago(self, days: int, hours: int = 2) -> datetime:
        return self.now - timedelta(days=days, hours=hours)

    def _programme(self) -> None:
        """The agenda, and the same as a file."""
        for said in self.entry["sessions"]:
            times = {
                name: time.fromisoformat(said[word]) for name, word in (("start_time", "from"), ("end_time", "to"))
            }
            plain = {name: said[name] for name in ("title", "text", "room", "is_break") if name in said}
            session = Session(event=self.event, day=self.event.first_day, **times, **plain)
            self._create([session])
            self._create([Speaker(session=session, **part) for part in said.get("speakers", [])])
        lines = [f"{said['from']} to {said['to']}  {said['title']}" for said in self.entry["sessions"]]
        upload = SimpleUploadedFile(
            self.entry["file"]["name"], programme_pdf(self.entry["texts"]["en"]["title"], lines), "application/pdf"
        )
        files.add(self.event, upload, title=self.entry["file"]["title"], by=self.by)

    def _form(self) -> None:
        for number, said in enumerate(self.entry["questions"]):
            question = Question(
                event=self.event,
                position=number,
                kind=said["kind"],
                label=said["label"],
                help=said.get("help", ""),
                options="\n".join(said.get("options", [])),
                required=said.get("required", False),
            )
            self._create([question])
            self.questions[said["key"]] = question

    def _person(self, said: Entry) -> None:
        came, place = self._ago(said["came"]), Place(said["place"])
        since = self._ago(said["since"]) if "since" in said else came + timedelta(hours=1)
        confirmed = came + timedelta(hours=1) if "line" in said else None
        row = Registration.objects.create(
            event=self.event,
            key=uuid.uuid5(uuid.NAMESPACE_DNS, f"{said['name']}.example.org"),
            place=place,
            line=said.get("line"),
            name=said["name"],
            organisation=said["organisation"],
            email=f"harbour-{said['name'].removeprefix('Example: ').lower()}@example.org",
            country=Region.objects.filter(level=0, code=said["country"]).first(),
            access_needs=said.get("access_needs", ""),
            language=said["language"],
            by_staff=self.by if said.get("by_staff") else None,
            created_at=came,
            confirmed_at=confirmed,
            accept_until=since + timedelta(hours=self.event.accept_hours) if place == Place.OFFERED else None,
            placed_at=since if confirmed else came,
            reason=said.get("reason", ""),
        )
        self.people[row.name] = row
        RegistrationAnswer.objects.bulk_create(
            RegistrationAnswer(registration=row, question=self.questions[key], text=text)
            for key, text in said["answers"].items()
        )
        agreed = {Purpose.DATA: True, Purpose.LISTED: said.get("listed"), Purpose.CONTACT: said.get("contact")}
        if not row.by_staff:
            purposes = [purpose for purpose, given in agreed.items() if given]
            consents.record(row, purposes, language=row.language, at=came)

    def _invitation(self, said: Entry) -> None:
        Invitation.objects.create(
            event=self.event,
            email=said["email"],
            name=said["name"],
            language=said["language"],
            created_at=self._ago(said["sent"], hours=3),
            created_by=self.by,
            sent_at=self._ago(said["sent"]),
            reply=said["reply"],
            replied_at=self._ago(said["replied"], hours=1) if "replied" in said else None,
            registration=self.people.get(said.get("registered", "")),
        )
