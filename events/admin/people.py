"""The people of an event as a list: where each stands, and what staff decide. Nothing here is kept in a history.

Messages to staff name a person by the number in the order of arrival, never by name.
"""

from typing import Any

from django.contrib import admin
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.request import QueryDict
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from centres.admin.publishing import report, warn
from events import bulk, exporting, registering
from events.admin import deciding, filters
from events.models import ALIVE, Event, Place, Registration, RegistrationMode, State

FACTS = (
    *("event", "place_in_words", "name", "organisation", "email", "country", "language", "access_needs"),
    *("said", "agreed", "created_at", "confirmed_at", "by_staff", "accept_until", "placed_at", "reason"),
)


@admin.register(Registration)
class RegistrationAdmin(admin.ModelAdmin[Registration]):
    """Read-only; every change goes through a door, on a page or button of its own."""

    list_display = ["name", "organisation", "place_in_words", "event_link", "country", "access", "placed_at"]
    list_filter = [filters.PlaceFilter, filters.EventFilter]
    list_per_page = 100
    ordering = ["event", "line", "pk"]
    search_fields = ["name", "organisation", "email"]
    search_help_text = gettext_lazy("Name, organisation or e-mail address.")
    actions = ["admit_selected", "refuse_selected"]
    change_list_template = "admin/events/people.html"
    change_form_template = "admin/events/person.html"

    class Media:
        css = {"all": ["css/admin-curation.css", "css/admin-centres.css", "css/admin-events.css"]}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("refuse/", wrap(deciding.refuse_view), name="events_registration_refuse"),
            path("<int:pk>/admit/", wrap(deciding.admit_view), name="events_registration_admit"),
            path("<int:pk>/cancel/", wrap(deciding.cancel_view), name="events_registration_cancel"),
            path("<int:pk>/link/", wrap(deciding.link_view), name="events_registration_link"),
        ]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Registration]:
        """With the number in the line of those who wait."""
        ahead = (
            Registration.objects.filter(event=OuterRef("event"), place=Place.WAITING, line__lte=OuterRef("line"))
            .order_by()
            .values("event")
            .annotate(count=Count("pk"))
            .values("count")
        )
        found = (
            super().get_queryset(request).annotate(in_line=Coalesce(Subquery(ahead, output_field=IntegerField()), 0))
        )
        related = found.select_related("event", "country", "by_staff")
        return related.prefetch_related("event__texts", "answers__question", "consents")

    # --- who may what

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

    # --- the list

    def get_list_display(self, request: HttpRequest) -> Any:
        """Access needs only for those who may see them; the event only where several are shown."""
        hidden = set() if request.user.has_perm(exporting.NEEDS) else {"access"}
        if request.GET.get("event"):
            hidden.add("event_link")
        return [name for name in self.list_display if name not in hidden]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        event = event_asked_for(request.GET)
        context = {
            "title": _("People of “%(name)s”") % {"name": event} if event else _("People of all events"),
            "event": event,
            "is_open": event is not None
            and event.state == State.PUBLISHED
            and event.registration == RegistrationMode.HERE,
        }
        return super().changelist_view(request, {**context, **(extra_context or {})})

    @admin.display(description=pgettext_lazy("of a registration", "place"), ordering="place")
    def place_in_words(self, row: Any) -> str:
        """Where the registration stands, with the number in the line of those who wait."""
        words = str(Place(row.place).label)
        if row.place == Place.WAITING:
            words = _("%(place)s, number %(number)s") % {"place": words, "number": row.in_line}
        return format_html('<span class="state place-{}">{}</span>', row.place, words)

    @admin.display(description=gettext_lazy("event"), ordering="event")
    def event_link(self, row: Registration) -> str:
        url = f"{reverse('admin:events_registration_changelist')}?event={row.event_id}"
        return format_html('<a href="{}">{}</a>', url, row.event)

    @admin.display(description=gettext_lazy("access needs"))
    def access(self, row: Registration) -> str:
        return row.access_needs or "–"

    @admin.action(description=gettext_lazy("Admit and tell them"), permissions=["manage"])
    def admit_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> None:
        done = bulk.admit(queryset, by=request.user)  # type: ignore[arg-type]  # only staff come here
        words = ngettext("%(count)d person was admitted.", "%(count)d people were admitted.", done.done)
        report(request, words, done.done)
        warn(request, done.refused)

    @admin.action(description=gettext_lazy("Do not admit (asks for the reason)"), permissions=["manage"])
    def refuse_selected(self, request: HttpRequest, queryset: QuerySet[Registration]) -> HttpResponse:
        asked = QueryDict(mutable=True)
        asked.setlist("pk", [str(pk) for pk in queryset.values_list("pk", flat=True)])
        return HttpResponseRedirect(f"{reverse('admin:events_registration_refuse')}?{asked.urlencode()}")

    # --- one person

    def get_fields(self, request: HttpRequest, obj: Registration | None = None) -> Any:
        """Only what says something; access needs only for those who may see them."""
        made = {"place_in_words", "said", "agreed"}
        empty = {name for name in FACTS if obj and name not in made and not getattr(obj, name)}
        hidden = empty if request.user.has_perm(exporting.NEEDS) else {*empty, "access_needs"}
        return [name for name in FACTS if name not in hidden]

    def get_readonly_fields(self, request: HttpRequest, obj: Registration | None = None) -> Any:
        return self.get_fields(request, obj)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if row := kwargs.get("obj"):
            live = row.event.state == State.PUBLISHED
            context["may_admit"] = live and row.place in (Place.REQUESTED, Place.WAITING)
            context["may_refuse"] = row.place in ALIVE and row.place != Place.UNCONFIRMED
            context["may_cancel"] = row.place in ALIVE
            context["may_link"] = row.place in ALIVE and row.event.is_public
        return super().render_change_form(request, context, *args, **kwargs)

    @admin.display(description=gettext_lazy("answers"))
    def said(self, row: Registration) -> str:
        rows = [
            (answer.question.label, exporting.in_words(answer.question, answer.text)) for answer in row.answers.all()
        ]
        return format_html_join("", '<p class="answered"><b>{}</b><br>{}</p>', rows) or "–"

    @admin.display(description=gettext_lazy("agreed to"))
    def agreed(self, row: Registration) -> str:
        standing = [str(consent.get_purpose_display()) for consent in row.consents.all() if not consent.withdrawn_at]
        return "; ".join(standing) or "–"


def event_asked_for(asked: QueryDict) -> Event | None:
    """The event that the address of a list names, if it names one."""
    value = asked.get("event", "")
    if not (value.isascii() and value.isdigit() and len(value) < 10):
        return None
    return Event.objects.prefetch_related("texts").filter(pk=int(value)).first()
