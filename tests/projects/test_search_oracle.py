"""The search against plain Python on small made-up directories: totals, every facet, order, visibility."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from projects.models import (
    InnovationKind,
    Project,
    ProjectCountry,
    ProjectMacroRegion,
    ProjectPlace,
    ProjectTargetGroup,
    ProjectText,
    ProjectTheme,
    State,
    Status,
)
from projects.search import Query, bulk_changes
from projects.search.results import ProjectSearch
from tests.factories import ProgrammeFactory, RegionFactory, TargetGroupFactory, ThemeFactory, UserFactory
from tests.projects.search_tools import TODAY
from vocabulary.models import MacroRegion, Programme, Region

pytestmark = pytest.mark.django_db

THEMES = ("Ageing", "Youth", "Housing")
GROUPS = ("older-people", "women")
REGIONS = ("SE", "SE2", "SE21", "SE211", "LV", "LV0", "DE")
PROGRAMMES = ("p1", "p2", "p3")
WORDS = ("zarnok", "bivwel", "übrölk", "quxx")
DAYS = [TODAY + timedelta(days=days) for days in (-400, -1, 0, 1, 400)]
STRANDS = {"p1": "A", "p2": "B", "p3": "B"}
PERIODS = {"p1": "2007-2013", "p2": "2014-2020", "p3": "2014-2020"}
MACROS = {"p1": ["lakes"], "p2": [], "p3": ["lakes", "hills"]}


@dataclass
class Made:
    """A project of a generated directory, and what a facet ought to know of it."""

    state: str
    programme: str
    regions: set[str]
    themes: set[str]
    groups: set[str]
    kinds: set[str]
    macros: set[str]
    starts: date | None
    ends: date | None
    budget: Decimal | None
    minutes: int
    words: list[str]
    number: int = 0
    values: dict[str, set[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        above = {code[:length] for code in self.regions for length in range(2, len(code) + 1)}
        self.values = {
            "region": above,
            "macro": self.macros | set(MACROS[self.programme]),
            "theme": {theme.lower() for theme in self.themes},
            "period": {PERIODS[self.programme]},
            "programme": {self.programme},
            "strand": {STRANDS[self.programme]},
            "status": {self.status()},
            "target": self.groups,
            "kind": self.kinds,
        }

    def status(self) -> str:
        if self.ends and self.ends < TODAY:
            return "finished"
        if self.starts and self.starts > TODAY:
            return "planned"
        return "running" if self.starts and self.ends else "unknown"

    def has(self, facet: str, chosen: Iterable[str]) -> bool:
        return any(value in self.values[facet] or (value == "none" and not self.values[facet]) for value in chosen)


@st.composite
def projects(draw: st.DrawFn) -> Made:
    def some(values: Iterable[str]) -> set[str]:
        return set(draw(st.lists(st.sampled_from(sorted(values)), unique=True, max_size=3)))

    days = sorted(draw(st.lists(st.sampled_from(DAYS), min_size=2, max_size=2)))
    return Made(
        state=draw(st.sampled_from([State.PUBLISHED] * 4 + [State.DRAFT, State.ARCHIVED])),
        programme=draw(st.sampled_from(PROGRAMMES)),
        regions=some(REGIONS),
        themes=some(THEMES),
        groups=some(GROUPS),
        kinds=some(InnovationKind.values),
        macros=some(["lakes", "hills"]),
        starts=draw(st.sampled_from([None, days[0]])),
        ends=draw(st.sampled_from([None, days[1]])),
        budget=draw(st.none() | st.sampled_from([Decimal("1.50"), Decimal(7), Decimal(20)])),
        minutes=draw(st.integers(0, 2)),
        words=draw(st.lists(st.sampled_from(WORDS), max_size=4)),
    )


CHOICES: dict[str, list[str]] = {
    "region": [*REGIONS, "none"],
    "macro": ["lakes", "hills", "none"],
    "theme": [*(theme.lower() for theme in THEMES), "none"],
    "period": ["2007-2013", "2014-2020"],
    "programme": list(PROGRAMMES),
    "strand": ["A", "B", "C", "none"],
    "status": list(Status.values),
    "target": [*GROUPS, "none"],
    "kind": [*InnovationKind.values, "none"],
}


@st.composite
def queries(draw: st.DrawFn) -> Query:
    names = draw(st.lists(st.sampled_from(sorted(CHOICES)), unique=True, max_size=2))
    facets = {
        name: tuple(draw(st.lists(st.sampled_from(CHOICES[name]), unique=True, min_size=1, max_size=2)))
        for name in names
    }
    q = draw(st.sampled_from(["", "", "zarnok", "BIVWEL", "ubrolk", "zarnok quxx", "zarnok -bivwel"]))
    sort = draw(st.sampled_from(["newest", "title", "budget"]))
    return Query(q=q, facets=facets, sort=sort, size=50)


def write(directory: list[Made]) -> None:
    """The directory into the database, in bulk, with its lists."""
    user: User = UserFactory()
    themes = {name: ThemeFactory(name=name) for name in THEMES}
    groups = {slug: TargetGroupFactory(slug=slug) for slug in GROUPS}
    regions: dict[str, Region] = {}
    for code in ("SE211", "LV0", "DE1"):
        region: Region | None = RegionFactory(code=code)
        while region:
            regions[region.code] = region
            region = region.parent
    macros = {
        slug: MacroRegion.objects.get_or_create(slug=slug, defaults={"acronym": slug})[0] for slug in ("lakes", "hills")
    }
    programmes: dict[str, Programme] = {}
    for slug in PROGRAMMES:
        programmes[slug] = ProgrammeFactory(name=slug, slug=slug, strand=STRANDS[slug], period__slug=PERIODS[slug])
        programmes[slug].macro_regions.set(macros[one] for one in MACROS[slug])
    with bulk_changes():
        for place, made in enumerate(directory):
            published = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=made.minutes)
            public = made.state in (State.PUBLISHED, State.ARCHIVED)
            stored = Project.objects.create(
                acronym=f"T{place}",
                slug=f"t{place}",
                state=made.state,
                programme=programmes[made.programme],
                innovation_kinds=sorted(made.kinds),
                start_date=made.starts,
                start_precision="day" if made.starts else "",
                end_date=made.ends,
                end_precision="day" if made.ends else "",
                total_budget=made.budget,
                total_budget_precision="exact" if made.budget else "",
                published_at=published if public else None,
                published_by=user if public else None,
                archived_at=published if made.state == State.ARCHIVED else None,
                archived_by=user if made.state == State.ARCHIVED else None,
            )
            made.number = stored.pk
            ProjectText.objects.create(project=stored, language="en", summary=" ".join(made.words))
            rows: list[Any] = [
                *(ProjectTheme(content_object=stored, tag=themes[name]) for name in made.themes),
                *(ProjectTargetGroup(project=stored, group=groups[slug]) for slug in made.groups),
                *(ProjectMacroRegion(project=stored, macro_region=macros[slug]) for slug in made.macros),
            ]
            for code in made.regions:
                if len(code) == 2:
                    rows.append(ProjectCountry(project=stored, country=regions[code]))
                else:
                    rows.append(ProjectPlace(project=stored, region=regions[code], name=code))
            for row in rows:
                row.save()


def matching(directory: list[Made], query: Query, *, but: str = "") -> list[Made]:
    """Which projects a query means, read off the definition: OR inside a facet, AND across."""
    wanted = [word for word in query.q.lower().replace("ü", "u").replace("ö", "o").split() if word[0] != "-"]
    unwanted = [word[1:] for word in query.q.split() if word[0] == "-"]
    found = []
    for made in directory:
        words = {word.replace("ü", "u").replace("ö", "o") for word in made.words}
        if (
            made.state == State.PUBLISHED
            and words.issuperset(wanted)
            and words.isdisjoint(unwanted)
            and all(made.has(name, chosen) for name, chosen in query.facets.items() if name != but)
        ):
            found.append(made)
    return found


def ordered(found: list[Made], sort: str) -> list[int]:
    keys = {
        "newest": lambda made: (-made.minutes, -made.number),
        "budget": lambda made: (made.budget is None, -(made.budget or 0), made.number),
    }
    if sort == "title":
        return [made.number for made in found]  # acronyms T0 to T7 are in order already
    return [made.number for made in sorted(found, key=keys[sort])]


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(projects(), max_size=8), st.lists(queries(), min_size=3, max_size=6))
def test_search_agrees_with_plain_python(directory: list[Made], asked: list[Query]) -> None:
    with transaction.atomic():
        write(directory)
        for query in asked:
            compare(directory, query)
        transaction.set_rollback(True)


def compare(directory: list[Made], query: Query) -> None:
    result = ProjectSearch(query, on=TODAY, language="en")
    expected = matching(directory, query)
    assert result.total == len(expected)
    assert result.of_total == sum(made.state == State.PUBLISHED for made in directory)
    assert [hit.project.pk for hit in result.hits] == ordered(expected, query.sort)
    assert result.without_place == sum(not made.values["region"] for made in expected)
    assert result.country_counts == Counter(
        code for made in expected for code in made.values["region"] if len(code) == 2
    )
    for facet in result.facets:
        others = matching(directory, query, but=facet.name)
        counted = Counter(value for made in others for value in made.values[facet.name] or {"none"})
        assert {value.value: value.count for value in facet.values if value.count} == counted, facet.name
        if facet.name != "status":
            assert facet.not_stated == counted["none"]
        stated = len(others) - counted["none"]
        assert facet.shown == (facet.name in query.facets or stated * 5 >= len(others))
        assert {value.value for value in facet.values if value.selected} == set(query.facets.get(facet.name, ()))
