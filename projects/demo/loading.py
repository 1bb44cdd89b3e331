"""Loads the demonstration directory, once per database: what staff delete afterwards stays deleted."""

import contextlib
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone

from projects import curation
from projects.demo.parts import Part, parts
from projects.demo.reading import plain_fields
from projects.models import (
    FigureSource,
    Partnership,
    Project,
    ProjectCountry,
    ProjectLink,
    ProjectPlace,
    ProjectTargetGroup,
    ProjectText,
    ProjectTheme,
)
from vocabulary.aliases import ProgrammeNames
from vocabulary.loading import create, load_vocabulary, never_had, read_json
from vocabulary.models import Organisation, Region, SiteSettings, TargetGroup, Theme

DATA = Path(__file__).resolve().parent
REASON = "Demonstration directory"
USER_NAME = "demo-directory"

Entry = dict[str, Any]


class AlreadyLoaded(Exception):
    """This database was given the demonstration directory before; `moment` says when."""

    def __init__(self, moment: datetime) -> None:
        super().__init__(moment)
        self.moment = moment


def load_demo() -> int:
    """Load vocabularies, organisations, profiles and the parts of other rooms in one transaction.

    Returns how many profiles were made. A profile whose address is taken is left out: what is there belongs to staff.
    A part that came with a later version is added to a directory loaded before. Raises `AlreadyLoaded`.
    """
    made = 0
    with transaction.atomic():
        SiteSettings.load()
        site = SiteSettings.objects.select_for_update().get()
        if site.demo_loaded_at and not missing_parts():
            raise AlreadyLoaded(site.demo_loaded_at)
        if not site.demo_loaded_at:
            made = _load_directory()
            site.demo_loaded_at = timezone.now()
            site.save()
        for part in missing_parts():
            part.load(demo_user())
    return made


def missing_parts() -> list[Part]:
    """The parts of other rooms that this demonstration lacks; none where the directory was cleared."""
    is_here = User.objects.filter(username=USER_NAME).exists()
    return [part for part in parts() if not part.is_loaded()] if is_here else []


def is_complete() -> bool:
    """Whether there is nothing left to load."""
    return SiteSettings.load().demo_loaded_at is not None and not missing_parts()


def _load_directory() -> int:
    load_vocabulary()
    loading = _Loading(by=demo_user())
    loading.organisations(read_json(DATA / "organisations.json"))
    return loading.projects(read_json(DATA / "projects.json"))


def demo_user() -> User:
    """In whose name the demonstration directory is published; nobody can sign in with it."""
    user, made = User.objects.get_or_create(
        username=USER_NAME, defaults={"first_name": "Demonstration", "last_name": "directory", "is_active": False}
    )
    if made:
        user.set_unusable_password()
        user.save()
    return user


