"""The doors of the matrix: evidence asked, answers that follow one another, and the matrix of an earlier day."""

import threading
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone

from centres import answering
from centres.answering import Proof
from centres.models import Cell, Centre, Evidence, Need
from tests.factories import CentreFactory, NeedFactory, answered, superuser
from tests.projects.staff import member

NOW = timezone.now()
LINK = Proof(url="https://example.org/boats", statement="Lends boats.", on=date(2030, 5, 1), precision="month")


@pytest.fixture
def centre() -> Centre:
    return CentreFactory()


@pytest.fixture
def need() -> Need:
    return NeedFactory()


def answer(centre: Centre, need: Need, **more: Any) -> Cell:
    given: dict[str, Any] = {"answer": "yes", "level": "planned", "proofs": [LINK], "by": superuser()}
    return answering.answer(centre, need, **given | more)


def known(centre: Centre, need: Need) -> list[tuple[str, str]]:
    return list(Cell.objects.current().filter(centre=centre, need=need).values_list("answer", "level"))


@pytest.mark.django_db
class TestAnswer:
    def test_keeps_answer_evidence_and_who_looked_when(self, centre: Centre, need: Need) -> None:
        editor = member("Editor")
        said = Proof(
            statement="Not before spring.", said_by="Ansa, head of the centre", language="fi", remarks="By phone"
        )
        cell = answer(centre, need, proofs=[LINK, said], by=editor)
        assert (cell.answer, cell.level, cell.recorded_by, cell.until) == ("yes", "planned", editor, None)
        assert cell.looked_at == cell.since
        assert [(row.url, row.said_by, row.on, row.precision, row.remarks) for row in cell.evidence.all()] == [
            ("https://example.org/boats", "", date(2030, 5, 1), "month", ""),
            ("", "Ansa, head of the centre", None, "", "By phone"),
        ]

    @pytest.mark.parametrize(
        ("code", "more"),
        [
            ("evidence", {"proofs": []}),
            ("level", {"level": ""}),
            ("level", {"level": "somehow"}),
        ],
    )
    def test_half_answer_is_refused_with_a_code(self, centre: Centre, need: Need, code: str, more: Any) -> None:
        with pytest.raises(ValidationError) as refused:
            answer(centre, need, **more)
        assert refused.value.code == code
        assert not Cell.objects.exists()

    @pytest.mark.parametrize(
        "more",
        [
            {"answer": "maybe"},
            {"proofs": [LINK, Proof(statement="Nobody said this.")]},
            {"proofs": [Proof(url="javascript:alert(1)")]},
            {"proofs": [Proof(url="https://example.org/boats", on=date(2030, 5, 1))]},
        ],
    )
    def test_wrong_part_leaves_nothing_behind(self, centre: Centre, need: Need, more: Any) -> None:
        answered(centre, need, "no")
        with pytest.raises(ValidationError):
            answer(centre, need, **more)
        assert known(centre, need) == [("no", "")]
        assert Evidence.objects.count() == 1

    def test_no_drops_a_level_that_was_sent_along(self, centre: Centre, need: Need) -> None:
        cell = answer(centre, need, answer="no", level="delivered")
        assert (cell.answer, cell.level) == ("no", "")

    @pytest.mark.parametrize("group", ["Translator", None])
    def test_only_who_may_change_the_matrix_answers(self, centre: Centre, need: Need, group: str | None) -> None:
        stranger = member(group)
        cell = answer(centre, need)
        for forbidden in (
            lambda: answer(centre, need, by=stranger, answer="no"),
            lambda: answering.forget(centre, need, by=stranger),
            lambda: answering.confirm(cell, by=stranger),
        ):
            with pytest.raises(ValidationError) as refused:
                forbidden()
            assert refused.value.code == "not_allowed"
        assert known(centre, need) == [("yes", "planned")]

    def test_furthest_level_of_the_evidence_is_that_of_the_answer(self) -> None:
        assert answering.furthest(["planned", "delivered", "partial"]) == "delivered"
        assert answering.furthest(["planned", "partial"]) == "partial"
        assert answering.furthest(["planned"]) == "planned"


