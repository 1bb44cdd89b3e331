"""What centres, consortia, networks and needs have in common: a publication state with who and when."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from centres.models.choices import State


class PublishableQuerySet(models.QuerySet[Any]):
    def published(self) -> Self:
        """What the public may see: the one rule for pages, search, exports and everything else."""
        return self.filter(state=State.PUBLISHED)


class Publishable(models.Model):
    """State, date and person together; only the doors of `centres.publishing` change them."""

    state = models.CharField(
        _("state"), max_length=9, choices=State.choices, default=State.DRAFT, db_default=State.DRAFT, editable=False
    )
    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    archived_at = models.DateTimeField(_("archived at"), null=True, blank=True, editable=False)
    archived_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = PublishableQuerySet.as_manager()

    class Meta:
        abstract = True

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED


def state_constraint(name: str) -> models.CheckConstraint:
    """Each state has exactly its dates and persons."""
    return models.CheckConstraint(
        condition=Q(
            state="draft",
            published_at__isnull=True,
            published_by__isnull=True,
            archived_at__isnull=True,
            archived_by__isnull=True,
        )
        | Q(
            state="published",
            published_at__isnull=False,
            published_by__isnull=False,
            archived_at__isnull=True,
            archived_by__isnull=True,
        )
        | Q(
            state="archived",
            published_at__isnull=False,
            published_by__isnull=False,
            archived_at__isnull=False,
            archived_by__isnull=False,
        ),
        name=name,
        violation_error_message=_("Each publication state needs its date and the person who decided."),
    )
