"""Loads what is known about real centres, once per database, through the same doors as everything else."""

import contextlib
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Model

from centres import answering, publishing
from centres.models import (
    Answer,
    Centre,
    CentreConsortium,
    CentreOrganisation,
    CentreText,
    Claim,
    Consortium,
    ConsortiumCountry,
    ConsortiumItem,
    ConsortiumMember,
    ConsortiumText,
    Need,
    NeedGroup,
    NeedGroupLabel,
    NeedText,
    Network,
    NetworkMember,
    NetworkMilestone,
    NetworkText,
)
from centres.models.publishing import Publishable
from projects.demo.reading import first_day, last_day
from vocabulary.loading import create, never_had, read_json
from vocabulary.models import MacroRegion, Organisation, Region

DATA = Path(__file__).resolve().parent
REASON = "Demonstration directory"

Entry = dict[str, Any]


def is_loaded() -> bool:
    """Whether this database ever had one of the centres shipped; what staff removed since stays removed."""
    slugs = [entry["key"] for entry in read_json(DATA / "centres.json")["centres"]]
    return Centre.history.filter(slug__in=slugs).exists()


def load(by: User) -> None:
    """Make bodies, consortia, centres, needs, answers and networks in the name of `by`. All or nothing.

    What has an address that is taken, or was taken once, is left out: it belongs to staff.
    """
    deciding = User.objects.get(pk=by.pk)
    deciding.is_active = deciding.is_superuser = True  # in memory only: the doors ask for it, the account stays closed
    with transaction.atomic():
        loading = _Loading(by=deciding)
        loading.organisations(read_json(DATA / "organisations.json"))
        loading.consortia(read_json(DATA / "consortia.json"))
        loading.claims(read_json(DATA / "claims.json"))
        loading.centres(read_json(DATA / "centres.json")["centres"])
        loading.needs(read_json(DATA / "needs.json"))
        loading.answers(read_json(DATA / "services.json"))
        loading.networks(read_json(DATA / "networks.json"))


