"""Rules that look at several rows or at the row before the change: tried in plain SQL, because no form stands there."""

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.backends.utils import CursorWrapper
from django.utils import timezone

from centres.models import Cell, Centre, Consortium, ConsortiumCountry, Evidence
from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    CountryFactory,
    NeedFactory,
    NetworkFactory,
    OrganisationFactory,
    RegionFactory,
    answered,
    superuser,
)

pytestmark = pytest.mark.django_db

THINGS = [
    (CentreFactory, "centre"),
    (ConsortiumFactory, "consortium"),
    (NeedFactory, "need"),
    (NetworkFactory, "network"),
]
STEPS = {("draft", "published"), ("published", "draft"), ("published", "archived"), ("archived", "published")}
WHO_AND_WHEN = {
    "draft": "published_at = NULL, published_by_id = NULL, archived_at = NULL, archived_by_id = NULL",
    "published": "published_at = now(), published_by_id = %(by)s, archived_at = NULL, archived_by_id = NULL",
    "archived": "published_at = now(), published_by_id = %(by)s, archived_at = now(), archived_by_id = %(by)s",
}


def run(statement: str, *values: Any) -> int:
    """Run one statement in its own savepoint, with what is checked at the end checked at once; rows changed."""
    with transaction.atomic(), connection.cursor() as cursor:
        return _run(cursor, statement, values)


def _run(cursor: CursorWrapper, statement: str, values: Any) -> int:
    cursor.execute(statement, values)
    changed = cursor.rowcount
    cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    cursor.execute("SET CONSTRAINTS ALL DEFERRED")
    return changed


def refused(rule: str, statement: str, *values: Any) -> None:
    with pytest.raises(IntegrityError) as stopped:
        run(statement, *values)
    assert stopped.value.__cause__.diag.constraint_name == rule  # type: ignore[union-attr]


class TestStates:
    @pytest.mark.parametrize(("make", "name"), THINGS)
    def test_only_the_steps_of_the_doors_are_possible(self, make: Any, name: str) -> None:
        by = superuser().pk
        for before in WHO_AND_WHEN:
            for after in WHO_AND_WHEN:
                row = make(state=before)
                statement = f"UPDATE centres_{name} SET state = %(state)s, {WHO_AND_WHEN[after]} WHERE id = %(pk)s"
                values = {"state": after, "by": by, "pk": row.pk}
                with transaction.atomic(), connection.cursor() as cursor:
                    if (before, after) in STEPS or before == after:
                        assert _run(cursor, statement, values) == 1
                        continue
                    with pytest.raises(IntegrityError) as stopped, transaction.atomic():
                        _run(cursor, statement, values)
                    assert stopped.value.__cause__.diag.constraint_name == f"{name}_state_steps"  # type: ignore[union-attr]

    @pytest.mark.parametrize(("make", "name"), THINGS)
    def test_public_things_are_not_deleted_but_drafts_are(self, make: Any, name: str) -> None:
        for state in ("published", "archived"):
            row = make(state=state)
            with pytest.raises(IntegrityError, match="What was public is archived"), transaction.atomic():
                type(row).objects.filter(pk=row.pk).delete()
            assert type(row).objects.filter(pk=row.pk).exists()
        assert make(state="draft").delete()[0] >= 1


class TestCountries:
    def test_centre_and_consortium_are_for_countries_not_regions(self) -> None:
        centre, region = CentreFactory(), RegionFactory(code="SE211")
        refused(
            "centre_country_is_country", "UPDATE centres_centre SET country_id = %s WHERE id = %s", region.pk, centre.pk
        )
        row = ConsortiumFactory(countries=["SE"]).country_rows.get()
        statement = "UPDATE centres_consortiumcountry SET country_id = %s WHERE id = %s"
        refused("consortium_country_is_country", statement, region.pk, row.pk)
        assert run(statement, CountryFactory(code="FI").pk, row.pk) == 1

    def test_country_of_nobody_listed_is_claimed_or_refused(self) -> None:
        consortium = ConsortiumFactory(members=[OrganisationFactory(country=CountryFactory(code="SE"))])
        finland = CountryFactory(code="FI")
        statement = """
            INSERT INTO centres_consortiumcountry (consortium_id, country_id, claimed, source) VALUES (%s, %s, %s, '')
        """
        refused("consortium_country_of_member_or_claimed", statement, consortium.pk, finland.pk, False)
        assert run(statement, consortium.pk, finland.pk, True) == 1
        change = "UPDATE centres_consortiumcountry SET claimed = false WHERE consortium_id = %s AND country_id = %s"
        refused("consortium_country_of_member_or_claimed", change, consortium.pk, finland.pk)
        consortium.member_rows.create(organisation=OrganisationFactory(country=finland))
        assert run(change, consortium.pk, finland.pk) == 1

    def test_last_member_of_a_country_stays_while_the_country_is_not_claimed(self) -> None:
        sweden = CountryFactory(code="SE")
        consortium = ConsortiumFactory(members=[OrganisationFactory(country=sweden)], countries=["SE"])
        assert consortium.country_rows.get().claimed is False
        statement = "DELETE FROM centres_consortiummember WHERE consortium_id = %s AND role = 'lead'"
        refused("consortium_country_of_member_or_claimed", statement, consortium.pk)
        consortium.member_rows.create(organisation=OrganisationFactory(country=sweden))
        assert run(statement, consortium.pk) == 1

    def test_member_is_not_exchanged_for_one_from_elsewhere(self) -> None:
        sweden = CountryFactory(code="SE")
        row = ConsortiumFactory(members=[OrganisationFactory(country=sweden)], countries=["SE"]).member_rows.get()
        statement = "UPDATE centres_consortiummember SET organisation_id = %s WHERE id = %s"
        foreign = OrganisationFactory(country=CountryFactory(code="FI"))
        refused("consortium_country_of_member_or_claimed", statement, foreign.pk, row.pk)
        assert run(statement, OrganisationFactory(country=sweden).pk, row.pk) == 1

    def test_organisation_keeps_its_country_while_a_consortium_rests_on_it(self) -> None:
        body = OrganisationFactory(country=CountryFactory(code="SE"))
        consortium = ConsortiumFactory(members=[body], countries=["SE"])
        statement = "UPDATE vocabulary_organisation SET country_id = %s WHERE id = %s"
        finland = CountryFactory(code="FI")
        refused("consortium_country_of_member_or_claimed", statement, finland.pk, body.pk)
        ConsortiumCountry.objects.filter(consortium=consortium).update(claimed=True)
        assert run(statement, finland.pk, body.pk) == 1

    def test_draft_consortium_goes_with_members_and_countries(self) -> None:
        body = OrganisationFactory(country=CountryFactory(code="SE"))
        consortium = ConsortiumFactory(members=[body], countries=["SE"], state="draft")
        Consortium.objects.get(pk=consortium.pk).delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert not ConsortiumCountry.objects.exists()


