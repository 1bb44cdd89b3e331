"""Files as a whole: kinds, encodings, separators, damaged and hostile ones. Each refusal has a good twin."""

import io
import zipfile
from datetime import date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from projects.importing import reading, workbooks
from projects.importing.headings import read_headings
from projects.importing.messages import CellRefused, FileRefused, harmless
from projects.importing.reading import open_table

TABLE = "Project acronym;Project name\nÄLDRE;Grüße aus Łódź\n"


def rows_of(data: bytes, name: str = "file.csv") -> list[list[Any]]:
    return [cells for _line, cells in open_table(data, name).rows]


def workbook(*rows: list[Any], formats: dict[str, str] | None = None) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    for cell, number_format in (formats or {}).items():
        sheet[cell].number_format = number_format
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_encoding_recognised(encoding: str) -> None:
    assert rows_of(TABLE.encode(encoding)) == [["ÄLDRE", "Grüße aus Łódź"]]


def test_windows_encoding_recognised() -> None:
    table = open_table("Project acronym;Project name\nÄLDRE;Grüße – 5 €\n".encode("cp1252"), "file.csv")
    assert ([cells for _line, cells in table.rows], table.encoding) == ([["ÄLDRE", "Grüße – 5 €"]], "cp1252")


def test_unknown_encoding_is_refused() -> None:
    with pytest.raises(FileRefused, match="near line 2 cannot be read. Save the file as “CSV UTF-8”"):
        open_table(b"Project acronym\n\xff\x81\x8d\n", "file.csv")


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_separator_recognised_outside_quotation_marks(separator: str) -> None:
    text = separator.join(['"Project, acronym; x"', "Project name"]) + "\n" + separator.join(['"a, b; c"', "d"]) + "\n"
    table = open_table(text.encode(), "file.csv")
    assert (table.header, rows_of(text.encode())) == (["Project, acronym; x", "Project name"], [["a, b; c", "d"]])


def test_line_numbers_count_lines_inside_cells() -> None:
    text = 'Project acronym,Summary\n\nA,"one\ntwo\u2028three"\nB,x\n'
    assert [(line, cells[0]) for line, cells in open_table(text.encode(), "x.csv").rows] == [(3, "A"), (5, "B")]


def test_open_quotation_mark_is_refused() -> None:
    with pytest.raises(FileRefused, match="do not match in the record that starts in line 2"):
        rows_of(b'Project acronym,Summary\nA,"open\nB,x\n')


@pytest.mark.parametrize(
    ("data", "name", "part"),
    [
        (b"", "x.csv", "The file is empty."),
        (b"a,b", "x.pdf", "Only CSV and XLSX files are taken."),
        (b"a,b", "x.xlsx", "holds something else"),
        (b"PK\x03\x04rest", "x.csv", "holds something else"),
        (b"PK\x03\x04rest", "x.xlsx", "The workbook is damaged"),
        (b"\xd0\xcf\x11\xe0" + b"x" * 600, "x.xlsx", "old Excel file or protected by a password"),
    ],
)
def test_wrong_kind_is_refused(data: bytes, name: str, part: str) -> None:
    with pytest.raises(FileRefused, match=part):
        open_table(data, name)


def test_limits_of_rows_and_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ROWS", 2)
    assert len(rows_of(b"a\n1\n2\n")) == 2
    with pytest.raises(FileRefused, match="more than 2 rows"):
        rows_of(b"a\n1\n2\n3\n")
    with pytest.raises(FileRefused, match="301 columns"):
        open_table(b"a," * 300 + b"a", "x.csv")


def test_cells_that_cannot_be_kept_are_named() -> None:
    [row] = rows_of(b"a,b,c,d\n=1+1,'=1+1,x\x00y," + b"z" * 60_001 + b"\n")
    sentences = [cell.sentence if isinstance(cell, CellRefused) else cell for cell in row]
    assert sentences == [
        "holds a formula. Write its result, or put an apostrophe (') in front if it is meant as text.",
        "=1+1",
        "holds a character that cannot be kept (NUL). Type the text again.",
        "has more than 60000 characters. Shorten it.",
    ]


def test_workbook_cells_become_text() -> None:
    data = workbook(
        ["Project acronym", "Start date", "End date", "Total budget", "EU funding", "Countries partial"],
        ["A", date(2016, 3, 1), datetime.fromisoformat("2019-02-01"), 4860664.109999, 1200000, True],
        formats={"B2": "mmm yyyy", "C2": "yyyy-mm-dd"},
    )
    assert rows_of(data, "x.xlsx") == [["A", "2016-03", "2019-02-01", "4860664.11", "1200000", "yes"]]


