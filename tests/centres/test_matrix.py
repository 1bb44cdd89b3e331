"""The matrix of needs and services: what counts as a gap, what nobody was asked, and the same few questions for all."""

import string
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from centres import answering, matrix
from centres.matrix import Coverage, Matrix, Row
from centres.models import Cell, Centre, Evidence, Need
from tests.factories import CentreFactory, CountryFactory, NeedFactory, NeedGroupFactory, answered, superuser
from vocabulary.models import MacroRegion

pytestmark = pytest.mark.django_db

EIGHT = ("DE", "DK", "EE", "FI", "LT", "LV", "PL", "SE")
NOW = timezone.now()
CAPITALS = string.ascii_uppercase


@pytest.fixture
def eight() -> list[Centre]:
    return [CentreFactory(country=code, slug=f"centre-{code.lower()}") for code in EIGHT]


def lakes(*codes: str) -> MacroRegion:
    region = MacroRegion.objects.create(slug="lakes", acronym="LAKES", source="https://example.org/lakes")
    region.countries.set([CountryFactory(code=code) for code in codes])
    return region


def row_of(need: Need, found: Matrix) -> Row:
    return next(row for row in found.rows if row.need == need)


def told(found: Matrix) -> dict[str, list[str]]:
    """The addresses of the needs by where they stand."""
    parts = {"gaps": found.gaps, "not asked": found.not_asked, "covered": found.covered}
    return {name: [row.need.slug for row in rows] for name, rows in parts.items()}


class TestGaps:
    def test_need_that_all_eight_deny_is_a_gap_until_one_serves_it(self, eight: list[Centre]) -> None:
        need = NeedFactory(slug="boats")
        for centre in eight:
            answered(centre, need, "no")
        found = matrix.build()
        assert row_of(need, found).coverage == Coverage(of=8, yes=0, no=8, planned_only=0)
        assert row_of(need, found).coverage.unknown == 0
        assert told(found) == {"gaps": ["boats"], "not asked": [], "covered": []}
        answered(eight[0], need, "yes")
        found = matrix.build()
        assert row_of(need, found).coverage == Coverage(of=8, yes=1, no=7, planned_only=0)
        assert told(found) == {"gaps": [], "not asked": [], "covered": ["boats"]}

    def test_need_nobody_was_asked_about_is_no_gap(self, eight: list[Centre]) -> None:
        asked, unasked = NeedFactory(slug="boats"), NeedFactory(slug="oars")
        answered(eight[3], asked, "no")
        found = matrix.build()
        assert told(found) == {"gaps": ["boats"], "not asked": ["oars"], "covered": []}
        assert row_of(asked, found).coverage.unknown == 7
        assert (row_of(unasked, found).coverage.asked, row_of(unasked, found).coverage.unknown) == (False, 8)

    def test_forgotten_answers_are_unknown_again(self, eight: list[Centre]) -> None:
        need = NeedFactory(slug="boats")
        answered(eight[0], need, "no")
        answering.forget(eight[0], need, by=superuser())
        assert told(matrix.build()) == {"gaps": [], "not asked": ["boats"], "covered": []}

    def test_threshold_widens_the_gaps_and_the_least_covered_stands_first(self, eight: list[Centre]) -> None:
        two, one, none = NeedFactory(slug="a-two"), NeedFactory(slug="b-one"), NeedFactory(slug="c-none")
        for need, count in ((two, 2), (one, 1)):
            for centre in eight[:count]:
                answered(centre, need, "yes")
        answered(eight[0], none, "no")
        assert told(matrix.build()) == {"gaps": ["c-none"], "not asked": [], "covered": ["a-two", "b-one"]}
        widened = {"gaps": ["c-none", "b-one"], "not asked": [], "covered": ["a-two"]}
        assert told(matrix.build(threshold=1)) == widened
        assert told(matrix.build(threshold=2)) == {"gaps": ["c-none", "b-one", "a-two"], "not asked": [], "covered": []}

    def test_plans_are_counted_as_yes_and_said_apart(self, eight: list[Centre]) -> None:
        need = NeedFactory()
        for centre, level in zip(eight, ("planned", "planned", "partial", "delivered"), strict=False):
            answered(centre, need, "yes", level=level)
        assert row_of(need, matrix.build()).coverage == Coverage(of=8, yes=4, no=0, planned_only=2)


