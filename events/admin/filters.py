"""Filters beside the lists. Values that are not offered are ignored, so no address can break a list."""

from collections.abc import Iterable
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from centres.admin.filters import LONG, _Filter
from events import telling
from events.models import Event, EventKind, Place, Reply, Series, State


class StateFilter(_Filter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return State.choices

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(state=value)


class WhenFilter(_Filter):
    title = _("when")
    parameter_name = "when"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("upcoming", _("to come")), ("past", _("past"))]

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        now = timezone.now()
        return rows.filter(over_at__gt=now) if value == "upcoming" else rows.filter(over_at__lte=now)


class KindFilter(_Filter):
    title = _("kind")
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return EventKind.choices

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(kind=value)


class SeriesFilter(_Filter):
    template = LONG
    title = _("series")
    parameter_name = "series"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return list(Series.objects.values_list("slug", "name"))

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(series__slug=value)


class EventFilter(_Filter):
    """The event whose people are shown; the desk shows those of all."""

    template = LONG
    title = _("event")
    parameter_name = "event"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(str(row.pk), str(row)) for row in Event.objects.prefetch_related("texts")]

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(event=int(value))


class PlaceFilter(_Filter):
    title = pgettext_lazy("of a registration", "place")
    parameter_name = "place"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [*Place.choices, ("to_decide", _("to be admitted, event not cancelled"))]

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value == "to_decide":
            return rows.filter(place=Place.REQUESTED, event__state=State.PUBLISHED)
        return rows.filter(place=value)


class ToldFilter(_Filter):
    title = pgettext_lazy("filter", "cancelled")
    parameter_name = "told"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("not", _("people not told yet"))]

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        return rows.filter(pk__in=telling.with_untold().values("pk"))


class ReplyFilter(_Filter):
    title = _("answer")
    parameter_name = "reply"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [*Reply.choices, ("open", _("no answer, event to come"))]

    def narrow(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        if value != "open":
            return rows.filter(reply=value)
        return rows.filter(
            reply=Reply.NONE,
            sent_at__isnull=False,
            event__state=State.PUBLISHED,
            event__begins_at__gt=timezone.now(),
        )
