"""One run of an import: who, when, which file, what it did; the search for it in the history is `reason`."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ImportState(models.TextChoices):
    """Where a run stands. A file is checked first; nothing is written before a person says so."""

    WAITING = "waiting", _("waiting to be checked")
    CHECKED = "checked", _("checked, not yet imported")
    LOADING = "loading", _("being imported")
    DONE = "done", _("imported")
    REFUSED = "refused", _("refused")
    DISCARDED = "discarded", _("discarded")
    UNDONE = "undone", _("undone")


class ImportRun(models.Model):
    """A file given to the import. Its content is kept only until it is imported, refused or discarded."""

    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveIntegerField(_("size in bytes"))
    content = models.BinaryField(null=True, editable=False)
    key = models.CharField(_("recognised by"), max_length=20, blank=True)
    publish = models.BooleanField(_("publish new profiles that lack nothing"), default=False)
    all_or_nothing = models.BooleanField(_("all or nothing"), default=False)

    state = models.CharField(_("state"), max_length=9, choices=ImportState, default=ImportState.WAITING)
    started_at = models.DateTimeField(_("given at"), auto_now_add=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    last_step_at = models.DateTimeField(_("last step at"), null=True, blank=True)
    undone_at = models.DateTimeField(_("undone at"), null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    rows_done = models.PositiveIntegerField(_("rows done"), default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    created = models.PositiveIntegerField(_("new"), default=0)
    updated = models.PositiveIntegerField(_("changed"), default=0)
    unchanged = models.PositiveIntegerField(_("unchanged"), default=0)
    refused = models.PositiveIntegerField(_("refused"), default=0)
    published = models.PositiveIntegerField(_("published"), default=0)
    sentence = models.TextField(_("remark"), blank=True)
    report = models.JSONField(default=dict, editable=False, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["-started_at", "-pk"]
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["done", "refused", "discarded", "undone"]) | Q(content__isnull=True),
                name="import_content_not_kept",
                violation_error_message=_("The content of a file is not kept after its import."),
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(state="undone"),
                name="import_undone_with_state",
                violation_error_message=_("Only an undone import has a moment of undoing."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_name} ({self.started_at:%Y-%m-%d %H:%M})"

    @property
    def reason(self) -> str:
        """What the history of every row says that this import wrote."""
        return f"Import {self.pk}"
