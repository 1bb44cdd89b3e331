"""Submissions that may tell the same story twice."""

import pytest

from spotlight import duplicates
from spotlight.models import Submission
from tests.factories import ANSWERS, PublishedProjectFactory, draft_submission, submission_in

pytestmark = pytest.mark.django_db
OTHER = {
    "meaning": "A workshop for repairing chairs, run by people who had never held a plane before.",
    "achievement": "Ninety chairs were mended, and three apprentices found a master nearby.",
    "why_fund": "Money for tools comes back as skill, and skill stays where it was learnt.",
}


def other(**fields):
    given = OTHER | {"new_project": "Chair Workshop", "email": "chair@example.org", "person_name": "Bertil"}
    if fields.get("project"):
        del given["new_project"]
    return submission_in("submitted", **given | fields)


def reasons(one):
    return {found.reference: [str(reason) for reason in found.reasons] for found in duplicates.find(one)}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, None),
        ({"new_project": "LAKE neighbours"}, ["same project"]),
        ({"email": "ANSA@example.org"}, ["same e-mail address"]),
        ({"person_name": "Ansa Lindqvist"}, ["same name"]),
        (ANSWERS, ["nearly the same words"]),
        (ANSWERS | {"meaning": ANSWERS["meaning"].replace("neighbours", "our neighbours")}, ["nearly the same words"]),
        ({"new_project": "Lake Neighbours", "email": "ansa@example.org"}, ["same project", "same e-mail address"]),
    ],
)
def test_find_names_the_reasons(fields, expected):
    one = submission_in("submitted", person_name="Ansa LINDQVIST")
    two = other(**fields)
    assert reasons(one) == ({two.reference: expected} if expected else {})
    assert reasons(two) == ({one.reference: expected} if expected else {})


def test_find_first_name_alone_says_nothing():
    one = submission_in("submitted", person_name="Ansa")
    other(person_name="Ansa")
    assert reasons(one) == {}


def test_find_same_project_in_the_directory_but_not_another_one():
    lake, pond = PublishedProjectFactory(), PublishedProjectFactory()
    one, two = other(project=lake), submission_in("declined", project=lake, person_name="Cilla")
    other(project=pond, email="pond@example.org", **{name: words[::-1] for name, words in OTHER.items()})
    assert reasons(one) == {two.reference: ["same project"]}


def test_find_never_names_drafts():
    one = submission_in("submitted")
    draft_submission()
    assert duplicates.find(one) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_find_asks_one_query(django_assert_num_queries, rows):
    one = submission_in("submitted")
    for _row in range(rows):
        submission_in("submitted")
    with django_assert_num_queries(1):
        assert len(duplicates.find(one)) == rows


def possible():
    return set(Submission.objects.handed_in().filter(duplicates.possible()).values_list("pk", flat=True))


@pytest.mark.parametrize(
    ("fields", "found"),
    [
        ({}, False),
        ({"new_project": "LAKE neighbours"}, True),
        ({"email": "ANSA@example.org"}, True),
        ({"person_name": "Ansa Lindqvist"}, True),
        ({"person_name": "Ansa"}, False),
        ({"why_fund": ANSWERS["why_fund"]}, True),
    ],
)
def test_possible_finds_pairs_in_the_database(fields, found):
    one, two = submission_in("submitted", person_name="Ansa LINDQVIST"), other(**fields)
    assert possible() == ({one.pk, two.pk} if found else set())


def test_possible_leaves_out_what_is_only_like_a_closed_one():
    one, closed = submission_in("submitted"), submission_in("declined")
    assert possible() == {closed.pk}
    assert one.pk not in possible()
