"""What the directory holds before an import: how rows are recognised, and what their profiles say now."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models

from projects.importing.headings import normalise
from projects.importing.lookups import Named
from projects.models import (
    FormerSlug,
    Partnership,
    Project,
    ProjectCountry,
    ProjectPlace,
    ProjectTargetGroup,
    ProjectText,
    ProjectTheme,
)
from projects.models.texts import SECTIONS
from vocabulary.models import Organisation

TEXT_FIELDS = ("title", "summary", *SECTIONS)


@dataclass(frozen=True, slots=True)
class Part:
    """A table of rows that belong to a project: `key` tells them apart, `compared` is what a file says of them.

    `defaults` fills the columns no file knows; they are left alone on rows that exist.
    """

    name: str
    model: type[models.Model]
    owner: str
    key: str
    compared: tuple[str, ...] = ()
    defaults: tuple[tuple[str, Any], ...] = ()
    fields: frozenset[str] = frozenset()


PARTS: dict[str, Part] = {
    part.name: part
    for part in (
        Part("texts", ProjectText, "project_id", "language", TEXT_FIELDS, fields=frozenset(TEXT_FIELDS)),
        Part("countries", ProjectCountry, "project_id", "country_id", fields=frozenset({"countries"})),
        Part("themes", ProjectTheme, "content_object_id", "tag_id", fields=frozenset({"themes"})),
        Part("places", ProjectPlace, "project_id", "name", ("region_id",), fields=frozenset({"places"})),
        Part(
            "targets",
            ProjectTargetGroup,
            "project_id",
            "group_id",
            ("rank",),
            fields=frozenset({"primary", "secondary"}),
        ),
        Part(
            "partners",
            Partnership,
            "project_id",
            "organisation_id",
            ("role",),
            (("remark", ""),),
            fields=frozenset({"lead", "partners", "associated"}),
        ),
    )
}

# A row of a part: its id and its compared values.
PartRow = tuple[int, tuple[Any, ...]]
PROJECT_COLUMNS: tuple[str, ...] = tuple(column.attname for column in Project._meta.concrete_fields)


@dataclass(slots=True)
class Snapshot:
    """The projects of one batch as they stand, and the parts the file speaks of."""

    projects: dict[int, dict[str, Any]] = field(default_factory=dict)
    parts: dict[str, dict[int, dict[Any, PartRow]]] = field(default_factory=dict)

    @classmethod
    def take(cls, ids: Sequence[int], needed: Iterable[str], *, lock: bool) -> "Snapshot":
        """Read the projects `ids`; with `lock` nobody else changes them until the transaction ends."""
        rows = Project.objects.filter(pk__in=ids).order_by("pk")
        if lock:
            rows = rows.select_for_update()
        snapshot = cls({row["id"]: row for row in rows.values(*PROJECT_COLUMNS)})
        for name in needed:
            part = PARTS[name]
            found: dict[int, dict[Any, PartRow]] = defaultdict(dict)
            columns = (part.owner, part.key, "id", *part.compared)
            kept = part.model._default_manager.filter(**{f"{part.owner}__in": ids}).order_by("pk")
            for owner, key, pk, *values in kept.values_list(*columns):
                found[owner][key] = (pk, tuple(values))
            snapshot.parts[name] = dict(found)
        return snapshot

    def part(self, name: str, project_id: int | None) -> dict[Any, PartRow]:
        return self.parts.get(name, {}).get(project_id, {}) if project_id else {}


NEW = 0


@dataclass(slots=True)
class Directory:
    """How profiles are recognised: every number, address and name in use, kept current while a file is read.

    Former addresses count as in use. Profiles that the file itself adds stand as `NEW`.
    """

    by_keep_id: dict[int, int] = field(default_factory=dict)
    by_slug: dict[str, int] = field(default_factory=dict)
    by_name: dict[tuple[str, int], list[int]] = field(default_factory=dict)
    _counters: dict[str, int] = field(default_factory=dict)

    @classmethod
    def load(cls) -> "Directory":
        directory = cls()
        directory.by_slug = dict(FormerSlug.objects.values_list("slug", "project_id"))
        names: dict[tuple[str, int], list[int]] = defaultdict(list)
        rows = Project.objects.order_by("pk").values_list("id", "slug", "keep_id", "acronym", "programme_id")
        for pk, slug, keep_id, acronym, programme in rows.iterator(chunk_size=20_000):
            directory.by_slug[slug] = pk
            if keep_id is not None:
                directory.by_keep_id[keep_id] = pk
            if acronym and programme:
                names[normalise(acronym), programme].append(pk)
        directory.by_name = dict(names)
        return directory

    def free_slug(self, wanted: str) -> str:
        """`wanted`, or with a number behind it when taken; it is taken from now on."""
        slug = wanted
        while slug in self.by_slug:
            count = self._counters[wanted] = self._counters.get(wanted, 1) + 1
            slug = f"{wanted[:112]}-{count}"
        self.by_slug[slug] = NEW
        return slug


@dataclass(slots=True)
class Organisations:
    """Organisations by name and country. Those a file adds have negative numbers until they are written."""

    by_name: dict[tuple[str, int | None], int] = field(default_factory=dict)
    same_name: dict[str, list[int]] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    added: dict[int, Named] = field(default_factory=dict)
    slugs: set[str] = field(default_factory=set)

    @classmethod
    def load(cls) -> "Organisations":
        book = cls()
        rows = Organisation.objects.order_by("pk").values_list("id", "name", "country_id", "slug", "other_names")
        others = []
        for pk, name, country, slug, other_names in rows.iterator(chunk_size=20_000):
            book._know(pk, name, country)
            book.names[pk] = name
            book.slugs.add(slug)
            others += [(pk, other, country) for other in other_names]
        for pk, name, country in others:  # a present name wins over a former one
            book._know(pk, name, country)
        return book

    def _know(self, pk: int, name: str, country: int | None) -> None:
        self.by_name.setdefault((normalise(name), country), pk)
        same = self.same_name.setdefault(normalise(name), [])
        if pk not in same:
            same.append(pk)

    def find(self, named: Named, current: Iterable[int]) -> int:
        """The organisation meant; one without a country is first looked for among the project's own partners.

        A name that nobody has, or that several have and no country tells apart, becomes a new organisation.
        """
        name = normalise(named.name)
        if (pk := self.by_name.get((name, named.country))) is not None:
            return pk
        if named.country is None:
            same = self.same_name.get(name, [])
            among = [pk for pk in current if pk in same]
            if among or len(same) == 1:
                return (among or same)[0]
        pk = -len(self.added) - 1
        self.added[pk] = named
        self.by_name[name, named.country] = pk
        self.same_name.setdefault(name, []).append(pk)
        self.names[pk] = named.name
        return pk

    def written(self, temporary: int, pk: int) -> None:
        """From now on the organisation `temporary` is known under its real number."""
        named = self.added[temporary]
        name = normalise(named.name)
        self.by_name[name, named.country] = pk
        self.same_name[name] = [pk if known == temporary else known for known in self.same_name[name]]
        self.names[pk] = named.name
