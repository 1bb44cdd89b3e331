"""The invitations of an event as a list: sent, reminded, answered."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres.admin.publishing import warn
from events import inviting, registering
from events.admin import filters
from events.admin.inviting import say_sent, send_each
from events.admin.people import event_asked_for
from events.models import Invitation
from outbox.waiting import Report


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin[Invitation]):
    """Nothing is typed or deleted here; the page “Invite people” of an event makes them."""

    list_display = ["whom", "email", "event", "sent_at", "reminded_at", "reply", "replied_at"]
    list_display_links = None
    list_filter = [filters.ReplyFilter, filters.EventFilter]
    list_per_page = 100
    ordering = ["event", "pk"]
    search_fields = ["name", "email", "centre__name_en"]
    actions = ["send_selected", "remind_selected"]
    change_list_template = "admin/events/invitations.html"

    class Media:
        css = {"all": ["css/admin-curation.css", "css/admin-centres.css", "css/admin-events.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        found = super().get_queryset(request).select_related("event", "centre", "organisation")
        return found.prefetch_related("event__texts")

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return request.user.has_perm(registering.PERMISSION)

    def has_manage_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with `permissions=["manage"]`."""
        return request.user.has_perm(registering.PERMISSION)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_module_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(registering.PERMISSION)

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        event = event_asked_for(request.GET)
        title = _("Invitations to “%(name)s”") % {"name": event} if event else _("Invitations to all events")
        return super().changelist_view(request, {"title": title, "event": event, **(extra_context or {})})

    @admin.display(description=gettext_lazy("invited"), ordering="name")
    def whom(self, row: Invitation) -> str:
        return row.name or str(row.centre or row.organisation or "–")

    @admin.action(description=gettext_lazy("Send those not sent yet"), permissions=["manage"])
    def send_selected(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        say_sent(request, send_each(list(queryset), by=request.user))

    @admin.action(description=gettext_lazy("Remind (once)"), permissions=["manage"])
    def remind_selected(self, request: HttpRequest, queryset: QuerySet[Invitation]) -> None:
        done = remind_each(list(queryset), by=request.user)
        words = ngettext("%(count)d reminder was sent.", "%(count)d reminders were sent.", done.done)
        messages.add_message(request, messages.SUCCESS if done.done else messages.INFO, words % {"count": done.done})
        warn(request, done.refused)


def remind_each(rows: list[Invitation], *, by: Any) -> Report:
    """Send the one reminder of each; a reason that holds for all is told once."""
    done = Report()
    for row in rows:
        try:
            inviting.remind(row, by=by)
            done.done += 1
        except ValidationError as refusal:
            done.refused += refusal.messages
    done.refused = list(dict.fromkeys(done.refused))
    return done
