"""Shows events on pages of rooms that know nothing of them: `{% events_of theme=theme.slug %}`."""

from typing import Any

from django import template
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from events.filters import chosen_only
from events.models import Event
from events.presentation.lines import event_lines, for_lines

register = template.Library()

_MOST = 4


@register.inclusion_tag("events/_of.html")
def events_of(
    *, theme: str = "", region: str = "", project: str = "", centre: str = "", network: str = "", organisation: str = ""
) -> dict[str, Any]:
    """Public events of one thing, named by its slug or code: those to come first, then the latest; a few of them.

    Nothing where there is none. One query without events, three with any number of them.
    """
    at = timezone.now()
    chosen = {name: value for name, value in (("theme", theme), ("region", region)) if value}
    if not any((theme, region, project, centre, network, organisation)):
        return {"lines": [], "url": ""}
    wanted = chosen_only(chosen)
    for path, slug in (
        ("projects__slug", project),
        ("centres__slug", centre),
        ("networks__slug", network),
        ("organiser_rows__organisation__slug", organisation),
    ):
        if slug:
            wanted &= Q(**{path: slug})
    rows = list(for_lines(Event.objects.published().filter(wanted).distinct().order_by("-begins_at", "-pk")))
    coming = [row for row in reversed(rows) if row.over_at > at]
    gone = [row for row in rows if row.over_at <= at]
    shown = [*coming, *gone][:_MOST]
    name, value = next(iter(chosen.items()), ("", ""))
    listed = reverse("events:list" if coming else "events:past")
    return {
        "lines": event_lines(shown, at=at),
        "url": f"{listed}?{name}={value}" if name and len(rows) > len(shown) else "",
    }


@register.inclusion_tag("events/_of_needs.html")
def events_that_named_needs() -> dict[str, Any]:
    """Events at which needs of the matrix were named, the latest first; three queries however many."""
    rows = Event.objects.published().filter(needs__state="published").distinct().order_by("-begins_at", "-pk")
    return {"lines": event_lines(for_lines(rows), at=timezone.now())}
