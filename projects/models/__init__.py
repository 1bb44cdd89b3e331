"""The directory: projects, their words, their partners and where each figure comes from."""

from .choices import AmountPrecision, DatePrecision, InnovationKind, State, Status
from .imports import ImportRun, ImportState
from .parts import (
    FigureSource,
    FormerSlug,
    LinkKind,
    Partnership,
    ProjectCountry,
    ProjectLink,
    ProjectPlace,
    ProjectTargetGroup,
    ProjectTheme,
    Rank,
    Role,
)
from .pictures import ProjectPicture
from .project import Project
from .search_rows import (
    ProjectDocument,
    ProjectMacroRegion,
    ProjectVector,
    SearchChange,
    SearchLog,
    SearchName,
    SearchPending,
    SearchWord,
)
from .texts import SECTIONS, ProjectText, TextChoice

__all__ = [
    "SECTIONS",
    "AmountPrecision",
    "DatePrecision",
    "FigureSource",
    "FormerSlug",
    "ImportRun",
    "ImportState",
    "InnovationKind",
    "LinkKind",
    "Partnership",
    "Project",
    "ProjectCountry",
    "ProjectDocument",
    "ProjectLink",
    "ProjectMacroRegion",
    "ProjectPicture",
    "ProjectPlace",
    "ProjectTargetGroup",
    "ProjectText",
    "ProjectTheme",
    "ProjectVector",
    "Rank",
    "Role",
    "SearchChange",
    "SearchLog",
    "SearchName",
    "SearchPending",
    "SearchWord",
    "State",
    "Status",
    "TextChoice",
]