INSERT_CELL = """
    INSERT INTO centres_cell (centre_id, need_id, answer, level, since, looked_at, recorded_by_id)
    VALUES (%s, %s, %s, %s, now(), now(), %s)
"""


class TestCells:
    def test_cell_without_evidence_is_refused_even_in_plain_sql(self) -> None:
        centre, need, by = CentreFactory(), NeedFactory(), superuser()
        refused("cell_has_evidence", INSERT_CELL, centre.pk, need.pk, "yes", "delivered", by.pk)
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(INSERT_CELL, [centre.pk, need.pk, "yes", "delivered", by.pk])
            Evidence.objects.create(cell=Cell.objects.get(), url="https://example.org/boats")
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        assert Cell.objects.count() == 1

    def test_last_evidence_is_not_taken_away(self) -> None:
        cell = answered(CentreFactory(), NeedFactory(), "no")
        other = answered(CentreFactory(), NeedFactory(), "no")
        only = cell.evidence.get()
        refused("cell_has_evidence", "DELETE FROM centres_evidence WHERE id = %s", only.pk)
        refused("cell_has_evidence", "UPDATE centres_evidence SET cell_id = %s WHERE id = %s", other.pk, only.pk)
        second = Evidence.objects.create(cell=cell, url="https://example.org/second")
        assert run("DELETE FROM centres_evidence WHERE id = %s", only.pk) == 1
        assert cell.evidence.get() == second

    @pytest.mark.parametrize(
        "change",
        [
            "answer = 'no', level = ''",
            "level = 'planned'",
            "since = since - interval '1 day'",
            "centre_id = (SELECT max(id) FROM centres_centre)",
            "need_id = (SELECT max(id) FROM centres_need)",
            "recorded_by_id = (SELECT max(id) FROM auth_user)",
        ],
    )
    def test_answer_is_not_rewritten(self, change: str, django_user_model: Any) -> None:
        cell = answered(CentreFactory(), NeedFactory(), "yes")
        CentreFactory()
        NeedFactory()
        django_user_model.objects.create_user("somebody-else")
        refused("cell_is_not_rewritten", f"UPDATE centres_cell SET {change} WHERE id = %s", cell.pk)
        assert run("UPDATE centres_cell SET looked_at = now() WHERE id = %s", cell.pk) == 1

    def test_ended_answer_is_not_brought_back(self) -> None:
        cell = answered(CentreFactory(), NeedFactory(), "yes")
        statement = "UPDATE centres_cell SET until = %s WHERE id = %s"
        assert run(statement, timezone.now(), cell.pk) == 1
        refused("cell_is_not_rewritten", statement, None, cell.pk)
        refused("cell_is_not_rewritten", statement, timezone.now(), cell.pk)

    def test_answer_ends_after_it_began(self) -> None:
        cell = answered(CentreFactory(), NeedFactory(), "yes")
        refused("cell_ends_after_it_began", "UPDATE centres_cell SET until = since WHERE id = %s", cell.pk)
        assert run("UPDATE centres_cell SET until = since + interval '1 second' WHERE id = %s", cell.pk) == 1

    @pytest.mark.parametrize(("answer", "level"), [("yes", ""), ("yes", "somehow"), ("no", "planned"), ("hmm", "")])
    def test_yes_says_how_far_and_no_nothing_more(self, answer: str, level: str) -> None:
        values = [CentreFactory().pk, NeedFactory().pk, answer, level, superuser().pk]
        refused("cell_yes_says_how_far", INSERT_CELL, *values)

    @pytest.mark.parametrize(("answer", "level"), [("yes", "planned"), ("yes", "partial"), ("no", "")])
    def test_each_full_answer_is_taken(self, answer: str, level: str) -> None:
        cell = answered(CentreFactory(), NeedFactory(), answer, level=level)
        assert (cell.answer, cell.level) == (answer, level)

    def test_one_answer_at_a_time(self) -> None:
        cell = answered(CentreFactory(), NeedFactory(), "yes")
        values = [cell.centre_id, cell.need_id, "no", "", superuser().pk]
        refused("cell_one_answer_at_a_time", INSERT_CELL, *values)
        answered(cell.centre, cell.need, "no")
        assert [(cell.answer, cell.until is None) for cell in Cell.objects.all()] == [("yes", False), ("no", True)]

    def test_draft_centre_goes_with_its_answers(self) -> None:
        centre = CentreFactory(state="draft")
        answered(centre, NeedFactory(), "yes")
        Centre.objects.get(pk=centre.pk).delete()
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert not Evidence.objects.exists()
