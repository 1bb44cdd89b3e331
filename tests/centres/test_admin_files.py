"""The matrix as a file and back: what goes out comes in unchanged, and what is wrong is named by line and column."""

import csv
import html
import io
from datetime import date

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from centres import answering, exporting, importing
from centres.answering import Proof
from centres.models import Cell
from tests.centres.admin_tools import CENTRES
from tests.factories import CentreFactory, NeedFactory, answered, superuser
from tests.projects.staff import signed_in

pytestmark = pytest.mark.django_db
UPLOAD = f"{CENTRES}services/upload/"
HEAD = ["centre", "need", "answer", "level", "link", "statement", "said by", "date"]


@pytest.fixture
def editor():
    return signed_in("Editor")


@pytest.fixture
def world():
    return CentreFactory(slug="here", country="LV"), NeedFactory(slug="boats", label="Boats"), NeedFactory(slug="cars")


def as_csv(*rows, head=HEAD, delimiter=",", encoding="utf-8"):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows([head, *rows])
    return out.getvalue().encode(encoding)


def known():
    cells = Cell.objects.current().order_by("need__slug")
    return [(cell.need.slug, cell.answer, cell.level, [proof.url for proof in cell.evidence.all()]) for cell in cells]


def told(plan):
    return [(message.line, message.column) for message in plan.messages]


def test_table_has_a_line_for_each_piece_of_evidence_and_for_what_is_unknown(world):
    centre, boats, _cars = world
    said = Proof(statement="Not yet.", said_by="Ansa", on=date(2030, 5, 1), precision="month", language="lv")
    link = Proof(url="https://example.org/no", level="")
    answering.answer(centre, boats, answer="no", proofs=[link, said], by=superuser())
    rows = [dict(zip(exporting.COLUMNS, line, strict=True)) for line in exporting.lines()]
    assert [(row["centre"], row["country"], row["need"], row["answer"], row["link"], row["date"]) for row in rows] == [
        ("here", "LV", "boats", "no", "https://example.org/no", ""),
        ("here", "LV", "boats", "no", "", "2030-05"),
        ("here", "LV", "cars", "", "", ""),
    ]
    assert (rows[0]["label"], rows[1]["said by"], rows[1]["language"]) == ("Boats", "Ansa", "lv")
    CentreFactory(slug="other")
    assert {line[0] for line in exporting.lines(centre)} == {"here"}


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_changes_nothing_when_it_comes_back(editor, world, kind):
    centre, boats, _cars = world
    awkward = [
        "=1+1",
        "'=1+1",
        "''+2",
        "-3 °C",
        "@home",
        'She said "no";\r\nthen, "yes"',
        "007",
        "1,50",
        " Žuvis ",
        "＝x",
    ]
    proofs = [Proof(statement=text, said_by="=Ansa", remarks="-") for text in awkward]
    proofs.append(Proof(url="https://example.org/no", on=date(2030, 1, 1), precision="year", level="planned"))
    answering.answer(centre, boats, answer="yes", level="partial", proofs=proofs, by=superuser())
    answer = editor.get(f"{CENTRES}services/file.{kind}")
    assert f'filename="services-all.{kind}"' in answer["Content-Disposition"]
    before = list(Cell.objects.values())
    plan = importing.plan(answer.content, f"services.{kind}")
    assert (plan.steps, plan.messages, plan.remarks, plan.unchanged) == ([], [], [], 2)
    assert list(Cell.objects.values()) == before


def test_moment_of_recording_is_not_read_and_the_preview_says_so(editor, world):
    centre, boats, _cars = world
    answered(centre, boats, "no")
    rows = list(csv.reader(io.StringIO(editor.get(f"{CENTRES}services/file.csv").content.decode("utf-8-sig"))))
    place = {name: rows[0].index(name) for name in ("need", "answer", "link", "recorded at")}
    lines = {row[place["need"]]: (number, row) for number, row in enumerate(rows, start=1)}
    for number, row in lines.values():
        if number > 1:
            row[place["answer"]], row[place["link"]] = "no", "https://example.org/told"
            row[place["recorded at"]] = "2019-01-01 08:00"
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    file = SimpleUploadedFile("services.csv", out.getvalue().encode())
    page = editor.post(UPLOAD, {"file": file})
    numbers = ", ".join(str(number) for number, row in lines.values() if number > 1)
    sentence = (
        "“recorded at” is only for reading: an answer is recorded when you confirm. What stands there was not read in "
        f"these lines: {numbers}"
    )
    assert page.context["plan"].remarks == [sentence]
    assert sentence in html.unescape(page.content.decode())
    editor.post(UPLOAD, {"plan": page.context["signed"]})
    assert Cell.objects.current().count() == 2
    assert not Cell.objects.filter(since__year=2019).exists()


def test_no_cell_of_the_files_acts_as_a_formula(editor, world):
    centre, boats, _cars = world
    answered(centre, boats, "no", statement='=HYPERLINK("http://example.org")', said_by="+4670")
    rows = list(csv.reader(io.StringIO(editor.get(f"{CENTRES}services/file.csv").content.decode("utf-8-sig"))))
    assert [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))] == []
    book = openpyxl.load_workbook(io.BytesIO(editor.get(f"{CENTRES}{centre.pk}/services/file.xlsx").content))
    assert {cell.data_type for row in book.active.iter_rows() for cell in row if cell.value is not None} == {"s"}


