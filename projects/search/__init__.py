"""Search of the directory. `clean_query` reads an address, `ProjectSearch` answers it; nothing here sees a request."""

from .facets import Facet, FacetValue
from .query import Dropped, Query, clean_query
from .related import related
from .results import Correction, Hit, Neighbours, Page, Pill, ProjectSearch, Relaxation
from .suggestions import Suggestion, also_suggest, begins, projects_begun, suggest, suggest_others
from .upkeep import bulk_changes, prune_changes, rebuild_all, warm_up

__all__ = [
    "Correction",
    "Dropped",
    "Facet",
    "FacetValue",
    "Hit",
    "Neighbours",
    "Page",
    "Pill",
    "ProjectSearch",
    "Query",
    "Relaxation",
    "Suggestion",
    "also_suggest",
    "begins",
    "bulk_changes",
    "clean_query",
    "projects_begun",
    "prune_changes",
    "rebuild_all",
    "related",
    "suggest",
    "suggest_others",
    "warm_up",
]
