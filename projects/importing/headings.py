"""How the header line of a file is read.

A header may be written in any case, with other spaces, or as one of the listed alternatives. Words may come in
several languages: `Summary (de)`, `Summary in German` and `Summary DE` are the German summary.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from projects.importing.columns import BY_FIELD, COLUMNS, Column
from projects.importing.messages import FileRefused

CONTENT_LANGUAGES = dict(settings.CONTENT_LANGUAGES)
_SUFFIX = re.compile(r"^(?P<name>.+?)\s*(?:\((?P<a>[^()]+)\)|\[(?P<b>[^\[\]]+)\]|\bin (?P<c>\w+)|\s(?P<d>[a-z]{2}))$")


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of the file: where it stands, what it means, in which language its words are (None: the original)."""

    index: int
    column: Column
    language: str | None
    written: str


@dataclass(frozen=True, slots=True)
class Headings:
    """The header line as understood, and sentences on what was left out."""

    known: tuple[Heading, ...]
    remarks: tuple[str, ...]
    width: int

    @property
    def fields(self) -> frozenset[str]:
        return frozenset(heading.column.field for heading in self.known)

    def written(self, *fields: str) -> str:
        """The first of `fields` that the file has, as its header writes it; else the documented name."""
        for name in fields:
            for heading in self.known:
                if heading.column.field == name:
                    return heading.written
        return BY_FIELD[fields[0]].name if fields[0] in BY_FIELD else fields[0]


@lru_cache(maxsize=50_000)
def normalise(text: str) -> str:
    """A header or a name without what people write differently: case, spaces, underscores, stars, colons."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    return " ".join(text.strip(" *:\t").split())


def language_code(written: str) -> str | None:
    """The content language that `written` means: its code, English name or own name."""
    return _language_names().get(normalise(written))


def read_headings(header: Sequence[str]) -> Headings:
    """Match the header line; raises FileRefused when nothing fits or two columns mean the same."""
    known: list[Heading] = []
    remarks: list[str] = []
    taken: dict[tuple[str, str | None], str] = {}
    width = max((index + 1 for index, cell in enumerate(header) if cell.strip()), default=0)
    for index, cell in enumerate(header[:width]):
        written = " ".join(cell.split())[:80]
        if not written:
            remarks.append(_("Column %(number)d has no name and was left out.") % {"number": index + 1})
            continue
        match = _match(written)
        if match is None:
            remarks.append(_unknown(written))
            continue
        column, language = match
        if (column.field, language) in taken:
            raise FileRefused(
                _("The columns “%(first)s” and “%(second)s” mean the same. Remove one of them.")
                % {"first": taken[column.field, language], "second": written}
            )
        taken[column.field, language] = written
        known.append(Heading(index, column, language, written))
    if not known:
        raise FileRefused(
            _(
                "No column of the first line is known. Write the names of the columns there, "
                "such as “Project acronym”, “Programme” and “Start date”; the template has them all."
            )
        )
    return Headings(tuple(known), tuple(remarks), width)


def _match(written: str) -> tuple[Column, str | None] | None:
    name = normalise(written)
    if column := _names().get(name):
        return column, None
    found = _SUFFIX.match(name)
    if found is None:
        return None
    column = _names().get(found["name"])
    code = language_code(found["a"] or found["b"] or found["c"] or found["d"])
    if column is None or code is None or not column.has_language:
        return None
    return column, code


def _unknown(written: str) -> str:
    nearest = process.extractOne(normalise(written), _names().keys(), scorer=fuzz.ratio, score_cutoff=75)
    if nearest is None:
        return _("The column “%(name)s” is not known and was left out.") % {"name": written}
    return _("The column “%(name)s” is not known and was left out. Did you mean “%(nearest)s”?") % {
        "name": written,
        "nearest": _names()[nearest[0]].name,
    }


@cache
def _names() -> dict[str, Column]:
    return {normalise(name): column for column in COLUMNS for name in (column.name, *column.also)}


@cache
def _language_names() -> dict[str, str]:
    names = {"norwegian": "no"}
    for code, own in CONTENT_LANGUAGES.items():
        names[code] = names[normalise(own)] = code
        if code in LANG_INFO and "name" in LANG_INFO[code]:
            names[normalise(LANG_INFO[code]["name"])] = code
    return names
