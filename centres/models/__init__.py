"""Centres, consortia, networks, needs and what is known about services."""

from .centre import Centre, CentreConsortium, CentreOrganisation, CentreText
from .choices import (
    Answer,
    CentreKind,
    ItemKind,
    Level,
    MemberRole,
    NetworkKind,
    OrganisationRole,
    ProposalKind,
    ProposalState,
    State,
)
from .consortium import Claim, Consortium, ConsortiumCountry, ConsortiumItem, ConsortiumMember, ConsortiumText
from .matrix import Cell, Evidence, Need, NeedGroup, NeedGroupLabel, NeedText
from .network import Network, NetworkMember, NetworkMilestone, NetworkText
from .proposals import ColumnLink, Proposal

__all__ = [
    "Answer",
    "Cell",
    "Centre",
    "CentreConsortium",
    "CentreKind",
    "CentreOrganisation",
    "CentreText",
    "Claim",
    "ColumnLink",
    "Consortium",
    "ConsortiumCountry",
    "ConsortiumItem",
    "ConsortiumMember",
    "ConsortiumText",
    "Evidence",
    "ItemKind",
    "Level",
    "MemberRole",
    "Need",
    "NeedGroup",
    "NeedGroupLabel",
    "NeedText",
    "Network",
    "NetworkKind",
    "NetworkMember",
    "NetworkMilestone",
    "NetworkText",
    "OrganisationRole",
    "Proposal",
    "ProposalKind",
    "ProposalState",
    "State",
]
