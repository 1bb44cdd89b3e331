"""The list of stories as an address asks for it: theme, region, programme, language, and whether there is a video.

What is unknown is dropped and named in a sentence. Facts of a project count only while its profile is public. Counts
are exact: how many stories a choice leads to, with everything else that is chosen.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, QueryDict
from django.utils.translation import gettext as _

from projects.models import Project, ProjectCountry, ProjectTheme
from projects.presentation import wording
from spotlight.models import Story, StoryText
from vocabulary.labels import sort_key
from vocabulary.models import Programme, Theme

FACETS = ("theme", "region", "programme", "language")
VIDEO = "video"
PER_PAGE = 12
_LONGEST_SHOWN = 60


@dataclass(frozen=True, slots=True)
class Option:
    """A value of one filter: how many stories it leads to."""

    value: str
    label: str
    count: int
    selected: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What an address asks for, cleaned; `dropped` are the sentences about what was left out."""

    chosen: Mapping[str, str] = field(default_factory=dict)
    page: int = 1
    dropped: tuple[str, ...] = ()

    def urlencode(self, *, page: int = 1, without: str = "") -> str:
        """The canonical query string without "?": fixed order, defaults left out."""
        pairs = [(name, self.chosen[name]) for name in (*FACETS, VIDEO) if name in self.chosen and name != without]
        return urlencode([*pairs, ("page", page)] if page > 1 else pairs)


@dataclass(slots=True)
class Facts:
    """What the filters know of one public story."""

    values: dict[str, set[str]]

    def fits(self, chosen: Mapping[str, str], *, but: str = "") -> bool:
        return all(value in self.values[name] for name, value in chosen.items() if name != but)


class StoryList:
    """The published stories with their facts, read in a constant number of queries."""

    def __init__(self, data: QueryDict, *, language: str) -> None:
        if any("\0" in text for name, values in data.lists() for text in (name, *values)):
            raise BadRequest("NUL character in the query")
        self.language = language
        self.facts = _facts()
        self.asked = self._clean(data)

    @cached_property
    def found(self) -> list[int]:
        """Numbers of the stories asked for, newest first."""
        return [pk for pk, facts in self.facts.items() if facts.fits(self.asked.chosen)]

    @property
    def pages(self) -> int:
        return max(1, -(-len(self.found) // PER_PAGE))

    def shown(self) -> list[int]:
        """Numbers of the stories on the page asked for. Raises Http404 beyond the end."""
        if self.asked.page > self.pages:
            raise Http404
        first = (self.asked.page - 1) * PER_PAGE
        return self.found[first : first + PER_PAGE]

    def options(self, name: str) -> list[Option]:
        """The values of a filter with their names, sorted as the reader expects; those of no story are left out."""
        current = self.asked.chosen.get(name, "")
        options = [
            Option(value, label, self._count(name, value), value == current)
            for value, label in self.labels[name].items()
        ]
        return sorted(options, key=lambda option: sort_key(option.label, self.language))

    @property
    def with_video(self) -> int:
        """How many of the stories asked for have a video."""
        return self._count(VIDEO, "1")

    @cached_property
    def labels(self) -> dict[str, dict[str, str]]:
        """Filter -> its values -> their names in the reader's language."""
        known = {name: _union(facts.values[name] for facts in self.facts.values()) for name in FACETS}
        themes = Theme.objects.filter(slug__in=known["theme"]).prefetch_related("labels")
        programmes = Programme.objects.filter(slug__in=known["programme"]).select_related("period")
        return {
            "theme": {theme.slug: theme.label(self.language) for theme in themes},
            "region": {code: wording.country_name(code) for code in known["region"]},
            "programme": {row.slug: f"{row.name} ({row.period.label})" for row in programmes},
            "language": {code: wording.language_name(code) for code in known["language"]},
        }

    def label(self, name: str) -> str:
        """What is chosen in one filter, as people read it."""
        return _("with a film") if name == VIDEO else self.labels[name][self.asked.chosen[name]]

    def _count(self, name: str, value: str) -> int:
        chosen = self.asked.chosen
        return sum(value in facts.values[name] and facts.fits(chosen, but=name) for facts in self.facts.values())

    def _clean(self, data: QueryDict) -> Asked:
        chosen: dict[str, str] = {}
        dropped: list[str] = []
        page = 1
        for name, values in data.lists():
            given = [value.strip() for value in dict.fromkeys(values) if value.strip()]
            if name not in (*FACETS, VIDEO, "page"):
                dropped.append(_("“%(name)s” is no filter of this list and was left out.") % {"name": _short(name)})
                continue
            for value in given:
                if name == "page" and value.isascii() and value.isdigit() and int(value[:9]) > 0:
                    page = int(value[:9])
                elif name != "page" and name not in chosen and self._known(name, value):
                    chosen[name] = value
                else:
                    dropped.append(self._refusal(name, value, chosen))
        return Asked(chosen, page, tuple(dropped))

    def _known(self, name: str, value: str) -> bool:
        return value == "1" if name == VIDEO else value in self.labels[name]

    def _refusal(self, name: str, value: str, chosen: Mapping[str, str]) -> str:
        words = {"name": name, "value": _short(value)}
        if name == "page":
            return _("“%(value)s” is no number of a page and was left out.") % words
        if name in chosen:
            return _("Only one value of “%(name)s” is taken at a time; “%(value)s” was left out.") % words
        return _("“%(value)s” is no value of “%(name)s” that any story has; it was left out.") % words


def _facts() -> dict[int, Facts]:
    """Story -> its facts, newest first; a project that is not public says nothing."""
    rows = list(Story.objects.published().values_list("pk", "project_id", "project__programme__slug", "video_url"))
    public = set(Project.objects.published().filter(pk__in=[row[1] for row in rows]).values_list("pk", flat=True))
    themes = _by(ProjectTheme.objects.filter(content_object__in=public).values_list("content_object_id", "tag__slug"))
    countries = _by(ProjectCountry.objects.filter(project__in=public).values_list("project_id", "country__code"))
    languages = _by(StoryText.objects.shown().values_list("story_id", "language"))
    facts = {}
    for pk, project, programme, video in rows:
        if pk not in languages:
            continue  # nothing of it may be shown
        facts[pk] = Facts(
            {
                "theme": themes.get(project, set()),
                "region": countries.get(project, set()),
                "programme": {programme} if programme and project in public else set(),
                "language": languages[pk],
                VIDEO: {"1"} if video else set(),
            }
        )
    return facts


def _by(pairs: Iterable[tuple[int, str]]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = {}
    for key, value in pairs:
        found.setdefault(key, set()).add(value)
    return found


def _union(sets: Iterable[set[str]]) -> set[str]:
    return set().union(*sets)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_SHOWN else text[: _LONGEST_SHOWN - 1] + "…"
