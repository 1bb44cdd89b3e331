"""Texts of stories as a list of their own, for people who translate but do not change facts."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms import Textarea
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spotlight.admin.story import SignedWordsStay, words_of
from spotlight.admin.story_forms import ANSWER_WORDS, REPORT_WORDS, WordsForm
from spotlight.models import StoryKind, StoryText
from vocabulary.curated import CuratedAdmin


class TranslationForm(WordsForm):
    """A translation. The words of the original belong to the team, or are changed with the report itself."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        story = cleaned.get("story")
        if not self.instance.pk and story is not None and cleaned.get("language") == story.original_language:
            sentence = _("This is the original language of the story; choose the language you translate into.")
            self.add_error("language", ValidationError(sentence, code="original_language"))
        return cleaned


@admin.register(StoryText)
class StoryTextAdmin(SignedWordsStay, CuratedAdmin):
    """Translations, with the original beside the form."""

    form = TranslationForm
    list_display = ["story", "language", "headline", "kind"]
    list_filter = ["language", "labelled"]
    search_fields = ["story__slug", "story__project_name", "headline", "teaser"]
    search_help_text = gettext_lazy("Project, headline or the sentence for cards.")
    autocomplete_fields = ["story"]
    ordering = ["story__slug", "language"]
    actions = None

    def get_queryset(self, request: HttpRequest) -> QuerySet[StoryText]:
        return super().get_queryset(request).select_related("story").prefetch_related("story__texts")

    def get_fieldsets(self, request: HttpRequest, obj: StoryText | None = None) -> Any:
        if obj is None:
            words: tuple[str, ...] = tuple(dict.fromkeys((*ANSWER_WORDS[:-1], *REPORT_WORDS[2:])))
            return [
                (None, {"fields": ("story", "language")}),
                (gettext_lazy("Text"), {"fields": (*words, "labelled")}),
            ]
        words = REPORT_WORDS if obj.story.kind == StoryKind.REPORT else ANSWER_WORDS
        head: tuple[str, ...] = ("story", "language", "kind")
        head += () if _is_original(obj) else ("original",)
        return [(None, {"fields": head}), (gettext_lazy("Text"), {"fields": (*words, "labelled")})]

    def get_readonly_fields(self, request: HttpRequest, obj: StoryText | None = None) -> Any:
        """Whose words are held fast is read, not written; a sentence under “kind” says why."""
        if obj is None:
            return ()
        if not self.has_change_permission(request, obj):
            return super().get_readonly_fields(request, obj)
        return ("story", "language", "kind", "original")

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, Textarea):
            field.widget.attrs["rows"] = 5
        return field

    def has_change_permission(self, request: HttpRequest, obj: StoryText | None = None) -> bool:
        """The original is changed on the page of its report, or of what was handed in."""
        return super().has_change_permission(request, obj) and (obj is None or not _is_original(obj))

    def has_delete_permission(self, request: HttpRequest, obj: StoryText | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.signed_off_at is None)

    def delete_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The original goes only with its story, where `has_delete_permission` is asked about it too."""
        text = self.get_object(request, unquote(object_id))
        if text is not None and _is_original(text):
            raise PermissionDenied
        return super().delete_view(request, object_id, extra_context)

    @admin.display(description=gettext_lazy("kind"))
    def kind(self, text: StoryText) -> str:
        if _is_original(text):
            return _("original")
        if text.signed_off_at:
            return _("translation, signed off")
        return _("translation, labelled") if text.labelled else _("translation, not shown yet")

    @admin.display(description=gettext_lazy("original"))
    def original(self, text: StoryText) -> str | SafeString:
        """Everything the original says, heading by heading."""
        source = text.story.original_text()
        return words_of(source, (*ANSWER_WORDS, "report")) if source else ""


def _is_original(text: StoryText) -> bool:
    return text.language == text.story.original_language
