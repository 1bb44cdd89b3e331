"""What waits for somebody. An app declares its kinds in its `desk.py`; the first page of the admin shows them all:

    @waits("spotlight.to_read", label=_("To read"), turn=Turn.YOURS, permission="spotlight.review_submission")
    def to_read(asked: Asked) -> Found: ...

A kind asks a fixed number of queries, however many items wait.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from functools import cache
from typing import TypeVar

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

Words = str | Promise
T = TypeVar("T")


class Turn(Enum):
    """Who must act next. SYSTEM: something runs badly. QUIET: work of the house that nobody outside waits for."""

    YOURS = "yours"
    THEIRS = "theirs"
    SYSTEM = "system"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Asked:
    """Who looks at the desk, at which moment, and how many rows of a kind are shown at most."""

    user: User
    at: datetime
    rows: int


@dataclass(frozen=True, slots=True)
class Row:
    """One waiting item: its key in its kind, what it is, since when if known, whose, and the page to act on it."""

    key: int
    title: Words
    since: datetime | None
    url: str
    act: Words
    whose: str = ""
    flags: Sequence[Words] = ()
    note: Words = ""
    preview: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """How many of a kind wait, since when the oldest (None where age says nothing), the oldest rows, the whole list."""

    count: int
    since: datetime | None
    url: str
    rows: Sequence[Row] = ()


@dataclass(slots=True)
class Report:
    """What came of doing something with many: how many went through, and a sentence for each that was refused."""

    done: int = 0
    refused: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Bulk:
    """Something to do with several selected items at once; `sentence` words the number of those that went through."""

    name: str
    label: Words
    permission: str
    act: Callable[[Collection[int], User], Report]
    sentence: Callable[[int], str]


@dataclass(frozen=True)
class Kind:
    """One kind of waiting item; `hint` is shown for quiet ones."""

    name: str
    label: Words
    turn: Turn
    permission: str
    find: Callable[[Asked], Found]
    hint: Words = ""
    bulk: Sequence[Bulk] = ()


_kinds: dict[str, Kind] = {}


def waits(
    name: str, *, label: Words, turn: Turn, permission: str, hint: Words = "", bulk: Sequence[Bulk] = ()
) -> Callable[[Callable[[Asked], Found]], Callable[[Asked], Found]]:
    """Declare the decorated function a kind of waiting item; only people with `permission` see it."""

    def declare(find: Callable[[Asked], Found]) -> Callable[[Asked], Found]:
        if name in _kinds and _kinds[name].find.__module__ != find.__module__:
            raise ValueError(f"There are two kinds of waiting items named {name}.")
        _kinds[name] = Kind(name, label, turn, permission, find, hint, bulk)
        return find

    return declare


def all_kinds() -> dict[str, Kind]:
    """Every declared kind by name, in the order of the installed apps."""
    _discover()
    return dict(_kinds)


def each(rows: Iterable[T], door: Callable[[T], object]) -> Report:
    """Call the door for every row; what it refuses with a ValidationError is reported in its words."""
    report = Report()
    for row in rows:
        try:
            door(row)
            report.done += 1
        except ValidationError as refusal:
            report.refused.append(f"{row}: {' '.join(refusal.messages)}")
    return report


@cache
def _discover() -> None:
    autodiscover_modules("desk")
