"""What happened to a curated thing and to everything that belongs to it, told as moments.

simple-history keeps one table per model. A reader of the history wants one story: who changed what, when, across all of
these tables. `moments` tells it, `difference` compares two points of it; both ask a fixed number of queries per table.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Field, ForeignKey, Model

from vocabulary.wording import Wording

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

TOGETHER = timedelta(seconds=2)
"""Records of one person this close to each other are one moment: one press of a button writes many rows."""


@dataclass(frozen=True, slots=True)
class Part:
    """A model with history: `owner` is its key to the thing itself ("" for the thing), `naming` tells rows apart."""

    model: type[Model]
    owner: str = ""
    naming: Sequence[str] = ()

    @property
    def fields(self) -> list[Field[Any, Any]]:
        """The fields a reader cares about: no key, no owner, nothing the clock writes."""
        return [
            one
            for one in self.model.history.model.tracked_fields  # type: ignore[attr-defined]
            if not one.primary_key
            and one.name != self.owner
            and not getattr(one, "auto_now", False)
            and not getattr(one, "auto_now_add", False)
        ]

    def records(self, thing: Model, *, until: datetime | None = None) -> list[Any]:
        """Every record of `thing`'s rows in this model, oldest first."""
        key = f"{self.owner}_id" if self.owner else self.model._meta.pk.name
        found = self.model.history.filter(**{key: thing.pk}).select_related("history_user")  # type: ignore[attr-defined]
        if until is not None:
            found = found.filter(history_date__lte=until)
        return list(found.order_by("history_date", "history_id"))


@dataclass(frozen=True, slots=True)
class Change:
    """One line of a moment. `kind` is added, removed or changed; `field` is empty when a whole row came or went."""

    kind: str
    part: str
    name: str
    field: str
    old: str
    new: str
    field_name: str = ""


@dataclass(slots=True)
class Moment:
    """What one person changed at once; `at` is when it was complete."""

    at: datetime
    by: Any
    reason: str
    changes: list[Change] = field(default_factory=list)

    @property
    def stamp(self) -> int:
        """`at` in microseconds since 1970: the moment's place in an address."""
        return stamp_of(self.at)


def stamp_of(at: datetime) -> int:
    """A moment as whole microseconds since 1970."""
    return (at - _EPOCH) // timedelta(microseconds=1)


def moment_of(stamp: int) -> datetime:
    """The moment behind a stamp; `OverflowError` when no calendar reaches it."""
    return _EPOCH + timedelta(microseconds=stamp)


def moments(thing: Model, parts: Iterable[Part]) -> list[Moment]:
    """The story of `thing`, newest moment first; saves that changed nothing are left out."""
    parts = list(parts)
    records = sorted(
        ((record, part) for part in parts for record in part.records(thing)),
        key=lambda pair: (pair[0].history_date, parts.index(pair[1]), pair[0].history_id),
    )
    wording = Wording(_keys(records))
    rows: dict[tuple[type[Model], Any], Any] = {}
    story: list[Moment] = []
    for group in _together(records):
        before = {(part.model, record.pk_of_row): rows.get((part.model, record.pk_of_row)) for record, part in group}
        for record, part in group:
            rows[part.model, record.pk_of_row] = None if record.history_type == "-" else record
        last = group[-1][0]
        reason = next((record.history_change_reason for record, _part in group if record.history_change_reason), "")
        moment = Moment(last.history_date, last.history_user, reason)
        owners = {part.model: part for _record, part in group}
        for (model, key), old in before.items():
            moment.changes += _compare(owners[model], old, rows[model, key], wording)
        if moment.changes:
            story.append(moment)
    return story[::-1]


def without(story: Iterable[Moment], hidden: Collection[str]) -> list[Moment]:
    """The story without what changed in the hidden fields of the thing itself; moments with nothing left are gone."""
    told = [
        replace(moment, changes=[one for one in moment.changes if one.part or one.field_name not in hidden])
        for moment in story
    ]
    return [moment for moment in told if moment.changes]


def difference(thing: Model, parts: Iterable[Part], *, at: datetime) -> list[Change]:
    """What would change if `thing` went back to how it was at the moment `at`."""
    pairs = [(record, part) for part in parts for record in part.records(thing)]
    wording = Wording(_keys(pairs))
    now: dict[tuple[type[Model], Any], Any] = {}
    then: dict[tuple[type[Model], Any], Any] = {}
    owners: dict[type[Model], Part] = {}
    for record, part in pairs:
        owners[part.model] = part
        key = (part.model, record.pk_of_row)
        now[key] = None if record.history_type == "-" else record
        if record.history_date <= at:
            then[key] = now[key]
    return [
        change
        for (model, key), current in now.items()
        for change in _compare(owners[model], current, then.get((model, key)), wording)
    ]


def _together(records: list[tuple[Any, Part]]) -> list[list[tuple[Any, Part]]]:
    groups: list[list[tuple[Any, Part]]] = []
    for record, part in records:
        record.pk_of_row = getattr(record, part.model._meta.pk.attname)
        last = groups[-1][-1][0] if groups else None
        if (
            last is not None
            and last.history_user_id == record.history_user_id
            and record.history_date - last.history_date <= TOGETHER
        ):
            groups[-1].append((record, part))
        else:
            groups.append([(record, part)])
    return groups


def _keys(records: Iterable[tuple[Any, Part]]) -> dict[type[Model], set[Any]]:
    """Primary keys of everything the records point at, by model."""
    wanted: dict[type[Model], set[Any]] = {}
    for record, part in records:
        record.pk_of_row = getattr(record, part.model._meta.pk.attname)
        for one in part.fields:
            if isinstance(one, ForeignKey):
                wanted.setdefault(one.related_model, set()).add(getattr(record, one.attname))
    return wanted


def _compare(part: Part, old: Any, new: Any, wording: Wording) -> list[Change]:
    """The changes that lead from one record of a row to another; None stands for “not there”."""
    if old is None and new is None:
        return []
    label = str(part.model._meta.verbose_name) if part.owner else ""
    present = new if new is not None else old
    name = " · ".join(wording.of(one, getattr(present, one.attname)) for one in part.fields if one.name in part.naming)
    if old is None:
        return [Change("added", label or str(part.model._meta.verbose_name), name, "", "", "")]
    if new is None:
        return [Change("removed", label or str(part.model._meta.verbose_name), name, "", "", "")]
    return [
        Change("changed", label, name, str(one.verbose_name), wording.of(one, before), wording.of(one, after), one.name)
        for one in part.fields
        if (before := getattr(old, one.attname)) != (after := getattr(new, one.attname))
    ]