class _Loading:
    """One run: what is there by its key, and the person in whose name rows are made."""

    def __init__(self, *, by: User) -> None:
        self.by = by
        self.countries: dict[str, int] = dict(Region.objects.filter(level=0).values_list("code", "pk"))
        self.bodies: dict[str, int] = {}
        self.made_centres: dict[str, Centre] = {}

    def create(self, rows: Iterable[Model]) -> None:
        create(list(rows), reason=REASON, by=self.by)

    def new(self, rows: list[Any]) -> dict[str, Any]:
        """Make the rows whose address was never taken; by address."""
        found = never_had(rows, ("slug",))
        self.create(found)
        return {row.slug: row for row in found}

    def publish(self, things: Iterable[Publishable]) -> None:
        for thing in things:
            # Where staff removed what is needed for publishing beforehand, it waits for them as a draft.
            with contextlib.suppress(publishing.NotReady):
                publishing.publish(thing, by=self.by)

    def organisations(self, entries: list[Entry]) -> None:
        rows = [
            Organisation(
                slug=entry["slug"],
                name=entry["name"],
                sector=entry.get("sector", ""),
                country_id=self.countries.get(entry["country"]),
                other_names=entry.get("other_names", []),
                source="\n".join(entry["source"]),
            )
            for entry in entries
        ]
        self.create(never_had(rows, ("slug",), ("name", "country_id")))
        listed = list(Organisation.objects.values_list("pk", "slug", "name", "country_id"))
        self.bodies = {slug: pk for pk, slug, _name, _country in listed}
        by_name: dict[tuple[str, int | None], int] = {(name, country): pk for pk, _slug, name, country in listed}
        for row in rows:
            # A body staff already listed under this name takes the part of the shipped one.
            if row.slug not in self.bodies and (pk := by_name.get((row.name, row.country_id))):
                self.bodies[row.slug] = pk

    def consortia(self, entries: list[Entry]) -> None:
        made = self.new([_consortium(entry) for entry in entries])
        loaded = [(made[entry["key"]], entry) for entry in entries if entry["key"] in made]
        self.create(row for consortium, entry in loaded for row in _consortium_texts(consortium, entry))
        self.create(row for consortium, entry in loaded for row in self._members(consortium, entry))
        self.create(row for consortium, entry in loaded for row in self._consortium_countries(consortium, entry))
        self.create(row for consortium, entry in loaded for row in _items(consortium, entry))
        self.publish(made.values())

    def _members(self, consortium: Consortium, entry: Entry) -> Iterator[ConsortiumMember]:
        for member in entry["members"]:
            if body := self.bodies.get(member["organisation"]):
                yield ConsortiumMember(
                    consortium=consortium, organisation_id=body, role=member["role"], note=member.get("note", "")
                )

    def _consortium_countries(self, consortium: Consortium, entry: Entry) -> Iterator[ConsortiumCountry]:
        listed = set(consortium.member_rows.values_list("organisation__country_id", flat=True))
        for code in entry["countries"]:
            if country := self.countries.get(code):
                claimed = code in entry["claimed"] or country not in listed
                source = "\n".join(entry["source"]) if claimed else ""
                yield ConsortiumCountry(consortium=consortium, country_id=country, claimed=claimed, source=source)

    def claims(self, entries: list[Entry]) -> None:
        rows = [Claim(**entry | {"source": "\n".join(entry["source"])}) for entry in entries]
        self.create(never_had(rows, ("generation", "figure")))

    def centres(self, entries: list[Entry]) -> None:
        made = self.new([row for entry in entries if (row := self._centre(entry))])
        loaded = [(made[entry["key"]], entry) for entry in entries if entry["key"] in made]
        self.create(
            CentreText(centre=centre, language=language, description=words)
            for centre, entry in loaded
            for language, words in entry["texts"].items()
        )
        self.create(row for centre, entry in loaded for row in self._centre_organisations(centre, entry))
        known = dict(Consortium.objects.values_list("slug", "pk"))
        self.create(
            CentreConsortium(centre=centre, consortium_id=known[slug])
            for centre, entry in loaded
            for slug in entry.get("consortia", [])
            if slug in known
        )
        self.publish(made.values())
        self.made_centres = made

    def _centre(self, entry: Entry) -> Centre | None:
        """None where staff removed the country from the vocabulary."""
        country = self.countries.get(entry.get("country", ""))
        if country is None and entry["kind"] == "national":
            return None
        return Centre(
            kind=entry["kind"],
            slug=entry["key"],
            country_id=country,
            name=entry.get("name", ""),
            name_language=entry.get("name_language", ""),
            name_en=entry["name_en"],
            host_stated=entry.get("host", ""),
            website=entry.get("website", ""),
            languages=entry.get("languages", []),
            remarks=entry.get("remarks", ""),
            source="\n".join(entry["source"]),
        )

    def _centre_organisations(self, centre: Centre, entry: Entry) -> Iterator[CentreOrganisation]:
        for part in entry["organisations"]:
            if body := self.bodies.get(part["organisation"]):
                yield CentreOrganisation(
                    centre=centre, organisation_id=body, role=part["role"], note=part.get("note", "")
                )

    def needs(self, lists: Entry) -> None:
        groups = [NeedGroup(slug=entry["slug"], order=place) for place, entry in enumerate(lists["groups"])]
        made_groups = self.new(groups)
        self.create(
            NeedGroupLabel(group=made_groups[entry["slug"]], language=language, label=label)
            for entry in lists["groups"]
            if entry["slug"] in made_groups
            for language, label in entry["labels"].items()
        )
        known = dict(NeedGroup.objects.values_list("slug", "pk"))
        made = self.new(
            [
                Need(
                    slug=entry["key"],
                    group_id=known[entry["group"]],
                    order=place,
                    named_by="\n".join(entry["named_by"]),
                    remarks=entry["remarks"],
                    source="\n".join(entry["source"]),
                )
                for place, entry in enumerate(lists["needs"])
                if entry["group"] in known
            ]
        )
        self.create(
            NeedText(need=made[entry["key"]], language=language, **words)
            for entry in lists["needs"]
            if entry["key"] in made
            for language, words in entry["texts"].items()
        )
        self.publish(made.values())

    def answers(self, entries: list[Entry]) -> None:
        """Only for centres made in this run: the others' columns belong to staff."""
        needs = {need.slug: need for need in Need.objects.all()}
        for entry in entries:
            for slug, found in entry["needs"].items():
                if entry["centre"] in self.made_centres and slug in needs:
                    answering.answer(
                        self.made_centres[entry["centre"]],
                        needs[slug],
                        answer=Answer.YES,
                        level=answering.furthest(row["level"] for row in found),
                        proofs=[_proof(row) for row in found],
                        by=self.by,
                    )

    def networks(self, entries: list[Entry]) -> None:
        regions = dict(MacroRegion.objects.values_list("slug", "pk"))
        made = self.new(
            [
                Network(
                    slug=entry["key"],
                    kind=entry["kind"],
                    name=entry["name"],
                    name_language=entry["language"],
                    macro_region_id=regions.get(entry.get("macro_region", "")),
                    website=entry.get("website", ""),
                    remarks=entry.get("remarks", ""),
                    source="\n".join(entry["source"]),
                )
                for entry in entries
            ]
        )
        loaded = [(made[entry["key"]], entry) for entry in entries if entry["key"] in made]
        self.create(
            NetworkText(network=network, language=language, aim=words)
            for network, entry in loaded
            for language, words in entry["texts"].items()
        )
        self.create(
            NetworkMember(network=network, organisation_id=self.bodies[part["organisation"]], role=part.get("role", ""))
            for network, entry in loaded
            for part in entry.get("members", [])
            if part["organisation"] in self.bodies
        )
        self.create(row for network, entry in loaded for row in _milestones(network, entry))
        self.publish(made.values())


