"""The door for “I have checked these facts today”."""

from datetime import date

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.models import Project


def mark_checked(project: Project, *, on: date, by: User) -> int:
    """Write `on` as the check date of the profile and of each of its own sources; returns how many sources."""
    if on > timezone.localdate():
        raise ValidationError(_("“Checked on” cannot lie in the future."), code="checked_in_future")
    with transaction.atomic():
        locked = Project.objects.select_for_update().get(pk=project.pk)
        if not locked.source.strip():
            raise ValidationError(_("Name a source first; there is nothing to check against."), code="no_source")
        locked.checked_on = on
        locked._history_user = by  # type: ignore[attr-defined]  # simple-history reads it
        locked.save()
        figures = list(locked.figure_sources.all())
        for figure in figures:
            figure.checked_on = on
            figure._history_user = by  # type: ignore[attr-defined]
            figure.save()
    return len(figures)
