"""From names in a file to rows of the controlled lists; an unknown name is answered with the nearest known ones."""

import re
from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, field
from functools import cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries
from rapidfuzz import fuzz, process

from projects.importing.headings import normalise
from projects.importing.messages import CellRefused
from projects.models import InnovationKind
from vocabulary.models import FundingPeriod, Programme, Region, TargetGroup, Theme

_PERIOD = re.compile(r"((?:19|20)\d\d)\s*[-–—/]\s*((?:19|20)\d\d)")
_PROGRAMME_DRESS = re.compile(
    r"^interreg\b[\s-]*(?:(?:iv|iii|vi|v)\b[\s-]*)?(?:[abcd]\b[\s-]*)?|\s+programme$|\s+program$"
)
_IN_BRACKETS = re.compile(r"^(?P<name>.*\S)\s*[(\[](?P<inside>[^()\[\]]+)[)\]]$", re.DOTALL)
_CODES = {"UK": "GB", "EL": "GR"}
_MAX_PIECES = 200
# More than any name may have: what is longer is refused, and long texts meet no pattern.
_LONGEST_NAME = 300


@dataclass(frozen=True, slots=True)
class Named:
    """An organisation as a file names it; the country is a Region id, or None where the file has none."""

    name: str
    country: int | None


@dataclass(slots=True)
class Lookups:
    """The controlled lists, by every name they are known under. Built once per import."""

    countries: dict[str, int] = field(default_factory=dict)
    country_labels: dict[int, str] = field(default_factory=dict)
    regions: dict[str, tuple[int, str]] = field(default_factory=dict)
    regions_by_name: dict[str, int | None] = field(default_factory=dict)
    themes: dict[str, tuple[int, ...]] = field(default_factory=dict)
    theme_labels: dict[int, str] = field(default_factory=dict)
    groups: dict[str, int] = field(default_factory=dict)
    group_labels: dict[int, str] = field(default_factory=dict)
    kinds: dict[str, str] = field(default_factory=dict)
    periods: dict[str, int] = field(default_factory=dict)
    programmes: dict[str, dict[int, int]] = field(default_factory=dict)
    programme_labels: dict[int, str] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Lookups":
        """Read every list in a handful of queries."""
        lookups = cls()
        lookups._load_places()
        lookups._load_topics()
        lookups._load_programmes()
        return lookups

    def _load_places(self) -> None:
        for region in Region.objects.order_by("level", "code"):
            if region.level == 0:
                self.country_labels[region.pk] = region.code
                for name in (region.code, region.name, *_country_names(region.code)):
                    self.countries.setdefault(normalise(name), region.pk)
            else:
                self.regions[region.code] = (region.pk, region.name)
                name = normalise(region.name)
                self.regions_by_name[name] = None if name in self.regions_by_name else region.pk
        for written, code in _CODES.items():
            if code.lower() in self.countries:
                self.countries.setdefault(written.lower(), self.countries[code.lower()])

    def _load_topics(self) -> None:
        wide: dict[str, list[int]] = defaultdict(list)
        for theme in Theme.objects.prefetch_related("labels").order_by("pk"):
            self.theme_labels[theme.pk] = theme.name
            for name in (theme.name, theme.slug, *(row.label for row in theme.labels.all())):
                self.themes.setdefault(normalise(name), (theme.pk,))
            for name in theme.keep_themes:
                wide[normalise(name)].append(theme.pk)
        for name, ids in wide.items():
            self.themes.setdefault(name, tuple(ids))
        for group in TargetGroup.objects.prefetch_related("labels").order_by("pk"):
            self.group_labels[group.pk] = group.slug
            for name in (group.slug, *(row.label for row in group.labels.all())):
                self.groups.setdefault(normalise(name), group.pk)
        for kind in InnovationKind:
            self.kinds.update(dict.fromkeys(map(normalise, (kind.value, *_in_all_languages(kind))), kind.value))

    def _load_programmes(self) -> None:
        self.periods = {period.slug: period.pk for period in FundingPeriod.objects.all()}
        names: dict[str, dict[int, int]] = defaultdict(dict)
        rows = list(Programme.objects.select_related("period").prefetch_related("aliases").order_by("pk"))
        for row in rows:
            self.programme_labels[row.pk] = str(row)
            names[normalise(row.name)][row.period_id] = row.pk
        for row in rows:
            for name in (row.slug, *(alias.name for alias in row.aliases.all())):
                names[normalise(name)].setdefault(row.period_id, row.pk)
        for name in list(names):
            bare = _undressed(name)
            for period, pk in names[name].items():
                names[bare].setdefault(period, pk)
        self.programmes = dict(names)

    def country(self, text: str) -> int:
        """The country with that code or name, in English, German, Swedish or the region's own words."""
        found = self.countries.get(normalise(text))
        if found is None:
            raise _unknown(_("“%(text)s” is not a known country."), text, self.countries, self._country_label)
        return found

    def _country_label(self, name: str) -> str:
        code = self.country_labels[self.countries[name]]
        return f"{countries.name(code) or code} ({code})"

    def country_list(self, text: str) -> frozenset[int]:
        return frozenset(self.country(piece) for piece in split_list(text, self.countries))

    def theme_list(self, text: str) -> frozenset[int]:
        """Themes of ours; a thematic of keep.eu stands for every theme that names it."""
        found: set[int] = set()
        for piece in split_list(text, self.themes):
            ids = self.themes.get(normalise(piece))
            if ids is None:
                raise _unknown(
                    _("“%(text)s” is not a known theme."),
                    piece,
                    self.themes,
                    lambda name: self.theme_labels[self.themes[name][0]],
                )
            found.update(ids)
        return frozenset(found)

    def group_list(self, text: str) -> frozenset[int]:
        found = set()
        for piece in split_list(text, self.groups):
            pk = self.groups.get(normalise(piece))
            if pk is None:
                raise _unknown(
                    _("“%(text)s” is not a known target group."),
                    piece,
                    self.groups,
                    lambda name: self.group_labels[self.groups[name]],
                )
            found.add(pk)
        return frozenset(found)

    def kind_list(self, text: str) -> list[str]:
        found = set()
        for piece in split_list(text, self.kinds):
            kind = self.kinds.get(normalise(piece))
            if kind is None:
                raise _unknown(
                    _("“%(text)s” is not a known kind of innovation."), piece, self.kinds, lambda name: self.kinds[name]
                )
            found.add(kind)
        return [kind for kind in InnovationKind.values if kind in found]

    def period(self, text: str) -> int:
        """The funding period, written 2014-2020 with any dash."""
        found = _PERIOD.search(text)
        pk = self.periods.get(f"{found[1]}-{found[2]}") if found else None
        if pk is None:
            raise CellRefused(
                _("“%(text)s” is not a funding period; write one of %(known)s.")
                % {"text": text[:40], "known": ", ".join(sorted(self.periods)) or "–"}
            )
        return pk

    def programme(self, text: str, period: int | None) -> int:
        """The programme of that name in `period`; without one, the name or its only period must decide."""
        name = text
        if period is None and (found := _PERIOD.search(text)):
            period = self.period(found[0])
            name = (text[: found.start()] + text[found.end() :]).replace("()", "").strip(" ,-–")
        by_period = self.programmes.get(normalise(name)) or self.programmes.get(_undressed(normalise(name)))
        if by_period is None:
            raise _unknown(
                _("“%(text)s” is not a known programme."),
                name,
                self.programmes,
                lambda known: self.programme_labels[next(iter(self.programmes[known].values()))],
            )
        if period is None:
            if len(set(by_period.values())) > 1:
                raise CellRefused(
                    _("“%(text)s” exists in several funding periods (%(known)s); write one in “Programme period”.")
                    % {"text": text[:80], "known": self._period_names(by_period)}
                )
            return next(iter(by_period.values()))
        if period not in by_period:
            raise CellRefused(
                _("“%(text)s” is not known in that funding period, but in %(known)s.")
                % {"text": text[:80], "known": self._period_names(by_period)}
            )
        return by_period[period]

    def _period_names(self, period_ids: Iterable[int]) -> str:
        wanted = set(period_ids)
        return ", ".join(sorted(slug for slug, pk in self.periods.items() if pk in wanted))

    def place_list(self, text: str) -> dict[str, int | None]:
        """Name as written -> region id, or None where neither a code nor an unmistakable name tells it."""
        found: dict[str, int | None] = {}
        for piece in split_list(text):
            name, code = piece[:_LONGEST_NAME], piece[:_LONGEST_NAME].upper()
            if (match := _IN_BRACKETS.match(name)) and re.fullmatch(r"[A-Za-z]{2}[A-Za-z0-9]{1,3}", match["inside"]):
                name, code = match["name"], match["inside"].upper()
                if code not in self.regions:
                    raise CellRefused(_("“%(code)s” is not a NUTS code the portal knows.") % {"code": code})
            region = self.regions.get(code)
            if region and code == piece.upper():
                name = region[1]
            if len(name) > 200:
                raise CellRefused(_("a place has at most 200 characters; is a semicolon missing?"))
            found[name] = region[0] if region else self.regions_by_name.get(normalise(name))
        return found

    def organisation(self, text: str, country: int | None = None) -> Named:
        """An organisation with its country in brackets, or as given beside it."""
        name = " ".join(text.split())[:_LONGEST_NAME]
        if (match := _IN_BRACKETS.match(name)) and normalise(match["inside"]) in self.countries:
            name, country = match["name"], self.countries[normalise(match["inside"])]
        if len(name) > 255:
            raise CellRefused(_("the name of an organisation has at most 255 characters; is a semicolon missing?"))
        return Named(name, country)

    def organisation_list(self, text: str) -> list[Named]:
        return list(dict.fromkeys(self.organisation(piece) for piece in split_list(text)))


