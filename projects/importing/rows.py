"""From a row of text cells to typed values, or to messages that name line and column. Nothing is written here."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from projects.importing import values
from projects.importing.headings import CONTENT_LANGUAGES, Heading, Headings, language_code
from projects.importing.lookups import Lookups, Named
from projects.importing.messages import CellRefused, Message
from projects.importing.reading import Cell
from projects.models import Project, ProjectText, Role

# An empty cell leaves the profile as it is; this word empties the field.
CLEAR = "(clear)"

_LISTS = ("countries", "themes", "places", "primary", "secondary")
_ROLES = {"lead": Role.LEAD, "partners": Role.PARTNER, "associated": Role.ASSOCIATED}
_KEEP_EU = re.compile(r"^(?:https?://(?:www\.)?keep\.eu/projects?/)?(\d+)(?:[/?#].*)?$")
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_SMALLINT, _INTEGER = 32_767, 2_147_483_647
_TITLE_LENGTH = ProjectText._meta.get_field("title").max_length or 0
_ACRONYM_LENGTH = Project._meta.get_field("acronym").max_length or 0
_SLUG_LENGTH = Project._meta.get_field("slug").max_length or 0
_URL_LENGTH = Project._meta.get_field("website").max_length or 0


@dataclass(slots=True)
class ParsedRow:
    """What one row says. What is absent is left alone; an empty value empties the field.

    `texts` has None as language for columns without one: they are in the project's original language.
    """

    line: int
    facts: dict[str, Any] = field(default_factory=dict)
    texts: dict[str | None, dict[str, str]] = field(default_factory=dict)
    lists: dict[str, Any] = field(default_factory=dict)
    partners: dict[Role, list[Named]] = field(default_factory=dict)


class RowReader:
    """Reads the rows of one file; made for its headings and the lists of today."""

    def __init__(self, headings: Headings, lookups: Lookups) -> None:
        self.headings = headings
        self.lookups = lookups
        self._cache: dict[tuple[str, str], Any] = {}
        self._fields: dict[str, Callable[[str], Any]] = {
            "keep_id": _keep_id,
            "slug": _slug,
            "acronym": lambda text: values.parse_line(text, longest=_ACRONYM_LENGTH),
            "original_language": _language,
            "partners_stated": lambda text: values.parse_number(text, largest=_SMALLINT),
            "countries_stated": lambda text: values.parse_number(text, largest=_SMALLINT),
            "countries_partial": values.parse_yes_no,
            "innovation_kinds": self._cached("innovation_kinds", lookups.kind_list),
            "website": lambda text: values.parse_url(text, longest=_URL_LENGTH),
            "source": values.parse_text,
            "notes": values.parse_text,
            "checked_on": values.parse_day,
            "countries": self._cached("countries", lookups.country_list),
            "themes": self._cached("themes", lookups.theme_list),
            "places": lookups.place_list,
            "primary": self._cached("primary", lookups.group_list),
            "secondary": self._cached("primary", lookups.group_list),
            "period": self._cached("period", lookups.period),
            "lead_country": self._cached("lead_country", lookups.country),
            "partners": lookups.organisation_list,
            "associated": lookups.organisation_list,
        }

    def read(self, line: int, cells: Sequence[Cell]) -> tuple[ParsedRow, list[Message]]:
        """The row's values, and everything that is wrong with it."""
        row, messages = ParsedRow(line), []
        found: dict[str, str] = {}
        for heading in self.headings.known:
            cell = cells[heading.index] if heading.index < len(cells) else ""
            if cell == "":
                continue
            try:
                if isinstance(cell, CellRefused):
                    raise cell
                self._take(row, heading, cell, found)
            except CellRefused as refusal:
                messages.append(Message(line, heading.written, refusal.sentence))
        messages += self._surplus(line, cells)
        for step in (self._programme, self._lead):
            try:
                step(row, found)
            except CellRefused as refusal:
                column = self.headings.written(*(("programme", "period") if step == self._programme else ("lead",)))
                messages.append(Message(line, column, refusal.sentence))
        return row, messages

    def _take(self, row: ParsedRow, heading: Heading, cell: str, found: dict[str, str]) -> None:
        name = heading.column.field
        empty = cell.casefold() == CLEAR
        if heading.column.has_language:
            _take_words(row, heading, "" if empty else cell)
        elif name in ("programme", "period", "lead", "lead_country"):
            found[name] = "" if empty else cell
            if name in ("period", "lead_country") and not empty:
                self._fields[name](cell)
        elif name in ("start_date", "end_date"):
            value = (None, "") if empty else values.parse_date(cell, end=name == "end_date")
            row.facts[name], row.facts[name.replace("_date", "_precision")] = value
        elif name in ("total_budget", "eu_funding"):
            amount: tuple[Decimal | None, str] = (None, "") if empty else values.parse_amount(cell)
            row.facts[name], row.facts[f"{name}_precision"] = amount
        elif name in _LISTS:
            row.lists[name] = ({} if name == "places" else frozenset()) if empty else self._fields[name](cell)
        elif name in _ROLES:
            row.partners[_ROLES[name]] = [] if empty else self._fields[name](cell)
        else:
            row.facts[name] = _emptied(name) if empty else self._fields[name](cell)

    def _programme(self, row: ParsedRow, found: dict[str, str]) -> None:
        name = found.get("programme")
        if name is None:
            if found.get("period"):
                raise CellRefused(_("a funding period follows from its programme; write the programme as well."))
            return
        if name == "":
            row.facts["programme_id"] = None
            return
        key = ("programme", f"{name}\n{found.get('period', '')}")
        if key not in self._cache:
            try:
                period = self._fields["period"](found["period"]) if found.get("period") else None
            except CellRefused:
                return  # already told in its own column
            self._cache[key] = self.lookups.programme(name, period)
        row.facts["programme_id"] = self._cache[key]

    def _lead(self, row: ParsedRow, found: dict[str, str]) -> None:
        name = found.get("lead")
        if name is None:
            if found.get("lead_country"):
                raise CellRefused(_("the country of the lead partner is given, but not its name."))
            return
        try:
            country = self._fields["lead_country"](found["lead_country"]) if found.get("lead_country") else None
        except CellRefused:
            return  # already told in its own column
        row.partners[Role.LEAD] = [self.lookups.organisation(name, country)] if name else []

    def _surplus(self, line: int, cells: Sequence[Cell]) -> list[Message]:
        width = self.headings.width
        if any(cell != "" for cell in cells[width:]):
            sentence = _(
                "has more cells than the first line has columns; is a text with a separator not in quotation marks?"
            )
            return [Message(line, "", sentence)]
        return []

    def _cached(self, name: str, read: Callable[[str], Any]) -> Callable[[str], Any]:
        """Files repeat their lists: each spelling is looked up once."""

        def cached(text: str) -> Any:
            key = (name, text)
            if key not in self._cache:
                if len(self._cache) > 50_000:
                    self._cache.clear()
                self._cache[key] = read(text)
            return self._cache[key]

        return cached


