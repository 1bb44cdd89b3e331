"""How often a visitor asked lately."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class VisitCount(models.Model):
    """Requests of one visitor for one purpose in one window of time; `outbox.limits` writes it.

    The key is a keyed hash of purpose, day and network address: no address is stored, the same visitor has another
    key the next day, and rows go when their window is over. The table is unlogged: it costs no disk flush, and
    after a crash of the database every visitor simply starts at nought.
    """

    key = models.BinaryField(primary_key=True, max_length=16)
    hits = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = _("count of requests")
        verbose_name_plural = _("counts of requests")

    def __str__(self) -> str:
        return f"{self.hits} until {self.ends_at:%H:%M}"
