"""The figures of a profile, each with the source it comes from."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from projects.models import AmountPrecision, FigureSource, Project
from projects.presentation import wording
from projects.presentation.wording import Source

Figure = FigureSource.Figure


@dataclass(frozen=True, slots=True)
class Fact:
    """One figure: `big` for reading, `exact` for checking, or `missing` ("not published") with an empty `big`.

    `sources` are its own where `own_source` is set, else those of the whole profile; a missing figure has none.
    """

    key: str
    label: str
    big: str
    missing: str = ""
    exact: str = ""
    note: str = ""
    sources: list[Source] = field(default_factory=list)
    own_source: bool = False
    checked: str = ""


class Facts:
    """Makes the facts of one project that came from `for_profile()`."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.own = {row.figure: row for row in project.figure_sources.all()}
        self.inherited = wording.sources(project.source)

    def figures(self) -> list[Fact]:
        """The figures printed large: both amounts, the EU's share where it is known, partners, countries."""
        return [
            self._amount(Figure.TOTAL_BUDGET, _("Total budget")),
            self._amount(Figure.EU_FUNDING, _("EU funding")),
            *([self._rate()] if self.project.cofinancing_rate is not None else []),
            self._partners(),
            self._countries(),
        ]

    def dates(self) -> Fact:
        """From when to when, with the sources of both dates."""
        project = self.project
        known = [
            figure
            for figure, day in ((Figure.START, project.start_date), (Figure.END, project.end_date))
            if day is not None
        ]
        if not known:
            return self._missing("dates", _("Running time"), Figure.START, Figure.END)
        value = wording.date_range(project.start_date, project.start_precision, project.end_date, project.end_precision)
        return self._known("dates", _("Running time"), value, known)

    def lead(self) -> Fact | None:
        """Where it is known from who leads the project, if that has a source of its own."""
        return self.other(Figure.LEAD, "") if Figure.LEAD in self.own else None

    def other(self, figure: Figure, value: str) -> Fact:
        """A fact printed small, such as the programme, with its source."""
        return self._known(figure.value, str(figure.label), value, [figure])

    def _known(
        self, key: str, label: str, big: str, figures: Iterable[str], *, exact: str = "", note: str = ""
    ) -> Fact:
        rows = [self.own[figure] for figure in figures if figure in self.own]
        found = [source for row in rows for source in wording.sources(row.source)]
        checks = {wording.checked_text(day) for day in [row.checked_on for row in rows] or [self.project.checked_on]}
        return Fact(
            key,
            label,
            big,
            exact=exact,
            note="; ".join(filter(None, (note, *_remarks(rows)))),
            sources=list(dict.fromkeys(found)) or self.inherited,
            own_source=bool(rows),
            checked=checks.pop() if len(checks) == 1 else "",
        )

    def _missing(self, key: str, label: str, *figures: str) -> Fact:
        # A remark may say why nothing is known; a source would prove nothing.
        rows = [self.own[figure] for figure in figures if figure in self.own]
        return Fact(key, label, "", missing=_("not published"), note="; ".join(_remarks(rows)))

    def _amount(self, figure: Figure, label: str) -> Fact:
        precision = getattr(self.project, f"{figure.value}_precision")
        amount = wording.money(getattr(self.project, figure.value), precision)
        if amount is None:
            return self._missing(figure.value, label, figure)
        note = _("rounded by its source") if precision == AmountPrecision.ROUNDED else ""
        return self._known(figure.value, label, amount.short, [figure], exact=amount.exact, note=note)

    def _rate(self) -> Fact:
        rate = self.project.cofinancing_rate
        assert rate is not None
        figures = [Figure.TOTAL_BUDGET, Figure.EU_FUNDING]
        note = _("of the total budget, computed from the two amounts")
        return self._known("rate", _("Co-financing rate"), wording.percent(rate), figures, note=note)

    def _partners(self) -> Fact:
        stated, named = self.project.partners_stated, len(self.project.partnerships.all())
        key, label = "partners", _("Partners")
        if stated is None and not named:
            return self._missing(key, label, Figure.PARTNERS)
        if stated is None:
            note = _("named here, total not published")
            return self._known(key, label, wording.whole(named), [Figure.PARTNERS], note=note)
        note = _("%(stated)s stated, %(named)s named") % {
            "stated": wording.whole(stated),
            "named": wording.whole(named),
        }
        return self._known(key, label, wording.whole(stated), [Figure.PARTNERS], note=note)

    def _countries(self) -> Fact:
        project = self.project
        names = wording.country_names(row.country for row in project.country_rows.all())
        stated, key, label = project.countries_stated, "countries", _("Countries")
        if not names and stated is None:
            return self._missing(key, label, Figure.COUNTRIES)
        listed = ", ".join(names)
        if stated is not None and stated > len(names):
            big = wording.whole(stated)
            note = _("%(countries)s and others not named here") % {"countries": listed} if names else _("not named")
        else:
            number = wording.whole(len(names))
            big = _("at least %(number)s") % {"number": number} if project.countries_partial else number
            note = listed
        return self._known(key, label, big, [Figure.COUNTRIES], note=note)


def _remarks(rows: Iterable[FigureSource]) -> list[str]:
    return list(dict.fromkeys(row.remark for row in rows if row.remark))