def split_list(text: str, known: Container[str] | None = None) -> list[str]:
    """The parts of a cell: separated by semicolon, bar or line break; by comma only where the parts are known.

    A name that holds a comma itself (“Governance, partnership”) stays whole.
    """
    pieces = [piece.strip() for piece in re.split(r"[;|\n]", text)]
    if known is not None:
        pieces = [part for piece in pieces for part in _split_commas(piece, known)]
    pieces = [piece for piece in pieces if piece]
    if len(pieces) > _MAX_PIECES:
        raise CellRefused(_("lists more than %(most)d entries.") % {"most": _MAX_PIECES})
    return pieces


def _split_commas(piece: str, names: Container[str]) -> list[str]:
    if "," not in piece or normalise(piece) in names:
        return [piece]
    parts, start = piece.split(","), 0
    found: list[str] = []
    while start < len(parts):
        ends = range(min(len(parts), start + 4), start, -1)
        end = next((end for end in ends if normalise(",".join(parts[start:end])) in names), start + 1)
        found.append(",".join(parts[start:end]).strip())
        start = end
    return found


def _unknown(refusal: str, text: str, known: Iterable[str], label: Callable[[str], str]) -> CellRefused:
    """The refusal with `text` filled in, and a second sentence with up to three nearest allowed names."""
    near = process.extract(normalise(text)[:200], list(known), scorer=fuzz.WRatio, limit=12, score_cutoff=60)
    names = list(dict.fromkeys(label(name) for name, _score, _index in near))[:3]
    if names:
        advice = _("Nearest: %(names)s.") % {"names": ", ".join(f"“{name}”" for name in names)}
    else:
        advice = _("The template lists those allowed.")
    return CellRefused(f"{refusal % {'text': text[:80]}} {advice}")


def _undressed(name: str) -> str:
    """A programme's name without “Interreg V-B” in front and “programme” behind."""
    return _PROGRAMME_DRESS.sub("", name).strip() or name


def _in_all_languages(kind: InnovationKind) -> list[str]:
    names = []
    for code, _name in settings.LANGUAGES:
        with translation.override(code):
            names.append(str(kind.label))
    return names


@cache
def _country_names(code: str) -> tuple[str, ...]:
    names = [countries.alpha3(code)]
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            names.append(str(countries.name(code)))
    return tuple(name for name in names if name)
