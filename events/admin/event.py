"""The list and the form of events."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy
from django.views.decorators.cache import never_cache

from events import registering, sharing
from events.admin import filters, inlines
from events.admin.cancelling import CancelPages
from events.admin.copying import CopyPages
from events.admin.files import FileInline
from events.admin.forms import EventForm, day_input, hour_input
from events.admin.inviting import InvitePages
from events.admin.messaging import MessagePages
from events.models import HOLDING, Event, Place, RegistrationMode, State
from events.presentation import times
from events.presentation.page import event_page, for_page
from projects.admin.inlines import without_detours

TOLD_OF = frozenset(
    {"zone", "first_day", "start_time", "last_day", "end_time", "place", "address", "online_url", "attendance"}
)
"""What people who registered want to know when it changes."""


@admin.register(Event)
class EventAdmin(CancelPages, CopyPages, MessagePages, InvitePages):
    form = EventForm
    change_form_template = "admin/events/change_form.html"
    private = frozenset({"notes", "online_url"})
    list_display = ["__str__", "when", "kind", "state_in_words", "places", "people_link"]
    list_filter = [
        filters.StateFilter,
        filters.WhenFilter,
        filters.KindFilter,
        filters.SeriesFilter,
        filters.ToldFilter,
    ]
    list_select_related = ["series"]
    list_per_page = 50
    ordering = ["-begins_at", "pk"]
    search_fields = ["texts__title", "slug", "place", "series__name"]
    search_help_text = gettext_lazy("Title, place or series.")
    autocomplete_fields = ("projects", "centres", "networks", "needs")
    readonly_fields = ("time_in_words", "deadline_in_words", "people_in_words")
    inlines = [
        inlines.TextInline,
        inlines.SessionInline,
        inlines.OrganiserInline,
        inlines.ContactInline,
        FileInline,
        inlines.LinkInline,
        inlines.QuestionInline,
    ]
    fieldsets = [
        (None, {"fields": ["kind", "original_language"]}),
        (
            gettext_lazy("When"),
            {
                "fields": [
                    "time_in_words",
                    "zone",
                    "precision",
                    ("first_day", "start_time"),
                    ("last_day", "end_time"),
                ],
                "description": gettext_lazy(
                    "Days and hours as a clock in the time zone shows them. The label is made from them, and knows "
                    "about summer time."
                ),
            },
        ),
        (gettext_lazy("Where"), {"fields": ["attendance", "country", "place", "address", "online_url"]}),
        (
            gettext_lazy("About what"),
            {"fields": [("series", "number"), "themes", "macro_regions", "regions"]},
        ),
        (
            gettext_lazy("Projects, centres, networks, needs"),
            {"classes": ["collapse"], "fields": ["projects", "centres", "networks", "needs"]},
        ),
        (
            gettext_lazy("Registration"),
            {
                "fields": [
                    "people_in_words",
                    "registration",
                    "registration_url",
                    "deadline_in_words",
                    ("deadline_day", "deadline_time"),
                    "capacity",
                    "waiting_list",
                    "admits",
                    "accept_hours",
                    "asks_access",
                    "lists_people",
                    "reminder_days",
                ]
            },
        ),
        (
            gettext_lazy("Sources and checks"),
            {"fields": ["website", "source", "checked_on", "remarks", "notes", "slug"]},
        ),
    ]

    class Media:
        css = {"all": ["css/admin-centres.css", "css/admin-events.css"]}

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [path("<int:pk>/preview/", wrap(never_cache(self.preview_view)), name="events_event_preview")]
        return own + super().get_urls()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Event]:
        """With how many places are taken and how many people wait, in one query."""
        counts = {
            "taken": Count("registrations", filter=Q(registrations__place__in=HOLDING)),
            "in_line": Count("registrations", filter=Q(registrations__place=Place.WAITING)),
            "asking": Count("registrations", filter=Q(registrations__place=Place.REQUESTED)),
        }
        return super().get_queryset(request).prefetch_related("texts").annotate(**counts)

    # --- the list

    @admin.display(description=gettext_lazy("when"), ordering="begins_at")
    def when(self, event: Event) -> str:
        return times.when(event).text

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, event: Event) -> str:
        return format_html('<span class="state state-{}">{}</span>', event.state, State(event.state).label)

    @admin.display(description=pgettext_lazy("capacity", "places"), ordering="taken")
    def places(self, event: Any) -> str:
        """How full it is: a bar, and the same in words."""
        if event.registration != RegistrationMode.HERE:
            return "–"
        return bar(event)

    @admin.display(description=gettext_lazy("people"))
    def people_link(self, event: Event) -> str:
        if event.registration != RegistrationMode.HERE:
            return ""
        url = f"{reverse('admin:events_registration_changelist')}?event={event.pk}"
        return format_html(
            '<a href="{}" aria-label="{}">{}</a>', url, _("People of %(name)s") % {"name": event}, _("People")
        )

    def get_list_display(self, request: HttpRequest) -> Any:
        """Who may not see the people gets no link to them."""
        if request.user.has_perm(registering.PERMISSION):
            return self.list_display
        return [name for name in self.list_display if name != "people_link"]

    # --- the form

    @admin.display(description=gettext_lazy("So it reads"))
    def time_in_words(self, event: Event) -> str:
        return times.when(event).text if event.pk else _("After saving, the whole time is written out here.")

    @admin.display(description=gettext_lazy("So the deadline reads"))
    def deadline_in_words(self, event: Event) -> str:
        return times.deadline_text(event) or _("no deadline: open until it begins")

    @admin.display(description=gettext_lazy("How full it is"))
    def people_in_words(self, event: Any) -> str:
        return bar(event) if event.pk and event.registration == RegistrationMode.HERE else "–"

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        found = tuple(super().get_readonly_fields(request, obj))
        fixed = obj is not None and obj.state != State.DRAFT and "slug" not in found
        return (*found, "slug") if fixed else found

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.name in ("first_day", "last_day", "deadline_day", "checked_on"):
            return db_field.formfield(widget=day_input())
        if db_field.name in ("start_time", "end_time", "deadline_time"):
            return db_field.formfield(widget=hour_input())
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 3
        return without_detours(field, adding=db_field.name == "series")

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if event := kwargs.get("obj"):
            context["may_manage"] = request.user.has_perm(registering.PERMISSION)
            context["is_here"] = event.registration == RegistrationMode.HERE
            context["may_copy"] = self.has_add_permission(request)
        return super().render_change_form(request, context, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        if change and "capacity" in form.changed_data and (moved := registering.fill(obj)):
            words = ngettext(
                "%(count)d person from the waiting list was offered a place and told so.",
                "%(count)d people from the waiting list were offered a place and told so.",
                moved,
            )
            messages.success(request, words % {"count": moved})
        if change and TOLD_OF & set(form.changed_data) and obj.registrations.to_write_to("all").exists():
            messages.warning(
                request,
                _("Time or place changed, and people have registered. Nobody was told: write to them under “People”."),
            )

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        """The entered time is read back, so that a wrong zone or hour is noticed at once."""
        fresh = Event.objects.get(pk=obj.pk)
        messages.info(request, _("It takes place: %(when)s.") % {"when": times.when(fresh).text})
        return super().response_change(request, obj)

    def response_add(self, request: HttpRequest, obj: Any, post_url_continue: str | None = None) -> HttpResponse:
        fresh = Event.objects.get(pk=obj.pk)
        messages.info(request, _("It takes place: %(when)s.") % {"when": times.when(fresh).text})
        return super().response_add(request, obj, post_url_continue)

    def preview_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page exactly as readers will see it, for staff."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        event = for_page(Event.objects.all()).filter(pk=pk).first()
        if event is None or not event.texts.all():
            messages.info(request, _("Write the title first, then look at the page."))
            return HttpResponseRedirect(reverse("admin:events_event_changelist"))
        state, event.state = State(event.state), State.PUBLISHED  # in memory only: the page as it will be
        context = event_page(event, at=timezone.now(), origin=f"{request.scheme}://{request.get_host()}")
        shown = {"description": sharing.description(event), "indexed": False, "json_ld": "", "state": state.label}
        answer = render(request, "admin/events/preview.html", context | shown | {"pk": pk})
        answer["X-Robots-Tag"] = "noindex"
        return answer


def bar(event: Any) -> str:
    """Taken places as a bar where their number is limited, and everything in words; `event` carries the counts."""
    words = [taken_words(event.taken, event.capacity)]
    if event.in_line:
        words.append(ngettext("%(count)d waits", "%(count)d wait", event.in_line) % {"count": event.in_line})
    if event.asking:
        words.append(
            ngettext("%(count)d to be admitted", "%(count)d to be admitted", event.asking) % {"count": event.asking}
        )
    text = " · ".join(words)
    if event.capacity is None:
        return text
    return format_html(
        '<meter class="places" min="0" max="{}" value="{}" aria-hidden="true"></meter> <span>{}</span>',
        event.capacity,
        event.taken,
        text,
    )


def taken_words(taken: int, capacity: int | None) -> str:
    """ "12 of 50 places", or how many come where there is no limit."""
    if capacity is None:
        return ngettext("%(count)d person", "%(count)d people", taken) % {"count": taken}
    words = ngettext("%(taken)d of %(count)d place", "%(taken)d of %(count)d places", capacity)
    return words % {"taken": taken, "count": capacity}