def test_file_is_previewed_then_written_and_the_second_run_changes_nothing(editor, world):
    data = as_csv(
        ["here", "boats", "yes", "planned", "https://example.org/boats", "Will lend boats.", "", "May 2030"],
        ["here", "boats", "yes", "planned", "", "In spring.", "Ansa", "1.5.2030"],
        ["here", "cars", "no", "", "https://example.org/cars", "", "", ""],
        encoding="utf-8-sig",
        delimiter=";",
    )
    page = editor.post(UPLOAD, {"file": SimpleUploadedFile("services.csv", data)})
    assert known() == []
    assert "2 answers would change." in page.content.decode()
    answer = editor.post(UPLOAD, {"plan": page.context["signed"]}, follow=True)
    assert "2 answers were saved." in answer.content.decode()
    assert known() == [
        ("boats", "yes", "planned", ["https://example.org/boats", ""]),
        ("cars", "no", "", ["https://example.org/cars"]),
    ]
    before = list(Cell.objects.values())
    again = editor.post(UPLOAD, {"file": SimpleUploadedFile("services.csv", data)})
    assert (again.context["plan"].steps, again.context["plan"].unchanged) == ([], 2)
    assert list(Cell.objects.values()) == before


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["there", "boats", "no", "", "https://example.org", "", "", ""], "centre"),
        (["here", "bikes", "no", "", "https://example.org", "", "", ""], "need"),
        (["here", "boats", "perhaps", "", "https://example.org", "", "", ""], "answer"),
        (["here", "boats", "", "", "https://example.org", "", "", ""], "answer"),
        (["here", "boats", "unknown", "", "https://example.org", "", "", ""], "answer"),
        (["here", "boats", "yes", "", "https://example.org", "", "", ""], "level"),
        (["here", "boats", "no", "planned", "https://example.org", "", "", ""], "level"),
        (["here", "boats", "no", "", "", "", "", ""], "link"),
        (["here", "boats", "no", "", "", "Nobody said this.", "", ""], "link"),
        (["here", "boats", "no", "", "javascript:alert(1)", "", "", ""], "link"),
        (["here", "boats", "no", "", "https://example.org", "", "", "someday"], "date"),
        (["here", "boats", "no", "", "https://example.org", "=1+1", "", ""], "statement"),
        (["here", "boats", "no", "", "https://example.org", "", "x" * 201, ""], "said by"),
    ],
)
def test_wrong_line_is_named_and_good_ones_are_kept(world, row, column):
    plan = importing.plan(as_csv(["here", "cars", "no", "", "https://example.org/cars", "", "", ""], row), "s.csv")
    assert told(plan) == [(3, column)]
    assert importing.carry_out(plan.steps, by=superuser()) == (1, [])
    assert known() == [("cars", "no", "", ["https://example.org/cars"])]


def test_half_wrong_evidence_and_two_answers_leave_the_answer_alone(world):
    centre, boats, _cars = world
    answered(centre, boats, "no", url="https://example.org/old")
    good = ["here", "boats", "no", "", "https://example.org/new", "", "", ""]
    bad = ["here", "boats", "no", "", "https://example.org/new", "", "", "someday"]
    other = ["here", "boats", "yes", "partial", "https://example.org/new", "", "", ""]
    for second, column in ((bad, "date"), (other, "answer")):
        plan = importing.plan(as_csv(good, second), "s.csv")
        assert (told(plan), plan.steps) == ([(3, column)], [])
    assert known() == [("boats", "no", "", ["https://example.org/old"])]


def test_unknown_takes_an_answer_back_and_an_empty_line_leaves_it(world):
    centre, boats, cars = world
    answered(centre, boats, "no")
    answered(centre, cars, "no")
    rows = [["here", "boats", "unknown", "", "", "", "", ""], ["here", "cars", "", "", "", "", "", ""]]
    plan = importing.plan(as_csv(*rows), "s.csv")
    assert importing.carry_out(plan.steps, by=superuser()) == (1, [])
    assert [slug for slug, *_rest in known()] == ["cars"]


def test_answer_recorded_since_the_preview_is_left_alone(world):
    centre, boats, _cars = world
    plan = importing.plan(as_csv(["here", "boats", "no", "", "https://example.org/no", "", "", ""]), "s.csv")
    answered(centre, boats, "yes", url="https://example.org/yes")
    done, messages = importing.carry_out(plan.steps, by=superuser())
    assert (done, [message.line for message in messages]) == (0, [2])
    assert known() == [("boats", "yes", "delivered", ["https://example.org/yes"])]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("s.csv", b""),
        ("s.pdf", b"%PDF"),
        ("s.xlsx", b"PK\x03\x04broken"),
        ("s.csv", b"colour,shape\r\nred,round\r\n"),
        ("s.csv", b"centre,need,answer\r\n" + b"x" * importing.MAX_BYTES),
    ],
)
def test_file_that_cannot_be_taken_is_refused_with_a_sentence(editor, name, data):
    answer = editor.post(UPLOAD, {"file": SimpleUploadedFile(name, data)})
    assert answer.status_code == 422
    assert len(answer.context["form"].errors["file"]) == 1


def test_preview_of_another_person_or_a_changed_one_is_not_written(editor, world):
    data = as_csv(["here", "boats", "no", "", "https://example.org/no", "", "", ""])
    signed = editor.post(UPLOAD, {"file": SimpleUploadedFile("s.csv", data)}).context["signed"]
    assert signed_in("Editor").post(UPLOAD, {"plan": signed}).status_code == 403
    assert "Choose the file again" in editor.post(UPLOAD, {"plan": f"{signed}x"}, follow=True).content.decode()
    assert known() == []