def test_workbook_formula_and_error_are_named() -> None:
    [row] = rows_of(workbook(["a", "b", "c"], ["=1+1", "#REF!", "good"]), "x.xlsx")
    assert [cell.sentence[:16] if isinstance(cell, CellRefused) else cell for cell in row] == [
        "holds a formula.",
        "holds the error ",
        "good",
    ]


def test_sheet_called_projects_is_preferred() -> None:
    book = Workbook()
    assert book.active is not None
    book.active.append(["not this"])
    book.create_sheet("Projects").append(["Project acronym"])
    out = io.BytesIO()
    book.save(out)
    assert open_table(out.getvalue(), "x.xlsx").header == ["Project acronym"]


def test_zip_bomb_is_refused_before_unpacking(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MAX_UNPACKED_BYTES", 3 * 2**20)
    good = workbook(["Project acronym"], ["A"])
    assert rows_of(good, "x.xlsx") == [["A"]]
    out = io.BytesIO(good)
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/image1.bin", b"\0" * (4 * 2**20))
    assert len(out.getvalue()) < 2**16

    def never(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("unpacked")

    monkeypatch.setattr(zipfile.ZipFile, "open", never)
    with pytest.raises(FileRefused, match="unpacks to more than 3 MB"):
        open_table(out.getvalue(), "x.xlsx")


def test_entities_are_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook(["a"], ["b"]))) as good, zipfile.ZipFile(out, "w") as bad:
        for part in good.infolist():
            content = good.read(part)
            if part.filename == "xl/workbook.xml":
                content = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e "boom">]>' + content
            bad.writestr(part, content)
    with pytest.raises(FileRefused, match="declarations no spreadsheet writes"):
        open_table(out.getvalue(), "x.xlsx")


def test_zip_without_workbook_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("readme.txt", "hello")
    with pytest.raises(FileRefused, match="no workbook"):
        open_table(out.getvalue(), "x.xlsx")


def test_headings_understood_in_other_spellings() -> None:
    headings = read_headings(
        [
            "PROJECT  ACRONYM *",
            "project name in English",
            "Description (de)",
            "total_budget",
            "Summary SV",
            "Colour",
            "",
        ]
    )
    assert [(each.column.field, each.language) for each in headings.known] == [
        ("acronym", None),
        ("title", "en"),
        ("summary", "de"),
        ("total_budget", None),
        ("summary", "sv"),
    ]
    assert headings.remarks == ("The column “Colour” is not known and was left out.",)


def test_misspelt_heading_gets_a_suggestion() -> None:
    assert read_headings(["Project acronym", "Sumary"]).remarks == (
        "The column “Sumary” is not known and was left out. Did you mean “Summary”?",
    )


def test_columns_that_mean_the_same_are_refused() -> None:
    with pytest.raises(FileRefused, match="“Start date” and “Project start date” mean the same"):
        read_headings(["Start date", "Project start date"])


def test_no_known_column_is_refused() -> None:
    with pytest.raises(FileRefused, match="No column of the first line is known"):
        read_headings(["1", "2"])


def test_report_cells_cannot_act_as_formulas() -> None:
    assert [harmless(text) for text in ("=1", "+49", "-x", "@a", "＝1", "plain", "5-3")] == [
        "'=1",
        "'+49",
        "'-x",
        "'@a",
        "'＝1",
        "plain",
        "5-3",
    ]


def read_all(data: bytes, name: str) -> list[Any]:
    """Every cell, or the sentence with which the file is refused; any other error fails the test."""
    try:
        return [cell for _line, cells in open_table(data, name).rows for cell in cells]
    except FileRefused as refusal:
        return [refusal.sentence]


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=600), st.sampled_from(["x.csv", "x.xlsx", "x.tsv", "x.doc"]))
def test_any_bytes_give_rows_or_a_sentence(data: bytes, name: str) -> None:
    assert all(isinstance(cell, str | CellRefused) for cell in read_all(data, name))


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_a_damaged_workbook_gives_rows_or_a_sentence(data: st.DataObject) -> None:
    content = bytearray(workbook(["Project acronym", "Start date"], ["A", date(2016, 3, 1)]))
    for _ in range(data.draw(st.integers(1, 6))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(st.integers(0, 255))
    assert all(isinstance(cell, str | CellRefused) for cell in read_all(bytes(content), "x.xlsx"))
