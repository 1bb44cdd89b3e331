"""Filters beside the list of stories. Values that are not offered are ignored, so no address can break the list."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from spotlight.models import Story, StoryKind, StoryState, StoryText
from vocabulary.filters import OfferedFilter


class StateFilter(OfferedFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return StoryState.choices

    def narrow(self, request: HttpRequest, stories: QuerySet[Story], value: str) -> QuerySet[Story]:
        return stories.filter(state=value)


class KindFilter(OfferedFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return StoryKind.choices

    def narrow(self, request: HttpRequest, stories: QuerySet[Story], value: str) -> QuerySet[Story]:
        return stories.filter(kind=value)


class FeaturedFilter(OfferedFilter):
    title = _("featured")
    parameter_name = "featured"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("yes", _("featured")), ("no", _("not featured"))]

    def narrow(self, request: HttpRequest, stories: QuerySet[Story], value: str) -> QuerySet[Story]:
        return stories.filter(featured=value == "yes")


class VideoFilter(OfferedFilter):
    title = _("video")
    parameter_name = "video"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("yes", _("with video")), ("no", _("without video"))]

    def narrow(self, request: HttpRequest, stories: QuerySet[Story], value: str) -> QuerySet[Story]:
        return stories.exclude(video_url="") if value == "yes" else stories.filter(video_url="")


class LanguageFilter(OfferedFilter):
    """Stories that have a text in the language, whether readers see it or not."""

    template = "admin/closed_filter.html"
    title = _("language")
    parameter_name = "language"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        used = set(StoryText.objects.order_by().values_list("language", flat=True).distinct())
        return [(code, name) for code, name in settings.CONTENT_LANGUAGES if code in used]

    def narrow(self, request: HttpRequest, stories: QuerySet[Story], value: str) -> QuerySet[Story]:
        return stories.filter(pk__in=StoryText.objects.filter(language=value).values("story"))


class OriginFilter(OfferedFilter):
    """Whether the project has a profile of its own."""

    title = _("profile of the project")
    parameter_name = "profile"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("yes", _("in the directory")), ("no", _("not in the directory yet"))]

    def narrow(self, request: HttpRequest, stories: QuerySet[Story], value: str) -> QuerySet[Story]:
        return stories.filter(project__isnull=value == "no")