class TestColumns:
    def test_european_centre_has_a_column_and_is_not_counted(self, eight: list[Centre]) -> None:
        european = CentreFactory(country=None, slug="all-lakes")
        need = NeedFactory()
        answered(european, need, "yes")
        found = matrix.build()
        assert found.centres == [*eight, european]
        row = row_of(need, found)
        assert row.coverage == Coverage(of=8, yes=0, no=0, planned_only=0)
        assert [cell is not None for cell in row.cells] == [False] * 8 + [True]
        assert found.not_asked == [row]

    def test_macro_region_has_its_countries_and_the_european_centre(self, eight: list[Centre]) -> None:
        european = CentreFactory(country=None)
        elsewhere = CentreFactory(country="PT")
        other = MacroRegion.objects.create(slug="other", acronym="OTHER", source="https://example.org/other")
        other.countries.set([CountryFactory(code="SE"), CountryFactory(code="PT")])
        lakes(*EIGHT)
        need = NeedFactory()
        answered(elsewhere, need, "yes")
        found = matrix.build(macro="lakes")
        assert found.centres == [*eight, european]
        assert row_of(need, found).coverage == Coverage(of=8, yes=0, no=0, planned_only=0)
        assert matrix.build(macro="other").centres == [elsewhere, eight[7], european]
        assert matrix.build().centres == [*eight[:6], eight[6], elsewhere, eight[7], european]

    def test_drafts_and_archived_have_neither_row_nor_column(self, eight: list[Centre]) -> None:
        shown = NeedFactory()
        for state in ("draft", "archived"):
            hidden_centre, hidden_need = CentreFactory(country="PT", state=state), NeedFactory(state=state)
            answered(hidden_centre, shown, "yes")
            answered(eight[0], hidden_need, "no")
        found = matrix.build()
        assert found.centres == eight
        assert [row.need for row in found.rows] == [shown]
        assert row_of(shown, found).coverage == Coverage(of=8, yes=0, no=0, planned_only=0)

    def test_rows_stand_by_group_and_order(self) -> None:
        second, first = NeedGroupFactory(slug="a-shore", order=2), NeedGroupFactory(slug="b-water", order=1)
        slugs = [("oars", first, 2), ("boats", first, 1), ("benches", second, 1)]
        for slug, group, order in slugs:
            NeedFactory(slug=slug, group=group, order=order)
        assert [row.need.slug for row in matrix.build().rows] == ["boats", "oars", "benches"]


def test_matrix_of_an_earlier_day_stands_as_it_stood(eight: list[Centre]) -> None:
    need = NeedFactory(slug="boats")
    answered(eight[0], need, "no", at=NOW - timedelta(days=20))
    answered(eight[0], need, "yes", at=NOW - timedelta(days=10))
    answered(eight[1], need, "no", at=NOW - timedelta(days=5))

    def days_ago(days: int) -> Coverage:
        return row_of(need, matrix.build(as_of=NOW - timedelta(days=days))).coverage

    assert days_ago(30) == Coverage(of=8, yes=0, no=0, planned_only=0)
    assert days_ago(15) == Coverage(of=8, yes=0, no=1, planned_only=0)
    assert days_ago(7) == Coverage(of=8, yes=1, no=0, planned_only=0)
    assert days_ago(1) == row_of(need, matrix.build()).coverage == Coverage(of=8, yes=1, no=1, planned_only=0)
    assert matrix.build(as_of=NOW - timedelta(days=15)).gaps[0].need == need


@pytest.mark.parametrize(("centres", "needs"), [(1, 1), (30, 60)])
def test_matrix_asks_six_questions_however_large(
    centres: int, needs: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    by, groups = superuser(), [NeedGroupFactory(slug=f"group-{number}") for number in range(3)]
    columns = [CentreFactory(country=f"{CAPITALS[number // 26]}{CAPITALS[number % 26]}") for number in range(centres)]
    rows = [NeedFactory(group=groups[number % 3], texts={"sv": "Båtar"}) for number in range(needs)]
    fields = {"answer": "yes", "level": "delivered", "since": NOW, "looked_at": NOW, "recorded_by": by}
    with transaction.atomic():
        cells = Cell.objects.bulk_create(
            Cell(centre=centre, need=need, **fields) for centre in columns for need in rows
        )
        Evidence.objects.bulk_create(Evidence(cell=cell, url="https://example.org/proof") for cell in cells)
    with django_assert_num_queries(6):
        found = matrix.build()
        seen = [
            (row.need.label("sv"), row.need.group.label("sv"), cell.evidence.all()[0].url)
            for row in found.rows
            for cell in row.cells
            if cell
        ]
    assert len(seen) == centres * needs
    assert [row.coverage.yes for row in found.rows] == [centres] * needs
