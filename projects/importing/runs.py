"""Runs of the import that are remembered: checked first, imported on a person's word, shown while they go on."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import timedelta

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from projects.importing.loading import Options, import_projects
from projects.importing.messages import Change, FileRefused, Message, Report
from projects.models import ImportRun, ImportState

MAX_MESSAGES_KEPT = 20_000
# A server that was killed leaves a run behind that says it is going on.
_LOST_AFTER = timedelta(minutes=30)


def run_now(data: bytes, name: str, options: Options, *, progress: Callable[[int], None] = lambda rows: None) -> Report:
    """Import at once and remember the run; a dry run, and one that wrote nothing on purpose, leaves no trace."""
    if options.dry_run:
        return import_projects(data, name, options, progress=progress)
    with transaction.atomic():
        run = _new(data, name, options)
        run.state = ImportState.LOADING
        run.save()
        report = import_projects(data, name, replace(options, reason=run.reason), progress=progress)
        if report.stopped:
            run.delete()
        else:
            _finish(run, report)
    return report


def submit(data: bytes, name: str, options: Options) -> ImportRun:
    """Keep a file until it is checked and a person decides."""
    run = _new(data, name, options)
    run.content = data
    run.save()
    return run


def check(run: ImportRun) -> ImportRun:
    """Dry run of a waiting file: what it would do is kept on the run for the preview."""
    if run.state not in (ImportState.WAITING, ImportState.CHECKED) or run.content is None:
        return run
    try:
        report = import_projects(
            bytes(run.content), run.file_name, replace(_options(run), dry_run=True), progress=_announce(run)
        )
    except FileRefused as refusal:
        run.state, run.content, run.sentence = ImportState.REFUSED, None, refusal.sentence
        run.last_step_at = timezone.now()
        run.save()
        return run
    _take(run, report)
    run.state = ImportState.CHECKED
    run.save()
    return run


def confirm(run: ImportRun) -> ImportRun:
    """Mark a checked file as being imported, once; `load` then does it."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state != ImportState.CHECKED and not is_lost(locked):
            raise ValidationError(_("This file is not waiting for a decision any more."), code="wrong_state")
        locked.state, locked.rows_done = ImportState.LOADING, 0
        locked.last_step_at = timezone.now()
        locked.save()
    return locked


def is_lost(run: ImportRun) -> bool:
    """Whether a run says that it is going on, but has not been heard of for long: its process was killed."""
    heard = run.last_step_at or run.started_at
    return run.state == ImportState.LOADING and heard < timezone.now() - _LOST_AFTER


def load(run: ImportRun) -> ImportRun:
    """Import a confirmed file. On any failure nothing of it is written and the file is kept for another try."""
    assert run.content is not None
    try:
        with transaction.atomic():
            report = import_projects(
                bytes(run.content), run.file_name, replace(_options(run), reason=run.reason), progress=_announce(run)
            )
            if report.stopped:
                _take(run, report)
                run.state = ImportState.CHECKED
                run.sentence = _("Nothing was written, because some rows were refused.")
                run.save()
            else:
                _finish(run, report)
    except FileRefused as refusal:
        run.state, run.content, run.sentence = ImportState.REFUSED, None, refusal.sentence
        run.save()
    except Exception:
        sentence = _("The import broke off and wrote nothing. Try again, or tell those who run the portal.")
        ImportRun.objects.filter(pk=run.pk).update(state=ImportState.CHECKED, sentence=sentence)
        raise
    return run


def discard(run: ImportRun) -> ImportRun:
    """Forget a file that was not imported."""
    with transaction.atomic():
        locked = ImportRun.objects.select_for_update().get(pk=run.pk)
        if locked.state not in (ImportState.WAITING, ImportState.CHECKED):
            raise ValidationError(_("This file is not waiting for a decision any more."), code="wrong_state")
        locked.state, locked.content, locked.last_step_at = ImportState.DISCARDED, None, timezone.now()
        locked.save()
    return locked


def report_of(run: ImportRun) -> Report:
    """The run's report as it was kept."""
    kept = run.report
    return Report(
        rows=run.rows,
        created=run.created,
        updated=run.updated,
        unchanged=run.unchanged,
        published=run.published,
        key=run.key,
        messages=[Message(**row) for row in kept.get("messages", [])],
        notes=[Message(**row) for row in kept.get("notes", [])],
        remarks=kept.get("remarks", []),
        changes=[Change(**row) for row in kept.get("changes", [])],
    )


def _new(data: bytes, name: str, options: Options) -> ImportRun:
    return ImportRun(
        file_name=name[-200:],
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        key=options.key or "",
        publish=options.publish,
        all_or_nothing=options.all_or_nothing,
        started_by=options.by,
    )


def _options(run: ImportRun) -> Options:
    by: User | None = run.started_by
    return Options(key=run.key or None, publish=run.publish, all_or_nothing=run.all_or_nothing, by=by)


def _take(run: ImportRun, report: Report) -> None:
    for name in ("rows", "created", "updated", "unchanged", "published", "key"):
        setattr(run, name, getattr(report, name))
    run.refused, run.rows_done, run.sentence = report.failed, report.rows, ""
    kept = MAX_MESSAGES_KEPT
    run.report = {
        "messages": [asdict(message) for message in report.messages[:kept]],
        "notes": [asdict(message) for message in report.notes[:kept]],
        "remarks": report.remarks,
        "changes": [asdict(change) for change in report.changes],
    }


def _finish(run: ImportRun, report: Report) -> None:
    _take(run, report)
    run.state, run.content, run.last_step_at = ImportState.DONE, None, timezone.now()
    run.save()


def _announce(run: ImportRun) -> Callable[[int], None]:
    """Progress on a connection of its own: others would not see it from inside the import's transaction."""

    def announce(rows: int) -> None:
        own = connections.create_connection("default")
        try:
            with own.cursor() as cursor:
                cursor.execute(
                    "UPDATE projects_importrun SET rows_done = %s, last_step_at = CASE state WHEN 'loading' "
                    "THEN clock_timestamp() ELSE last_step_at END WHERE id = %s",
                    [rows, run.pk],
                )
        finally:
            own.close()

    return announce
