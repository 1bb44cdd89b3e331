"""Remarks of staff are in English: on a page in another language they say so, on an English one they need not."""

import pytest
from django.test import Client

from tests.factories import (
    CentreFactory,
    ConsortiumFactory,
    NeedFactory,
    NetworkFactory,
    OrganisationFactory,
    answered,
)

pytestmark = pytest.mark.django_db

REMARK = "The source is a year old."


def centre() -> str:
    found = CentreFactory(slug="lake", remarks=REMARK)
    found.organisation_rows.create(organisation=OrganisationFactory(), note="Coordinates it.")
    answered(found, NeedFactory(), "yes", remarks="Told at a workshop.")
    return "centres/lake/"


def consortium() -> str:
    found = ConsortiumFactory(acronym="LAKES", remarks=REMARK, members=[OrganisationFactory()], countries=["SE"])
    found.member_rows.update(note="Coordinates it.")
    return "centres/consortia/lakes/"


def network() -> str:
    found = NetworkFactory(slug="lakes", remarks=REMARK, members=[OrganisationFactory()])
    found.member_rows.update(role="Coordinates it.")
    return "centres/networks/lakes/"


def matrix() -> str:
    answered(CentreFactory(), NeedFactory(), "yes", remarks="Told at a workshop.")
    return "centres/matrix/"


@pytest.mark.parametrize(
    ("made", "sentences"),
    [
        (centre, [REMARK, "Coordinates it.", "Told at a workshop."]),
        (consortium, [REMARK]),
        (network, [REMARK, "Coordinates it."]),
        (matrix, ["Told at a workshop."]),
    ],
)
def test_remark_names_its_language_where_the_page_has_another(made, sentences: list[str], client: Client) -> None:
    path = made()
    swedish = client.get(f"/sv/{path}").content.decode()
    english = client.get(f"/en/{path}").content.decode()
    for sentence in sentences:
        assert f' lang="en">{sentence}<' in swedish
        assert f">{sentence}<" in english
        assert f' lang="en">{sentence}<' not in english
