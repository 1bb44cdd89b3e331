"""What an address of the matrix asks for: macro-region, threshold, day. What is unknown is named and dropped."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.matrix import GAP, Matrix, build
from projects.presentation import wording
from vocabulary.labels import sort_key
from vocabulary.models import MacroRegion

WIDEST = 99
"""The highest threshold an address may ask for."""
PARAMETERS = ("macro", "threshold", "date")
COMPARED = ("macro", "from", "to")
_LABELS = {
    "macro": gettext_lazy("Macro-region"),
    "threshold": gettext_lazy("Gap"),
    "date": gettext_lazy("As of"),
    "from": gettext_lazy("From"),
    "to": gettext_lazy("To"),
}
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Asked:
    """A matrix that is asked for; without a day it is that of now."""

    macro: str = ""
    threshold: int = GAP
    on: date | None = None
    dropped: tuple[str, ...] = ()

    def urlencode(self) -> str:
        """The canonical query string without "?"."""
        pairs = [("macro", self.macro), ("threshold", str(self.threshold) if self.threshold != GAP else "")]
        return urlencode([pair for pair in (*pairs, ("date", self.on.isoformat() if self.on else "")) if pair[1]])

    def matrix(self) -> Matrix:
        """The matrix as it is, or stood at the end of the day."""
        return build(macro=self.macro, as_of=end_of(self.on) if self.on else None, threshold=self.threshold)


@dataclass(frozen=True, slots=True)
class Compared:
    """Two days of the matrix; an earlier one given second is put first."""

    start: date
    end: date
    macro: str = ""
    dropped: tuple[str, ...] = ()

    def urlencode(self) -> str:
        """The canonical query string without "?"."""
        pairs = [("macro", self.macro), ("from", self.start.isoformat()), ("to", self.end.isoformat())]
        return urlencode([pair for pair in pairs if pair[1]])


def macros() -> dict[str, str]:
    """Slug -> name of the macro-regions, sorted; two queries."""
    reader = wording.language()
    labels = {row.slug: row.label(reader) for row in MacroRegion.objects.prefetch_related("labels")}
    return dict(sorted(labels.items(), key=lambda pair: sort_key(pair[1], reader)))


def clean(given: QueryDict, offered: Mapping[str, str]) -> Asked:
    """Read the address of the matrix or its file. NUL raises BadRequest (400)."""
    values, dropped = _values(given, PARAMETERS)
    macro = _macro(values, offered, dropped)
    threshold = GAP
    if (text := values.get("threshold", "")) and (number := _number(text)) is not None:
        threshold = number
    elif text:
        dropped.append(_no_value("threshold", text))
    on = _day("date", values, dropped)
    return Asked(macro, threshold, on if on != timezone.localdate() else None, tuple(dropped))


def clean_compared(given: QueryDict, offered: Mapping[str, str]) -> Compared:
    """Read the address of a comparison; left out, the days are the first of the year and today."""
    values, dropped = _values(given, COMPARED)
    macro, today = _macro(values, offered, dropped), timezone.localdate()
    start = _day("from", values, dropped) or today.replace(month=1, day=1)
    end = _day("to", values, dropped) or today
    return Compared(min(start, end), max(start, end), macro, tuple(dropped))


def end_of(day: date) -> datetime:
    """The last moment of a day."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) - timedelta(microseconds=1)


def _values(given: QueryDict, known: tuple[str, ...]) -> tuple[dict[str, str], list[str]]:
    if any("\0" in text for name, found in given.lists() for text in (name, *map(str, found))):
        raise BadRequest("NUL in a query")
    dropped = [
        _("“%(name)s” is not a choice of this page.") % {"name": name[:_SHOWN]} for name in given if name not in known
    ]
    values: dict[str, str] = {}
    for name in known:
        for value in dict.fromkeys(filter(None, map(str.strip, given.getlist(name)))):
            if name in values:
                about = {"facet": _LABELS[name], "value": value[:_SHOWN]}
                dropped.append(_("%(facet)s takes one value; “%(value)s” was left out.") % about)
            else:
                values[name] = value
    return values, dropped


def _macro(values: Mapping[str, str], offered: Mapping[str, str], dropped: list[str]) -> str:
    macro = values.get("macro", "")
    if macro and macro not in offered:
        dropped.append(_no_value("macro", macro))
        return ""
    return macro


def _number(text: str) -> int | None:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else WIDEST + 1
    return number if number <= WIDEST else None


def _day(name: str, values: Mapping[str, str], dropped: list[str]) -> date | None:
    """A day that is not in the future, and late enough to have a day before it."""
    text = values.get(name, "")
    if not text:
        return None
    try:
        day = parse_date(text) if text.isascii() and len(text) == 10 else None
    except ValueError:
        day = None
    if day is None or day.year < 2000:
        dropped.append(_no_value(name, text))
        return None
    if day > timezone.localdate():
        dropped.append(_("“%(value)s” lies in the future; nothing is known of it.") % {"value": text[:_SHOWN]})
        return None
    return day


def _no_value(name: str, value: str) -> str:
    return _("%(facet)s has no value “%(value)s”.") % {"facet": _LABELS[name], "value": value[:_SHOWN]}
