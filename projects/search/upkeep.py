"""Care of the search rows: bulk loads, pruning the change log, building all anew."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections, transaction

from projects.search.sync import current

KEEP = timedelta(hours=12)
"""How long changes stay in the log at least; a process that slept longer reads everything anew."""

_CUT = """
WITH cut AS (
    SELECT next_cut FROM projects_searchlog WHERE marked_at <= now() - make_interval(secs => %s)
), gone AS (
    DELETE FROM projects_searchchange USING cut WHERE xid < cut.next_cut RETURNING 1
), moved AS (
    UPDATE projects_searchlog SET
        pruned_before = cut.next_cut, next_cut = pg_snapshot_xmin(pg_current_snapshot()), marked_at = now()
    FROM cut
)
SELECT count(*) FROM gone
"""
_MARK = """
INSERT INTO projects_searchlog (pruned_before, next_cut)
SELECT '0', pg_snapshot_xmin(pg_current_snapshot()) WHERE NOT EXISTS (SELECT 1 FROM projects_searchlog)
"""
# Spellings no profile uses any more.
_FORGET_WORDS = """
DELETE FROM projects_searchword w WHERE NOT EXISTS (
    SELECT 1 FROM projects_projectvector v WHERE v.vector @@ plainto_tsquery('simple', w.word)
) AND NOT EXISTS (
    SELECT 1 FROM projects_searchname n WHERE n.words @@ plainto_tsquery('simple', w.word)
)
"""


def warm_up() -> None:
    """Read the search's copy now, for processes that are forked from this one. Without a database it is read later."""
    with suppress(DatabaseError):
        current()


@contextmanager
def bulk_changes(using: str = DEFAULT_DB_ALIAS) -> Iterator[None]:
    """Many changes in one transaction: search rows are built once, at the end of the block, not after each statement.

    Needs `transaction.atomic()` around it. Should the block's end be missed, the database settles before it commits.
    """
    connection = connections[using]
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("bulk_changes() needs transaction.atomic() around it.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('si.bulk', 'on', true)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("SELECT si_settle(), set_config('si.bulk', 'off', true)")


def prune_changes(*, keep: timedelta = KEEP, using: str = DEFAULT_DB_ALIAS) -> int:
    """Drop what every process has long seen; returns how many lines of the log went. A nightly duty."""
    with transaction.atomic(using=using), connections[using].cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(7433002)")
        cursor.execute(_MARK)
        cursor.execute(_CUT, [keep.total_seconds()])
        gone: int = cursor.fetchone()[0]
        cursor.execute(_FORGET_WORDS)
    return gone


def rebuild_all(*, using: str = DEFAULT_DB_ALIAS, chunk: int = 1000) -> Iterator[tuple[int, int]]:
    """Build every search row anew, with the stemmers this server has; yields (done, of) after each chunk."""
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT si_install(%s)", [[code for code, _name in settings.LANGUAGES]])
        cursor.execute("SELECT array_agg(id ORDER BY id) FROM projects_project")
        numbers: list[int] = cursor.fetchone()[0] or []
        cursor.execute(
            "DELETE FROM projects_projectdocument d WHERE NOT EXISTS "
            "(SELECT 1 FROM projects_project p WHERE p.id = d.project_id)"
        )
        cursor.execute("SELECT si_build_all_names()")
        for start in range(0, len(numbers), chunk):
            cursor.execute("SELECT si_rebuild(%s)", [numbers[start : start + chunk]])
            yield min(start + chunk, len(numbers)), len(numbers)
        cursor.execute("INSERT INTO projects_searchchange (everything) VALUES (true)")
