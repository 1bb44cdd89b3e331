"""All services of a centre on one page: evidence asked, nothing typed lost, only what changed is written."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from centres import answering, matrix
from centres.answering import Proof
from centres.models import Cell
from tests.centres.admin_tools import matrix_url, save, typed
from tests.factories import CentreFactory, CountryFactory, NeedFactory, NeedGroupFactory, answered, superuser
from tests.projects.staff import signed_in
from vocabulary.models import MacroRegion

pytestmark = pytest.mark.django_db
LINK = {"url": "https://example.org/boats", "statement": "Lends boats."}


@pytest.fixture
def editor():
    return signed_in("Editor")


@pytest.fixture
def centre():
    return CentreFactory()


def known(centre):
    cells = Cell.objects.current().filter(centre=centre).order_by("need__slug")
    return [(cell.need.slug, cell.answer, cell.level, cell.evidence.count()) for cell in cells]


def errors(answer):
    return {
        (row.need.slug, field): sentences
        for row in answer.context["answers"].wrong
        for field, sentences in row.errors.items()
    }


def test_zero_of_eight_becomes_one_of_eight_with_evidence_and_not_without(editor):
    """Eight centres around a sea said no; one of them now offers the service."""
    sea = MacroRegion.objects.create(slug="small-sea", acronym="SSR")
    codes = ["DK", "EE", "FI", "DE", "LV", "LT", "PL", "SE"]
    need = NeedFactory(slug="boats")
    centres = [CentreFactory(country=code) for code in codes]
    sea.countries.set([CountryFactory(code=code) for code in codes])
    CentreFactory(country="IT")
    for each in centres:
        answered(each, need, "no")
    coverage = matrix.build(macro="small-sea").rows[0].coverage
    assert (coverage.yes, coverage.of, coverage.no) == (0, 8, 8)

    refused = save(editor, centres[4], {need: {"says": "delivered"}})
    assert refused.status_code == 422
    assert list(errors(refused)) == [("boats", "says")]
    assert matrix.build(macro="small-sea").rows[0].coverage == coverage

    assert save(editor, centres[4], {need: {"says": "delivered", **LINK}}).status_code == 302
    coverage = matrix.build(macro="small-sea").rows[0].coverage
    assert (coverage.yes, coverage.of, coverage.no) == (1, 8, 7)


def test_row_is_saved_with_person_date_and_its_precision(editor, centre):
    need = NeedFactory(slug="boats")
    said = {"statement": "Venelainaamo avautuu.", "said_by": "Ansa", "on": "May 2030", "language": "fi"}
    assert save(editor, centre, {need: {"says": "planned", **said}}).status_code == 302
    cell = Cell.objects.get()
    assert (cell.answer, cell.level, cell.recorded_by.username[:6]) == ("yes", "planned", "Editor")
    proof = answering.Proof(**{name: getattr(cell.evidence.get(), name) for name in Proof.__dataclass_fields__})
    assert proof == Proof("", "Venelainaamo avautuu.", "Ansa", "fi", date(2030, 5, 1), "month", "planned", "")
    page = editor.get(matrix_url(centre)).content.decode()
    assert f"Recorded by {cell.recorded_by}" in page
    assert "(May 2030)" in page


@pytest.mark.parametrize(
    ("typing", "field"),
    [
        ({"says": "no"}, "says"),
        ({"says": "partial"}, "says"),
        ({"says": "no", "statement": "Nobody said this."}, "said_by"),
        ({"says": "no", "said_by": "Ansa"}, "url"),
        ({"says": "no", "on": "2030"}, "url"),
        ({"says": "no", "url": "javascript:alert(1)"}, "url"),
        ({"says": "no", **LINK, "on": "someday"}, "on"),
        ({"says": "maybe", **LINK}, "says"),
        (LINK, "says"),
    ],
)
def test_wrong_row_says_so_beside_it_and_nothing_typed_is_lost(editor, centre, typing, field):
    wrong, good = NeedFactory(slug="boats"), NeedFactory(slug="cars")
    answer = save(editor, centre, {wrong: typing, good: {"says": "no", "url": "https://example.org/no-cars"}})
    assert answer.status_code == 422
    assert list(errors(answer)) == [("boats", field)]
    assert known(centre) == []
    kept = {row.need.slug: row for row in answer.context["answers"].rows}
    assert {name: kept["boats"][name].value() for name in typing} == typing
    assert kept["cars"]["url"].value() == "https://example.org/no-cars"
    assert "Nothing was saved yet" in answer.content.decode()


def test_only_what_changed_is_written(editor, centre):
    boats, cars = NeedFactory(slug="boats"), NeedFactory(slug="cars")
    old = answered(centre, boats, "yes")
    assert save(editor, centre, {}).status_code == 302
    assert Cell.objects.get().looked_at == old.looked_at
    assert save(editor, centre, {cars: {"says": "no", **LINK}}).status_code == 302
    assert known(centre) == [("boats", "yes", "delivered", 1), ("cars", "no", "", 1)]
    old.refresh_from_db()
    assert old.until is None


def test_new_evidence_joins_the_old_and_the_opposite_answer_leaves_it_behind(editor, centre):
    need = NeedFactory(slug="boats")
    answered(centre, need, "yes")
    assert save(editor, centre, {need: LINK}).status_code == 302
    assert known(centre) == [("boats", "yes", "delivered", 2)]
    assert save(editor, centre, {need: {"says": "no", "url": "https://example.org/sold"}}).status_code == 302
    assert known(centre) == [("boats", "no", "", 1)]
    assert Cell.objects.count() == 3


def test_last_evidence_cannot_be_taken_out_but_one_of_two_can(editor, centre):
    need = NeedFactory(slug="boats")
    answered(centre, need, "yes")
    save(editor, centre, {need: LINK})
    first, second = [str(proof.pk) for proof in Cell.objects.current().get().evidence.all()]
    answer = save(editor, centre, {need: {"remove": [first, second]}})
    assert (answer.status_code, list(errors(answer))) == (422, [("boats", "remove")])
    assert answer.content.decode().count(" checked") == 2
    assert save(editor, centre, {need: {"remove": [first]}}).status_code == 302
    assert [proof.url for proof in Cell.objects.current().get().evidence.all()] == [LINK["url"]]


def test_not_known_takes_the_answer_back_and_keeps_it_in_the_history(editor, centre):
    need = NeedFactory(slug="boats")
    answered(centre, need, "no")
    assert save(editor, centre, {need: {"says": ""}}).status_code == 302
    assert known(centre) == []
    assert Cell.objects.get().until is not None


def test_answer_recorded_meanwhile_is_not_overwritten(editor, centre):
    need, other = NeedFactory(slug="boats"), NeedFactory(slug="cars")
    data = typed(editor, centre, {need: {"says": "no", **LINK}})
    answered(centre, need, "yes")
    answer = editor.post(matrix_url(centre), data)
    assert answer.status_code == 422
    assert "another answer meanwhile: yes, delivered" in str(errors(answer))
    assert known(centre) == [("boats", "yes", "delivered", 1)]
    untouched = typed(editor, centre, {other: {"says": "no", **LINK}})
    answered(centre, need, "no", url="https://example.org/sold")
    assert editor.post(matrix_url(centre), untouched).status_code == 302
    assert known(centre) == [("boats", "no", "", 1), ("cars", "no", "", 1)]


def test_page_groups_needs_and_leaves_archived_ones_out(editor, centre):
    NeedFactory(slug="boats", group=NeedGroupFactory(slug="water"))
    NeedFactory(slug="cars", group=NeedGroupFactory(slug="roads"), state="draft")
    NeedFactory(slug="gone", state="archived")
    groups = editor.get(matrix_url(centre)).context["answers"].groups
    assert [(group.group.slug, [row.need.slug for row in group.rows]) for group in groups] == [
        ("roads", ["cars"]),
        ("water", ["boats"]),
    ]


def queries(client, url):
    with CaptureQueriesContext(
        connection,
    ) as found:
        assert client.get(url).status_code == 200
    return len(found)


def test_page_asks_the_same_with_one_need_and_with_sixty(editor, centre):
    boss = superuser()
    answered(centre, NeedFactory(), "yes", by=boss)
    one = queries(editor, matrix_url(centre))
    for number in range(59):
        need = NeedFactory(group=NeedGroupFactory(slug=f"group-{number % 7}"))
        answered(centre, need, "no" if number % 2 else "yes", by=boss)
    assert queries(editor, matrix_url(centre)) == one
    assert len(editor.get(matrix_url(centre)).context["answers"].rows) == 60


def test_sixty_answers_fit_one_form(editor, centre):
    needs = [NeedFactory() for _ in range(60)]
    given = {need: {"says": "no", "url": f"https://example.org/{need.slug}"} for need in needs}
    assert save(editor, centre, given).status_code == 302
    assert Cell.objects.current().count() == 60


def test_page_is_linked_from_list_and_form(editor, centre):
    for url in ("/admin/centres/centre/", f"/admin/centres/centre/{centre.pk}/change/"):
        assert f'href="{matrix_url(centre)}"' in editor.get(url).content.decode()
    translator = signed_in("Translator")
    for url in ("/admin/centres/centre/", f"/admin/centres/centre/{centre.pk}/change/"):
        assert f'href="{matrix_url(centre)}"' not in translator.get(url).content.decode()
