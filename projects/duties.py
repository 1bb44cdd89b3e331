"""What the directory asks of the worker."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from outbox.registry import duty
from projects import curation
from projects.models import Project


def profiles_wait() -> bool:
    return Project.objects.due(at=timezone.now()).exists()


@duty(every=timedelta(minutes=1), title=_("Publish scheduled profiles"), waiting=profiles_wait)
def publish_due_profiles() -> str:
    """Publish what is due, in the name of the person who scheduled it."""
    count = curation.publish_due(at=timezone.now())
    return ngettext("%(count)d profile published", "%(count)d profiles published", count) % {"count": count}
