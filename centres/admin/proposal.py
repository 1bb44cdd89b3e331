"""What people outside the staff told us: to read, to accept, to refuse with a reason."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Case, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres import proposing
from centres.admin import filters
from centres.admin.publishing import report, warn
from centres.models import Need, NeedGroup, Proposal, ProposalKind, ProposalState


class DecisionForm(forms.Form):
    """What the decision needs: a group for a need, a reason for a refusal."""

    group = forms.ModelChoiceField(NeedGroup.objects.none(), label=gettext_lazy("Group of the need"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason for refusing"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Only staff read it."),
    )

    def __init__(self, proposal: Proposal, data: Any = None) -> None:
        super().__init__(data, initial={"group": proposal.group_id}, auto_id="decision-%s")
        if proposal.kind == ProposalKind.NEED:
            field = self.fields["group"]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = NeedGroup.objects.prefetch_related("labels")
        else:
            del self.fields["group"]


FACTS = (
    "kind",
    "state",
    "title",
    "group",
    "centre",
    "need",
    "country",
    "answer",
    "level",
    "text",
    "link_to_evidence",
    "said_by",
    "language",
    "email",
    "created_at",
    "decided_at",
    "decided_by",
    "reason",
)


@admin.register(Proposal)
class ProposalAdmin(admin.ModelAdmin[Proposal]):
    """Read-only; the decision has its own form above the facts. Those that wait stand first."""

    list_display = ["about", "kind", "state_in_words", "created_at", "decided_by"]
    list_filter = [filters.ProposalStateFilter, "kind"]
    ordering = [Case(When(state=ProposalState.NEW, then=Value(0)), default=Value(1)).asc(), "created_at", "pk"]
    list_per_page = 50
    search_fields = ["title", "text", "said_by", "centre__name_en", "centre__name"]
    actions = ["accept_selected"]
    change_form_template = "admin/centres/proposal.html"
    fields = FACTS
    readonly_fields = FACTS

    class Media:
        css = {"all": ["css/admin-curation.css", "css/admin-centres.css"]}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [path("<int:pk>/decide/", wrap(self.decide_view), name="centres_proposal_decide")]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Proposal]:
        found = super().get_queryset(request)
        related = found.select_related("centre", "need", "group", "country", "decided_by")
        return related.prefetch_related("need__texts", "group__labels")

    def get_fields(self, request: HttpRequest, obj: Proposal | None = None) -> Any:
        """Only what says something; the address of the person only for those who decide."""
        if obj is None:
            return FACTS
        hidden = set() if self.has_decide_permission(request) else {"email"}
        empty = {name for name in FACTS if name != "link_to_evidence" and not getattr(obj, name)}
        empty |= set() if obj.url else {"link_to_evidence"}
        return [name for name in FACTS if name not in empty | hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Proposal | None = None) -> Any:
        return self.get_fields(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """Asked by the buttons, and by Django for actions with `permissions=["decide"]`."""
        return request.user.has_perm(proposing.PERMISSION)

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> Any:
        context = {"show_save": False, "show_save_and_continue": False, **(extra_context or {})}
        return super().changeform_view(request, object_id, form_url, context)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        proposal = kwargs.get("obj")
        if proposal and proposal.state == ProposalState.NEW and self.has_decide_permission(request):
            context["decision"] = context.get("decision") or DecisionForm(proposal)
        return super().render_change_form(request, context, *args, **kwargs)

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Accept or refuse; what the door says against it is shown on the page, with what was typed."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_decide_permission(request):
            raise PermissionDenied
        proposal = self.get_queryset(request).filter(pk=pk).first()
        if proposal is None:
            return HttpResponseRedirect(reverse("admin:centres_proposal_changelist"))
        form = DecisionForm(proposal, request.POST)
        if form.is_valid():
            try:
                return self._decide(request, proposal, form)
            except ValidationError as refusal:
                place = "reason" if getattr(refusal, "code", "") == "reason" else None
                form.add_error(place, ValidationError(refusal.messages))
        request.method = "GET"  # Django's page of the facts, with our form above it
        answer: HttpResponse = self.changeform_view(request, str(pk), extra_context={"decision": form})
        answer.status_code = 422
        return answer

    def _decide(self, request: HttpRequest, proposal: Proposal, form: DecisionForm) -> HttpResponse:
        if "refuse" in request.POST:
            proposing.refuse(proposal, by=request.user, reason=form.cleaned_data["reason"])  # type: ignore[arg-type]
            messages.success(request, _("The proposal is refused. Nothing else was changed."))
        else:
            made = proposing.accept(proposal, by=request.user, group=form.cleaned_data.get("group"))  # type: ignore[arg-type]
            messages.success(request, _("The proposal is accepted."))
            if isinstance(made, Need):
                messages.info(request, _("The need is a draft now: complete it, then publish it."))
                return HttpResponseRedirect(reverse("admin:centres_need_change", args=[made.pk]))
        return HttpResponseRedirect(reverse("admin:centres_proposal_changelist"))

    @admin.action(description=gettext_lazy("Accept"), permissions=["decide"])
    def accept_selected(self, request: HttpRequest, queryset: QuerySet[Proposal]) -> None:
        done = proposing.accept_each(queryset, by=request.user)  # type: ignore[arg-type]
        sentence = ngettext("%(count)d proposal was accepted.", "%(count)d proposals were accepted.", done.done)
        report(request, sentence, done.done)
        warn(request, done.refused)

    @admin.display(description=gettext_lazy("about"))
    def about(self, proposal: Proposal) -> str:
        return " · ".join(str(part) for part in (proposal.centre, proposal.need, proposal.title) if part)

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, proposal: Proposal) -> str:
        return format_html('<span class="state">{}</span>', proposal.get_state_display())

    @admin.display(description=gettext_lazy("link"))
    def link_to_evidence(self, proposal: Proposal) -> str:
        return format_html('<a href="{0}" rel="noopener noreferrer nofollow">{0}</a>', proposal.url)
