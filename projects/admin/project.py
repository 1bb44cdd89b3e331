"""Profiles in the admin: the list, the form, and who may do what."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import label_for_field
from django.contrib.admin.views.main import ChangeList
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects.admin import filters
from projects.admin.actions import ProjectActions, ThemeActionForm
from projects.admin.forms import EIGHT, NewProjectForm, ProjectForm
from projects.admin.history import HistoryPages
from projects.admin.inlines import (
    FigureSourceInline,
    LinkInline,
    MacroRegionInline,
    PartnershipInline,
    PlaceInline,
    TargetGroupInline,
    TextInline,
    without_detours,
)
from projects.admin.pictures import PictureInline
from projects.admin.steps import STEPS, ScheduleForm, StepPages
from projects.completeness import completeness, rate
from projects.curation import missing_for_publication
from projects.importing.admin import ImportPages
from projects.models import SECTIONS, Project, ProjectText, State
from vocabulary.curated import CuratedAdmin

NEVER_DELETED = (State.PUBLISHED, State.ARCHIVED)


class RatedList(ChangeList):
    """Computes the completeness of the page's rows only; of all of them it would cost half a second."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        self.result_list = list(self.result_list)
        rate(self.result_list)


@admin.register(Project)
class ProjectAdmin(  # type: ignore[misc]  # each mixin says for itself what it needs of a ModelAdmin
    ProjectActions, StepPages, HistoryPages, ImportPages, CuratedAdmin
):
    list_display = ["name", "programme", "state_in_words", "filled", "checked_on", "updated_at"]
    list_filter = [
        filters.StateFilter,
        filters.CheckFilter,
        filters.CompletenessFilter,
        filters.LackingFilter,
        filters.PeriodFilter,
        filters.ThemeFilter,
        filters.CountryFilter,
    ]
    date_hierarchy = "updated_at"
    ordering = ["-updated_at", "-pk"]
    list_per_page = 50
    search_fields = [
        "acronym",
        "slug",
        "texts__title",
        "texts__summary",
        "partnerships__organisation__name",
        "programme__name",
        "=keep_id",
    ]
    search_help_text = gettext_lazy("Acronym, title, summary, partner, programme or keep.eu number.")
    action_form = ThemeActionForm
    actions = ["publish_selected", "archive_selected", "restore_selected", "add_theme", "remove_theme"]
    autocomplete_fields = ["programme", "continues"]
    save_on_top = False
    change_form_template = "admin/projects/project/change_form.html"

    inlines = [
        PartnershipInline,
        PlaceInline,
        TargetGroupInline,
        MacroRegionInline,
        TextInline,
        PictureInline,
        LinkInline,
        FigureSourceInline,
    ]
    eight: Any = (None, {"fields": EIGHT, "description": gettext_lazy("These eight fields are enough to publish.")})
    fieldsets = [
        eight,
        (gettext_lazy("Time"), {"fields": [("start_date", "end_date")]}),
        (gettext_lazy("Money"), {"fields": [("total_budget", "eu_funding")]}),
        (
            gettext_lazy("Numbers the source states"),
            {"fields": [("partners_stated", "countries_stated"), "countries_partial"]},
        ),
        (gettext_lazy("Kind, web, connections"), {"fields": ["innovation_kinds", "website", "keep_id", "continues"]}),
        (
            gettext_lazy("Sections in the original language"),
            {"fields": SECTIONS, "classes": ["collapse"]},
        ),
        (gettext_lazy("For staff"), {"fields": ["checked_on", "featured", "notes", "slug"]}),
    ]

    # --- the list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Project]:
        return super().get_queryset(request).select_related("programme__period").prefetch_related("texts")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return RatedList

    @admin.display(description=gettext_lazy("profile"), ordering="acronym")
    def name(self, project: Project) -> str:
        return project.display_name

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, project: Project) -> str:
        return format_html('<span class="state state-{}">{}</span>', project.state, project.get_state_display())

    @admin.display(description=gettext_lazy("filled in"), ordering=completeness())
    def filled(self, project: Any) -> str:
        return _("%(share)d %%") % {"share": project.completeness}

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Projects"), **(extra_context or {})})

    # --- the form

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """Beside programme and “continues” stand no buttons for other pages: one choice, one field."""
        return without_detours(super().formfield_for_dbfield(db_field, request, **kwargs))

    def get_form(self, request: HttpRequest, obj: Project | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = ProjectForm if obj else NewProjectForm
        # Words, countries and themes are fields the form adds by itself.
        kwargs |= {"form": form, "fields": form.Meta.fields}
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Project | None = None) -> Any:
        return self.fieldsets if obj else [self.eight]

    def get_inlines(self, request: HttpRequest, obj: Project | None = None) -> Any:
        return self.inlines if obj else []

    def save_model(self, request: HttpRequest, obj: Project, form: Any, change: bool) -> None:
        form.prepare_instance()
        super().save_model(request, obj, form, change)
        form.save_parts()

    def response_add(self, request: HttpRequest, obj: Project, post_url_continue: str | None = None) -> HttpResponse:
        """After the eight fields comes the page with everything else, as with a new user account."""
        self._publish_if_asked(request, obj)
        if "_addanother" not in request.POST and "_popup" not in request.POST:
            _stay_on_the_page(request)
        return super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Project) -> HttpResponse:
        if self._publish_if_asked(request, obj):
            _stay_on_the_page(request)
        return super().response_change(request, obj)

    def _publish_if_asked(self, request: HttpRequest, project: Project) -> bool:
        if "_publish" not in request.POST or not self.has_publish_permission(request):
            return False
        self.take(request, project, STEPS["publish"])
        return True

    def view_on_site(self, project: Project) -> str | None:
        """Only public profiles have a page for everybody; drafts have a preview."""
        return project.get_absolute_url() if project.is_public else None

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        project: Project | None = kwargs.get("obj")
        context["can_publish"] = self.has_publish_permission(request)
        if project:
            rate([project])
            context |= {
                "steps": self.offered(request, project),
                "schedule_form": ScheduleForm(),
                "missing": missing_for_publication(project),
                "preview_url": reverse("projects:preview", args=[project.slug]),
                "completeness": getattr(project, "completeness", 0),
                "is_draft": project.state in (State.DRAFT, State.SCHEDULED),
                "can_check": self.has_change_permission(request, project),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    # --- for people who may look but not change, the fields the form adds by itself

    @admin.display(description=gettext_lazy("Countries"))
    def country_choice(self, project: Project) -> str:
        return ", ".join(row.country.label() for row in project.country_rows.select_related("country"))

    @admin.display(description=gettext_lazy("Themes"))
    def theme_choice(self, project: Project) -> str:
        return ", ".join(row.tag.label() for row in project.theme_rows.prefetch_related("tag__labels"))

    # --- deleting

    def has_delete_permission(self, request: HttpRequest, obj: Project | None = None) -> bool:
        allowed = super().has_delete_permission(request, obj)
        return allowed and (obj is None or obj.state not in NEVER_DELETED)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """A profile that was public is shown as protected, so that nothing of the selection is deleted."""
        found, counts, permissions, protected = super().get_deleted_objects(objs, request)
        sentence = _("%(name)s: was public; archive it instead")
        kept = [sentence % {"name": project} for project in objs if project.state in NEVER_DELETED]
        # The permission to delete is missing for these because of their state; the sentence above says it better.
        return found, counts, set() if kept else permissions, [*kept, *protected]


def _stay_on_the_page(request: HttpRequest) -> None:
    """Django then leads to the page of the profile, as after “Save and continue editing”."""
    data = request.POST.copy()
    data["_continue"] = "1"
    request.POST = data  # type: ignore[assignment]


def _words(name: str, label: Any) -> Any:
    """A column that shows a word of the original text to people who may look but not change."""

    @admin.display(description=label)
    def shown(self: ProjectAdmin, project: Project) -> str:
        return getattr(project.original_text(), name, "")

    return shown


for _name in ("title", "summary", *SECTIONS):
    setattr(ProjectAdmin, _name, _words(_name, label_for_field(_name, ProjectText)))
