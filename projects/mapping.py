"""The map of Europe: country shapes coloured by how many projects work there.

`projects/data/europe.json` holds the shapes (made by ``tools/draw_map.py``). A country outside the frame is listed
beside the picture, so that nothing counted is lost.
"""

import json
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import ngettext

_DATA = Path(__file__).parent / "data" / "europe.json"
_LEVELS = 4


@dataclass(frozen=True, slots=True)
class Shape:
    """One country on the map; `level` 0 (none) to 4 (most), `url` empty where nothing is counted."""

    code: str
    level: int
    d: str = ""
    x: int = 0
    y: int = 0
    dot: bool = False
    url: str = ""
    text: str = ""
    selected: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A country in a list beside the map."""

    label: str
    url: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Step:
    """One colour of the legend and the numbers it stands for."""

    level: int
    label: str


@dataclass(frozen=True, slots=True)
class MapPicture:
    """Everything ``templates/projects/_map.html`` prints; without a `title` it says that projects are counted."""

    view_box: str
    shapes: list[Shape]
    legend: list[Step] = field(default_factory=list)
    outside: list[Row] = field(default_factory=list)
    title: str = ""


def draw(
    counts: Mapping[str, int],
    *,
    urls: Mapping[str, str],
    names: Mapping[str, str],
    selected: Collection[str] = (),
    title: str = "",
    say: Callable[[str, int], str] | None = None,
) -> MapPicture:
    """Return the map of `counts` (per ISO country code) with links from `urls` and names from `names`.

    Projects are counted unless `title` names the map and `say(country, count)` puts a country into words.
    """
    say = say or _sentence
    data = _shapes()
    bounds = _bounds(counts)
    shapes = []
    for code, entry in data["countries"].items():
        count = 0 if entry.get("quiet") else counts.get(code, 0)
        shapes.append(
            Shape(
                code=code,
                level=_level(count, bounds),
                d=entry.get("d", ""),
                x=entry.get("x", 0),
                y=entry.get("y", 0),
                dot="d" not in entry,
                url=urls.get(code, "") if count else "",
                text=say(names.get(code, code), count),
                selected=code in selected,
            )
        )
    # Later shapes lie on top: tiny states must not disappear under their neighbours, a chosen border under another.
    shapes.sort(key=lambda shape: (shape.dot, shape.selected))
    drawn = {code for code, entry in data["countries"].items() if not entry.get("quiet")}
    outside = [
        Row(names.get(code, code), urls.get(code, ""), count, code in selected)
        for code, count in counts.items()
        if count and code not in drawn
    ]
    outside.sort(key=lambda row: (-row.count, row.label))
    return MapPicture(data["view_box"], shapes, _legend(bounds), outside, title)


@cache
def _shapes() -> dict[str, Any]:
    """Read the shapes once per process."""
    return json.loads(_DATA.read_text(encoding="utf-8"))


def _bounds(counts: Mapping[str, int]) -> list[int]:
    """Return the highest count of each level, ascending: steps that grow, because few countries have most projects."""
    top = max(counts.values(), default=0)
    if top <= _LEVELS:
        return list(range(1, top + 1))
    steps = [round(top * share) for share in (0.12, 0.3, 0.6)]
    return sorted({max(step, place + 1) for place, step in enumerate(steps)} | {top})


def _level(count: int, bounds: list[int]) -> int:
    """Return the colour level of a count; the highest level is kept for the highest step."""
    if not count:
        return 0
    place = next(place for place, bound in enumerate(bounds) if count <= bound)
    return place + 1 + _LEVELS - len(bounds) if len(bounds) > 1 else 3


def _legend(bounds: list[int]) -> list[Step]:
    """Return the steps as "1 to 3" in the reader's number style."""
    steps, low = [], 1
    for bound in bounds:
        first, last = (number_format(value, use_l10n=True, force_grouping=True) for value in (low, bound))
        steps.append(Step(_level(bound, bounds), first if low == bound else f"{first}–{last}"))
        low = bound + 1
    return steps


def _sentence(name: str, count: int) -> str:
    """Return what the pointer and a screen reader are told: "Sweden: 12 projects"."""
    shown = number_format(count, use_l10n=True, force_grouping=True)
    return ngettext("%(country)s: %(number)s project", "%(country)s: %(number)s projects", count) % {
        "country": name,
        "number": shown,
    }
