"""The doors through which a profile changes its publication state. One function per step.

Each locks the row, refuses what the state does not allow, and writes status, person and moment together.
Refusals are `ValidationError`s with a sentence for staff and a `code`.
"""

from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects import bulk_history
from projects.models import Project, ProjectText, ProjectTheme, State


class NotReady(ValidationError):
    """The profile lacks something it needs before the public may see it; `messages` says what."""


def missing_for_publication(project: Project) -> list[str]:
    """Sentences that say what a profile still lacks before the public may see it; empty when ready."""
    text = project.original_text()
    return missing_facts(
        summary=text.summary if text else "",
        programme=project.programme is not None,
        themes=project.theme_rows.exists(),
        source=project.source,
    )


def missing_facts(*, summary: str, programme: bool, themes: bool, source: str) -> list[str]:
    """The rule of `missing_for_publication` on its facts alone, for callers that hold many profiles at once."""
    missing = []
    if not summary.strip():
        missing.append(_("Write a summary in the original language."))
    if not programme:
        missing.append(_("Choose a programme."))
    if not themes:
        missing.append(_("Choose at least one theme."))
    if not source.strip():
        missing.append(_("Name a source."))
    return missing


def publish(project: Project, *, by: User) -> Project:
    """Show a draft or scheduled profile to the public."""
    with transaction.atomic():
        locked = _lock(project, State.DRAFT, State.SCHEDULED)
        _require_complete(locked)
        locked.scheduled_for = locked.scheduled_by = None
        locked.published_at, locked.published_by = timezone.now(), by
        return _write(locked, State.PUBLISHED, by)


def publish_many(ids: Sequence[int], *, by: User, reason: str = "") -> list[int]:
    """Show those of the drafts `ids` that lack nothing, in a handful of statements; returns their ids."""
    with transaction.atomic():
        drafts = Project.objects.select_for_update().filter(pk__in=ids, state=State.DRAFT).order_by("pk")
        rows = list(drafts.values_list("pk", "original_language", "programme_id", "source"))
        summaries = {
            (pk, language): summary
            for pk, language, summary in ProjectText.objects.filter(project_id__in=ids).values_list(
                "project_id", "language", "summary"
            )
        }
        themes = ProjectTheme.objects.filter(content_object_id__in=ids)
        with_theme = set(themes.values_list("content_object_id", flat=True))
        ready = [
            pk
            for pk, language, programme, source in rows
            if not missing_facts(
                summary=summaries.get((pk, language), ""),
                programme=programme is not None,
                themes=pk in with_theme,
                source=source,
            )
        ]
        now = timezone.now()
        Project.objects.filter(pk__in=ready).update(
            state=State.PUBLISHED, published_at=now, published_by=by, updated_at=now
        )
        bulk_history.record(Project, ready, bulk_history.CHANGED, by_id=by.pk, reason=reason)
    return ready


def schedule(project: Project, *, at: datetime, by: User) -> Project:
    """Let the job publish a draft at the moment `at`, which must lie in the future."""
    if at <= timezone.now():
        raise ValidationError(_("Choose a moment in the future, or publish now."), code="schedule_in_past")
    with transaction.atomic():
        locked = _lock(project, State.DRAFT)
        _require_complete(locked)
        locked.scheduled_for, locked.scheduled_by = at, by
        return _write(locked, State.SCHEDULED, by)


def publish_due(*, at: datetime) -> int:
    """Publish scheduled profiles whose time has come, in the name of those who scheduled them; returns how many.

    A profile that lost something it needs meanwhile goes back to draft with an internal note.
    """
    published = 0
    for project in Project.objects.due(at=at).select_related("scheduled_by").order_by("scheduled_for", "pk"):
        assert project.scheduled_by is not None
        try:
            publish(project, by=project.scheduled_by)
            published += 1
        except NotReady as refusal:
            note = _("Not published at %(moment)s: %(reasons)s") % {
                "moment": at.isoformat(timespec="minutes"),
                "reasons": " ".join(refusal.messages),
            }
            unschedule(project, by=project.scheduled_by, note=note)
        except ValidationError as refusal:
            if refusal.code != "wrong_state":  # somebody else was quicker: nothing to do
                raise
    return published


def unschedule(project: Project, *, by: User, note: str = "") -> Project:
    """Take a scheduled profile back to draft; `note` is added to the internal notes."""
    with transaction.atomic():
        locked = _lock(project, State.SCHEDULED)
        locked.scheduled_for = locked.scheduled_by = None
        if note:
            locked.notes = f"{locked.notes}\n{note}".strip()
        return _write(locked, State.DRAFT, by)


def withdraw(project: Project, *, by: User) -> Project:
    """Take a published profile back to draft, for a profile that went live by mistake; its page then answers 404."""
    with transaction.atomic():
        locked = _lock(project, State.PUBLISHED)
        locked.published_at = locked.published_by = None
        return _write(locked, State.DRAFT, by)


def archive(project: Project, *, by: User) -> Project:
    """Take a published profile off the site for good; its page then answers 410 with a sentence."""
    with transaction.atomic():
        locked = _lock(project, State.PUBLISHED)
        locked.archived_at, locked.archived_by = timezone.now(), by
        return _write(locked, State.ARCHIVED, by)


def restore(project: Project, *, by: User) -> Project:
    """Show an archived profile again; the date of its first publication stays."""
    with transaction.atomic():
        locked = _lock(project, State.ARCHIVED)
        _require_complete(locked)
        locked.archived_at = locked.archived_by = None
        return _write(locked, State.PUBLISHED, by)


def _lock(project: Project, *allowed: State) -> Project:
    locked = Project.objects.select_for_update().get(pk=project.pk)
    if locked.state not in allowed:
        raise ValidationError(
            _("“%(name)s” is %(state)s; this step is not possible now.")
            % {"name": locked, "state": locked.get_state_display()},
            code="wrong_state",
        )
    return locked


def _require_complete(project: Project) -> None:
    if missing := missing_for_publication(project):
        raise NotReady([ValidationError(sentence, code="not_ready") for sentence in missing])


def _write(project: Project, state: State, by: User) -> Project:
    project.state = state
    project._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
    project.save()
    return project
