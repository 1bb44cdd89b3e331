"""Stories in the admin: the list, the form of reports, translations of all stories."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from projects.admin.inlines import without_detours
from spotlight import reports
from spotlight.admin import story_filters as filters
from spotlight.admin.entering import EnteringPages
from spotlight.admin.profiles import ProfilePages
from spotlight.admin.story_forms import ANSWER_WORDS, REPORT_WORDS, SIGNED, OtherTexts, ReportForm, WordsForm
from spotlight.admin.story_steps import ALWAYS_POSSIBLE, STEPS, ReportSteps, ScheduleForm
from spotlight.models import Story, StoryKind, StoryState, StoryText, Submission

NEVER_DELETED = (StoryState.PUBLISHED, StoryState.ARCHIVED)


class SignedWordsStay:
    """Mixed into admins that write texts: what the database refuses is a sentence, also when somebody signed off
    between opening the form and saving it."""

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            with transaction.atomic():
                answer: HttpResponse = super().changeform_view(request, *args, **kwargs)  # type: ignore[misc]
                return answer
        except IntegrityError as refusal:
            if "signed off" not in str(refusal):
                raise
            messages.error(request, SIGNED)
            return HttpResponseRedirect(request.path)


class TextInline(admin.StackedInline[StoryText, Story]):
    """Translations; the words of the original stand above (reports) or come from the team (answers)."""

    model = StoryText
    form = WordsForm
    formset = OtherTexts
    extra = 0
    classes = ("collapse",)
    verbose_name = gettext_lazy("text in another language")
    verbose_name_plural = gettext_lazy("Texts in other languages")
    readonly_fields = ("signed_off_at",)

    def get_fields(self, request: HttpRequest, obj: Story | None = None) -> Any:
        words = REPORT_WORDS if obj is None or obj.kind == StoryKind.REPORT else ANSWER_WORDS
        signed = ("signed_off_at",) if obj and obj.kind == StoryKind.ANSWERS else ()
        return ("language", *words, "labelled", *signed)

    def get_readonly_fields(self, request: HttpRequest, obj: Story | None = None) -> Any:
        return self.readonly_fields if obj and obj.kind == StoryKind.ANSWERS else ()

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in ANSWER_WORDS + REPORT_WORDS:
            field.widget.attrs["rows"] = 5
        return field

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People who only translate do so in the list of texts."""
        return super().has_add_permission(request, obj) and request.user.has_perm("spotlight.change_story")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and request.user.has_perm("spotlight.change_story")


