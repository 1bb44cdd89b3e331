"""The closed lists of a profile: states, status, precision, kinds of innovation."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Publication states; only `published` is public."""

    DRAFT = "draft", _("draft")
    SCHEDULED = "scheduled", _("scheduled")
    PUBLISHED = "published", _("published")
    ARCHIVED = "archived", _("archived")


class Status(models.TextChoices):
    """Where a project stands on a given day; computed, never stored."""

    RUNNING = "running", _("running")
    FINISHED = "finished", _("finished")
    PLANNED = "planned", _("not yet started")
    UNKNOWN = "unknown", _("dates not published")


class DatePrecision(models.TextChoices):
    """How much of a date its source gives."""

    DAY = "day", _("to the day")
    MONTH = "month", _("to the month")
    YEAR = "year", _("to the year")


class AmountPrecision(models.TextChoices):
    """Whether the source prints the amount in full or rounded."""

    EXACT = "exact", _("exact")
    ROUNDED = "rounded", _("rounded by the source")


class InnovationKind(models.TextChoices):
    """What is new about it (source: definition used by the #socialinterreg campaign and SIRU)."""

    PRODUCT = "product", _("product")
    SERVICE = "service", _("service")
    PROCESS = "process", _("process")
    METHOD = "method", _("method")
    MODEL = "model", _("model")
