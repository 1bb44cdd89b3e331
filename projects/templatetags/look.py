"""What the templates of the directory need beyond Django's own tags."""

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from django import template
from django.utils.formats import number_format
from django.utils.safestring import SafeString, mark_safe

from projects import covers

register = template.Library()

LEADING_VALUES = 7
"""How many values of a facet stand there at once; the others wait behind "Show all"."""


class FacetRows(TypedDict):
    """A facet's values, sorted into the places where they are shown."""

    first: list[Mapping[str, Any]]
    rest: list[Mapping[str, Any]]
    unstated: list[Mapping[str, Any]]


@register.simple_tag
def cover(seed: str, palette: str = "", columns: int = 3, rows: int = 3, door: bool = False) -> SafeString:
    """Print the generated cover of ``seed``, which holds no text of anybody's and is safe as it is."""
    return mark_safe(covers.cover(seed, palette, columns=columns, rows=rows, door=door))


@register.filter
def number(value: int | None) -> str:
    """Return a whole number grouped as the reader's language does it: 30,000 or 30.000; nothing for None."""
    if value is not None and 0 <= value < 1000:
        return str(value)  # nothing to group; a page prints hundreds of these
    return "" if value is None else number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def facet_rows(values: Sequence[Mapping[str, Any]]) -> FacetRows:
    """Split a facet's values: the leading ones with everything chosen, the rest, and "not stated" for the end."""
    stated = [value for value in values if value["value"] != "none"]
    leading = _leading(stated)
    first = [value for place, value in enumerate(stated) if place in leading]
    rest = [value for place, value in enumerate(stated) if place not in leading]
    unstated = [value for value in values if value["value"] == "none"]
    return {"first": first, "rest": rest, "unstated": unstated}


def _leading(stated: Sequence[Mapping[str, Any]]) -> set[int]:
    """Return the places of the most frequent values and of all chosen ones; of a short facet, every place."""
    if len(stated) <= LEADING_VALUES + 1:
        return set(range(len(stated)))
    counted = [place for place, value in enumerate(stated) if value["count"]]
    counted.sort(key=lambda place: -stated[place]["count"])
    chosen = {place for place, value in enumerate(stated) if value["selected"] or any_selected(value["children"])}
    return chosen | set(counted[:LEADING_VALUES])


@register.filter
def any_selected(values: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether one of the values is chosen, so that its fold opens by itself."""
    return any(value["selected"] for value in values)
