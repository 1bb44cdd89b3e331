"""The duties of the outbox and of the libraries nobody else looks after."""

from datetime import timedelta

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.compat import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from outbox import delivery, sending
from outbox.limits import forget_visitors
from outbox.registry import duty
from vocabulary.models import SiteSettings

_TASK_LIMIT = timedelta(hours=1)


def mail_waits() -> bool:
    return delivery.waiting().exists()


@duty(every=timedelta(minutes=1), title=_("Send waiting e-mails"), waiting=mail_waits)
def send_mail() -> str:
    """Fails while the mail server is away, so that staff see it; the e-mails wait and are tried every minute."""
    return str(delivery.deliver())


@duty(nightly=3, title=_("Delete old e-mails"))
def delete_old_mail() -> str:
    """E-mails hold names and addresses: they go after the days set in the site settings."""
    before = timezone.now() - timedelta(days=SiteSettings.load().mail_retention_days)
    return f"{sending.forget_old(before=before)} deleted"


@duty(nightly=3, title=_("Delete expired sessions"))
def delete_expired_sessions() -> None:
    call_command("clearsessions")


@duty(every=timedelta(minutes=10), title=_("Forget counts of requests"))
def forget_request_counts() -> str:
    return f"{forget_visitors(at=timezone.now())} forgotten"


@duty(every=timedelta(minutes=10), title=_("Put abandoned tasks back into the queue"))
def requeue_abandoned_tasks() -> str:
    """A worker that was killed leaves its task running for ever. Tasks end within an hour and bear a repetition."""
    abandoned = DBTaskResult.objects.running().filter(started_at__lt=timezone.now() - _TASK_LIMIT)
    return f"{abandoned.update(status=TaskResultStatus.READY, started_at=None)} put back"


@duty(nightly=4, title=_("Delete finished tasks"))
def delete_finished_tasks() -> str:
    before = timezone.now() - timedelta(days=14)
    return f"{DBTaskResult.objects.finished().filter(finished_at__lte=before).delete()[0]} deleted"
