"""The pages about the site itself: data, accessibility, privacy, imprint. Their words are in templates/about/."""

from datetime import date
from typing import Any

from django.views.generic import TemplateView

from projects.models import Project
from projects.presentation import wording

# The days on which somebody last compared these statements with what the site does.
ACCESSIBILITY_REVIEWED = date(2026, 11, 20)
PRIVACY_REVIEWED = date(2026, 11, 21)


class Data(TemplateView):
    """Where the figures come from and what the words beside them mean."""

    template_name = "about/data.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(totals={"projects": Project.objects.published().count()}, **kwargs)


class Statement(TemplateView):
    """A page that says on which day somebody last stood by it."""

    reviewed: date

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(updated_on=wording.day(self.reviewed), **kwargs)


class Accessibility(Statement):
    template_name = "about/accessibility.html"
    reviewed = ACCESSIBILITY_REVIEWED


class Privacy(Statement):
    template_name = "about/privacy.html"
    reviewed = PRIVACY_REVIEWED


class Imprint(TemplateView):
    template_name = "about/imprint.html"
