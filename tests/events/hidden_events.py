"""Hidden events with a marker word in everything that could show: for the search for leaks."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from events.models import (
    Contact,
    Event,
    EventFile,
    EventLink,
    Invitation,
    Place,
    Purpose,
    Question,
    RegistrationAnswer,
    RegistrationConsent,
    RegistrationMode,
    Series,
    Session,
    Speaker,
    State,
)
from projects.models import Project
from tests.factories import (
    CentreFactory,
    EventFactory,
    NeedFactory,
    NetworkFactory,
    OrganisationFactory,
    ProjectFactory,
    RegistrationFactory,
    ThemeFactory,
    in_days,
    superuser,
)
from vocabulary.models import MacroRegion, Organisation

CONTACT = 4711
"""The number of the public event's person to ask."""
HIDDEN = (State.DRAFT, State.ARCHIVED)


def plant_events(marker: str, shared: Organisation, project: Project) -> None:
    """A public event whose private parts hold the marker, beside a draft and an archived one full of it.

    They share series, theme, country, project and organiser; a centre, network, need and project that are not
    published belong to the public event as well.
    """
    series = Series.objects.create(slug="shared-series", name="Shared Series")
    hidden = ThemeFactory(name="Only Hidden", slug="only-hidden")
    together: dict[str, Any] = {
        "series": series,
        "projects": [project, ProjectFactory(acronym=f"{marker.upper()}E", slug=f"{marker}-of-event")],
        "centres": [CentreFactory(slug=f"{marker}-centre-of-event", name_en=f"{marker} centre", state="draft")],
        "networks": [NetworkFactory(slug=f"{marker}-network-of-event", name=f"{marker} net", state="draft")],
        "needs": [NeedFactory(slug=f"{marker}-need-of-event", label=f"{marker} need", state="draft")],
        "organisers": [shared],
    }
    public = EventFactory(
        slug="shared",
        title="Shared meeting",
        country="SE",
        themes=[ThemeFactory(name="Shared", slug="shared")],
        macro_regions=[MacroRegion.objects.get(slug="shared-sea")],
        online_url=f"https://{marker}.example.org/room",
        notes=marker,
        registration=RegistrationMode.HERE,
        lists_people=True,
        number=1,
        **together,
    )
    _private(marker, public)
    EventFactory(slug="shared-past", title="Shared meeting of old", first_day=date(2022, 5, 6), series=series, number=2)
    for number, state in enumerate(HIDDEN, 10):
        _hidden(marker, state, together | {"number": number, "themes": [hidden, *public.themes.all()]})


def _private(marker: str, event: Event) -> None:
    """A contact's address, and people who do not want to be listed, with everything they said."""
    Contact.objects.create(pk=CONTACT, event=event, name="Ronja Vass", email=f"{marker}@example.org")
    question = Question.objects.create(event=event, label="What do you bring?")
    for place in Place.values:
        person = RegistrationFactory(
            event=event,
            name=f"{marker} {place}",
            organisation=marker,
            email=f"{marker}-{place}@example.org",
            access_needs=marker,
            place=place,
        )
        RegistrationAnswer.objects.create(registration=person, question=question, text=marker)
        if place != Place.CONFIRMED:  # on the list only with a place
            _agree(person, Purpose.LISTED)
    withdrawn = RegistrationFactory(event=event, name=f"{marker} withdrawn", email=f"{marker}-w@example.org")
    _agree(withdrawn, Purpose.LISTED, withdrawn_at=timezone.now())
    _agree(RegistrationFactory(event=event, name="Ylva Public"), Purpose.LISTED)
    Invitation.objects.create(
        event=event, email=f"{marker}-i@example.org", name=marker, created_at=timezone.now(), created_by=superuser()
    )


def _agree(person: Any, purpose: Purpose, **values: Any) -> None:
    RegistrationConsent.objects.create(
        registration=person, purpose=purpose, text="Yes.", version="1", language="en", given_at=timezone.now(), **values
    )


def _hidden(marker: str, state: str, together: dict[str, Any]) -> None:
    """An event of that state with the marker in every word; its series of its own has no public event."""
    own = Series.objects.create(slug=f"{marker}-series-{state}", name=f"{marker} series")
    body = OrganisationFactory(name=f"{marker} host {state}", slug=f"{marker}-host-{state}")
    for slug, series in ((f"{marker}-{state}", together["series"]), (f"{marker}-alone-{state}", own)):
        event = EventFactory(
            **together
            | {
                "slug": slug,
                "series": series,
                "organisers": [*together["organisers"], body],
                "title": f"{marker} meeting",
                "summary": marker,
                "body": marker,
                "report": marker,
                "texts": {"sv": {"title": f"{marker} träff", "summary": marker}},
                "country": "IT",
                "place": marker,
                "address": marker,
                "website": f"https://{marker}.example.org",
                "remarks": marker,
                "source": marker,
                "first_day": in_days(40),
                "state": state,
            }
        )
        session = Session.objects.create(
            event=event, day=event.first_day, start_time=time(9), title=marker, text=marker, room=marker
        )
        Speaker.objects.create(session=session, name=marker, role=marker)
        Contact.objects.create(event=event, name=marker, organisation=marker)
        EventLink.objects.create(event=event, title=marker, url=f"https://{marker}.example.org/x")
        EventFile.objects.create(
            event=event, key=uuid4(), title=marker, name=f"{marker}.pdf", ending="pdf", size=9, sha256="0" * 64
        )
    Event.objects.filter(slug=f"{marker}-{state}").update(updated_at=timezone.now() + timedelta(seconds=1))
