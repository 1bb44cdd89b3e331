"""The e-mails themselves: what waits is read, changed, sent or not; what failed is tried again."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy
from post_office.models import STATUS

from outbox import sending
from outbox.admin.texts import KindFilter
from outbox.kinds import LONGEST_SUBJECT, all_kinds
from outbox.models import Message, MessageState

_IN_QUEUE = {
    STATUS.sent: ("sent", _("sent")),
    STATUS.failed: ("failed", _("could not be sent")),
    STATUS.queued: ("queued", _("in the queue")),
    STATUS.requeued: ("again", _("will be tried again")),
}
_OURS = {
    MessageState.HELD: ("held", _("waits for you")),
    MessageState.QUEUED: ("sent", _("sent")),  # the queue has already forgotten it
    MessageState.DISCARDED: ("discarded", _("not sent, on purpose")),
}
REFUSALS_SHOWN = 10


def state_of(message: Message) -> tuple[str, Any]:
    """Where an e-mail stands, as a word for filters and one for people."""
    return _IN_QUEUE.get(message.email.status, _OURS[MessageState.QUEUED]) if message.email else _OURS[message.state]  # type: ignore[index]


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"
    conditions = {
        "held": Q(state=MessageState.HELD),
        "queued": Q(email__status=STATUS.queued),
        "again": Q(email__status=STATUS.requeued),
        "failed": Q(email__status=STATUS.failed),
        "sent": Q(email__status=STATUS.sent) | Q(state=MessageState.QUEUED, email__isnull=True),
        "discarded": Q(state=MessageState.DISCARDED),
    }

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        words = dict([*_OURS.values(), *_IN_QUEUE.values()])
        return [(name, words[name]) for name in self.conditions]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Message]) -> QuerySet[Message]:
        condition = self.conditions.get(self.value() or "")
        return queryset.filter(condition) if condition is not None else queryset


class MessageForm(forms.ModelForm[Message]):
    """The words of an e-mail that waits."""

    class Meta:
        model = Message
        fields = ["subject", "body"]
        widgets = {
            "subject": forms.TextInput(attrs={"class": "vTextField", "maxlength": LONGEST_SUBJECT}),
            "body": forms.Textarea(attrs={"rows": 18, "class": "vLargeTextField"}),
        }


@admin.register(Message)
class MessageAdmin(admin.ModelAdmin[Message]):
    """Nobody adds, changes or deletes an e-mail but through the doors of `outbox.sending`."""

    list_display = ["subject", "state_word", "kind_title", "about", "age"]
    list_filter = [StateFilter, KindFilter]
    search_fields = ["subject"]
    search_help_text = _("Words of the subject.")
    list_select_related = ["email"]
    list_per_page = 50
    actions = ["send_selected", "discard_selected", "retry_selected"]

    class Media:
        css = {"all": ["css/admin-curation.css", "css/admin-outbox.css"]}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Message | None = None) -> bool:
        return False

    def has_send_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("outbox.send_message")

    @admin.display(description=_("state"))
    def state_word(self, message: Message) -> SafeString:
        name, words = state_of(message)
        return format_html('<span class="state mail-{}">{}</span>', name, words)

    @admin.display(description=_("kind"), ordering="kind")
    def kind_title(self, message: Message) -> str:
        kind = all_kinds().get(message.kind)
        return str(kind.title) if kind else message.kind

    @admin.display(description=pgettext_lazy("topic", "about"), ordering="topic")
    def about(self, message: Message) -> str | SafeString:
        """A link to what it is about, if staff have a page for it."""
        label, _colon, pk = message.topic.partition(":")
        try:
            meta = apps.get_model(label)._meta
            url = reverse(f"admin:{meta.app_label}_{meta.model_name}_change", args=[pk])
        except (LookupError, ValueError, NoReverseMatch):
            return "–"
        return format_html('<a href="{}">{} {}</a>', url, meta.verbose_name, pk)

    @admin.display(description=_("age"), ordering="created_at")
    def age(self, message: Message) -> str:
        return timesince(message.created_at, depth=1)

    @admin.action(description=_("Send"), permissions=["send"])
    def send_selected(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        done = _each(request, queryset, sending.release)
        words = ngettext("%(count)d e-mail was sent.", "%(count)d e-mails were sent.", done)
        _report(request, words, done)

    @admin.action(description=_("Do not send"), permissions=["send"])
    def discard_selected(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        done = _each(request, queryset, sending.discard)
        words = ngettext("%(count)d e-mail will not be sent.", "%(count)d e-mails will not be sent.", done)
        _report(request, words, done)

    @admin.action(description=_("Try again"), permissions=["send"])
    def retry_selected(self, request: HttpRequest, queryset: QuerySet[Message]) -> None:
        done = _each(request, queryset, sending.retry)
        words = ngettext("%(count)d e-mail is in the queue again.", "%(count)d e-mails are in the queue again.", done)
        _report(request, words, done)

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """An e-mail that waits is a form with three buttons; any other is shown."""
        message = self.get_object(request, unquote(object_id))
        if message is None:
            raise Http404
        if not self.has_view_permission(request, message):
            raise PermissionDenied
        may_send = self.has_send_permission(request)
        form = MessageForm(request.POST or None, instance=Message.objects.get(pk=message.pk))
        if request.method == "POST":
            if not may_send:
                raise PermissionDenied
            if "_retry" in request.POST or "_discard" in request.POST or form.is_valid():
                return self._decide(request, message, form)
        return self._page(request, message, form, may_send)

    def _decide(self, request: HttpRequest, message: Message, form: MessageForm) -> HttpResponse:
        by: Any = request.user
        here, there = reverse("admin:outbox_message_change", args=[message.pk]), reverse(_LIST)
        try:
            if "_retry" in request.POST:
                sending.retry(message, by=by)
                done, to = _("The e-mail is in the queue again."), here
            elif "_discard" in request.POST:
                sending.discard(message, by=by)
                done, to = _("The e-mail will not be sent."), there
            elif "_send" in request.POST:
                sending.release(message, by=by, **form.cleaned_data)
                done, to = _("The e-mail was sent. It leaves within a minute."), there
            else:
                sending.reword(message, **form.cleaned_data)
                done, to = _("The e-mail was saved. It is not sent yet."), here
        except ValidationError as refusal:
            messages.error(request, " ".join(refusal.messages))
            return HttpResponseRedirect(here)
        self.log_change(request, message, str(done))
        messages.success(request, done)
        return HttpResponseRedirect(to)

    def _page(self, request: HttpRequest, message: Message, form: MessageForm, may_send: bool) -> HttpResponse:
        name, words = state_of(message)
        email = message.email
        context = {
            **self.admin_site.each_context(request),
            "title": self.kind_title(message),
            "object": message,
            "opts": self.opts,
            "form": form if message.state == MessageState.HELD and may_send else None,
            "state_name": name,
            "state_words": words,
            "about": self.about(message),
            "said": email.logs.order_by("-date").first() if email and name in ("failed", "again") else None,
            "next_try": email.scheduled_time if email and name == "again" else None,
            "may_retry": may_send and name == "failed",
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, "admin/outbox/message/change_form.html", context)


_LIST = "admin:outbox_message_changelist"


def _each(request: HttpRequest, queryset: QuerySet[Message], door: Callable[..., Any]) -> int:
    """Call the door for each; what it refuses is told with its reason."""
    done, refused = 0, []
    for message in queryset:
        try:
            door(message, by=request.user)
            done += 1
        except ValidationError as refusal:
            refused.append(f"{message.subject}: {' '.join(refusal.messages)}")
    for sentence in refused[:REFUSALS_SHOWN]:
        messages.warning(request, sentence)
    if (more := len(refused) - REFUSALS_SHOWN) > 0:
        words = ngettext("%(count)d more was refused.", "%(count)d more were refused.", more)
        messages.warning(request, words % {"count": more})
    return done


def _report(request: HttpRequest, words: str, count: int) -> None:
    messages.add_message(request, messages.SUCCESS if count else messages.INFO, words % {"count": count})
