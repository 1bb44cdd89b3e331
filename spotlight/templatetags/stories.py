"""Shows stories on pages of rooms that know nothing of them: `{% project_stories project %}`."""

from typing import Any

from django import template

from projects.models import Project
from projects.presentation import wording
from spotlight.cards import cards, with_words
from spotlight.models import Story

register = template.Library()

_MOST = 6


@register.inclusion_tag("spotlight/_of_project.html")
def project_stories(project: Project, name: str) -> dict[str, Any]:
    """The published stories of a project under the heading "Stories from …"; nothing where there is none."""
    if project.pk is None:  # a made-up profile, as the style guide shows
        return {"name": name, "cards": []}
    found = with_words(Story.objects.published().filter(project=project))[:_MOST]
    return {"name": name, "cards": cards(found, wording.language())}


@register.inclusion_tag("spotlight/_of_project.html")
def country_stories(code: str, name: str) -> dict[str, Any]:
    """The published stories of public projects from the country with the ISO `code`; nothing where there is none."""
    shown = Project.objects.published().filter(country_rows__country__code=code)
    stories = Story.objects.published().filter(is_example=False, project__in=shown)
    return {"name": name, "cards": cards(with_words(stories)[:_MOST], wording.language())}
