"""The words of e-mails: changed here, looked at with sample values, tried on oneself, taken back."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from outbox import limits, sending, texts
from outbox.kinds import all_kinds
from outbox.limits import Rate
from outbox.models import MailText
from vocabulary.curated import CuratedAdmin
from vocabulary.timeline import difference, moment_of

TESTS = Rate(30, 3600)
"""Test mails of one person."""


class TextForm(forms.ModelForm[MailText]):
    """Subject and body; the kind says which placeholders they may and must hold."""

    class Meta:
        model = MailText
        fields = ["subject", "body"]
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vTextField"}),
            "body": forms.Textarea(attrs={"rows": 18, "class": "vLargeTextField"}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"subject", "body"} <= cleaned.keys():
            cleaned["subject"], cleaned["body"] = texts.clean(self.instance, cleaned["subject"], cleaned["body"])
        return cleaned


class TestForm(forms.Form):
    """Where the test mail goes."""

    to = forms.EmailField(label=_("Send a test to"), widget=forms.EmailInput(attrs={"class": "vTextField"}))


class KindFilter(admin.SimpleListFilter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [(name, kind.title) for name, kind in all_kinds().items()]

    def queryset(self, request: HttpRequest, queryset: Any) -> Any:
        return queryset.filter(kind=self.value()) if self.value() in all_kinds() else queryset


@admin.register(MailText)
class MailTextAdmin(CuratedAdmin):
    """Rows are made from the code (`outbox.texts`): nobody adds or deletes one."""

    list_display = ["title", "language_name", "subject", "changed"]
    list_filter = [KindFilter, "language", "edited"]
    search_fields = ["subject", "body"]
    ordering = ["kind", "language"]
    list_per_page = 200
    actions = None

    class Media:
        css = {"all": ["css/admin-outbox.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: MailText | None = None) -> bool:
        return False

    @admin.display(description=_("e-mail"), ordering="kind")
    def title(self, text: MailText) -> str:
        kind = texts.kind_of(text)
        return str(kind.title) if kind else text.kind

    @admin.display(description=_("language"), ordering="language")
    def language_name(self, text: MailText) -> str:
        return dict(settings.LANGUAGES).get(text.language, text.language)

    @admin.display(description=_("changed by staff"), boolean=True, ordering="edited")
    def changed(self, text: MailText) -> bool:
        return text.edited

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/original/", wrap(require_POST(self.original_view)), name="outbox_mailtext_original"),
            path("<int:pk>/test/", wrap(require_POST(self.test_view)), name="outbox_mailtext_test"),
            path("<int:pk>/history/<int:stamp>/", wrap(self.back_view), name="outbox_mailtext_back"),
            *super().get_urls(),
        ]

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """POST with `_preview` shows what would leave and keeps nothing."""
        text = self.row_or_404(request, object_id)
        form = TextForm(request.POST or None, instance=MailText.objects.get(pk=text.pk))
        may_change = self.has_change_permission(request, text)
        if request.method == "POST":
            if not may_change:
                raise PermissionDenied
            if form.is_valid() and "_preview" not in request.POST:
                return self._save(request, text, form)
        shown = (text.subject, text.body)
        if form.is_bound:
            shown = (form.cleaned_data["subject"], form.cleaned_data["body"]) if form.is_valid() else None  # type: ignore[assignment]
        return self._page(request, text, form, shown, may_change)

    def _save(self, request: HttpRequest, text: MailText, form: TextForm) -> HttpResponse:
        cleaned = form.cleaned_data
        saved = texts.change(text, subject=cleaned["subject"], body=cleaned["body"], by=request.user)  # type: ignore[arg-type]
        self.log_change(request, saved, [{"changed": {"fields": form.changed_data}}] if form.changed_data else [])
        messages.success(request, _("The text was saved. E-mails written from now on use it."))
        return self._again(saved)

    def _page(
        self, request: HttpRequest, text: MailText, form: TextForm, shown: tuple[str, str] | None, may_change: bool
    ) -> HttpResponse:
        kind = texts.kind_of(text)
        preview = kind.fill(*shown, kind.samples()) if kind and shown and kind.accepts(*shown) else None
        context = {
            **self.admin_site.each_context(request),
            "title": self.title(text),
            "subtitle": self.language_name(text),
            "object": text,
            "opts": self.opts,
            "form": form,
            "kind": kind,
            "placeholders": [(f"{{{name}}}", one) for name, one in kind.placeholders.items()] if kind else [],
            "fits": kind is not None and kind.accepts(text.subject, text.body),
            "preview": preview,
            "is_draft": form.is_bound,
            "may_change": may_change,
            "test_form": TestForm(initial={"to": request.user.email}),  # type: ignore[union-attr]
            "siblings": MailText.objects.filter(kind=text.kind).exclude(pk=text.pk),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/outbox/mailtext/change_form.html", context)

    def original_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Back to the words of the code."""
        text = self._changeable(request, pk)
        try:
            texts.take_original(text, by=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            return self._refused(request, text, refusal)
        self.log_change(request, text, [{"changed": {"fields": ["subject", "body"]}}])
        messages.success(request, _("The original words are back. You can take this back in the history."))
        return self._again(text)

    def test_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Send the saved words with sample values to an address typed."""
        text, form = self._changeable(request, pk), TestForm(request.POST)
        kind = texts.kind_of(text)
        if not form.is_valid() or kind is None or not kind.accepts(text.subject, text.body):
            messages.error(request, _("No test was sent: write one e-mail address, and mend the text first."))
            return self._again(text)
        if settings.RATE_LIMITS and not limits.hit("mail-test", f"staff {request.user.pk}", TESTS).allowed:
            messages.error(request, _("You sent many tests. Please wait an hour before the next one."))
            return self._again(text)
        try:
            sending.send_test(text, kind, to=form.cleaned_data["to"], by=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            return self._refused(request, text, refusal)
        messages.success(request, _("The test is in the queue; it should arrive within a minute."))
        return self._again(text)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        text = self.row_or_404(request, object_id)
        context = {
            **(extra_context or {}),
            "can_restore": self.has_change_permission(request, text),
            "back_url_name": "admin:outbox_mailtext_back",
            "back_label": _("Take the text back to this moment"),
        }
        return super().history_view(request, object_id, context)

    def back_view(self, request: HttpRequest, pk: int, stamp: int) -> HttpResponse:
        """GET shows what going back to the moment would change; POST does it."""
        text = self._changeable(request, pk)
        try:
            at = moment_of(stamp)
        except OverflowError:
            raise Http404 from None
        if request.method == "POST":
            return self._go_back(request, text, at)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take the text back"),
            "object": text,
            "opts": self.opts,
            "at": at,
            "changes": [one for one in difference(text, self.parts(), at=at) if one.field_name != "edited"],
        }
        return TemplateResponse(request, "admin/outbox/mailtext/back.html", context)

    def _go_back(self, request: HttpRequest, text: MailText, at: Any) -> HttpResponse:
        try:
            texts.take_back(text, at=at, by=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            return self._refused(request, text, refusal)
        self.log_change(request, text, [{"changed": {"fields": ["subject", "body"]}}])
        messages.success(request, _("The text is as it was at that moment."))
        return self._again(text)

    def _changeable(self, request: HttpRequest, pk: int) -> MailText:
        text: MailText = self.row_or_404(request, str(pk))
        if not self.has_change_permission(request, text):
            raise PermissionDenied
        return text

    def _refused(self, request: HttpRequest, text: MailText, refusal: ValidationError) -> HttpResponse:
        for sentence in refusal.messages:
            messages.error(request, sentence)
        return self._again(text)

    def _again(self, text: MailText) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:outbox_mailtext_change", args=[text.pk]))