@pytest.mark.django_db
class TestHistory:
    def test_same_answer_again_only_notes_a_look(self, centre: Centre, need: Need) -> None:
        second = Proof(url="https://example.org/oars")
        first = answer(centre, need, proofs=[LINK, second])
        again = answer(centre, need, proofs=[second, LINK], by=member("Editor"))
        assert (again.pk, Cell.objects.count(), Evidence.objects.count()) == (first.pk, 1, 2)
        again.refresh_from_db()
        assert again.looked_at > first.looked_at
        assert (again.since, again.recorded_by) == (first.since, first.recorded_by)

    @pytest.mark.parametrize(
        "change",
        [
            {"level": "delivered"},
            {"answer": "no"},
            {"proofs": [LINK, Proof(url="https://example.org/oars")]},
            {"proofs": [Proof(url="https://example.org/boats", statement="Lends boats and oars.")]},
        ],
    )
    def test_anything_new_ends_the_answer_before(self, centre: Centre, need: Need, change: Any) -> None:
        first = answer(centre, need)
        second = answer(centre, need, **change)
        first.refresh_from_db()
        assert (first.until, second.until) == (second.since, None)
        assert (first.answer, first.level, first.evidence.get().statement) == ("yes", "planned", "Lends boats.")

    def test_matrix_of_earlier_days_is_still_known(self, centre: Centre, need: Need) -> None:
        begun = NOW - timedelta(days=30)
        answered(centre, need, "no", at=begun)
        answered(centre, need, "yes", level="planned", at=begun + timedelta(days=10))
        answered(centre, need, "yes", at=begun + timedelta(days=20))

        def as_of(days: int) -> list[tuple[str, str]]:
            return list(Cell.objects.as_of(begun + timedelta(days=days)).values_list("answer", "level"))

        found = [as_of(days) for days in (-1, 0, 9, 10, 19, 20, 30)]
        no, planned, delivered = [("no", "")], [("yes", "planned")], [("yes", "delivered")]
        assert found == [[], no, no, planned, planned, delivered, delivered]

    def test_answer_before_the_last_one_is_refused(self, centre: Centre, need: Need) -> None:
        cell = answered(centre, need, "yes")
        for moment in (cell.since, cell.since - timedelta(days=1)):
            with pytest.raises(ValidationError) as refused:
                answered(centre, need, "no", at=moment)
            assert refused.value.code == "moment"
        assert known(centre, need) == [("yes", "delivered")]

    def test_forgotten_is_not_known_but_was(self, centre: Centre, need: Need) -> None:
        other = CentreFactory(country="FI")
        cell = answered(centre, need, "no", at=NOW - timedelta(days=3))
        answered(other, need, "yes")
        answering.forget(centre, need, by=superuser())
        assert known(centre, need) == []
        assert known(other, need) == [("yes", "delivered")]
        assert Cell.objects.as_of(NOW - timedelta(days=1)).get() == cell
        answered(centre, need, "no")
        assert Cell.objects.filter(centre=centre).count() == 2

    def test_confirmed_answer_is_no_longer_stale(self, centre: Centre, need: Need) -> None:
        old = answered(centre, need, "yes", at=NOW - timedelta(days=400))
        ended = answered(centre, NeedFactory(), "no", at=NOW - timedelta(days=500))
        answering.forget(centre, ended.need, by=superuser())
        answered(CentreFactory(country="FI"), need, "yes")
        year_ago = NOW - timedelta(days=365)
        assert list(Cell.objects.stale(before=year_ago)) == [old]
        answering.confirm(old, by=superuser())
        assert not Cell.objects.stale(before=year_ago).exists()
        old.refresh_from_db()
        assert old.since == NOW - timedelta(days=400)


def at_once(*works: Callable[[], object]) -> list[Exception]:
    """Run them on connections of their own, let go together; what they raised."""
    gate, problems = threading.Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        try:
            gate.wait(10)
            work()
        except Exception as problem:
            problems.append(problem)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return problems


@pytest.mark.django_db(transaction=True)
class TestTwoAtOnce:
    def test_same_answer_from_four_sides_is_one_answer(self) -> None:
        centre, need, boss = CentreFactory(), NeedFactory(), superuser()
        works = [lambda: answering.answer(centre, need, answer="no", proofs=[LINK], by=boss)] * 4
        assert at_once(*works) == []
        assert (Cell.objects.count(), Evidence.objects.count()) == (1, 1)

    def test_different_answers_follow_one_another(self) -> None:
        centre, need, boss = CentreFactory(), NeedFactory(), superuser()
        levels = ["planned", "partial", "delivered"]
        works = [
            lambda level=level: answering.answer(centre, need, answer="yes", level=level, proofs=[LINK], by=boss)  # type: ignore[misc]
            for level in levels
        ]
        assert at_once(*works) == []
        rows = list(Cell.objects.order_by("since"))
        assert sorted(row.level for row in rows) == sorted(levels)
        assert [row.until for row in rows] == [rows[1].since, rows[2].since, None]

    def test_answering_and_forgetting_leave_one_truth(self) -> None:
        centre, need, boss = CentreFactory(), NeedFactory(), superuser()
        answered(centre, need, "no")
        works = [
            lambda: answering.answer(centre, need, answer="yes", level="partial", proofs=[LINK], by=boss),
            lambda: answering.forget(centre, need, by=boss),
        ]
        assert at_once(*works) == []
        assert known(centre, need) in ([], [("yes", "partial")])
        assert Cell.objects.count() == 2
