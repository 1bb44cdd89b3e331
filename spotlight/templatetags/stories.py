"""Shows stories on pages of rooms below, which know nothing of them: `{% project_stories project %}`."""

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
