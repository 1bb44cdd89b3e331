"""Finds the programme that a name in some data means."""

import re
from collections.abc import Iterable

from vocabulary.models import Programme, ProgrammeAlias


def plain(name: str) -> str:
    """`name` without differences of case, spaces and dashes, and without the years keep.eu writes before it."""
    spaced = re.sub(r"[\s\u2010-\u2015-]+", " ", name).strip().casefold()
    return re.sub(r"^\d{4} \d{4} ", "", spaced)


class ProgrammeNames:
    """Every programme by each of its names and its period; reads the database once, when made."""

    def __init__(self) -> None:
        programmes = {row.pk: row for row in Programme.objects.select_related("period")}
        self._found: dict[tuple[str, str], set[Programme]] = {}
        self._collect((row.name, row) for row in programmes.values())
        self._collect((name, programmes[pk]) for pk, name in ProgrammeAlias.objects.values_list("programme_id", "name"))

    def _collect(self, names: Iterable[tuple[str, Programme]]) -> None:
        for name, programme in names:
            self._found.setdefault((plain(name), programme.period.slug), set()).add(programme)

    def find(self, name: str, period: str) -> Programme | None:
        """The one programme of that name in the period (`2014-2020`); None when there is none or more than one."""
        found = self._found.get((plain(name), period), set())
        return next(iter(found)) if len(found) == 1 else None
