"""The centres' part of the demonstration: what its files hold, with evidence, without invention, then left to staff."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import models, transaction
from django.test import override_settings
from pytest_django import DjangoDbBlocker

from centres import matrix
from centres.demo.loading import DATA
from centres.models import (
    Cell,
    Centre,
    Claim,
    Consortium,
    ConsortiumCountry,
    ConsortiumMember,
    Evidence,
    Level,
    Need,
    NeedGroup,
    Network,
    NetworkMilestone,
)
from centres.totals import totals
from projects.demo import load_demo
from vocabulary.loading import read_json
from vocabulary.models import Organisation

pytestmark = pytest.mark.django_db

LANGUAGES = ["de", "en", "sv"]
WITHOUT_CENTRE = {"CY", "GB", "GR", "LU", "MT", "NL", "RO"}
BALTIC = ["DE", "DK", "EE", "FI", "LT", "LV", "PL", "SE"]

Entry = dict[str, Any]


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


@pytest.mark.usefixtures("_loaded")
class TestCentres:
    def test_there_is_a_centre_where_a_source_names_one_and_nowhere_else(self) -> None:
        found = facts("centres")
        national = {entry["country"] for entry in found["centres"] if entry["kind"] == "national"}
        shown = Centre.objects.published()
        assert set(shown.filter(kind="national").values_list("country__code", flat=True)) == national
        assert shown.filter(kind="european").get().slug == "european-centre"
        assert {entry["country"] for entry in found["not_known"]} == WITHOUT_CENTRE
        assert national & WITHOUT_CENTRE == set()
        assert len(national | WITHOUT_CENTRE - {"GB"}) == 27
        assert Centre.objects.count() == len(found["centres"]) == 22

    def test_countries_without_centre_are_still_in_a_consortium(self) -> None:
        assert set(ConsortiumCountry.objects.values_list("country__code", flat=True)) >= WITHOUT_CENTRE

    def test_each_centre_holds_what_the_file_holds(self) -> None:
        for entry in facts("centres")["centres"]:
            row = Centre.objects.get(slug=entry["key"])
            held = (row.name, row.name_en, row.host_stated, row.website, row.languages, row.source.splitlines())
            assert held == (
                entry.get("name", ""),
                entry["name_en"],
                entry.get("host", ""),
                entry.get("website", ""),
                entry.get("languages", []),
                entry["source"],
            )
            bodies = [(part["organisation"], part["role"]) for part in entry["organisations"]]
            assert sorted(row.organisation_rows.values_list("organisation__slug", "role")) == sorted(bodies)
            assert set(row.consortia.values_list("slug", flat=True)) == set(entry.get("consortia", []))
            assert sorted(row.texts.values_list("language", flat=True)) == LANGUAGES

    def test_nobody_is_reachable_by_an_address_and_nothing_was_checked(self) -> None:
        assert not Centre.objects.exclude(contact_email="", checked_on=None, notes="").exists()
        everything = "".join((DATA / f"{path.stem}.json").read_text(encoding="utf-8") for path in DATA.glob("*.json"))
        assert re.findall(r"[\w.]+@[\w.]+", everything) == []

    def test_host_nobody_names_stays_empty_and_missing_own_names_are_said(self) -> None:
        assert list(Centre.objects.filter(host_stated="").values_list("slug", flat=True)) == ["croatia"]
        nameless = Centre.objects.filter(name="")
        assert set(nameless.values_list("slug", flat=True)) == {"croatia", "hungary", "spain"}
        assert (
            nameless.filter(remarks__startswith="An official name in the country’s own language was not").count() == 3
        )
        translated = Centre.objects.filter(remarks__contains="The English name is our translation.")
        assert set(translated.values_list("slug", flat=True)) == {"latvia", "poland"}

    def test_baltic_sea_lists_exactly_its_eight_countries_and_the_european_centre(self) -> None:
        found = matrix.build(macro="baltic-sea-region")
        assert [centre.country.code if centre.country else "" for centre in found.centres] == [*BALTIC, ""]
        assert found.rows[0].coverage.of == 8


@pytest.mark.usefixtures("_loaded")
class TestConsortia:
    def test_totals_of_the_first_generation_stand_beside_the_claims(self) -> None:
        entries = [entry for entry in facts("consortia") if entry["generation"] == 1]
        codes = [code for entry in entries for code in entry["countries"]]
        listed = {member["organisation"] for entry in entries for member in entry["members"]}
        claimed = {entry["figure"]: entry["value"] for entry in facts("claims") if entry["generation"] == 1}
        found = {total.figure: (total.computed, total.claimed and total.claimed.value) for total in totals(1)}
        assert found == {
            "consortia": (len(entries), claimed["consortia"]),
            "country_entries": (len(codes), claimed["country_entries"]),
            "countries": (len(set(codes)), claimed["countries"]),
            "organisations": (len(listed), claimed["organisations"]),
        }
        assert claimed == {"consortia": 6, "country_entries": 25, "countries": 24, "organisations": 148}
        assert [total.differs for total in totals(1)] == [False, False, False, True]
        assert [code for code, times in Counter(codes).items() if times > 1] == ["BG"]
        assert "Bulgaria" in Claim.objects.get(generation=1, figure="country_entries").note

    def test_second_generation_claims_only_what_a_source_says(self) -> None:
        assert list(Claim.objects.filter(generation=2).values_list("figure", "value")) == [("consortia", 5)]
        assert totals(2)[0].computed == 5
        assert not Claim.objects.filter(source="").exists()

    def test_each_consortium_holds_what_the_file_holds(self) -> None:
        for entry in facts("consortia"):
            row = Consortium.objects.published().get(slug=entry["key"])
            assert (row.acronym, row.name, row.generation) == (
                entry["acronym"],
                entry.get("name", ""),
                entry["generation"],
            )
            assert (row.call, row.grant, row.fund) == (entry["call"], entry.get("grant", ""), entry["fund"])
            assert row.source.splitlines() == entry["source"]
            for name in ("total_budget", "eu_funding"):
                stated = entry.get(name)
                held = (getattr(row, name), getattr(row, f"{name}_precision"))
                assert held == ((Decimal(stated["eur"]), stated["precision"]) if stated else (None, ""))
            members = [(member["organisation"], member["role"]) for member in entry["members"]]
            assert sorted(row.member_rows.values_list("organisation__slug", "role")) == sorted(members)
            claimed = {code: code in entry["claimed"] for code in entry["countries"]}
            assert dict(row.country_rows.values_list("country__code", "claimed")) == claimed
            assert sorted(row.texts.values_list("language", flat=True)) == LANGUAGES

    def test_amounts_are_those_published_and_the_round_one_says_so(self) -> None:
        held = {
            row.slug: (row.total_budget, row.total_budget_precision, row.eu_funding, row.eu_funding_precision)
            for row in Consortium.objects.exclude(total_budget=None, eu_funding=None)
        }
        assert held == {
            "buicasus": (Decimal(1064413), "exact", Decimal(851530), "exact"),
            "fuse": (None, "", Decimal(650000), "exact"),
            "esia-2": (Decimal(2500000), "rounded", None, ""),
        }

    def test_dates_are_as_exact_as_their_source(self) -> None:
        held = {
            row.slug: (row.start_date, row.start_precision, row.end_date, row.end_precision)
            for row in Consortium.objects.exclude(start_date=None)
        }
        two_years = (date(2021, 5, 1), "month", date(2023, 5, 31), "month")
        three_years = (date(2024, 6, 1), "month", date(2027, 6, 30), "month")
        assert held == {
            "buicasus": two_years,
            "esia": two_years,
            "fuse": (date(2021, 5, 1), "day", date(2023, 4, 30), "day"),
            "seed": two_years,
            "si-plus": two_years,
            "esia-2": (date(2024, 6, 10), "day", date(2027, 6, 10), "day"),
            "seed2scale": three_years,
            "insisst": (date(2024, 7, 1), "month", date(2027, 6, 30), "month"),
        }

    def test_claimed_countries_have_no_listed_member_and_name_their_source(self) -> None:
        claimed = ConsortiumCountry.objects.filter(claimed=True)
        assert not claimed.filter(source="").exists()
        with_member = [
            (row.consortium.slug, row.country.code)
            for row in claimed.select_related("consortium", "country")
            if ConsortiumMember.objects.filter(consortium=row.consortium, organisation__country=row.country).exists()
        ]
        # Hashnet is named for Croatia there; the directory lists it in Slovenia.
        assert with_member == [("seed2scale", "SI")]

    def test_bodies_of_the_directory_are_used_again(self) -> None:
        shared = {"centre-for-social-innovation-zsi", "diakonisches-werk-schleswig-holstein", "ifka"}
        assert {entry["slug"] for entry in facts("organisations")} & shared == set()
        found = Organisation.objects.filter(slug__in=shared, partnerships__isnull=False).filter(
            models.Q(consortium_rows__isnull=False) | models.Q(centre_rows__isnull=False)
        )
        assert set(found.values_list("slug", flat=True)) == shared
        used = models.Q(consortium_rows__isnull=False)
        used |= models.Q(centre_rows__isnull=False) | models.Q(network_rows__isnull=False)
        assert Organisation.objects.filter(used).distinct().count() == len(facts("organisations")) + 3


@pytest.mark.usefixtures("_loaded")
class TestMatrix:
    def test_needs_are_in_three_languages_with_group_and_source(self) -> None:
        entries = facts("needs")
        assert (Need.objects.published().count(), NeedGroup.objects.count()) == (len(entries["needs"]), 7) == (30, 7)
        for need in Need.objects.prefetch_related("texts"):
            texts = {text.language: (text.label, text.description) for text in need.texts.all()}
            assert sorted(texts) == LANGUAGES
            assert len({label for label, _description in texts.values()}) == 3
            assert all(description for _label, description in texts.values())
            assert need.named_by
        for group in NeedGroup.objects.all():
            assert sorted(group.labels.values_list("language", flat=True)) == LANGUAGES

    def test_each_piece_of_evidence_is_kept_with_its_own_level(self) -> None:
        expected = []
        for entry in facts("services"):
            for need, pieces in entry["needs"].items():
                for piece in pieces:
                    on = piece.get("on") and date.fromisoformat(piece["on"])
                    words = (piece["url"], piece["statement"], piece["level"], on, piece.get("remarks", ""))
                    expected.append((entry["centre"], need, *words))
        held = Evidence.objects.values_list(
            "cell__centre__slug", "cell__need__slug", "url", "statement", "level", "on", "remarks"
        )
        assert Counter(held) == Counter(expected)
        assert len(expected) == 189
        assert set(Evidence.objects.exclude(on=None).values_list("precision", flat=True)) == {"day"}

    def test_no_cell_lacks_evidence_or_says_more_than_it(self) -> None:
        cells = list(Cell.objects.prefetch_related("evidence"))
        assert len(cells) == sum(len(entry["needs"]) for entry in facts("services"))
        for cell in cells:
            levels = {piece.level for piece in cell.evidence.all()}
            assert cell.answer == "yes"
            assert cell.level == (Level.DELIVERED if Level.DELIVERED in levels else Level.PLANNED)
            assert levels <= {Level.DELIVERED, Level.PLANNED}
            assert all(piece.url.startswith("http") and piece.statement for piece in cell.evidence.all())

    def test_nobody_is_said_to_deny_a_need_and_what_is_not_found_stays_unknown(self) -> None:
        found = matrix.build()
        assert found.gaps == []
        assert {row.need.slug for row in found.not_asked} == {
            *("peer-learning-space", "participation", "scaling-across-borders", "synergies")
        }
        european = [centre.kind for centre in found.centres].index("european")
        in_europe = [row.need.slug for row in found.not_asked if row.cells[european]]
        assert in_europe == ["scaling-across-borders"]


@pytest.mark.usefixtures("_loaded")
class TestNetworks:
    def test_baltic_group_has_members_aim_and_milestones_as_exact_as_known(self) -> None:
        group = Network.objects.published().get(slug="baltic-sea-social-innovation")
        assert (group.kind, group.macro_region and group.macro_region.slug) == ("working_group", "baltic-sea-region")
        assert {(body.slug, body.sector) for body in group.organisations.all()} == {
            ("biser", ""),
            ("eusbsr-policy-area-education", ""),
            ("social-innovation-centre-latvia", ""),
            ("rem-consult", ""),
            ("esfa", "public"),
        }
        assert list(group.milestones.values_list("on", "precision")) == [
            (date(2021, 6, 1), "month"),
            (date(2021, 10, 28), "day"),
            (date(2022, 5, 6), "day"),
        ]
        assert "the year is inferred" in group.milestones.get(on=date(2022, 5, 6)).title

    def test_european_centre_runs_five_communities_and_supports_two_networks(self) -> None:
        kinds = Counter(Network.objects.published().values_list("kind", flat=True))
        assert kinds == {"working_group": 2, "community": 5, "network": 2}
        for network in Network.objects.all():
            assert sorted(network.texts.values_list("language", flat=True)) == LANGUAGES
        assert not NetworkMilestone.objects.filter(source="").exists()
