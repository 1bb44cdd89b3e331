"""Addresses of the events' admin, and what a browser posts to its pages."""

from typing import Any

from django.test import Client

from events.models import Event
from tests.projects.staff import form_data

EVENTS, PEOPLE, INVITATIONS, SERIES = (
    f"/admin/events/{name}/" for name in ("event", "registration", "invitation", "series")
)


def change_url(event: Event, *more: str) -> str:
    return "/".join([EVENTS.rstrip("/"), str(event.pk), *(more or ("change",))]) + "/"


def file_url(event: Event, kind: str) -> str:
    return f"{EVENTS}{event.pk}/people/file.{kind}"


def opened(client: Client, url: str, **changes: Any) -> dict[str, Any]:
    """What the browser sends from an opened form, with changes; None leaves a field out."""
    data = {name: written(value) for name, value in form_data(client, url).items()}
    data = {name: value for name, value in data.items() if not name.endswith("-document")}
    return {name: value for name, value in (data | changes).items() if value is not None}


def written(value: Any) -> Any:
    """A value as its input holds it."""
    if value is None:
        return ""
    if hasattr(value, "isoformat"):
        return value.isoformat()[:16]
    return value


def said(answer: Any) -> list[str]:
    """The messages above the page that follows."""
    return [str(message) for message in answer.context["messages"]]


def fields_with_errors(answer: Any) -> dict[str, list[str]]:
    """Sentences by field of the event's form."""
    return {name: list(map(str, found)) for name, found in answer.context["adminform"].form.errors.items()}
