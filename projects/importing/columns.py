"""The columns an import understands, in the words of keep.eu."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its printed name, its field, how it is written, and other names it is found under."""

    name: str
    field: str
    kind: str
    hint: str | Promise
    example: str = ""
    also: tuple[str, ...] = ()

    @property
    def has_language(self) -> bool:
        return self.kind == "words"


# `field` is an attribute of Project, a field of ProjectText (kind "words"), or a list kept in rows of its own.
COLUMNS: tuple[Column, ...] = (
    Column(
        "keep.eu ID",
        "keep_id",
        "number",
        gettext_lazy("Number of the project on keep.eu. When the column is there, rows are recognised by it."),
        "900001",
        ("keep id", "keep.eu number", "keep.eu project id", "keep number", "project id"),
    ),
    Column(
        "Address",
        "slug",
        "slug",
        gettext_lazy("Last part of the profile's web address. Made from the acronym when it is missing."),
        "example-care",
        ("slug", "web address of the profile"),
    ),
    Column(
        "Project acronym",
        "acronym",
        "line",
        gettext_lazy("Short name. A project needs an acronym or a name."),
        "EXAMPLE-CARE",
        ("acronym", "acronym of the project", "short name"),
    ),
    Column(
        "Project name",
        "title",
        "words",
        gettext_lazy("Full title."),
        "Example of care in small towns",
        ("project title", "title", "full title", "name of the project"),
    ),
    Column(
        "Original language",
        "original_language",
        "language",
        gettext_lazy("Language of the columns without a language in brackets; English when it is missing."),
        "en",
        ("language", "language of the texts"),
    ),
    Column(
        "Programme",
        "programme",
        "programme",
        gettext_lazy("Name of the programme, or one of its other names."),
        "Baltic Sea Region",
        ("program", "programme name", "funding programme"),
    ),
    Column(
        "Programme period",
        "period",
        "period",
        gettext_lazy("Funding period, such as 2014-2020. Needed when the programme exists in several."),
        "2014-2020",
        ("funding period", "period", "programming period"),
    ),
    Column(
        "Start date",
        "start_date",
        "date",
        gettext_lazy("As exactly as it is known: 2016-03-01, 2016-03 or 2016."),
        "2016-03",
        ("project start date", "start", "project start"),
    ),
    Column(
        "End date",
        "end_date",
        "date",
        gettext_lazy("As exactly as it is known: 2019-02-28, 2019-02 or 2019."),
        "2019-02",
        ("project end date", "end", "project end"),
    ),
    Column(
        "Total budget",
        "total_budget",
        "amount",
        gettext_lazy("In EUR, such as 4860664.11. Write “about” before an amount that its source rounds."),
        "1250000.50",
        ("total budget/expenditure", "total budget (eur)", "total project budget", "budget"),
    ),
    Column(
        "EU funding",
        "eu_funding",
        "amount",
        gettext_lazy("In EUR. Never more than the total budget."),
        "about 900000",
        ("total eu funding (amount)", "total eu funding", "eu funding (eur)", "eu co-financing", "eu contribution"),
    ),
    Column(
        "Number of partners",
        "partners_stated",
        "number",
        gettext_lazy("As its source states it, even when not all of them are named."),
        "9",
        ("partners stated", "number of project partners"),
    ),
    Column(
        "Number of countries",
        "countries_stated",
        "number",
        gettext_lazy("As its source states it."),
        "3",
        ("countries stated",),
    ),
    Column(
        "Countries partial",
        "countries_partial",
        "yesno",
        gettext_lazy("yes when the list of countries is known to be incomplete."),
        "no",
        ("list of countries is partial",),
    ),
    Column(
        "Lead partner",
        "lead",
        "organisation",
        gettext_lazy("Name of the organisation that leads."),
        "Example Town Council",
        ("lp", "lead partner name", "lead beneficiary"),
    ),
    Column(
        "Lead partner country",
        "lead_country",
        "country",
        gettext_lazy("Country of the lead partner: code or name."),
        "SE",
        ("lp country", "country of the lead partner", "lead beneficiary country"),
    ),
    Column(
        "Partners",
        "partners",
        "organisations",
        gettext_lazy("Names separated by semicolons, each with its country in brackets where known."),
        "Example Care School (LV); Example House of Neighbours (DE)",
        ("project partners", "partner", "partner names"),
    ),
    Column(
        "Associated partners",
        "associated",
        "organisations",
        gettext_lazy("As Partners."),
        "",
        ("associated organisations",),
    ),
    Column(
        "Countries",
        "countries",
        "countries",
        gettext_lazy("Codes or names separated by semicolons."),
        "SE; LV; DE",
        ("country", "participating countries", "countries of the project"),
    ),
    Column(
        "Places",
        "places",
        "places",
        gettext_lazy("Places as their source names them, separated by semicolons, with a NUTS code where certain."),
        "Småland (SE21); Riga",
        ("regions", "place", "nuts", "locations"),
    ),
    Column(
        "Thematics",
        "themes",
        "themes",
        gettext_lazy("Themes of the portal, or thematics of keep.eu, separated by semicolons."),
        "Ageing; Social services",
        ("themes", "theme", "thematic", "topics"),
    ),
    Column(
        "Target groups",
        "primary",
        "groups",
        gettext_lazy("People the project works for first, separated by semicolons."),
        "",
        ("primary target groups",),
    ),
    Column(
        "Further target groups",
        "secondary",
        "groups",
        gettext_lazy("People it also works for, separated by semicolons."),
        "",
        ("secondary target groups",),
    ),
    Column(
        "Kinds of innovation",
        "innovation_kinds",
        "kinds",
        gettext_lazy("Any of product, service, process, method, model, separated by semicolons."),
        "service; method",
        ("kind of innovation", "innovation"),
    ),
    Column(
        "Summary",
        "summary",
        "words",
        gettext_lazy("Two or three sentences in plain words."),
        "Neighbours learn to visit older people who live alone.",
        ("description", "project description", "project summary", "abstract"),
    ),
    Column("Why", "why", "words", gettext_lazy("Why the project is done."), "", ("why we do this", "challenge")),
    Column(
        "About the target group",
        "target_group",
        "words",
        gettext_lazy("A text on the people it works for."),
    ),
    Column(
        "Expected results",
        "expected_results",
        "words",
        gettext_lazy("What was planned."),
        "",
        ("expected achievements",),
    ),
    Column(
        "Results", "results", "words", gettext_lazy("What came of it."), "", ("actual achievements", "what came of it")
    ),
    Column(
        "Effect on the region",
        "effect",
        "words",
        gettext_lazy("What changed for the region."),
        "",
        ("effect", "impact"),
    ),
    Column("Reusable", "reusable", "words", gettext_lazy("What others can reuse."), "", ("what others can reuse",)),
    Column("Did not work", "not_worked", "words", gettext_lazy("What did not work."), "", ("what did not work",)),
    Column(
        "Website",
        "website",
        "url",
        gettext_lazy("Address of the project's own site, with https://."),
        "https://example.org/",
        ("project website", "url", "homepage", "web site"),
    ),
    Column(
        "Source",
        "source",
        "text",
        gettext_lazy("Where the facts come from; one address or reference per line."),
        "https://example.org/about/",
        ("sources", "data source"),
    ),
    Column(
        "Checked on",
        "checked_on",
        "day",
        gettext_lazy("Day on which somebody compared the profile with its source."),
        "",
        ("date of latest update", "checked"),
    ),
    Column("Internal notes", "notes", "text", gettext_lazy("Never shown to the public."), "", ("notes", "remarks")),
)

BY_FIELD = {column.field: column for column in COLUMNS}