class _Loading:
    """One run: the vocabularies by key, read once, and the person in whose name rows are made."""

    def __init__(self, *, by: User) -> None:
        self.by = by
        self.regions: dict[str, int] = dict(Region.objects.values_list("code", "pk"))
        self.themes: dict[str, int] = dict(Theme.objects.values_list("slug", "pk"))
        self.groups: dict[str, int] = dict(TargetGroup.objects.values_list("slug", "pk"))
        self.programmes = ProgrammeNames()
        self.bodies: dict[str, int] = {}
        self.made: dict[str, Project] = {}

    def create(self, rows: list[Any]) -> None:
        create(rows, reason=REASON, by=self.by)

    def organisations(self, entries: list[Entry]) -> None:
        rows = [
            Organisation(
                slug=entry["slug"],
                name=entry["name"],
                sector=entry.get("sector", ""),
                country_id=self.regions.get(entry["country"]),
                place_id=self.regions.get(entry.get("place", "")),
                source="\n".join(entry["source"]),
            )
            for entry in entries
        ]
        self.create(never_had(rows, ("slug",), ("name", "country_id")))
        # A body staff already listed, under this address or this name, takes the part of the shipped one.
        listed = Organisation.objects.values_list("pk", "slug", "name", "country_id")
        by_slug = {slug: pk for pk, slug, _name, _country in listed}
        by_name: dict[tuple[str, int | None], int] = {(name, country): pk for pk, _slug, name, country in listed}
        for row in rows:
            if pk := by_slug.get(row.slug) or by_name.get((row.name, row.country_id)):
                self.bodies[row.slug] = pk

    def projects(self, entries: list[Entry]) -> int:
        # In two rounds, so that the project another one continues has its number.
        for round_ in (False, True):
            rows = [self._project(entry) for entry in entries if ("continues" in entry) == round_]
            new = [row for row in never_had(rows, ("slug",)) if not self._keep_id_taken(row)]
            self.create(new)
            self.made |= {row.slug: row for row in new}
        loaded = [entry for entry in entries if entry["key"] in self.made]
        for part in (_texts, _figure_sources, _links):
            self.create([row for entry in loaded for row in part(self.made[entry["key"]], entry)])
        for part_of_vocabulary in (self._countries, self._places, self._themes, self._groups, self._partners):
            self.create([row for entry in loaded for row in part_of_vocabulary(self.made[entry["key"]], entry)])
        # The first entries are the best known: they are published last and so stand first among the newest.
        for entry in reversed(loaded):
            # Where staff removed the programme or theme of a profile beforehand, it waits for them as a draft.
            with contextlib.suppress(curation.NotReady):
                curation.publish(self.made[entry["key"]], by=self.by)
        return len(loaded)

    def _project(self, entry: Entry) -> Project:
        continued = self.made.get(entry.get("continues", ""))
        programme = self.programmes.find(entry["programme"], entry["period"])
        return Project(**plain_fields(entry), programme=programme, continues=continued)

    def _keep_id_taken(self, row: Project) -> bool:
        return row.keep_id is not None and Project.objects.filter(keep_id=row.keep_id).exists()

    def _countries(self, project: Project, entry: Entry) -> Iterator[ProjectCountry]:
        for code in entry.get("countries", []):
            if code in self.regions:
                yield ProjectCountry(project=project, country_id=self.regions[code])

    def _places(self, project: Project, entry: Entry) -> Iterator[ProjectPlace]:
        for place in entry.get("places", []):
            yield ProjectPlace(project=project, name=place["name"], region_id=self.regions.get(place["region"]))

    def _themes(self, project: Project, entry: Entry) -> Iterator[ProjectTheme]:
        for slug in entry["themes"]:
            if slug in self.themes:
                yield ProjectTheme(content_object=project, tag_id=self.themes[slug])

    def _groups(self, project: Project, entry: Entry) -> Iterator[ProjectTargetGroup]:
        for rank, slugs in entry.get("target_groups", {}).items():
            for slug in slugs:
                if slug in self.groups:
                    yield ProjectTargetGroup(project=project, group_id=self.groups[slug], rank=rank)

    def _partners(self, project: Project, entry: Entry) -> Iterator[Partnership]:
        for partner in entry.get("partners", []):
            if body := self.bodies.get(partner["organisation"]):
                yield Partnership(
                    project=project, organisation_id=body, role=partner["role"], remark=partner.get("remark", "")
                )


def _texts(project: Project, entry: Entry) -> Iterator[ProjectText]:
    for language, words in entry["texts"].items():
        yield ProjectText(project=project, language=language, **words)


def _figure_sources(project: Project, entry: Entry) -> Iterator[FigureSource]:
    for figure, found in entry.get("figure_sources", {}).items():
        yield FigureSource(
            project=project, figure=figure, source="\n".join(found["source"]), remark=found.get("remark", "")
        )


def _links(project: Project, entry: Entry) -> Iterator[ProjectLink]:
    for link in entry.get("links", []):
        yield ProjectLink(project=project, **link)
