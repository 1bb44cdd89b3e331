"""The import itself: a file's rows are read, planned, checked and written in batches, in one transaction."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from dataclasses import dataclass
from itertools import islice

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from projects.curation import missing_facts, publish_many
from projects.importing.changes import Describer
from projects.importing.existing import PARTS, TEXT_FIELDS
from projects.importing.headings import Headings, read_headings
from projects.importing.lookups import Lookups
from projects.importing.messages import Message, Report
from projects.importing.planning import Plan, Planner, choose_key
from projects.importing.reading import Row, open_table
from projects.importing.rows import ParsedRow, RowReader
from projects.importing.writing import Staging, Writer, number
from projects.models import Project
from projects.search import bulk_changes
from vocabulary.models import Organisation

BATCH = 5_000
MAX_CHANGES_SHOWN = 200
# From here on the rebuild of the search, which follows, is worth preparing.
MANY = 1_001
_LOADED: tuple[type[Model], ...] = (Project, Organisation, *(part.model for part in PARTS.values()))


@dataclass(frozen=True, slots=True)
class Options:
    """How an import behaves. `key` None takes the first key the file has columns for; `by` is named in the history."""

    key: str | None = None
    dry_run: bool = False
    all_or_nothing: bool = False
    publish: bool = False
    by: User | None = None
    reason: str = ""


def import_projects(
    data: bytes, name: str, options: Options, *, progress: Callable[[int], None] = lambda rows: None
) -> Report:
    """Import the file `data` called `name`; raises FileRefused when it cannot be taken at all.

    Rows that can be taken are kept and the others reported, unless `all_or_nothing`. `progress` hears how many
    rows are done. Everything happens in one transaction.
    """
    if options.publish and options.by is None:
        raise ValueError("Publishing needs the person who decides: pass `by`.")
    table = open_table(data, name)
    headings = read_headings(table.header)
    run = _Run(headings, options, choose_key(options.key, headings))
    with suppress(_TakeBack), transaction.atomic(), bulk_changes():
        run.begin()
        for batch in _ahead(run.batches(table.rows)):
            run.take(batch)
            progress(run.report.rows)
        run.finish()
        if options.dry_run or run.report.stopped:
            raise _TakeBack
    return run.report


class _TakeBack(Exception):
    """Leaves the transaction without keeping anything, and without building the search for it first."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Rows of a file as read, before the directory is asked: how many, the good ones, and what is wrong with others."""

    count: int
    good: list[ParsedRow]
    messages: list[Message]


def _ahead(batches: Iterator[_Batch]) -> Iterator[_Batch]:
    """The batches, each read in a second thread while the one before is written: reading needs no database."""
    context = copy_context()  # carries the language of the messages

    def read() -> _Batch | None:
        return context.run(lambda: next(batches, None))

    with ThreadPoolExecutor(max_workers=1) as pool:
        upcoming = pool.submit(read)
        while (batch := upcoming.result()) is not None:
            upcoming = pool.submit(read)
            yield batch


class _Run:
    """One pass over a file."""

    def __init__(self, headings: Headings, options: Options, key: str) -> None:
        self.headings = headings
        self.options = options
        self.report = Report(key=key, dry_run=options.dry_run, remarks=list(headings.remarks))
        self.lookups = Lookups.load()
        self.reader = RowReader(headings, self.lookups)
        self.planner = Planner(headings, key)
        self.writer = Writer(
            self.planner.organisations, by_id=options.by.pk if options.by else None, reason=options.reason
        )
        self.describer = Describer(headings, self.lookups, self.planner.organisations)
        self.created: list[int] = []

    def begin(self) -> None:
        self.staging = Staging()

    def batches(self, rows: Iterator[Row]) -> Iterator[_Batch]:
        """The rows of the file, read in portions; touches nothing but the reader."""
        while portion := list(islice(rows, BATCH)):
            batch = _Batch(len(portion), [], [])
            for line, cells in portion:
                row, messages = self.reader.read(line, cells)
                batch.messages.extend(messages)
                if not messages:
                    batch.good.append(row)
            yield batch

    def take(self, batch: _Batch) -> None:
        """Plan, check and (unless it is a dry run) write one batch."""
        self.report.rows += batch.count
        plans, messages = self.planner.plan(batch.good, lock=not self.options.dry_run)
        self.report.messages += batch.messages + messages
        active = [plan for plan in plans if plan.is_new or plan.is_change]
        self.report.unchanged += len(plans) - len(active)
        number(active)
        self.staging.fill(active)
        active = self._without_broken(active)
        self._count(active)
        if not self.options.dry_run and not (self.options.all_or_nothing and self.report.messages):
            self.writer.write(active)
            self.created += [plan.values["id"] for plan in active if plan.is_new]

    def finish(self) -> None:
        """Publish what was asked for and is complete, and put the messages in the order of the file."""
        self.report.messages.sort(key=lambda message: message.line)
        if self.options.all_or_nothing and self.report.messages:
            self.report.stopped = True
            self.report.created = self.report.updated = self.report.published = 0
        elif self.options.publish and not self.options.dry_run:
            assert self.options.by is not None
            for start in range(0, len(self.created), BATCH * 2):
                ids = self.created[start : start + BATCH * 2]
                publish_many(ids, by=self.options.by, reason=self.options.reason)
        if self.report.created + self.report.updated >= MANY:
            _prepare_rebuild()

    def _without_broken(self, plans: list[Plan]) -> list[Plan]:
        """Leave out what a constraint of the project table refuses, and say its sentence."""
        sentences = {rule.name: str(rule.violation_error_message) for rule in Project._meta.constraints}
        broken: set[int] = set()
        for line, name, columns in self.staging.broken():
            broken.add(line)
            sentence = sentences.get(name) or _("the values do not fit together (%(rule)s).") % {"rule": name}
            self.report.messages.append(Message(line, self.headings.written(*_fields_of(columns)), sentence))
        return [plan for plan in plans if plan.line not in broken]

    def _count(self, plans: list[Plan]) -> None:
        for plan in plans:
            if plan.is_new:
                self.report.created += 1
                self._count_publication(plan)
                continue
            self.report.updated += 1
            if len(self.report.changes) < MAX_CHANGES_SHOWN:
                self.report.changes += self.describer.changes(plan)

    def _count_publication(self, plan: Plan) -> None:
        if not self.options.publish:
            return
        summary = plan.wanted["texts"][plan.values["original_language"]][TEXT_FIELDS.index("summary")]
        lacking = missing_facts(
            summary=summary,
            programme=plan.values["programme_id"] is not None,
            themes=bool(plan.wanted.get("themes")),
            source=plan.values["source"],
        )
        if not lacking:
            self.report.published += 1
            return
        sentence = _("kept as a draft: %(reasons)s") % {"reasons": " ".join(lacking)}
        self.report.notes.append(Message(plan.line, "", sentence))


def _prepare_rebuild() -> None:
    with connection.cursor() as cursor:
        # Right after a bulk load the statistics speak of the tables as they were: plans would be hopeless.
        cursor.execute(f"ANALYZE {', '.join(model._meta.db_table for model in _LOADED)}")
        # New words are merged into their index in larger portions.
        cursor.execute("SET LOCAL gin_pending_list_limit = '32MB'")
        cursor.execute("SET LOCAL maintenance_work_mem = '256MB'")


def _fields_of(columns: list[str]) -> list[str]:
    """The fields of the import behind columns of the table; a value comes before its precision."""
    names = {"programme_id": "programme"}
    plain = [names.get(column, column) for column in sorted(columns) if not column.endswith("_precision")]
    return plain or [column.replace("_precision", "_date") for column in columns]
