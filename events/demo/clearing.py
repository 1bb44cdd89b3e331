"""What goes with the events when the demonstration is cleared: every table of theirs, files, and e-mails about them."""

from django.apps import apps
from django.db.models import Model

from events import files
from events.models import Event, EventFile, Registration
from outbox import sending
from outbox.models import Message


def contents() -> str:
    """How much there is, and how much of it is no example, for the question before clearing."""
    own = Registration.objects.filter(event__is_example=False).count()
    return (
        f"It also removes all {Event.objects.count()} events and all {Registration.objects.count()} registrations "
        f"({own} of them for events that are no examples), with their files and e-mails."
    )


def clear() -> None:
    """Delete the files, and the e-mails about events and the people who come; the rows go afterwards."""
    for topic in set(Message.objects.filter(topic__startswith="events.").values_list("topic", flat=True)):
        sending.forget_topic(topic)
    for row in EventFile.objects.all():
        files.drop(row)


def emptied_models() -> list[type[Model]]:
    """Every table of the events, with its history."""
    return list(apps.get_app_config("events").get_models(include_auto_created=True))
