"""The doors that give many profiles a theme, or take it from them."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db import transaction

from projects.models import Project, ProjectTheme, State
from vocabulary.models import Theme


@dataclass(slots=True)
class Themed:
    """How many profiles changed, how many already were as wished, and which would have lost their last theme."""

    changed: int = 0
    unchanged: int = 0
    refused: list[Project] = field(default_factory=list)


def add_theme(projects: Iterable[Project], theme: Theme, *, by: User) -> Themed:
    """Give each profile the theme."""
    done = Themed()
    with transaction.atomic():
        for project in _locked(projects):
            if project.theme_rows.filter(tag=theme).exists():
                done.unchanged += 1
                continue
            row = ProjectTheme(content_object=project, tag=theme)
            row._history_user = by
            row.save()
            done.changed += 1
    return done


def remove_theme(projects: Iterable[Project], theme: Theme, *, by: User) -> Themed:
    """Take the theme from each profile; a scheduled or public one keeps its last theme."""
    done = Themed()
    with transaction.atomic():
        for project in _locked(projects):
            rows = list(project.theme_rows.all())
            found = [row for row in rows if row.tag_id == theme.pk]
            if not found:
                done.unchanged += 1
            elif len(rows) == 1 and project.state in (State.SCHEDULED, State.PUBLISHED):
                done.refused.append(project)
            else:
                found[0]._history_user = by
                found[0].delete()
                done.changed += 1
    return done


def _locked(projects: Iterable[Project]) -> Iterable[Project]:
    """The rows, locked in the order of their keys so that two people at once never wait for each other."""
    keys = [project.pk for project in projects]
    return Project.objects.select_for_update().filter(pk__in=keys).order_by("pk").prefetch_related("texts")
