"""The answers of the matrix as a list: which rest on evidence that nobody looked at for long, and “still holds”."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres import answering
from centres.admin import filters
from centres.admin.answers import CHOICES, says
from centres.admin.publishing import report, warn
from centres.models import Cell
from outbox.waiting import each
from projects.figures import write_date

FACTS = (
    "centre_link",
    "need",
    "says",
    "evidence_whole",
    "since",
    "recorded_by",
    "looked_at",
)


@admin.register(Cell)
class CellAdmin(admin.ModelAdmin[Cell]):
    """What is held to be true now. Nothing is added, rewritten or deleted here: that is the page of the centre."""

    list_display = ["centre", "need", "says", "evidence_in_short", "looked_at", "recorded_by"]
    list_filter = [filters.LookedAtFilter, filters.CentreFilter, filters.NeedFilter]
    ordering = ["looked_at", "pk"]
    list_per_page = 50
    actions = ["still_holds"]
    fields = FACTS
    readonly_fields = FACTS
    change_form_template = "admin/centres/cell.html"

    class Media:
        css = {"all": ["css/admin-curation.css", "css/admin-centres.css"]}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [path("<int:pk>/holds/", wrap(self.holds_view), name="centres_cell_holds")]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Cell]:
        current = Cell.objects.current().select_related("centre", "need", "recorded_by")
        return current.prefetch_related("evidence", "need__texts")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_confirm_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with `permissions=["confirm"]`."""
        return request.user.has_perm(answering.PERMISSION)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Answers, longest unseen first"), **(extra_context or {})})

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        context = {"show_save": False, "show_save_and_continue": False, "title": _("Answer of the matrix")}
        may = self.has_confirm_permission(request)
        return super().changeform_view(
            request, object_id, form_url, {**context, "can_confirm": may, **(extra_context or {})}
        )

    def holds_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Somebody looked at the evidence again and it still holds."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_confirm_permission(request):
            raise PermissionDenied
        cell = self.get_queryset(request).filter(pk=pk).first()
        if cell is None:
            messages.error(request, _("This answer was replaced meanwhile. Nothing was changed."))
        else:
            answering.confirm(cell, by=request.user)  # type: ignore[arg-type]  # only staff come here
            messages.success(request, _("Noted: you looked at the evidence today, and it still holds."))
        return HttpResponseRedirect(reverse("admin:centres_cell_changelist"))

    @admin.action(description=gettext_lazy("Still holds: I looked at the evidence"), permissions=["confirm"])
    def still_holds(self, request: HttpRequest, queryset: QuerySet[Cell]) -> None:
        done = each(queryset, lambda cell: answering.confirm(cell, by=request.user))  # type: ignore[arg-type]
        sentence = ngettext("%(count)d answer still holds.", "%(count)d answers still hold.", done.done)
        report(request, sentence, done.done)
        warn(request, done.refused)

    @admin.display(description=gettext_lazy("answer"), ordering="answer")
    def says(self, cell: Cell) -> str:
        return str(dict(CHOICES)[says(cell)])

    @admin.display(description=gettext_lazy("evidence"))
    def evidence_in_short(self, cell: Cell) -> str:
        return format_html_join(
            ", ",
            "{}",
            ((_link(proof.url, proof.url or f"{proof.said_by}: {proof.statement}"),) for proof in cell.evidence.all()),
        )

    @admin.display(description=gettext_lazy("evidence"))
    def evidence_whole(self, cell: Cell) -> str:
        rows = [
            (
                proof.language,
                proof.statement,
                " · ".join(filter(None, [proof.said_by, write_date(proof.on, proof.precision), proof.remarks])),
                _link(proof.url, proof.url),
            )
            for proof in cell.evidence.all()
        ]
        return format_html(
            '<ul class="proofs">{}</ul>', format_html_join("", '<li><span lang="{}">{}</span> {} {}</li>', rows)
        )

    @admin.display(description=gettext_lazy("competence centre"))
    def centre_link(self, cell: Cell) -> str:
        url = reverse("admin:centres_centre_matrix", args=[cell.centre_id])
        return format_html('<a href="{}">{}</a>', url, cell.centre)


def _link(url: str, words: str) -> str:
    return format_html('<a href="{}" rel="noopener noreferrer">{}</a>', url, words) if url else words
