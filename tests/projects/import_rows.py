"""Rows for the tests of the import, the lists they refer to, and what an import did with them."""

import csv
import io
from typing import Any

from projects.importing import Options, Report, import_projects
from projects.models import Partnership, Project, ProjectText
from tests.factories import (
    CountryFactory,
    FundingPeriodFactory,
    ProgrammeFactory,
    RegionFactory,
    TargetGroupFactory,
    ThemeFactory,
)
from vocabulary.models import Organisation, ProgrammeAlias


def make_lists() -> None:
    """Two periods of one programme, four countries, a region, three themes, a target group."""
    first = ProgrammeFactory(name="Lakes Programme", slug="lakes-2014-2020")
    ProgrammeFactory(
        name="Lakes Programme", slug="lakes-2021-2027", period=FundingPeriodFactory(slug="2021-2027"), strand="B"
    )
    ProgrammeFactory(name="Interreg V-B Hills", slug="hills-2014-2020")
    ProgrammeAlias.objects.create(programme=first, name="Lakes and Rivers")
    for code, name in (("SE", "Sweden"), ("DE", "Germany"), ("LV", "Latvia"), ("GR", "Greece")):
        CountryFactory(code=code, name=name)
    RegionFactory(code="SE211", name="Kronobergs län")
    ThemeFactory(name="Ageing", labels={"en": ("Ageing", []), "de": ("Altern", [])})
    ThemeFactory(name="Governance", labels={"en": ("Governance", [])}, keep_themes=["Governance, partnership"])
    ThemeFactory(name="Local democracy", slug="local-democracy", keep_themes=["Governance, partnership"])
    TargetGroupFactory(slug="older-people")


ROW = {
    "keep.eu ID": "900001",
    "Project acronym": "MIRELLA",
    "Project name": "Neighbours at the lake",
    "Project name (de)": "Nachbarn am See",
    "Summary": "Neighbours meet.",
    "Programme": "Lakes Programme",
    "Programme period": "2014-2020",
    "Start date": "2016-03",
    "End date": "2019",
    "Total budget": "4.860.664,11",
    "EU funding": "about 3.8 million",
    "Lead partner": "Mirella Town Council",
    "Lead partner country": "SE",
    "Partners": "Mirella School (LV); House of Neighbours",
    "Countries": "SE; Latvia; EL",
    "Places": "Lakeside (SE211); Hilltop",
    "Thematics": "altern",
    "Source": "https://example.org/mirella",
}


def table(*rows: dict[str, str]) -> bytes:
    columns = list(dict.fromkeys(name for row in rows for name in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def take(*rows: dict[str, str], **options: Any) -> Report:
    return import_projects(table(*rows), "projects.csv", Options(**options))


def said(report: Report) -> list[str]:
    return [str(message) for message in report.messages]


def counts(report: Report) -> tuple[int, int, int, int]:
    return report.created, report.updated, report.unchanged, report.failed


def written() -> dict[str, int]:
    models = (Project, ProjectText, Partnership, Organisation, Project.history, ProjectText.history)
    return {str(index): getattr(model, "objects", model).count() for index, model in enumerate(models)}
