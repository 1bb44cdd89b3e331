"""Addresses of profiles: Latin letters, unique, and never those of a page of the directory."""

from projects.models import FormerSlug, Project
from vocabulary.latin import free_slug, latin, shorten

RESERVED = frozenset({"suggest", "map", "export", "feed", "embed", "import", "compare"})
"""Words under /projects/ that are, or may become, pages of their own."""

LONGEST = 80
"""Characters of a proposed address; staff may write up to 120."""


def propose_slug(acronym: str, title: str, *, but: Project | None = None) -> str:
    """A free address from the acronym, else the title; numbers tell namesakes apart. `but` keeps its own."""
    base = latin(acronym) or shorten(latin(title), LONGEST) or "project"
    own = but.pk if but else 0
    current = Project.objects.filter(slug__startswith=base).exclude(pk=own).values_list("slug", flat=True)
    former = FormerSlug.objects.filter(slug__startswith=base).exclude(project_id=own).values_list("slug", flat=True)
    return free_slug(base, {*current, *former, *RESERVED})
