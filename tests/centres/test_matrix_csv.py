"""The matrix as a file: one line for each need and centre, readable by spreadsheets and harmless in them."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from centres import matrix
from centres.answering import Proof, answer
from centres.table import COLUMNS, table
from tests.factories import CentreFactory, NeedFactory, answered, superuser

pytestmark = pytest.mark.django_db

FILE = "/en/centres/matrix.csv"


def read(client: Client, query: str = "") -> list[dict[str, str]]:
    response = client.get(FILE + query)
    assert response.status_code == 200
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content.startswith(b"\xef\xbb\xbf")
    assert response.content.count(b"\n") == response.content.count(b"\r\n")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def test_one_line_for_each_need_and_centre(client: Client) -> None:
    one, two = CentreFactory(country="DE", slug="one"), CentreFactory(country="SE", slug="two")
    CentreFactory(country="PL", state="draft")
    need = NeedFactory(slug="boats")
    NeedFactory(slug="oars")
    NeedFactory(slug="hidden", state="draft")
    proofs = [
        Proof(url="https://example.org/a", on=date(2024, 6, 1), precision="month", level="planned"),
        Proof(statement="Since\nlast spring", said_by="Ada Reed", level="partial"),
    ]
    answer(one, need, answer="yes", level="partial", proofs=proofs, by=superuser())
    answered(two, need, "no", url="https://example.org/no")
    lines = read(client)
    assert [(line["need"], line["centre"], line["answer"], line["level"]) for line in lines] == [
        ("boats", "one", "yes", "partial"),
        ("boats", "two", "no", ""),
        ("oars", "one", "unknown", ""),
        ("oars", "two", "unknown", ""),
    ]
    first = lines[0]
    assert first["evidence_links"] == "https://example.org/a | "
    assert first["evidence_statements"] == " | Since last spring"
    assert first["evidence_said_by"] == " | Ada Reed"
    assert first["evidence_dates"] == "2024-06 | "
    assert first["evidence_levels"] == "planned | partial"
    assert (first["region_centres"], first["region_yes"], first["region_no"], first["region_unknown"]) == (
        "2",
        "1",
        "1",
        "0",
    )
    assert first["address"].endswith("/en/centres/matrix/")
    assert lines[2]["region_unknown"] == "2"
    assert set(lines[2]["evidence_links"]) == set()


def test_no_field_acts_as_a_formula(client: Client) -> None:
    centre = CentreFactory(country="DE", name_en="=cmd|'/C calc'!A0", slug="one")
    answered(centre, NeedFactory(slug="boats", label='@SUM("1,2")'), "yes", statement="+1", said_by="-2")
    (line,) = read(client)
    assert line["centre_name"] == "'=cmd|'/C calc'!A0"
    assert line["need_name"] == '\'@SUM("1,2")'
    assert (line["evidence_statements"], line["evidence_said_by"]) == ("'+1", "'-2")


def test_file_follows_the_query_of_the_page(client: Client) -> None:
    centre, need = CentreFactory(country="DE", slug="one"), NeedFactory(slug="boats")
    answered(centre, need, "yes", at=timezone.now() - timedelta(days=3))
    assert read(client)[0]["answer"] == "yes"
    day = (timezone.localdate() - timedelta(days=10)).isoformat()
    earlier = client.get(f"{FILE}?date={day}&threshold=2")
    assert earlier["Content-Disposition"] == f'attachment; filename="needs-and-services-{day}.csv"'
    (line,) = read(client, f"?date={day}&threshold=2")
    assert line["answer"] == "unknown"
    assert line["as_of"].startswith(f"{day}T23:59:59")
    assert line["address"].endswith(f"/en/centres/matrix/?threshold=2&date={day}")


def test_names_are_in_the_readers_language_and_columns_are_not(client: Client) -> None:
    CentreFactory(country="DE", slug="one")
    NeedFactory(slug="boats", texts={"sv": "Båtar"})
    response = client.get("/sv/centres/matrix.csv").content.decode("utf-8-sig")
    assert response.split("\r\n")[0] == ",".join(COLUMNS)
    assert "Båtar" in response


def test_table_holds_as_many_fields_as_columns() -> None:
    answered(CentreFactory(country="DE"), NeedFactory(), "yes")
    NeedFactory()
    found = table(matrix.build())
    assert [len(line) for line in found.lines] == [len(COLUMNS)] * 2
