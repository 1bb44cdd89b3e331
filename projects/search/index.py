"""The counting half of the search: one bit set (a Python integer, bit = project number) per value of a facet.

An `Index` is never changed: `apply` makes the next one and shares what stayed the same.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import cache
from itertools import compress
from typing import Any

from django.conf import settings

LISTS = ("languages", "regions", "macros", "themes", "targets", "kinds")
COLUMNS = (
    *("project_id", "is_public", "published_at", "languages", "regions", "macros", "themes", "period", "programme"),
    *("strand", "targets", "kinds", "starts", "ends", "budget", "sort_keys"),
)
# Facet: column of the search row.
SETS = {
    "region": "regions",
    "macro": "macros",
    "theme": "themes",
    "period": "period",
    "programme": "programme",
    "strand": "strand",
    "target": "targets",
    "kind": "kinds",
    "language": "languages",
}
DAYS = ("starts", "ends")
"""Columns with days, of which there are many: kept in order, not as a set per day."""

ONE_DAY = timedelta(days=1)
_FEW = 30
_ZERO_ONE = bytes.maketrans(b"01", b"\x00\x01")

Entry = tuple[Any, int]


@cache
def order_names() -> tuple[str, ...]:
    """What results can be sorted by."""
    return ("newest", "budget", *(f"title-{code}" for code, _name in settings.LANGUAGES))


@dataclass(frozen=True, slots=True)
class Document:
    """A public search row; the field names are the columns of `ProjectDocument`."""

    project_id: int
    is_public: bool
    published_at: datetime | None
    languages: Sequence[str]
    regions: Sequence[int]
    macros: Sequence[int]
    themes: Sequence[int]
    period: int | None
    programme: int | None
    strand: str
    targets: Sequence[int]
    kinds: Sequence[str]
    starts: date | None
    ends: date | None
    budget: Decimal | None
    sort_keys: Sequence[str]


@dataclass(frozen=True)
class Index:
    """All public projects of one moment. `horizon`: transactions below it are all contained."""

    horizon: int = 0
    public: int = 0
    sets: Mapping[str, Mapping[Any, int]] = field(default_factory=lambda: {name: {} for name in SETS})
    orders: Mapping[str, Sequence[Entry]] = field(
        default_factory=lambda: {name: [] for name in (*order_names(), *DAYS)}
    )
    _kept: dict[Any, Any] = field(default_factory=dict, repr=False, compare=False)

    def stated(self, facet: str) -> int:
        """The projects of which a facet knows at least one value."""
        if facet not in self._kept:
            bits = 0
            for found in self.sets[facet].values():
                bits |= found
            self._kept[facet] = bits
        return int(self._kept[facet])

    def status(self, on: date) -> Mapping[str, int]:
        """Projects by status on a day; the rule is that of `Project.status`."""
        if ("status", on) not in self._kept:
            starts, ends = self.orders["starts"], self.orders["ends"]
            finished = bits_of(number for _day, number in ends[: bisect_left(ends, (on, 0))])
            later = bits_of(number for _day, number in starts[bisect_left(starts, (on + ONE_DAY, 0)) :])
            planned = later & ~finished
            both = bits_of(number for _day, number in starts) & bits_of(number for _day, number in ends)
            dated = both & ~finished & ~planned
            unknown = self.public & ~finished & ~planned & ~dated
            self._kept["status", on] = {
                "running": dated,
                "finished": finished,
                "planned": planned,
                "unknown": unknown,
            }
        found: Mapping[str, int] = self._kept["status", on]
        return found

    def values(self, facet: str, on: date) -> Mapping[Any, int]:
        """Value → bit set of one facet."""
        return self.status(on) if facet == "status" else self.sets[facet]

    def in_order(self, bits: int, order: str) -> Iterator[int]:
        """The numbers of the projects in `bits`, in the order named."""
        numbers = self._numbers(order)
        if not bits:
            return iter(())
        width = max(bits.bit_length(), self.public.bit_length()) + 1
        flags = format(bits, f"0{width}b").encode().translate(_ZERO_ONE)[::-1]
        return compress(numbers, map(flags.__getitem__, numbers))

    def _numbers(self, order: str) -> Sequence[int]:
        if ("order", order) not in self._kept:
            self._kept["order", order] = [number for _key, number in self.orders[order]]
        found: Sequence[int] = self._kept["order", order]
        return found


def bits_of(numbers: Iterable[int]) -> int:
    """The bit set of some project numbers."""
    numbers = list(numbers)
    if len(numbers) < _FEW:
        bits = 0
        for number in numbers:
            bits |= 1 << number
        return bits
    flags = bytearray(b"0") * (max(numbers) + 1)
    for number in numbers:
        flags[number] = 49
    flags.reverse()
    return int(flags, 2)


def build(documents: Iterable[Document], *, horizon: int) -> Index:
    """An index of public documents."""
    return apply(Index(), {document.project_id: document for document in documents}, horizon=horizon)


def apply(index: Index, changed: Mapping[int, Document | None], *, horizon: int) -> Index:
    """The index after some projects changed; None: no longer there or no longer public."""
    if not changed:
        return replace(index, horizon=horizon)
    present = [document for document in changed.values() if document is not None]
    gone = ~bits_of(changed)
    added: dict[str, dict[Any, list[int]]] = {name: {} for name in SETS}
    for document in present:
        for name, column in SETS.items():
            value = getattr(document, column)
            for one in value if column in LISTS else [] if value in (None, "") else [value]:
                added[name].setdefault(one, []).append(document.project_id)
    sets = {}
    for name in SETS:
        kept = (
            {value: rest for value, bits in index.sets[name].items() if (rest := bits & gone)} if index.public else {}
        )
        for value, numbers in added[name].items():
            kept[value] = kept.get(value, 0) | bits_of(numbers)
        sets[name] = kept
    public = (index.public & gone) | bits_of(document.project_id for document in present)
    return Index(horizon=horizon, public=public, sets=sets, orders=_reorder(index, changed, present))


def _reorder(
    index: Index, changed: Mapping[int, Document | None], present: Sequence[Document]
) -> dict[str, Sequence[Entry]]:
    orders: dict[str, Sequence[Entry]] = {}
    for name in (*order_names(), *DAYS):
        entries = [entry for entry in index.orders[name] if entry[1] not in changed] if index.public else []
        new = [(_key(document, name), document.project_id) for document in present]
        if name in DAYS:
            new = [entry for entry in new if entry[0] is not None]
        if len(new) < _FEW:
            for entry in new:
                insort(entries, entry)
        else:
            entries += new
            entries.sort()
        orders[name] = entries
    return orders


def _key(document: Document, order: str) -> Any:
    """Ties are broken by the project's number, so that pages never overlap."""
    if order == "newest":
        moment = document.published_at
        return (-moment.timestamp() if moment else 0.0, -document.project_id)
    if order == "budget":
        return (document.budget is None, -(document.budget or 0))
    if order in DAYS:
        return getattr(document, order)
    return document.sort_keys[order_names().index(order) - 2]