def _take_words(row: ParsedRow, heading: Heading, cell: str) -> None:
    name = heading.column.field
    text = values.parse_line(cell, longest=_TITLE_LENGTH) if name == "title" else values.parse_text(cell)
    row.texts.setdefault(heading.language, {})[name] = text


def _emptied(name: str) -> Any:
    """The value of an emptied field; some cannot be empty."""
    if name in ("keep_id", "partners_stated", "countries_stated", "checked_on"):
        return None
    if name == "innovation_kinds":
        return []
    if name == "countries_partial":
        return False
    if name in ("slug", "original_language"):
        raise CellRefused(_("cannot be emptied; leave the cell empty to keep what is there."))
    return ""


def _keep_id(text: str) -> int:
    found = _KEEP_EU.match(text.strip())
    return values.parse_number(found[1] if found else text, largest=_INTEGER)


def _slug(text: str) -> str:
    slug = text.strip()
    if not _SLUG.fullmatch(slug) or len(slug) > _SLUG_LENGTH:
        raise CellRefused(
            _("“%(text)s” cannot be an address; write small letters a to z, digits and hyphens.") % {"text": slug[:60]}
        )
    return slug


def _language(text: str) -> str:
    code = language_code(text)
    if code is None:
        raise CellRefused(
            _("“%(text)s” is not a language of the portal; write a code, such as %(codes)s.")
            % {"text": text[:40], "codes": ", ".join(list(CONTENT_LANGUAGES)[:8])}
        )
    return code


def printable(value: Any) -> str:
    """A value as a report prints it."""
    if value is None or value == "":
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, list | tuple | set | frozenset):
        return "; ".join(sorted(printable(item) for item in value)) or "–"
    return str(value)
