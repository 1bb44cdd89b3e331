"""Organisations in the lists of centres, consortia and networks."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from centres.models import ConsortiumMember, MemberRole, NetworkMember
from centres.presentation.words import remark
from projects.presentation import wording
from projects.presentation.words import Words
from vocabulary.labels import sort_key
from vocabulary.models import Organisation, Sector


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation in a role; `note` says more about the role."""

    name: str
    url: str
    country: str
    role: str
    note: Words

    @classmethod
    def of(cls, organisation: Organisation, *, role: str = "", note: str = "") -> "Body":
        country = organisation.country.label(wording.language()) if organisation.country else ""
        return cls(organisation.name, organisation.get_absolute_url(), country, role, remark(note))


@dataclass(frozen=True, slots=True)
class Group:
    """Organisations under one heading; `claimed` where a source names the country but nobody from there is listed."""

    heading: str
    url: str
    bodies: list[Body]
    claimed: bool = False


def sectors(rows: Iterable[NetworkMember]) -> list[Group]:
    """The members of a network by sector, in the order of the sectors; those without one come last."""
    found: dict[str, list[Body]] = {}
    for row in rows:
        found.setdefault(row.organisation.sector, []).append(Body.of(row.organisation, note=row.role))
    headings = {str(value): str(label) for value, label in Sector.choices} | {"": _("sector not stated")}
    return [Group(headings[sector], "", by_name(found[sector])) for sector in headings if sector in found]


def members(rows: Iterable[ConsortiumMember]) -> dict[str, list[Body]]:
    """The members of a consortium by the code of their country, the lead first; "" where no country is known."""
    found: dict[str, list[Body]] = {}
    for row in rows:
        code = row.organisation.country.code if row.organisation.country else ""
        role = str(MemberRole(row.role).label) if row.role == MemberRole.LEAD else ""
        found.setdefault(code, []).append(Body.of(row.organisation, role=role, note=row.note))
    return {code: sorted(by_name(bodies), key=lambda body: not body.role) for code, bodies in found.items()}


def by_name(bodies: Iterable[Body]) -> list[Body]:
    """Organisations as the reader sorts them."""
    reader = wording.language()
    return sorted(bodies, key=lambda body: sort_key(body.name, reader))
