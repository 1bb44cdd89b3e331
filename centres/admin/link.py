"""Secret links with which a centre fills in its own column: made, shown once, sent by e-mail, ended."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from centres import column
from centres.admin import filters
from centres.models import Centre, ColumnLink


class InviteForm(forms.ModelForm[ColumnLink]):
    """For which centre, how long, and to which address if any."""

    days = forms.IntegerField(label=gettext_lazy("Works for so many days"), initial=column.DAYS, min_value=1)

    class Meta:
        model = ColumnLink
        fields = ("centre", "email", "language")
        labels = {"email": gettext_lazy("Send it to")}
        help_texts = {
            "email": gettext_lazy("Leave it empty to get the address here and pass it on yourself."),
            "language": gettext_lazy("Of the e-mail and of the page it leads to."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["centre"].queryset = Centre.objects.published()  # type: ignore[attr-defined]


FACTS = (
    "centre",
    "email",
    "language",
    "created_at",
    "created_by",
    "expires_at",
    "answered_at",
    "ended_at",
)


@admin.register(ColumnLink)
class ColumnLinkAdmin(admin.ModelAdmin[ColumnLink]):
    list_display = ["centre", "email", "created_at", "expires_at", "answered_at", "state_in_words"]
    list_filter = [filters.AnsweredFilter, filters.CentreFilter]
    list_select_related = ["centre"]
    list_per_page = 50
    actions = None
    change_form_template = "admin/centres/link.html"
    fields = FACTS
    readonly_fields = FACTS

    class Media:
        css = {"all": ["css/admin-curation.css", "css/admin-centres.css"]}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [path("<int:pk>/end/", wrap(self.end_view), name="centres_columnlink_end")]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[ColumnLink]:
        return super().get_queryset(request).select_related("centre", "created_by")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def add_view(
        self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Makes the link and shows its whole address, this once: it is stored nowhere."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        wanted = request.GET.get("centre", "")
        initial = {"centre": wanted if wanted.isascii() and wanted.isdigit() else None}
        form = InviteForm(request.POST if request.method == "POST" else None, initial=initial)
        made = self._invite(request, form) if request.method == "POST" and form.is_valid() else None
        context = {
            **self.admin_site.each_context(request),
            "title": _("Link to a column of the matrix"),
            "opts": self.opts,
            "form": form,
            "made": made,
            "address": column.address(made) if made else "",
            "media": self.media,
        }
        return TemplateResponse(request, "admin/centres/invite.html", context, status=422 if form.errors else 200)

    def _invite(self, request: HttpRequest, form: InviteForm) -> ColumnLink | None:
        typed = form.cleaned_data
        try:
            return column.invite(
                typed["centre"],
                by=request.user,  # type: ignore[arg-type]  # only staff come here
                email=typed["email"],
                language=typed["language"],
                days=typed["days"],
            )
        except ValidationError as refusal:
            place = "days" if getattr(refusal, "code", "") == "days" else None
            form.add_error(place, ValidationError(refusal.messages))
        return None

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        context = {"show_save": False, "show_save_and_continue": False, "show_save_and_add_another": False}
        link = ColumnLink.objects.filter(pk=int(object_id)).first() if object_id and object_id.isdecimal() else None
        may = bool(link and link.works(at=timezone.now()) and request.user.has_perm(column.PERMISSION))
        return super().changeform_view(
            request, object_id, form_url, {**context, "can_end": may, **(extra_context or {})}
        )

    def end_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not request.user.has_perm(column.PERMISSION):
            raise PermissionDenied
        if link := ColumnLink.objects.filter(pk=pk).first():
            column.end(link, by=request.user)  # type: ignore[arg-type]  # only staff come here
            messages.success(request, _("The link is ended. What was handed in with it stays."))
        return HttpResponseRedirect(reverse("admin:centres_columnlink_changelist"))

    @admin.display(description=gettext_lazy("state"))
    def state_in_words(self, link: ColumnLink) -> str:
        if link.ended_at:
            return _("ended")
        return _("works") if link.works(at=timezone.now()) else _("over")
