"""The parameters of the lists of events, the values each may have, and the events they choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import QueryDict
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from events.models import Event, EventKind, EventText
from events.models.event import EventQuerySet
from projects.presentation import wording
from projects.search import begins
from projects.search.folding import words
from vocabulary.labels import sort_key
from vocabulary.models import MacroRegion, Region, Theme

LABELS = {
    "theme": gettext_lazy("Theme"),
    "region": gettext_lazy("Country"),
    "macro": gettext_lazy("Macro-region"),
    "kind": gettext_lazy("Kind"),
    "year": gettext_lazy("Year"),
}
"""Parameter -> its name; each takes one value. Beside them `q` takes words."""
FEED = ("theme", "region", "macro")
"""What a calendar or feed may be narrowed to."""
LONGEST = 200
"""Characters of `q` that are read."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Query:
    """What an address asks for: words, one value for each parameter that is chosen, and what had to be left out."""

    q: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    dropped: tuple[str, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.q or self.values)

    def urlencode(self, *, page: int | None = None) -> str:
        """The canonical query string without "?"."""
        number = self.page if page is None else page
        pairs = [("q", self.q)] if self.q else []
        pairs += [(name, self.values[name]) for name in LABELS if name in self.values]
        return urlencode([*pairs, ("page", str(number))] if number > 1 else pairs)

    def without(self, name: str) -> "Query":
        """The query without one parameter, from the first page."""
        if name == "q":
            return replace(self, q="", page=1)
        return replace(self, values={key: value for key, value in self.values.items() if key != name}, page=1)


def values() -> dict[str, dict[str, str]]:
    """Parameter -> value -> label, in the order in which they are offered: what any public event has; eight queries."""
    reader = wording.language()
    shown = Event.objects.published()
    themes = Theme.objects.filter(events__in=shown).distinct().prefetch_related("labels")
    countries = Region.objects.filter(Q(events__in=shown) | Q(events_held__in=shown)).distinct()
    macros = MacroRegion.objects.filter(events__in=shown).distinct().prefetch_related("labels")
    kinds = set(shown.order_by().values_list("kind", flat=True).distinct())
    spans = set(shown.order_by().values_list("first_day__year", "last_day__year").distinct())
    years = {year for first, last in spans for year in range(first, (last or first) + 1)}
    return {
        "theme": _sorted({row.slug: row.label(reader) for row in themes}),
        "region": _sorted({row.code: row.label(reader) for row in countries}),
        "macro": _sorted({row.slug: row.label(reader) for row in macros}),
        "kind": _sorted({value: capfirst(str(label)) for value, label in EventKind.choices if value in kinds}),
        "year": {str(year): str(year) for year in sorted(years, reverse=True)},
    }


def refuse_nul(querydict: QueryDict) -> None:
    """Raise BadRequest (400) for a NUL anywhere in the query."""
    if any("\0" in text for name, given in querydict.lists() for text in (name, *map(str, given))):
        raise BadRequest("NUL in a query")


def clean(querydict: QueryDict, offered: Mapping[str, Mapping[str, str]]) -> Query:
    """Read an address; unknown parameters and values are named in `dropped`. NUL raises BadRequest (400)."""
    refuse_nul(querydict)
    dropped = [
        _("“%(name)s” is not a filter of this list.") % {"name": name[:_SHOWN]}
        for name in querydict
        if name not in LABELS and name not in ("q", "page")
    ]
    chosen: dict[str, str] = {}
    for name in LABELS:
        for value in dict.fromkeys(filter(None, querydict.getlist(name))):
            about = {"facet": LABELS[name], "value": value[:_SHOWN]}
            if value not in offered[name]:
                dropped.append(_("%(facet)s has no value “%(value)s”.") % about)
            elif name in chosen:
                dropped.append(_("%(facet)s takes one value; “%(value)s” was left out.") % about)
            else:
                chosen[name] = value
    typed = " ".join((querydict.get("q") or "").split())
    if len(typed) > LONGEST:
        dropped.append(_("Only the first %(number)s characters of the words were read.") % {"number": LONGEST})
    return Query(typed[:LONGEST].strip(), chosen, _page(querydict.get("page") or "", dropped), tuple(dropped))


def find(rows: EventQuerySet, query: Query) -> EventQuerySet:
    """Those of `rows` that fit every chosen value and have all the words in a title, a place or a series."""
    wanted, chosen = chosen_only(query.values), query.values
    if kind := chosen.get("kind"):
        wanted &= Q(kind=kind)
    if year := chosen.get("year"):
        wanted &= Q(first_day__year__lte=int(year)) & (
            Q(last_day__year__gte=int(year)) | Q(last_day=None, first_day__year=int(year))
        )
    if query.q:
        wanted &= Q(pk__in=_with_words(query.q))
    return rows.filter(wanted)


def chosen_only(chosen: Mapping[str, str]) -> Q:
    """Theme, country and macro-region. A country is the one where it takes place, or one it is about."""
    wanted = Q()
    if theme := chosen.get("theme"):
        wanted &= Q(pk__in=Event.themes.through.objects.filter(theme__slug=theme).values("event"))
    if region := chosen.get("region"):
        about = Event.regions.through.objects.filter(region__code=region)
        wanted &= Q(country__code=region) | Q(pk__in=about.values("event"))
    if macro := chosen.get("macro"):
        wanted &= Q(pk__in=Event.macro_regions.through.objects.filter(macroregion__slug=macro).values("event"))
    return wanted


def _with_words(typed: str) -> set[int]:
    """Public events of which every typed word begins a word; whatever the accents and capitals."""
    texts = EventText.objects.filter(event__in=Event.objects.published())
    wanted = words(typed)
    found: dict[int, str] = {}
    for pk, place, series, title in texts.values_list("event", "event__place", "event__series__name", "title"):
        found[pk] = f"{found.get(pk, '')} {title} {place} {series or ''}"
    return {pk for pk, text in found.items() if wanted and begins(wanted, text)}


def _sorted(labels: Mapping[str, str]) -> dict[str, str]:
    reader = wording.language()
    return dict(sorted(labels.items(), key=lambda pair: sort_key(pair[1], reader)))


def _page(value: str, dropped: list[str]) -> int:
    if not value:
        return 1
    number = int(value[:12]) if value.isascii() and value.isdigit() else 0
    if number < 1:
        dropped.append(_("“%(value)s” is not the number of a page.") % {"value": value[:_SHOWN]})
    return max(number, 1)
