"""What the import says when a row, a file or a command cannot be taken; and that the rest is taken all the same."""

from contextlib import suppress
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.importing import FileRefused, Options, import_projects, template
from projects.importing.columns import COLUMNS
from projects.models import ImportRun, Project
from tests.factories import ProgrammeFactory, ProjectFactory, RegionFactory, ThemeFactory
from tests.projects.import_rows import ROW, counts, make_lists, said, table, take, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def lists() -> None:
    make_lists()


MESSAGES = [
    ({"Start date": "soon"}, ("Line 2, column “Start date”: “soon” is not a date that can be read; "
     "write 2016-03-01, 2016-03 or 2016.")),
    ({"Total budget": "4.860"}, ("Line 2, column “Total budget”: “4.860” can be read in two ways; "
     "write 4860, or 4.86 with two decimal places.")),
    ({"Programme": "Lake Programm"}, ("Line 2, column “Programme”: “Lake Programm” is not a known programme. "
     "Nearest: “Lakes Programme (2014–2020)”.")),
    ({"Programme period": ""}, ("Line 2, column “Programme”: “Lakes Programme” exists in several funding periods "
     "(2014-2020, 2021-2027); write one in “Programme period”.")),
    ({"Programme": "Hills", "Programme period": "2021-2027"},
     "Line 2, column “Programme”: “Hills” is not known in that funding period, but in 2014-2020."),
    ({"Programme period": "1999"}, ("Line 2, column “Programme period”: “1999” is not a funding period; "
     "write one of 2014-2020, 2021-2027.")),
    ({"Countries": "SE; Swedn"}, ("Line 2, column “Countries”: “Swedn” is not a known country. "
     "Nearest: “Sweden (SE)”.")),
    ({"Thematics": "Agein"}, "Line 2, column “Thematics”: “Agein” is not a known theme. Nearest: “Ageing”."),
    ({"Target groups": "older-peple"}, ("Line 2, column “Target groups”: “older-peple” is not a known target group. "
     "Nearest: “older-people”.")),
    ({"Kinds of innovation": "servic"}, ("Line 2, column “Kinds of innovation”: “servic” is not a known kind of "
     "innovation. Nearest: “service”.")),
    ({"Places": "X (SE999)"}, "Line 2, column “Places”: “SE999” is not a NUTS code the portal knows."),
    ({"Original language": "Elvish"}, ("Line 2, column “Original language”: “Elvish” is not a language of the portal; "
     "write a code, such as bg, bs, cs, da, de, el, en, es.")),
    ({"Address": "Not an address"}, ("Line 2, column “Address”: “Not an address” cannot be an address; "
     "write small letters a to z, digits and hyphens.")),
    ({"Website": "javascript:alert(1)"}, ("Line 2, column “Website”: “javascript:alert(1)” is not a web address; "
     "write it with https://, such as https://example.org/.")),
    ({"Summary": "=SUM(1)"}, ("Line 2, column “Summary”: holds a formula. Write its result, or put an apostrophe (') "
     "in front if it is meant as text.")),
    ({"End date": "2015"}, "Line 2, column “End date”: The end must not come before the start."),
    ({"EU funding": "5000000"}, "Line 2, column “EU funding”: The EU funding cannot be larger than the total budget."),
    ({"Project acronym": "", "Project name": "", "Project name (de)": ""},
     "Line 2, column “Project acronym”: a project needs an acronym or a name."),
    ({"keep.eu ID": ""}, "Line 2, column “keep.eu ID”: rows are recognised by this column; write its value."),
    ({"Lead partner": ""}, ("Line 2, column “Lead partner”: the country of the lead partner is given, "
     "but not its name.")),
    ({"Programme": ""}, ("Line 2, column “Programme”: a funding period follows from its programme; "
     "write the programme as well.")),
]  # fmt: skip


