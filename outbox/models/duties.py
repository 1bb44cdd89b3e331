"""When each duty of the worker last ran."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _


class DutyRun(models.Model):
    """One row per duty, written by the worker, read by staff."""

    name = models.CharField(_("name"), max_length=100, unique=True)
    known_since = models.DateTimeField(_("known since"))
    last_started = models.DateTimeField(_("last started"), null=True, blank=True)
    last_finished = models.DateTimeField(_("last finished"), null=True, blank=True)
    last_ok = models.DateTimeField(_("last went well"), null=True, blank=True)
    message = models.CharField(_("what it said"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("duty of the worker")
        verbose_name_plural = _("duties of the worker")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def well_since(self) -> datetime:
        """The last moment at which nothing was overdue."""
        return self.last_ok or self.known_since

    @property
    def last_failed(self) -> bool:
        """Whether the last run broke off or was interrupted."""
        return self.last_started is not None and (self.last_ok is None or self.last_ok < self.last_started)
