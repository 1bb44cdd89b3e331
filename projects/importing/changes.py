"""What an import changes on a profile that exists, told as old and new values."""

from collections.abc import Iterable
from typing import Any

from projects.importing.columns import BY_FIELD
from projects.importing.existing import TEXT_FIELDS, Organisations
from projects.importing.headings import Headings
from projects.importing.lookups import Lookups
from projects.importing.messages import Change
from projects.importing.planning import Plan
from projects.importing.rows import printable

_SHOWN = 160
_HIDDEN = ("start_precision", "end_precision", "total_budget_precision", "eu_funding_precision")


class Describer:
    """Names old and new values in the words of the file's own columns."""

    def __init__(self, headings: Headings, lookups: Lookups, organisations: Organisations) -> None:
        self.headings = headings
        self.lookups = lookups
        self.organisations = organisations

    def changes(self, plan: Plan) -> list[Change]:
        """Every changed value of one profile; long texts are cut."""
        name = plan.values["acronym"] or plan.values["slug"]
        found = [*self._facts(plan), *self._texts(plan), *self._lists(plan)]
        return [Change(plan.line, name, column, _cut(old), _cut(new)) for column, old, new in found]

    def _facts(self, plan: Plan) -> Iterable[tuple[str, str, str]]:
        assert plan.old is not None
        for name in plan.changed:
            old, new = plan.old[name], plan.values[name]
            if name == "programme_id":
                labels = self.lookups.programme_labels
                yield BY_FIELD["programme"].name, labels.get(old, "–"), labels.get(new, "–")
            elif name not in _HIDDEN:
                yield BY_FIELD[name].name, self._known(plan.old, name), self._known(plan.values, name)
            elif (column := _column_of(name)) not in plan.changed:
                yield BY_FIELD[column].name, self._known(plan.old, column), self._known(plan.values, column)

    @staticmethod
    def _known(values: dict[str, Any], name: str) -> str:
        """A date or amount with the precision that a reader would see, any other value as it is."""
        value = values[name]
        precision = values.get(f"{name.removesuffix('_date')}_precision", "")
        if value is None or precision not in ("month", "year", "rounded"):
            return printable(value)
        return f"~ {value}" if precision == "rounded" else value.isoformat()[: 7 if precision == "month" else 4]

    def _texts(self, plan: Plan) -> Iterable[tuple[str, str, str]]:
        kept = plan.kept.get("texts", {})
        if "texts" not in plan.parts:
            return
        wanted = plan.wanted["texts"]
        for language in sorted({*kept, *wanted}):
            before = kept[language][1] if language in kept else ("",) * len(TEXT_FIELDS)
            after = wanted.get(language, ("",) * len(TEXT_FIELDS))
            for name, old, new in zip(TEXT_FIELDS, before, after, strict=True):
                if old != new:
                    yield f"{BY_FIELD[name].name} ({language})", printable(old), printable(new)

    def _lists(self, plan: Plan) -> Iterable[tuple[str, str, str]]:
        for name, field in (
            ("countries", "countries"),
            ("themes", "themes"),
            ("places", "places"),
            ("targets", "primary"),
            ("partners", "partners"),
        ):
            if name in plan.parts:
                old = {key: values for key, (_pk, values) in plan.kept.get(name, {}).items()}
                yield BY_FIELD[field].name, self._listed(name, old), self._listed(name, plan.wanted[name])

    def _listed(self, name: str, rows: dict[Any, tuple[Any, ...]]) -> str:
        labels: dict[str, dict[int, str]] = {
            "countries": self.lookups.country_labels,
            "themes": self.lookups.theme_labels,
            "targets": self.lookups.group_labels,
            "partners": self.organisations.names,
        }
        texts = []
        for key, values in rows.items():
            label = labels[name].get(key, str(key)) if name in labels else str(key)
            texts.append(f"{label} ({values[0]})" if name in ("targets", "partners") else label)
        return printable(texts)


def _column_of(precision: str) -> str:
    name = precision.removesuffix("_precision")
    return f"{name}_date" if name in ("start", "end") else name


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
