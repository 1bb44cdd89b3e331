"""Duties of rooms that do not know the worker."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox.registry import duty
from pictures.models import complete_sizes, remove_orphans, sizes_wait

_GRACE = timedelta(days=1)


@duty(every=timedelta(minutes=1), title=_("Make the sizes of new photographs"), waiting=sizes_wait)
def make_sizes() -> str:
    return f"{complete_sizes()} made"


@duty(nightly=4, title=_("Remove files of photographs that are gone"))
def remove_orphaned_photographs() -> str:
    """A crash between writing files and saving their row leaves files; a day's grace protects uploads under way."""
    return f"{remove_orphans(older_than=timezone.now() - _GRACE)} removed"