def _consortium(entry: Entry) -> Consortium:
    plain = ("acronym", "name", "fund", "call", "grant", "website", "remarks")
    fields: dict[str, Any] = {name: entry.get(name, "") for name in plain}
    if "start_date" in entry:
        fields["start_date"], fields["start_precision"] = first_day(entry["start_date"])
    if "end_date" in entry:
        fields["end_date"], fields["end_precision"] = last_day(entry["end_date"])
    for name in ("total_budget", "eu_funding"):
        if name in entry:
            fields[name] = Decimal(entry[name]["eur"])
            fields[f"{name}_precision"] = entry[name]["precision"]
    return Consortium(slug=entry["key"], generation=entry["generation"], source="\n".join(entry["source"]), **fields)


def _consortium_texts(consortium: Consortium, entry: Entry) -> Iterator[ConsortiumText]:
    for language, words in entry["texts"].items():
        yield ConsortiumText(consortium=consortium, language=language, description=words)


def _dated(stated: str | None) -> dict[str, Any]:
    on, precision = first_day(stated) if stated else (None, "")
    return {"on": on, "precision": precision}


def _items(consortium: Consortium, entry: Entry) -> Iterator[ConsortiumItem]:
    for item in entry.get("items", []):
        yield ConsortiumItem(
            consortium=consortium,
            kind=item["kind"],
            title=item["title"],
            url=item.get("url", ""),
            source="\n".join(item["source"]),
            **_dated(item.get("on")),
        )


def _milestones(network: Network, entry: Entry) -> Iterator[NetworkMilestone]:
    for item in entry.get("milestones", []):
        yield NetworkMilestone(
            network=network, title=item["title"], source="\n".join(item["source"]), **_dated(item["on"])
        )


def _proof(row: Entry) -> answering.Proof:
    return answering.Proof(
        url=row["url"],
        statement=row["statement"],
        level=row["level"],
        remarks=row.get("remarks", ""),
        **_dated(row.get("on")),
    )
