"""What staff write on a submission for themselves: whose it is, notes, that it was checked for sensitive details."""

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from spotlight import steps
from spotlight.models import State, Submission
from spotlight.transitions import REVIEW


def reviewers() -> QuerySet[User]:
    """The people a submission can be assigned to."""
    backend = "django.contrib.auth.backends.ModelBackend"
    found: QuerySet[User] = User.objects.with_perm(REVIEW, backend=backend)
    return found.filter(is_staff=True, is_active=True).order_by("username")


def assign(submission: Submission, *, to: User | None, by: User) -> Submission:
    """Make it somebody's own, or nobody's."""
    with transaction.atomic():
        locked = _lock(submission, by)
        if to is not None and not to.has_perm(REVIEW):
            raise ValidationError(_("%(name)s may not review stories.") % {"name": to}, code="no_reviewer")
        locked.assignee = to
        locked.save(update_fields=["assignee"])
    return locked


def add_note(submission: Submission, *, text: str, by: User) -> Submission:
    """Append an internal note with its moment and author. The contributor never sees notes."""
    with transaction.atomic():
        locked = _lock(submission, by)
        if not text.strip():
            raise ValidationError(_("Write a note first."), code="empty")
        _append(locked, text.strip(), by)
    return locked


def mark_sensitive_checked(submission: Submission, *, checked: bool, by: User) -> Submission:
    """Say that somebody looked for sensitive details, or take that back; a note keeps who it was."""
    with transaction.atomic():
        locked = _lock(submission, by)
        if locked.sensitive_checked == checked:
            return locked
        locked.sensitive_checked = checked
        locked.save(update_fields=["sensitive_checked"])
        _append(locked, _("Checked for sensitive details.") if checked else _("To be checked again."), by)
    return locked


def _append(locked: Submission, text: str, by: User) -> None:
    moment = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    locked.notes = f"{locked.notes}\n\n{moment} {by.get_username()}\n{text}".strip()
    locked.save(update_fields=["notes"])


def _lock(submission: Submission, by: User) -> Submission:
    locked = steps.lock(submission)
    if not by.has_perm(REVIEW) or locked.state == State.DRAFT:
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    return locked