@pytest.mark.usefixtures("lists")
class TestRefusals:
    @pytest.mark.parametrize(
        ("values", "sentence"),
        MESSAGES,
        ids=[next(iter(values)) for values, _sentence in MESSAGES],
    )
    def test_message_names_line_and_column(self, values: dict[str, str], sentence: str) -> None:
        good = {**ROW, "keep.eu ID": "900002", "Project acronym": "GOOD"}
        report = take(ROW | values, good)
        assert (said(report), counts(report)) == ([sentence], (1, 0, 0, 1))
        assert Project.objects.get().acronym == "GOOD"

    def test_same_profile_twice_in_a_file(self) -> None:
        report = take(ROW, ROW | {"Project acronym": "AGAIN"})
        assert said(report) == [
            "Line 3, column “keep.eu ID”: the same profile already stands in line 2; only that row is taken."
        ]
        assert Project.objects.get().acronym == "MIRELLA"

    def test_value_of_another_profile(self) -> None:
        ProjectFactory(acronym="A", slug="a", keep_id=1)
        ProjectFactory(acronym="B", slug="b", keep_id=2)
        report = take({"Address": "b", "keep.eu ID": "1"}, {"Address": "c", "Project acronym": "C"}, key="slug")
        assert said(report) == ["Line 2, column “keep.eu ID”: another profile already has this value."]
        assert counts(report) == (1, 0, 0, 1)

    def test_row_with_too_many_cells(self) -> None:
        report = import_projects(b"keep.eu ID,Summary\n1,one, two\n", "x.csv", Options())
        assert said(report) == [
            "Line 2: has more cells than the first line has columns; is a text with a separator not in quotation marks?"
        ]

    def test_missing_key_is_refused_with_advice(self) -> None:
        with pytest.raises(FileRefused, match="Add the column “keep.eu ID”, or “Address”"):
            take({"Summary": "x"})
        with pytest.raises(FileRefused, match="no column for the key “slug”. Add it: “Address”"):
            take(ROW, key="slug")
        with pytest.raises(FileRefused, match="“colour” is no key"):
            take(ROW, key="colour")

    def test_twenty_broken_of_four_hundred(self) -> None:
        rows = [
            ROW | {"keep.eu ID": str(number), "Start date": "soon" if number % 20 == 0 else "2016-03"}
            for number in range(1, 401)
        ]
        report = take(*rows)
        assert counts(report) == (380, 0, 0, 20)
        assert [message.line for message in report.messages] == [number + 1 for number in range(20, 401, 20)]
        assert Project.objects.count() == 380
        assert counts(take(*rows)) == (0, 0, 380, 20)

    def test_all_or_nothing_writes_nothing(self) -> None:
        before = written()
        report = take(ROW, ROW | {"keep.eu ID": "2", "Start date": "soon"}, all_or_nothing=True)
        assert (report.stopped, counts(report), written()) == (True, (0, 0, 0, 1), before)
        assert take(ROW, all_or_nothing=True).created == 1

    def test_dry_run_writes_nothing_and_tells_the_same(self) -> None:
        ProjectFactory(acronym="OLD", keep_id=5)
        rows = [ROW, {"keep.eu ID": "5", "Project acronym": "NEW"}, {"keep.eu ID": "6", "Start date": "soon"}]
        before = written()
        dry = take(*rows, dry_run=True)
        assert (counts(dry), written()) == ((1, 1, 0, 1), before)
        assert [(change.project, change.old, change.new) for change in dry.changes] == [("NEW", "OLD", "NEW")]
        wet = take(*rows)
        assert (counts(wet), said(wet)) == (counts(dry), said(dry))

    @settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.lists(st.tuples(st.sampled_from([column.name for column in COLUMNS]), st.text(max_size=30)), max_size=12))
    def test_any_cells_give_a_report(self, cells: list[tuple[str, str]]) -> None:
        row = {"keep.eu ID": "77", "Project acronym": "ANY"} | dict(cells)
        with suppress(FileRefused):  # two spellings of one column may meet
            report = take(row)
            assert report.created + report.updated + report.unchanged + report.failed == report.rows


@pytest.mark.usefixtures("lists")
class TestCommand:
    def run(self, path: Path, *more: str) -> str:
        out = StringIO()
        call_command("import_projects", str(path), *more, stdout=out)
        return out.getvalue()

    def test_progress_counts_and_report(self, tmp_path: Path) -> None:
        path, report = tmp_path / "projects.csv", tmp_path / "report.csv"
        path.write_bytes(table(ROW, ROW | {"keep.eu ID": "2", "Website": "=cmd"}))
        out = self.run(path, "--report", str(report))
        assert "2 rows done\n" in out
        assert "Rows recognised by keep_id. 1 new, 0 changed, 0 unchanged, 1 refused.\n" in out
        assert report.read_text("utf-8-sig").splitlines()[1].startswith('3,Website,"holds a formula.')
        assert "Dry run: nothing was written." in self.run(path, "--dry-run")
        assert ImportRun.objects.count() == 1

    def test_all_or_nothing_ends_with_an_error(self, tmp_path: Path) -> None:
        path = tmp_path / "projects.csv"
        path.write_bytes(table(ROW | {"Start date": "soon"}))
        with pytest.raises(CommandError, match="Nothing was written"):
            self.run(path, "--all-or-nothing")
        assert (Project.objects.count(), ImportRun.objects.count()) == (0, 0)

    @pytest.mark.parametrize(
        ("arguments", "part"),
        [
            (["--publish"], "add --by USERNAME"),
            (["--by", "nobody"], "There is no user called nobody"),
        ],
    )
    def test_wrong_arguments_are_named(self, tmp_path: Path, arguments: list[str], part: str) -> None:
        path = tmp_path / "projects.csv"
        path.write_bytes(table(ROW))
        with pytest.raises(CommandError, match=part):
            self.run(path, *arguments)

    def test_missing_file_is_named(self, tmp_path: Path) -> None:
        with pytest.raises(CommandError, match="cannot be read"):
            self.run(tmp_path / "none.csv")


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize(("make", "name"), [(template.as_csv, "t.csv"), (template.as_workbook, "t.xlsx")])
def test_template_can_be_imported(make: Any, name: str) -> None:
    ProgrammeFactory(name="Baltic Sea Region", slug="bsr")
    ThemeFactory(name="Social services")
    RegionFactory(code="SE21")
    report = import_projects(make(), name, Options())
    assert (said(report), counts(report)) == ([], (1, 0, 0, 0))
    assert Project.objects.get().acronym == "EXAMPLE-CARE"


def test_documentation_lists_every_column() -> None:
    text = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")
    rows = [line.split("|")[1].strip().removesuffix(" *") for line in text.splitlines() if line.startswith("| ")]
    assert [name for name in rows if name in {column.name for column in COLUMNS}] == [column.name for column in COLUMNS]


def test_example_of_the_documentation_is_taken() -> None:
    call_command("load_vocabulary", stdout=StringIO())
    path = Path(__file__).parents[2] / "docs" / "examples" / "projects.csv"
    report = import_projects(path.read_bytes(), path.name, Options())
    assert (said(report), report.remarks, counts(report)) == ([], [], (3, 0, 0, 0))
