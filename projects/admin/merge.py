"""Pages that make one theme, or one organisation, of two: choose, look at the counts, confirm."""

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from projects import merging
from projects.models import Partnership, ProjectTheme
from vocabulary.admin import OrganisationAdmin, ThemeAdmin
from vocabulary.curated import CuratedAdmin
from vocabulary.models import Organisation, Theme


class MergePages(CuratedAdmin):
    """Mixed into the admin of what can be merged; `used_by` is the key through which profiles point at it."""

    change_form_template = "admin/mergeable_change_form.html"

    used_by: Any
    preview: ClassVar[Callable[..., merging.Merged]]
    merge: ClassVar[Callable[..., merging.Merged]]

    def get_urls(self) -> list[URLPattern]:
        name = f"{self.opts.app_label}_{self.opts.model_name}_merge"
        wrapped = self.admin_site.admin_view(self.merge_view)
        return [path("<path:object_id>/merge/", wrapped, name=name), *super().get_urls()]

    def has_merge_permission(self, request: HttpRequest) -> bool:
        """Merging deletes one entry and changes the other and the profiles, so it needs all three permissions."""
        label, model = self.opts.app_label, self.opts.model_name
        needed = (f"{label}.change_{model}", f"{label}.delete_{model}", "projects.change_project")
        return request.user.has_perms(needed)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        context["can_merge"] = self.has_merge_permission(request)
        context["merge_url_name"] = f"admin:{self.opts.app_label}_{self.opts.model_name}_merge"
        return super().render_change_form(request, context, *args, **kwargs)

    def merge_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET asks for the one that stays and then shows what would move; POST does it."""
        going = self.row_or_404(request, object_id)
        if not self.has_merge_permission(request):
            raise PermissionDenied
        given = request.POST if request.method == "POST" else request.GET
        form = self._form(given if "into" in given else None)
        plan = staying = None
        if form.is_valid():
            staying = form.cleaned_data["into"]
            try:
                if request.method == "POST":
                    return self._merge(request, going, staying)
                plan = type(self).preview(going, staying)
            except ValidationError as refusal:
                form.add_error("into", refusal)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Merge “%(name)s” into another entry") % {"name": going},
            "object": going,
            "opts": self.opts,
            "form": form,
            "plan": plan,
            "staying": staying,
            "media": form.media,
        }
        return TemplateResponse(request, "admin/merge.html", context)

    def _merge(self, request: HttpRequest, going: Model, staying: Model) -> HttpResponse:
        name = str(going)
        type(self).merge(going, staying, by=request.user)
        messages.success(request, _("“%(going)s” is now part of “%(staying)s”.") % {"going": name, "staying": staying})
        address = f"admin:{self.opts.app_label}_{self.opts.model_name}_change"
        return HttpResponseRedirect(reverse(address, args=[staying.pk]))

    def _form(self, data: Any) -> forms.Form:
        field = forms.ModelChoiceField(
            self.model._default_manager.all(),
            label=_("The entry that stays"),
            widget=AutocompleteSelect(self.used_by, self.admin_site),
        )
        return type("MergeForm", (forms.Form,), {"into": field})(data)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What profiles use is shown as protected: merging keeps them findable, deleting would not."""
        found, counts, permissions, protected = super().get_deleted_objects(objs, request)
        name = self.used_by.name
        used = self.used_by.model._default_manager.filter(**{f"{name}__in": list(objs)}).values_list(name, flat=True)
        sentence = _("%(name)s: is used by profiles; merge it into another entry instead")
        in_use = set(used)
        return found, counts, permissions, [*(sentence % {"name": row} for row in objs if row.pk in in_use), *protected]


admin.site.unregister([Theme, Organisation])


@admin.register(Theme)
class MergeableThemeAdmin(MergePages, ThemeAdmin):
    list_display = [*ThemeAdmin.list_display, "project_count"]
    ordering = ["name"]
    used_by = ProjectTheme._meta.get_field("tag")
    preview = staticmethod(merging.preview_themes)
    merge = staticmethod(merging.merge_themes)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Theme]:
        return with_count(super().get_queryset(request), "project_rows")

    @admin.display(description=gettext_lazy("profiles"), ordering="used")
    def project_count(self, theme: Any) -> int:
        count: int = theme.used
        return count


@admin.register(Organisation)
class MergeableOrganisationAdmin(MergePages, OrganisationAdmin):
    list_display = [*OrganisationAdmin.list_display, "project_count"]
    ordering = ["name", "pk"]
    used_by = Partnership._meta.get_field("organisation")
    preview = staticmethod(merging.preview_organisations)
    merge = staticmethod(merging.merge_organisations)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Organisation]:
        return with_count(super().get_queryset(request), "partnerships")

    @admin.display(description=gettext_lazy("profiles"), ordering="used")
    def project_count(self, body: Any) -> int:
        count: int = body.used
        return count


def with_count(rows: QuerySet[Any], relation: str) -> QuerySet[Any]:
    """Adds `used`: how many rows of the relation point at each."""
    return rows.annotate(used=Count(relation, distinct=True))
