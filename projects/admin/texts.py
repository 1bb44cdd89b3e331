"""Texts per language as a list of their own, for people who translate but do not change facts."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field, unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import ModelForm, Textarea
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.models import SECTIONS, ProjectText
from vocabulary.curated import CuratedAdmin


class TextForm(ModelForm[ProjectText]):
    """A translation. The words of the original language are changed with the profile itself."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        project = cleaned.get("project") or (self.instance.project if self.instance.pk else None)
        if project is None:
            return cleaned
        if not self.instance.pk and cleaned.get("language") == project.original_language:
            sentence = _("This is the original language of the profile; choose the language you translate into.")
            self.add_error("language", ValidationError(sentence, code="original_language"))
        others = ProjectText.objects.filter(project=project).exclude(pk=self.instance.pk).exclude(title="")
        if not cleaned.get("title") and not project.acronym and not others.exists():
            self.add_error("title", ValidationError(_("Keep a title: the profile has no acronym."), code="no_name"))
        return cleaned


@admin.register(ProjectText)
class TextAdmin(CuratedAdmin):
    """Translations, with the original beside the form."""

    form = TextForm
    list_display = ["project", "language", "title", "kind"]
    list_filter = ["language"]
    search_fields = ["project__acronym", "project__slug", "title", "summary"]
    search_help_text = gettext_lazy("Acronym, title or summary.")
    autocomplete_fields = ["project"]
    ordering = ["project__acronym", "language"]
    actions = None
    words = ("title", "summary", *SECTIONS)

    def get_queryset(self, request: HttpRequest) -> QuerySet[ProjectText]:
        return super().get_queryset(request).select_related("project").prefetch_related("project__texts")

    def get_fieldsets(self, request: HttpRequest, obj: ProjectText | None = None) -> Any:
        head: tuple[str, ...] = ("project", "language")
        if obj and not _is_original(obj):
            head += ("original",)
        return [(None, {"fields": head}), (gettext_lazy("Text"), {"fields": self.words})]

    def get_readonly_fields(self, request: HttpRequest, obj: ProjectText | None = None) -> Any:
        return ("project", "language", "original") if obj else ()

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, Textarea):
            field.widget.attrs["rows"] = 5
        return field

    def has_change_permission(self, request: HttpRequest, obj: ProjectText | None = None) -> bool:
        """The original belongs to those who may change the profile."""
        allowed = super().has_change_permission(request, obj)
        return allowed and (obj is None or not _is_original(obj) or request.user.has_perm("projects.change_project"))

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The original goes only with its profile, where `has_delete_permission` is asked about it too."""
        text = self.get_object(request, unquote(object_id))
        if text is not None and _is_original(text):
            raise PermissionDenied
        return super().delete_view(request, object_id, extra_context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        text = kwargs.get("obj")
        context["show_delete"] = text is not None and not _is_original(text)
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("kind"))
    def kind(self, text: ProjectText) -> str:
        return _("original") if _is_original(text) else _("translation")

    @admin.display(description=gettext_lazy("original"))
    def original(self, text: ProjectText) -> str | SafeString:
        """Everything the original says, heading by heading."""
        source = text.project.original_text()
        if source is None:
            return ""
        said = [
            (label_for_field(name, ProjectText), mark_safe(linebreaks(getattr(source, name), autoescape=True)))
            for name in self.words
            if getattr(source, name)
        ]
        rows = format_html_join("", "<dt>{}</dt><dd>{}</dd>", said)
        return format_html('<dl class="original" lang="{}">{}</dl>', source.language, rows)


def _is_original(text: ProjectText) -> bool:
    return text.language == text.project.original_language
