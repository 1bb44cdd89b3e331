"""The centres' part of the demonstration is loaded once, through the doors, and what is staff's stays staff's."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, models, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from centres import publishing
from centres.demo import is_loaded, load
from centres.demo.loading import DATA
from centres.models import Cell, Centre, CentreText, Claim, Consortium, Need, Network, NetworkMilestone
from projects.demo import AlreadyLoaded, is_complete, load_demo, start_fresh
from projects.demo.loading import demo_user
from tests.factories import CentreFactory, NeedFactory, superuser
from vocabulary.loading import load_vocabulary, read_json
from vocabulary.models import Organisation, Region, SiteSettings

pytestmark = pytest.mark.django_db


def facts(name: str) -> Any:
    return read_json(DATA / f"{name}.json")


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


def all_rows() -> dict[str, list[tuple[Any, ...]]]:
    """Everything the rooms hold, to compare before and after."""
    found: list[type[models.Model]] = [*apps.get_app_config("centres").get_models(), Organisation]
    return {model._meta.label: list(model._base_manager.order_by("pk").values_list()) for model in found}


@pytest.mark.usefixtures("_loaded")
class TestCare:
    def test_every_row_passes_the_checks_of_its_form(self) -> None:
        for model in apps.get_app_config("centres").get_models():
            if not model.__name__.startswith("Historical"):
                for row in model._base_manager.all():
                    row.full_clean()
        for body in Organisation.objects.filter(slug__in=[entry["slug"] for entry in facts("organisations")]):
            body.full_clean()

    def test_everything_public_came_through_the_doors_in_the_name_of_the_directory(self) -> None:
        demo = demo_user()
        for model in (Centre, Consortium, Need, Network):
            assert set(model.objects.values_list("state", "published_by")) == {("published", demo.pk)}
            steps = Counter(model.history.values_list("state", "history_user"))  # type: ignore[attr-defined]
            assert set(steps) == {("draft", demo.pk), ("published", demo.pk)}
        assert set(Cell.objects.values_list("recorded_by", flat=True)) == {demo.pk}
        assert (demo.is_active, demo.is_superuser, demo.has_usable_password()) == (False, False, False)

    def test_sources_are_addresses_and_no_local_file(self) -> None:
        lines = [
            line
            for model in (Centre, Consortium, Need, Network, NetworkMilestone, Claim)
            for text in model._base_manager.values_list("source", flat=True)
            for line in text.splitlines()
        ]
        assert [line for line in lines if not line.startswith(("http://", "https://"))] == []

    def test_files_are_plain_and_hold_nothing_twice(self) -> None:
        for path in Path(DATA).glob("*.json"):
            held = json.loads(path.read_text(encoding="utf-8"))
            assert held, path.name
        for name in ("organisations", "consortia", "networks"):
            keys = [entry.get("key") or entry["slug"] for entry in facts(name)]
            assert len(keys) == len(set(keys))


class TestAgain:
    @pytest.fixture(autouse=True)
    def _first_load(self) -> None:
        load_vocabulary()
        load(demo_user())

    def test_second_load_changes_nothing(self) -> None:
        before = all_rows()
        load(demo_user())
        assert all_rows() == before
        assert is_loaded()

    def test_what_staff_changed_or_removed_stays_so(self) -> None:
        boss = superuser()
        sweden = Centre.objects.get(slug="sweden")
        sweden.website, sweden.remarks = "https://example.org/sweden", ""
        sweden.save()
        CentreText.objects.filter(centre=sweden, language="sv").update(description="Våra egna ord.")
        publishing.withdraw(Centre.objects.get(slug="croatia"), by=boss).delete()
        publishing.archive(Need.objects.get(slug="funding"), by=boss)
        Claim.objects.get(generation=2).delete()
        before = all_rows()
        load(demo_user())
        assert all_rows() == before


def test_what_staff_had_before_is_kept_and_nothing_is_doubled() -> None:
    load_vocabulary()
    own = CentreFactory(slug="sweden", country="SE", name_en="Our own centre")
    need = NeedFactory(slug="guidance", label="Our own need")
    sweden, latvia = (Region.objects.get(code=code) for code in ("SE", "LV"))
    inkludera = Organisation.objects.create(name="Inkludera", slug="our-inkludera", country=sweden)
    Organisation.objects.create(name="Inkludera", slug="their-inkludera", country=latvia)
    load(demo_user())
    assert Centre.objects.get(slug="sweden") == own
    own.refresh_from_db()
    assert (own.name_en, own.cells.count(), own.texts.count()) == ("Our own centre", 0, 0)
    assert need.texts.get().label == "Our own need"
    assert Centre.objects.filter(country=sweden).count() == 1
    assert inkludera.consortium_rows.get().consortium.slug == "buicasus"
    assert Organisation.objects.filter(name="Inkludera").count() == 2
    assert need.cells.exists()


def test_country_whose_only_body_staff_removed_is_claimed_instead() -> None:
    load_vocabulary()
    lithuania = Region.objects.get(code="LT")
    Organisation.objects.create(name="European Social Fund Agency (ESFA)", slug="esfa", country=lithuania).delete()
    load(demo_user())
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    pencil = Consortium.objects.published().get(slug="pencil")
    assert pencil.member_rows.count() == 0
    assert pencil.country_rows.get(country=lithuania).claimed is True


@pytest.mark.usefixtures("_loaded")
class TestWithTheDirectory:
    def test_loads_with_it_once(self) -> None:
        assert is_loaded()
        assert is_complete()
        with pytest.raises(AlreadyLoaded):
            load_demo()

    def test_start_fresh_takes_it_along_and_leaves_vocabularies(self) -> None:
        removed = start_fresh()
        assert any(
            sentence.startswith("It also removes all 22 competence centres with their consortia, networks and needs")
            for sentence in removed.others
        )
        for model in apps.get_app_config("centres").get_models():
            assert not model._base_manager.exists(), model
        assert not Organisation.objects.exists()
        assert Region.objects.filter(code="SE").exists()
        assert not User.objects.filter(username="demo-directory").exists()
        assert is_complete()


def test_directory_loaded_before_is_given_the_centres() -> None:
    load_vocabulary()
    site = SiteSettings.load()
    site.demo_loaded_at = superuser().date_joined
    site.save()
    demo_user()
    assert not is_complete()
    load_demo()
    assert (is_complete(), Centre.objects.published().count()) == (True, 22)
