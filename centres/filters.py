"""The parameters of the directory of centres, the values each may have, and the centres they choose."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres.models import Answer, Cell, Centre, CentreConsortium, CentreKind, Consortium, Need
from centres.models.publishing import PublishableQuerySet
from projects.presentation import wording
from vocabulary.labels import sort_key
from vocabulary.models import MacroRegion

LABELS = {
    "macro": gettext_lazy("Macro-region"),
    "consortium": gettext_lazy("Consortium"),
    "generation": gettext_lazy("Generation"),
    "service": gettext_lazy("Service"),
    "language": gettext_lazy("Language"),
}
"""Parameter -> its name; each takes one value."""
_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Query:
    """What an address asks for: one value for each parameter that is chosen, and what had to be left out."""

    values: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    dropped: tuple[str, ...] = ()

    def urlencode(self, *, page: int | None = None) -> str:
        """The canonical query string without "?"."""
        number = self.page if page is None else page
        pairs = [(name, self.values[name]) for name in LABELS if name in self.values]
        return urlencode([*pairs, ("page", str(number))] if number > 1 else pairs)

    def without(self, name: str) -> "Query":
        """The query without one parameter, from the first page."""
        return replace(self, values={key: value for key, value in self.values.items() if key != name}, page=1)


def values() -> dict[str, dict[str, str]]:
    """Parameter -> value -> label, in the order in which they are offered; seven queries."""
    reader = wording.language()
    macro = {row.slug: row.label(reader) for row in MacroRegion.objects.prefetch_related("labels")}
    shown = Centre.objects.published()
    consortia = Consortium.objects.published().filter(centres__in=shown).distinct().order_by("generation", "acronym")
    generations: dict[str, str] = {}
    for each in consortia:
        generations[str(each.generation)] = _("Generation %(number)s") % {"number": each.generation}
    needs = Need.objects.published().prefetch_related("texts").order_by("group__order", "group__slug", "order", "slug")
    codes = {code for spoken in shown.values_list("languages", flat=True) for code in spoken}
    return {
        "macro": _sorted(macro),
        "consortium": {each.slug: each.acronym for each in consortia},
        "generation": generations,
        "service": {need.slug: need.label(reader) for need in needs},
        "language": _sorted({code: wording.language_name(code) for code in codes}),
    }


def clean(querydict: QueryDict, offered: Mapping[str, Mapping[str, str]]) -> Query:
    """Read an address; unknown parameters and values are named in `dropped`. NUL raises BadRequest (400)."""
    if any("\0" in text for name, given in querydict.lists() for text in (name, *map(str, given))):
        raise BadRequest("NUL in a query")
    dropped = [
        _("“%(name)s” is not a filter of this list.") % {"name": name[:_SHOWN]}
        for name in querydict
        if name not in LABELS and name != "page"
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
    return Query(chosen, _page(querydict.get("page") or "", dropped), tuple(dropped))


def find(query: Query) -> PublishableQuerySet:
    """Published centres that fit every chosen value. A macro-region keeps the European centre: it answers for all."""
    wanted, chosen = Q(), query.values
    if macro := chosen.get("macro"):
        wanted &= Q(country__macro_regions__slug=macro) | Q(kind=CentreKind.EUROPEAN)
    rows = CentreConsortium.objects.filter(consortium__in=Consortium.objects.published())
    if consortium := chosen.get("consortium"):
        wanted &= Q(pk__in=rows.filter(consortium__slug=consortium).values("centre"))
    if generation := chosen.get("generation"):
        wanted &= Q(pk__in=rows.filter(consortium__generation=int(generation)).values("centre"))
    if service := chosen.get("service"):
        offering = Cell.objects.current().filter(need__slug=service, answer=Answer.YES)
        wanted &= Q(pk__in=offering.values("centre"))
    if language := chosen.get("language"):
        wanted &= Q(languages__contains=[language])
    found: PublishableQuerySet = Centre.objects.published().filter(wanted).distinct()
    return found


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
