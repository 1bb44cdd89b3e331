"""The events' part of the demonstration is loaded once, through the doors, and what is staff's stays staff's."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.db import models, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from centres.demo import load as load_centres
from events import letters, publishing
from events.demo import is_loaded, load
from events.demo.loading import DATA
from events.models import Event, EventFile, EventText, Registration, Series
from outbox.models import Message
from projects.demo import AlreadyLoaded, is_complete, load_demo, start_fresh
from projects.demo.loading import demo_user
from tests.factories import EventFactory, OpenEventFactory, RegistrationFactory, superuser
from vocabulary.loading import load_vocabulary, read_json
from vocabulary.models import Organisation, Region, SiteSettings

pytestmark = pytest.mark.django_db

EVENTS = 22
"""21 meetings that took place, and the example."""


@pytest.fixture(scope="class")
def _loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Loaded once for a class; each test undoes only what it does itself."""
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media")):
            load_demo()
        yield
        transaction.set_rollback(True)


def tables() -> list[type[models.Model]]:
    return list(apps.get_app_config("events").get_models(include_auto_created=True))


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Everything the room holds, to compare before and after."""
    found = [*tables(), Organisation]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in found}


def stored() -> list[str]:
    folder = Path(settings.MEDIA_ROOT) / "files"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


class TestAgain:
    @pytest.fixture(autouse=True)
    def _first_load(self) -> None:
        load_vocabulary()
        load_centres(demo_user())
        load(demo_user())

    def test_second_load_changes_nothing(self) -> None:
        before, files = all_rows(), stored()
        assert (Event.objects.count(), len(files)) == (EVENTS, 1)
        load(demo_user())
        assert all_rows() == before
        assert stored() == files
        assert is_loaded()

    def test_what_staff_changed_or_removed_stays_so(self) -> None:
        boss = superuser()
        workshop = Event.objects.get(slug="baltic-sea-workshop-2022")
        workshop.place, workshop.remarks = "A house staff found out about", ""
        workshop.save()
        workshop.needs.clear()
        workshop.contacts.all().delete()
        EventText.objects.filter(event=workshop, language="sv").update(title="Våra egna ord")
        publishing.withdraw(Event.objects.get(slug="indeed-launch"), by=boss).delete()
        publishing.archive(Event.objects.get(slug="raise-kick-off"), by=boss)
        example = Event.objects.get(is_example=True)
        example.registrations.all().delete()
        publishing.cancel(example, reason="Nobody wants to cook.", by=boss)
        Series.objects.get(slug="socialinterreg-workshops").delete()
        before = all_rows()
        load(demo_user())
        assert all_rows() == before

    def test_everything_public_came_through_the_doors_in_the_name_of_the_directory(self) -> None:
        demo = demo_user()
        assert set(Event.objects.values_list("state", "published_by")) == {("published", demo.pk)}
        steps = Counter(Event.history.values_list("state", "history_user"))
        assert set(steps) == {("draft", demo.pk), ("published", demo.pk)}
        assert steps["published", demo.pk] == EVENTS
        assert (demo.is_active, demo.is_superuser, demo.has_usable_password()) == (False, False, False)


def test_what_staff_had_before_is_kept_and_nothing_is_doubled() -> None:
    load_vocabulary()
    own = EventFactory(slug="baltic-sea-workshop-2022", title="Our own workshop")
    example = OpenEventFactory(slug="example-harbour-day")
    series = Series.objects.create(slug="baltic-sea-workshops", name="Our own series")
    first = EventFactory(series=series, number=1)
    load(demo_user())
    own.refresh_from_db()
    assert (str(own), own.series, own.contacts.count(), own.texts.count()) == ("Our own workshop", None, 0, 1)
    assert (example.registrations.count(), example.files.count(), stored()) == (0, 0, [])
    shipped = Event.objects.get(slug="baltic-sea-workshop-2021")
    assert (shipped.series, shipped.number, shipped.state) == (series, None, "published")
    first.refresh_from_db()
    assert (first.number, Series.objects.filter(slug=series.slug).count()) == (1, 1)
    assert Event.objects.count() == EVENTS + 1


def test_what_other_rooms_lack_is_left_out() -> None:
    load_vocabulary()
    load(demo_user())
    workshop = Event.objects.published().get(slug="baltic-sea-workshop-2022")
    assert (workshop.centres.count(), workshop.organiser_rows.count(), workshop.needs.count()) == (0, 0, 0)
    assert [row.slug for row in workshop.macro_regions.all()] == ["baltic-sea-region"]


def test_keys_and_addresses_stand_once() -> None:
    found = read_json(DATA / "events.json")
    for name in ("fact", "key"):
        keys = [entry[name] for entry in found["events"]]
        assert len(keys) == len(set(keys)) == EVENTS - 1
    used = {entry["series"] for entry in found["events"] if "series" in entry}
    assert used == {entry["slug"] for entry in found["series"]}


@pytest.mark.usefixtures("_loaded")
class TestWithTheDirectory:
    def test_loads_with_it_once(self) -> None:
        assert is_loaded()
        assert is_complete()
        with pytest.raises(AlreadyLoaded):
            load_demo()

    def test_start_fresh_takes_it_along_and_leaves_vocabularies(self) -> None:
        visitor = RegistrationFactory()
        letters.placed(visitor)
        assert Message.objects.filter(topic=letters.topic(visitor)).exists()
        removed = start_fresh()
        people = len(read_json(DATA / "example.json")["people"]) + 1
        assert (
            f"It also removes all {EVENTS + 1} events and all {people} registrations (1 of them for events that are "
            "no examples), with their files and e-mails." in removed.others
        )
        for model in tables():
            assert not model._base_manager.exists(), model
        assert not Message.objects.filter(topic__startswith="events.").exists()
        assert Region.objects.filter(code="SE").exists()
        assert not User.objects.filter(username="demo-directory").exists()
        assert is_complete()


def test_clearing_deletes_the_files(django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
    load_demo()
    assert len(stored()) == 1
    with django_capture_on_commit_callbacks(execute=True):
        start_fresh()
    assert (EventFile.objects.count(), Registration.objects.count(), stored()) == (0, 0, [])


def test_directory_loaded_before_is_given_the_events() -> None:
    load_vocabulary()
    site = SiteSettings.load()
    site.demo_loaded_at = superuser().date_joined
    site.save()
    demo_user()
    assert not is_complete()
    load_demo()
    assert (is_complete(), Event.objects.published().count()) == (True, EVENTS)
