"""What belongs to an event: its sessions and speakers, organisers, contacts, files and links."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from events.models.choices import FileKind, OrganiserRole, QuestionKind
from events.models.event import Event
from vocabulary.models import Organisation


class Session(models.Model):
    """One line of the agenda, on a clock in the event's zone."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    day = models.DateField(_("day"))
    start_time = models.TimeField(_("from"))
    end_time = models.TimeField(pgettext_lazy("hour", "to"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES, default="en")
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("text"), blank=True, max_length=2000)
    room = models.CharField(_("room"), max_length=120, blank=True)
    is_break = models.BooleanField(_("break"), default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["day", "start_time", "pk"]
        verbose_name = _("session")
        verbose_name_plural = _("agenda")
        constraints = [
            models.CheckConstraint(
                condition=Q(end_time__isnull=True) | Q(end_time__gt=F("start_time")),
                name="session_ends_after_start",
                violation_error_message=_("The session ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Speaker(models.Model):
    """A person who speaks in a session, as the programme names them."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="speakers")
    name = models.CharField(_("name"), max_length=120)
    role = models.CharField(_("role or organisation"), max_length=200, blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")

    def __str__(self) -> str:
        return self.name


class Organiser(models.Model):
    """An organisation that holds the event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="organiser_rows")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="event_rows")
    role = models.CharField(_("role"), max_length=9, choices=OrganiserRole.choices, default=OrganiserRole.ORGANISER)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("organiser")
        verbose_name_plural = _("organisers")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "organisation"],
                name="event_organisation_once",
                violation_error_message=_("This organisation is already listed."),
            ),
        ]

    def __str__(self) -> str:
        return str(self.organisation)


class Contact(models.Model):
    """A person to ask. The address is never shown: the contact form writes to it."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="contacts")
    name = models.CharField(_("name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=200, blank=True)
    email = models.EmailField(_("e-mail"), blank=True, help_text=_("Never shown; the contact form writes to it."))
    language = models.CharField(_("writes in"), max_length=3, choices=settings.LANGUAGES, default="en")

    history = HistoricalRecords(excluded_fields=["email"])

    class Meta:
        ordering = ["pk"]
        verbose_name = _("person to ask")
        verbose_name_plural = _("people to ask")

    def __str__(self) -> str:
        return self.name


class EventFile(models.Model):
    """A file of an event, checked by its contents, served as an attachment while the event is public.

    It lies under its own `key`; the visitor gets it under `name`. Size in bytes.
    """

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="files")
    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=9, choices=FileKind.choices, default=FileKind.PROGRAMME)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES, default="en")
    name = models.CharField(_("file name"), max_length=120, editable=False)
    ending = models.CharField(_("type"), max_length=5, editable=False)
    size = models.PositiveIntegerField(_("size"), editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    created_at = models.DateTimeField(_("added at"), auto_now_add=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file")
        verbose_name_plural = _("files")
        constraints = [
            models.CheckConstraint(
                condition=Q(ending__in=["pdf", "docx", "xlsx", "pptx", "odt", "ods", "odp"]),
                name="event_file_type_known",
                violation_error_message=_("Only PDF and office files without macros are taken."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EventLink(models.Model):
    """Material that lies elsewhere: a recording, a page about the event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="links")
    kind = models.CharField(_("kind"), max_length=9, choices=FileKind.choices, default=FileKind.OTHER)
    title = models.CharField(_("title"), max_length=200)
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES, default="en")
    url = models.URLField(_("address"), max_length=500)

    history = HistoricalRecords()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self) -> str:
        return self.title


class Question(models.Model):
    """A question of the registration form that staff ask for one event; `options` one per line."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField(_("order"), default=0)
    kind = models.CharField(_("answer"), max_length=7, choices=QuestionKind.choices, default=QuestionKind.LINE)
    label = models.CharField(_("question"), max_length=200)
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES, default="en")
    help = models.CharField(_("hint"), max_length=300, blank=True)
    options = models.TextField(_("choices, one per line"), blank=True, max_length=2000)
    required = models.BooleanField(_("must be answered"), default=False)

    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind__in=["choice", "choices"]) & ~Q(options=""))
                | (~Q(kind__in=["choice", "choices"]) & Q(options="")),
                name="event_question_with_choices_lists_them",
                violation_error_message=_("List the choices, one per line; other questions have none."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def choices(self) -> list[str]:
        """The choices in their order, each once."""
        return list(dict.fromkeys(line.strip() for line in self.options.splitlines() if line.strip()))
