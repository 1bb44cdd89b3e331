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
    return "" if value is None else number_format(value, use_l10n=True, force_grouping=True)


@register.filter
def facet_rows(values: Sequence[Mapping[str, Any]]) -> FacetRows:
    """Split a facet's values: the leading ones with everything chosen, the rest, and "not stated" for the end."""
    stated = [value for value in values if value["value"] != "none"]
    unstated = [value for value in values if value["value"] == "none"]
    first, rest = [], []
    for place, value in enumerate(stated):
        chosen = value["selected"] or any(child["selected"] for child in value["children"])
        if place < LEADING_VALUES or chosen or len(stated) <= LEADING_VALUES + 2:
            first.append(value)
        else:
            rest.append(value)
    return {"first": first, "rest": rest, "unstated": unstated}


@register.filter
def any_selected(values: Sequence[Mapping[str, Any]]) -> bool:
    """Say whether one of the values is chosen, so that its fold opens by itself."""
    return any(value["selected"] for value in values)
