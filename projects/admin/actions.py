"""What can be done with many profiles at once: each action calls a door and reports what came of it."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from projects import curation, theming
from projects.models import Project
from vocabulary.labels import sort_key
from vocabulary.models import Theme

REFUSALS_SHOWN = 10


class ThemeActionForm(ActionForm):
    """Beside the list of actions: the theme that two of them need."""

    theme = forms.ChoiceField(required=False, label=gettext_lazy("Theme (for the theme actions):"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        themes = [(theme.pk, theme.label(language)) for theme in Theme.objects.prefetch_related("labels")]
        themes.sort(key=lambda theme: sort_key(theme[1], language))
        self.fields["theme"].choices = [("", "–"), *themes]  # type: ignore[attr-defined]


class ProjectActions:
    """Mixed into the admin of profiles."""

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        done = _each(request, queryset, curation.publish)
        sentence = ngettext("%(count)d profile was published.", "%(count)d profiles were published.", done)
        _report(request, sentence, done)

    @admin.action(description=gettext_lazy("Archive (take off the site)"), permissions=["publish"])
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        done = _each(request, queryset, curation.archive)
        sentence = ngettext("%(count)d profile was archived.", "%(count)d profiles were archived.", done)
        _report(request, sentence, done)

    @admin.action(description=gettext_lazy("Restore from the archive"), permissions=["publish"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        done = _each(request, queryset, curation.restore)
        sentence = ngettext("%(count)d profile is public again.", "%(count)d profiles are public again.", done)
        _report(request, sentence, done)

    @admin.action(description=gettext_lazy("Add the theme"), permissions=["change"])
    def add_theme(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        if theme := _chosen_theme(request):
            done = theming.add_theme(queryset, theme, by=request.user)  # type: ignore[arg-type]
            sentence = ngettext(
                "%(count)d profile got the theme “%(theme)s”.",
                "%(count)d profiles got the theme “%(theme)s”.",
                done.changed,
            )
            _report(request, sentence, done.changed, theme=theme.label())
            _report_unchanged(request, done)

    @admin.action(description=gettext_lazy("Remove the theme"), permissions=["change"])
    def remove_theme(self, request: HttpRequest, queryset: QuerySet[Project]) -> None:
        if theme := _chosen_theme(request):
            done = theming.remove_theme(queryset, theme, by=request.user)  # type: ignore[arg-type]
            sentence = ngettext(
                "%(count)d profile lost the theme “%(theme)s”.",
                "%(count)d profiles lost the theme “%(theme)s”.",
                done.changed,
            )
            _report(request, sentence, done.changed, theme=theme.label())
            _report_unchanged(request, done)
            last = _("“%(name)s” keeps its last theme, because it is public or scheduled.")
            _warn(request, [last % {"name": project} for project in done.refused])


def _each(request: HttpRequest, projects: QuerySet[Project], door: Callable[..., Any]) -> int:
    """Calls the door for every profile and names those it refuses, with the reason; returns how many went through."""
    done, refused = 0, []
    for project in projects.prefetch_related("texts"):
        try:
            door(project, by=request.user)
            done += 1
        except ValidationError as refusal:
            reasons = " ".join(refusal.messages)
            refused.append(reasons if str(project) in reasons else f"{project}: {reasons}")
    _warn(request, refused)
    return done


def _chosen_theme(request: HttpRequest) -> Theme | None:
    try:
        theme = forms.ModelChoiceField(Theme.objects.all()).clean(request.POST.get("theme"))
    except ValidationError:
        messages.error(request, _("Choose a theme beside the action first. Nothing was changed."))
        return None
    return theme


def _report(request: HttpRequest, sentence: str, count: int, **words: Any) -> None:
    messages.add_message(request, messages.SUCCESS if count else messages.INFO, sentence % {"count": count, **words})


def _report_unchanged(request: HttpRequest, done: theming.Themed) -> None:
    if done.unchanged:
        sentence = ngettext("%(count)d already was as wished.", "%(count)d already were as wished.", done.unchanged)
        messages.info(request, sentence % {"count": done.unchanged})


def _warn(request: HttpRequest, sentences: list[str]) -> None:
    for sentence in sentences[:REFUSALS_SHOWN]:
        messages.warning(request, sentence)
    if more := len(sentences) - REFUSALS_SHOWN if len(sentences) > REFUSALS_SHOWN else 0:
        sentence = ngettext("%(count)d more was refused.", "%(count)d more were refused.", more)
        messages.warning(request, sentence % {"count": more})
