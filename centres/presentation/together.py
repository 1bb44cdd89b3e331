"""Consortia and networks as their pages show them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from centres.models import Consortium, ConsortiumItem, ItemKind, Network, NetworkKind, NetworkMilestone, State
from centres.presentation.lines import by_country, centre_line, country_url
from centres.presentation.people import Group, members, sectors
from centres.presentation.words import best, remark, said
from projects.presentation import wording
from projects.presentation.wording import Link, Money, Source
from projects.presentation.words import Words
from vocabulary.labels import sort_key

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Item:
    """An output, a tool or a milestone; `day` only as exact as it is known."""

    title: Words
    url: str
    host: str
    day: str
    sources: list[Source]


@dataclass(frozen=True, slots=True)
class ItemGroup:
    heading: str
    items: list[Item]


@dataclass(frozen=True, slots=True)
class ConsortiumLine:
    """A consortium in the overview."""

    acronym: str
    name: str
    url: str
    lead: str
    countries: list[str]
    organisations: int
    dates: str


@dataclass(frozen=True, slots=True)
class NetworkLine:
    """A network in the overview."""

    name: Words
    url: str
    kind: str
    macro_region: str
    aim: Words
    members: int


def consortium_lines() -> dict[int, list[ConsortiumLine]]:
    """Published consortia by generation; five queries."""
    rows = Consortium.objects.published().prefetch_related("member_rows__organisation", "country_rows__country")
    found: dict[int, list[ConsortiumLine]] = {}
    for row in sorted(rows, key=lambda each: (each.generation, each.acronym.casefold())):
        bodies = row.member_rows.all()
        line = ConsortiumLine(
            acronym=row.acronym,
            name=row.name,
            url=row.get_absolute_url(),
            lead=next((each.organisation.name for each in bodies if each.role == "lead"), ""),
            countries=wording.country_names(each.country for each in row.country_rows.all()),
            organisations=len(bodies),
            dates=_dates(row) if row.start_date or row.end_date else _("running time not published"),
        )
        found.setdefault(row.generation, []).append(line)
    return found


def consortium_page(row: Consortium) -> dict[str, Any]:
    """Everything the page of a published consortium shows."""
    text = best(row.texts.all(), "description")
    centres = sorted((each for each in row.centres.all() if each.state == State.PUBLISHED), key=by_country)
    return {
        "trail": [*_top(), Link(_("Consortia"), reverse("centres:consortia"))],
        "consortium": row,
        "generation": _("Generation %(number)s") % {"number": row.generation},
        "text": text,
        "remarks": remark(row.remarks),
        "dates": _dates(row),
        "budget": _amount(row.total_budget, row.total_budget_precision),
        "funding": _amount(row.eu_funding, row.eu_funding_precision),
        "website": Link(wording.link_label(row.website), row.website) if row.website else None,
        "groups": _groups(row),
        "organisations": len(row.member_rows.all()),
        "items": _items(row),
        "centres": [centre_line(each) for each in centres],
        "sources": wording.sources(row.source),
        "description": " ".join(text.text.split())[:300] or row.name or row.acronym,
    }


def network_lines() -> list[NetworkLine]:
    """Published networks by name; five queries."""
    rows = Network.objects.published().select_related("macro_region")
    lines = [
        NetworkLine(
            name=said(row.name, row.name_language),
            url=row.get_absolute_url(),
            kind=str(NetworkKind(row.kind).label),
            macro_region=row.macro_region.label(wording.language()) if row.macro_region else "",
            aim=best(row.texts.all(), "aim"),
            members=len(row.member_rows.all()),
        )
        for row in rows.prefetch_related("texts", "member_rows", "macro_region__labels")
    ]
    reader = wording.language()
    return sorted(lines, key=lambda line: sort_key(line.name.text, reader))


def network_page(row: Network) -> dict[str, Any]:
    """Everything the page of a published network shows."""
    text = best(row.texts.all(), "aim")
    macro = row.macro_region
    return {
        "trail": [*_top(), Link(_("Networks"), reverse("centres:networks"))],
        "name": said(row.name, row.name_language),
        "slug": row.slug,
        "kind": str(NetworkKind(row.kind).label),
        "macro": Link(macro.label(wording.language()), f"{reverse('centres:list')}?macro={macro.slug}")
        if macro
        else None,
        "text": text,
        "website": Link(wording.link_label(row.website), row.website) if row.website else None,
        "groups": sectors(row.member_rows.all()),
        "milestones": [_item(each) for each in sorted(row.milestones.all(), key=_when)],
        "remarks": remark(row.remarks),
        "sources": wording.sources(row.source),
        "description": " ".join(text.text.split())[:300] or row.name,
    }


def _top() -> list[Link]:
    return [Link(_("Competence centres"), reverse("centres:list"))]


def _dates(row: Consortium) -> str:
    return wording.date_range(row.start_date, row.start_precision, row.end_date, row.end_precision)


def _amount(amount: Decimal | None, precision: str) -> Money:
    """The amount as read and to the cent, the latter only where it says more."""
    money = wording.money(amount, precision)
    if amount is None or money is None:
        return Money(_("not published"), "")
    rounded = amount >= _MILLION or amount != amount.to_integral_value()
    return money if rounded else Money(money.short, "")


def _groups(row: Consortium) -> list[Group]:
    """Countries by name with their members; one that is only claimed has none. Members without country come last."""
    listed = members(row.member_rows.all())
    reader = wording.language()
    groups = [
        Group(each.country.label(reader), country_url(each.country), listed.pop(each.country.code, []), each.claimed)
        for each in row.country_rows.all()
    ]
    groups.sort(key=lambda group: sort_key(group.heading, reader))
    rest = [body for bodies in listed.values() for body in bodies]
    return [*groups, Group(_("Other organisations"), "", rest)] if rest else groups


def _items(row: Consortium) -> list[ItemGroup]:
    headings = {
        ItemKind.OUTPUT: _("Outputs"),
        ItemKind.TOOL: _("Tools and methods"),
        ItemKind.MILESTONE: _("Milestones"),
    }
    rows = sorted(row.items.all(), key=_when)
    groups = [
        ItemGroup(heading, [_item(each) for each in rows if each.kind == kind]) for kind, heading in headings.items()
    ]
    return [group for group in groups if group.items]


def _item(row: ConsortiumItem | NetworkMilestone) -> Item:
    return Item(
        title=said(row.title, row.language),
        url=row.url,
        host=wording.host(row.url),
        day=wording.date_text(row.on, row.precision),
        sources=wording.sources(row.source),
    )


def _when(row: ConsortiumItem | NetworkMilestone) -> tuple[date, int]:
    """By date; what has none comes last."""
    return row.on or date.max, row.pk
