"""The words of an event, one row per language, and the series it may belong to."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from simple_history.models import HistoricalRecords

from events.models.event import Event


class Series(models.Model):
    """Events that follow each other: first workshop, second workshop."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=200)
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES, default="en")

    history = HistoricalRecords()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("more than one", "series")

    def __str__(self) -> str:
        return self.name


class EventText(models.Model):
    """Title, invitation and report of an event in one language."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    title = models.CharField(_("title"), max_length=200)
    summary = models.TextField(_("in short"), max_length=600, blank=True, help_text=_("One or two sentences."))
    body = models.TextField(_("text"), blank=True, help_text=_("What it is about and whom it is for."))
    report = models.TextField(
        pgettext_lazy("event", "report"), blank=True, help_text=_("Afterwards: what came of it, in a few sentences.")
    )

    history = HistoricalRecords()

    class Meta:
        ordering = ["event", "language"]
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["event", "language"],
                name="event_text_once_per_language",
                violation_error_message=_("There is already a text in this language."),
            ),
            models.CheckConstraint(
                condition=~Q(title=""),
                name="event_text_has_title",
                violation_error_message=_("Give a title."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_language_display()}: {self.title}"