@admin.register(Story)
class StoryAdmin(SignedWordsStay, EnteringPages, ProfilePages, ReportSteps):
    list_display = ["headline", "about", "sort", "state_in_words", "languages", "star", "film", "published_at"]
    list_filter = [
        filters.StateFilter,
        filters.KindFilter,
        filters.FeaturedFilter,
        filters.VideoFilter,
        filters.OriginFilter,
        filters.LanguageFilter,
    ]
    ordering = ["-updated_at", "-pk"]
    list_per_page = 50
    search_fields = ["slug", "project_name", "project__acronym", "person_name", "texts__headline", "texts__report"]
    search_help_text = gettext_lazy("Project, headline, person, or words of a report.")
    actions = ["feature", "unfeature", "publish_selected", "archive_selected"]
    autocomplete_fields = ["project", "picture"]
    inlines = [TextInline]
    change_form_template = "admin/spotlight/story/change_form.html"
    change_list_template = "admin/spotlight/story/change_list.html"
    report_fieldsets: Any = [
        (None, {"fields": ["project", "project_name", "original_language", *REPORT_WORDS[:3], "source"]}),
        (gettext_lazy("Picture and video"), {"fields": ["picture", "video_url", "transcript"]}),
        (gettext_lazy("Person and place on the site"), {"fields": ["person_name", "person_role", "featured"]}),
    ]
    answers_fieldsets: Any = [
        (None, {"fields": ["about", "person", "original", "video_url", "slug"]}),
        (gettext_lazy("Place on the site"), {"fields": ["featured"]}),
    ]

    # --- the list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Story]:
        return super().get_queryset(request).select_related("project", "picture").prefetch_related("texts")

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"title": _("Stories"), "may_enter": self.has_enter_permission(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    @admin.display(description=gettext_lazy("headline"))
    def headline(self, story: Story) -> str:
        text = story.original_text()
        return text.headline if text and text.headline else story.slug

    @admin.display(description=gettext_lazy("project"), ordering="project_name")
    def about(self, story: Story) -> str:
        return story.project_name or (story.project.display_name if story.project else "–")

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, story: Story) -> str:
        return format_html('<span class="state state-{}">{}</span>', story.state, story.get_state_display())

    @admin.display(description=gettext_lazy("languages"))
    def languages(self, story: Story) -> str:
        """Codes of the texts; those readers do not see stand in brackets."""
        texts = sorted(story.texts.all(), key=lambda text: (text.language != story.original_language, text.language))
        shown = [(text.language, text.may_be_shown(story.original_language)) for text in texts]
        return ", ".join(code if seen else f"({code})" for code, seen in shown)

    @admin.display(description=gettext_lazy("kind"), ordering="kind")
    def sort(self, story: Story) -> str:
        return _("report") if story.kind == StoryKind.REPORT else _("own words")

    @admin.display(description=gettext_lazy("featured"), ordering="featured")
    def star(self, story: Story) -> str:
        return _("featured") if story.featured else "–"

    @admin.display(description=gettext_lazy("video"))
    def film(self, story: Story) -> str:
        return _("with video") if story.video_url else "–"

    @admin.action(description=gettext_lazy("Feature"), permissions=["change"])
    def feature(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        done = self._set_featured(request, queryset, featured=True)
        sentence = ngettext("%(count)d story is featured now.", "%(count)d stories are featured now.", done)
        self._report(request, sentence, done)

    @admin.action(description=gettext_lazy("Feature no longer"), permissions=["change"])
    def unfeature(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        done = self._set_featured(request, queryset, featured=False)
        sentence = ngettext("%(count)d story is no longer featured.", "%(count)d stories are no longer featured.", done)
        self._report(request, sentence, done)

    @admin.action(description=gettext_lazy("Publish (reports)"), permissions=["decide"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        done = sum(self.take(request, story, STEPS["publish"]) for story in queryset)
        sentence = ngettext("%(count)d story was published.", "%(count)d stories were published.", done)
        self._report(request, sentence, done)

    @admin.action(description=gettext_lazy("Archive (reports, take off the site)"), permissions=["decide"])
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Story]) -> None:
        done = sum(self.take(request, story, STEPS["archive"]) for story in queryset)
        sentence = ngettext("%(count)d story was archived.", "%(count)d stories were archived.", done)
        self._report(request, sentence, done)

    def _set_featured(self, request: HttpRequest, stories: QuerySet[Story], *, featured: bool) -> int:
        changed = [story for story in stories if story.featured != featured]
        with transaction.atomic():
            for story in changed:
                story.featured = featured
                story.save(update_fields=["featured", "updated_at"])
        return len(changed)

    def _report(self, request: HttpRequest, sentence: str, count: int) -> None:
        level = messages.SUCCESS if count else messages.INFO
        messages.add_message(request, level, sentence % {"count": count})

    # --- the form

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        return without_detours(field, adding=db_field.name == "picture")

    def get_form(self, request: HttpRequest, obj: Story | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None or obj.kind == StoryKind.REPORT:
            # The words of the original are fields the form adds by itself.
            kwargs |= {"form": ReportForm, "fields": ReportForm.Meta.fields}
        else:
            kwargs["fields"] = ["featured"]
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Story | None = None) -> Any:
        return self.report_fieldsets if obj is None or obj.kind == StoryKind.REPORT else self.answers_fieldsets

    def get_readonly_fields(self, request: HttpRequest, obj: Story | None = None) -> Any:
        found = super().get_readonly_fields(request, obj)
        if obj is None or obj.kind == StoryKind.REPORT:
            return found
        return [*found, *(name for name in self.answers_fieldsets[0][1]["fields"] if name not in found)]

    def get_inlines(self, request: HttpRequest, obj: Story | None = None) -> Any:
        return self.inlines if obj else []

    def save_model(self, request: HttpRequest, obj: Story, form: Any, change: bool) -> None:
        if not isinstance(form, ReportForm):
            obj.save(update_fields=["featured", "updated_at"])  # everything else belongs to the team
            return
        form.prepare_instance()
        super().save_model(request, obj, form, change)
        form.save_words()

    def response_add(self, request: HttpRequest, obj: Story, post_url_continue: str | None = None) -> HttpResponse:
        self._publish_if_asked(request, obj)
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            _stay_on_the_page(request)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Story) -> HttpResponse:
        if self._publish_if_asked(request, obj):
            _stay_on_the_page(request)
        return super().response_change(request, obj)

    def _publish_if_asked(self, request: HttpRequest, story: Story) -> bool:
        if "_publish" not in request.POST or not self.has_decide_permission(request):
            return False
        self.take(request, story, STEPS["publish"])
        return True

    def view_on_site(self, story: Story) -> str | None:
        """Only public stories have a page for everybody; the others have a preview."""
        return story.get_absolute_url() if story.is_public else None

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        story: Story | None = kwargs.get("obj")
        report = story is None or story.kind == StoryKind.REPORT
        draft = story is None or story.state in (StoryState.DRAFT, StoryState.SCHEDULED)
        context["can_publish"] = report and draft and self.has_decide_permission(request)
        if story:
            missing = reports.missing_for_publication(story) if report else []
            context |= {
                "steps": [step for step in self.offered(request, story) if not missing or step.name in ALWAYS_POSSIBLE],
                "schedule_form": ScheduleForm(),
                "missing": missing,
                "preview_url": reverse("spotlight:preview", args=[story.slug]),
                "submission": Submission.objects.filter(story=story).first(),
                "can_review": request.user.has_perm("spotlight.view_submission"),
                "is_report": report,
            }
        return super().render_change_form(request, context, *args, **kwargs)

    # --- what is read-only

    @admin.display(description=gettext_lazy("person"))
    def person(self, story: Story) -> str:
        return ", ".join(filter(None, [story.person_name, story.person_role])) or _("the project as such")

    @admin.display(description=gettext_lazy("original"))
    def original(self, story: Story) -> str | SafeString:
        text = story.original_text()
        return words_of(text, (*ANSWER_WORDS, "report")) if text else ""

    def has_delete_permission(self, request: HttpRequest, obj: Story | None = None) -> bool:
        """Drafts of reports only: what was public is archived, what came from a team goes on the team's way."""
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or (obj.kind == StoryKind.REPORT and obj.state not in NEVER_DELETED))

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A story that must stay is shown as protected, so that nothing of the selection is deleted."""
        found, counts, permissions, protected = super().get_deleted_objects(objs, request)
        sentence = _("%(name)s: is archived or withdrawn, not deleted")
        kept = [sentence % {"name": story} for story in objs if not self.has_delete_permission(request, story)]
        return found, counts, set() if kept else permissions, [*kept, *protected]


def words_of(text: StoryText, names: tuple[str, ...]) -> SafeString:
    """Everything a text says, heading by heading."""
    said = [
        (label_for_field(name, StoryText), mark_safe(linebreaks(getattr(text, name), autoescape=True)))
        for name in names
        if getattr(text, name)
    ]
    return format_html(
        '<dl class="original" lang="{}">{}</dl>', text.language, format_html_join("", "<dt>{}</dt><dd>{}</dd>", said)
    )


def _stay_on_the_page(request: HttpRequest) -> None:
    """Django then leads to the page of the story, as after “Save and continue editing”."""
    data = request.POST.copy()
    data["_continue"] = "1"
    request.POST = data  # type: ignore[assignment]


def _words(name: str, label: Any) -> Any:
    """A column that shows a word of the original text to people who may look but not change."""

    @admin.display(description=label)
    def shown(self: StoryAdmin, story: Story) -> str:
        return getattr(story.original_text(), name, "")

    return shown


for _name in ("teaser", "report", "transcript"):
    setattr(StoryAdmin, _name, _words(_name, label_for_field(_name, StoryText)))
