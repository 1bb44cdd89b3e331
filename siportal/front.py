"""The first page of the admin: what every app says is waiting, put together by whose turn it is, oldest first."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.auth.models import User
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from outbox.waiting import Asked, Bulk, Found, Kind, Report, Row, Turn, all_kinds

ROWS = 50
"""Rows shown of one turn; the rest is counted and stands in the lists."""


@dataclass(frozen=True, slots=True)
class Item:
    """A row of the desk with its kind; `key` is what the page posts when it is selected."""

    kind: Kind
    row: Row
    age: str

    @property
    def key(self) -> str:
        return f"{self.kind.name}:{self.row.key}"


@dataclass(slots=True)
class Part:
    """What waits on one turn: counted by kind, and the oldest rows of all kinds together."""

    turn: Turn
    kinds: list[tuple[Kind, Found]] = field(default_factory=list)
    items: list[Item] = field(default_factory=list)
    bulk: list[Bulk] = field(default_factory=list)

    @property
    def count(self) -> int:
        return sum(found.count for _kind, found in self.kinds)

    @property
    def more(self) -> int:
        """How many wait that are not among the rows."""
        return self.count - len(self.items)


@dataclass(frozen=True, slots=True)
class Front:
    """Everything the first page says: `headline` is one sentence, the parts follow in the order of the page."""

    headline: str
    yours: Part
    theirs: Part
    system: Part
    quiet: list[tuple[Kind, Found]]
    knows: bool


def front(user: User, *, at: datetime) -> Front:
    """What waits at the moment `at`, as far as `user` may know of it."""
    asked = Asked(user, at, ROWS)
    parts = {turn: Part(turn) for turn in Turn}
    kinds = [kind for kind in all_kinds().values() if user.has_perm(kind.permission)]
    for kind in kinds:
        parts[kind.turn].kinds.append((kind, kind.find(asked)))
    for part in parts.values():
        _fill(part, user, at)
    waiting = [*parts[Turn.YOURS].kinds, *parts[Turn.THEIRS].kinds]
    return Front(
        _headline([found for _kind, found in waiting], at),
        parts[Turn.YOURS],
        parts[Turn.THEIRS],
        parts[Turn.SYSTEM],
        parts[Turn.QUIET].kinds,
        knows=bool(kinds),
    )


def _fill(part: Part, user: User, at: datetime) -> None:
    items = [Item(kind, row, age(row.since, at=at)) for kind, found in part.kinds for row in found.rows]
    items.sort(key=lambda item: (item.row.since or at, item.row.key))
    part.items = items[:ROWS]
    offered = {bulk.name: bulk for item in part.items for bulk in item.kind.bulk if user.has_perm(bulk.permission)}
    part.bulk = list(offered.values())


def _headline(found: Iterable[Found], at: datetime) -> str:
    count, since = 0, None
    for each in found:
        count += each.count
        if each.since and (since is None or each.since < since):
            since = each.since
    if not count:
        return _("Nothing waits.")
    if since is None:
        return ngettext("%(count)d waiting", "%(count)d waiting", count) % {"count": count}
    words = ngettext("%(count)d waiting, oldest %(age)s", "%(count)d waiting, oldest %(age)s", count)
    return words % {"count": count, "age": age(since, at=at)}


def age(since: datetime | None, *, at: datetime) -> str:
    """How long ago, in whole days or hours: “12 days”, “5 hours”, “less than an hour”; empty when not known."""
    if since is None:
        return ""
    days, hours = (at - since).days, int((at - since).total_seconds() // 3600)
    if days >= 1:
        return ngettext("%(count)d day", "%(count)d days", days) % {"count": days}
    if hours >= 1:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return _("less than an hour")


@dataclass(slots=True)
class Done:
    """What came of a bulk action: a sentence with the count (None when nothing fitting was selected), and refusals."""

    sentence: str | None
    refused: list[str]


def do(user: User, name: str, selected: Iterable[str]) -> Done:
    """Do the bulk action `name` with the selected items of those kinds that know it, as far as `user` may."""
    kinds = all_kinds()
    chosen: dict[str, set[int]] = {}
    for key in selected:
        kind, _colon, number = key.rpartition(":")
        if kind in kinds and number.isdecimal() and len(number) < 19 and user.has_perm(kinds[kind].permission):
            chosen.setdefault(kind, set()).add(int(number))
    total, used = Report(), None
    for kind, keys in chosen.items():
        bulk = next((each for each in kinds[kind].bulk if each.name == name), None)
        if bulk is None or not user.has_perm(bulk.permission):
            continue
        report, used = bulk.act(keys, user), bulk
        total.done += report.done
        total.refused += report.refused
    return Done(used.sentence(total.done) if used else None, total.refused)
