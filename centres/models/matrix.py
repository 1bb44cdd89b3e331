"""Needs, and what is known about the services that meet them. What nobody knows has no row."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from centres.models.centre import Centre
from centres.models.choices import Answer, Level
from centres.models.publishing import Publishable, state_constraint
from projects.models import DatePrecision
from vocabulary.labels import pick_label


class NeedGroup(models.Model):
    """A heading under which needs stand together."""

    slug = models.SlugField(_("address"), unique=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = HistoricalRecords()

    class Meta:
        ordering = ["order", "slug"]
        verbose_name = _("group of needs")
        verbose_name_plural = _("groups of needs")

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """The heading in `language` (default: the active one), else in English, else its address."""
        return pick_label(self.labels.all(), language or get_language() or "en", self.slug)


class NeedGroupLabel(models.Model):
    """The heading of a group in one language."""

    group = models.ForeignKey(NeedGroup, on_delete=models.CASCADE, related_name="labels")
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    label = models.CharField(_("heading"), max_length=120)

    history = HistoricalRecords()

    class Meta:
        ordering = ["language"]
        verbose_name = _("heading")
        verbose_name_plural = _("headings")
        constraints = [
            models.UniqueConstraint(
                fields=["group", "language"],
                name="need_group_label_once",
                violation_error_message=_("There is already a heading in this language."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Need(Publishable):
    """Something social innovators need from a competence centre, as calls, workshops or others have named it."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    group = models.ForeignKey(NeedGroup, on_delete=models.PROTECT, related_name="needs", verbose_name=_("group"))
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    named_by = models.TextField(_("named by"), blank=True, help_text=_("Who named this need; one per line."))
    remarks = models.TextField(_("remarks"), blank=True)
    source = models.TextField(_("source"), blank=True, help_text=_("One address or reference per line."))

    history = HistoricalRecords()

    class Meta:
        ordering = ["group", "order", "slug"]
        verbose_name = _("need")
        verbose_name_plural = _("needs")
        constraints = [
            state_constraint("need_state_who_and_when"),
            models.CheckConstraint(
                condition=~Q(state="published") | ~Q(source=""),
                name="need_public_has_source",
                violation_error_message=_("Name a source before the need is published."),
            ),
        ]

    def __str__(self) -> str:
        return self.label()

    def label(self, language: str | None = None) -> str:
        """The need in `language` (default: the active one), else in English, else its address."""
        return pick_label(self.texts.all(), language or get_language() or "en", self.slug)


class NeedText(models.Model):
    """A need in one language."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="texts")
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES)
    label = models.CharField(_("need"), max_length=160)
    description = models.TextField(_("description"), blank=True)

    history = HistoricalRecords()

    class Meta:
        ordering = ["need", "language"]
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        constraints = [
            models.UniqueConstraint(
                fields=["need", "language"],
                name="need_text_once_per_language",
                violation_error_message=_("There is already a text in this language."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


class CellQuerySet(models.QuerySet["Cell"]):
    def current(self) -> "CellQuerySet":
        """What is held to be true now."""
        return self.filter(until__isnull=True)

    def as_of(self, moment: datetime) -> "CellQuerySet":
        """What was held to be true at that moment."""
        return self.filter(Q(until__isnull=True) | Q(until__gt=moment), since__lte=moment)

    def stale(self, *, before: datetime) -> "CellQuerySet":
        """Current answers that nobody has looked at since that moment."""
        return self.current().filter(looked_at__lt=before)


class Cell(models.Model):
    """What is known about one centre and one need for a time: rows follow one another and are never rewritten.

    `centres.answering` writes them. Each carries evidence (a trigger refuses one without).
    """

    centre = models.ForeignKey(
        Centre, on_delete=models.CASCADE, related_name="cells", verbose_name=_("competence centre")
    )
    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="cells", verbose_name=_("need"))
    answer = models.CharField(_("answer"), max_length=3, choices=Answer.choices)
    level = models.CharField(_("how far"), max_length=9, choices=Level.choices, blank=True)
    since = models.DateTimeField(_("recorded at"))
    until = models.DateTimeField(_("replaced at"), null=True, blank=True)
    looked_at = models.DateTimeField(_("last looked at"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )

    objects = CellQuerySet.as_manager()

    class Meta:
        ordering = ["centre", "need", "since"]
        verbose_name = _("answer of the matrix")
        verbose_name_plural = _("answers of the matrix")
        indexes = [models.Index(fields=["since", "until"], name="cell_by_time")]
        constraints = [
            models.UniqueConstraint(
                fields=["centre", "need"],
                condition=Q(until__isnull=True),
                name="cell_one_answer_at_a_time",
                violation_error_message=_("There is already an answer; replace it."),
            ),
            models.CheckConstraint(
                condition=Q(answer="yes", level__in=Level.values) | Q(answer="no", level=""),
                name="cell_yes_says_how_far",
                violation_error_message=_("A yes says how far: planned, in part or delivered. A no says nothing more."),
            ),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gt=F("since")),
                name="cell_ends_after_it_began",
                violation_error_message=_("An answer is replaced after it was recorded."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.centre} · {self.need}: {self.get_answer_display()}"


class Evidence(models.Model):
    """What an answer rests on: a page, or a statement with the name of who made it."""

    cell = models.ForeignKey(Cell, on_delete=models.CASCADE, related_name="evidence")
    statement = models.TextField(_("what it says"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=3, choices=settings.CONTENT_LANGUAGES, default="en")
    url = models.URLField(_("link"), max_length=500, blank=True)
    said_by = models.CharField(_("said by"), max_length=200, blank=True)
    on = models.DateField(_("date"), null=True, blank=True)
    precision = models.CharField(_("known"), max_length=5, choices=DatePrecision.choices, blank=True)
    level = models.CharField(_("how far, according to this"), max_length=9, choices=Level.choices, blank=True)
    remarks = models.TextField(_("remarks"), blank=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.CheckConstraint(
                condition=~Q(url="") | (~Q(statement="") & ~Q(said_by="")),
                name="evidence_is_link_or_statement",
                violation_error_message=_("Give a link, or a statement and who made it."),
            ),
            models.CheckConstraint(
                condition=Q(on__isnull=True, precision="") | Q(on__isnull=False, precision__in=DatePrecision.values),
                name="evidence_date_with_precision",
                violation_error_message=_("Say how exactly the date is known, or leave both empty."),
            ),
        ]

    def __str__(self) -> str:
        return self.url or self.statement[:60]
