"""Empty the database after a test that commits: Django's TRUNCATE makes the files of a hundred tables anew each time.

Deleting takes a twentieth of that. Triggers and foreign keys are off meanwhile, which needs a superuser, as the tests'
own server has; another server's ordinary role goes on with TRUNCATE.
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.postgresql.operations import DatabaseOperations

truncate = DatabaseOperations.sql_flush


def delete(
    self: DatabaseOperations,
    style: Any,
    tables: Sequence[str],
    *,
    reset_sequences: bool = False,
    allow_cascade: bool = False,
) -> list[str]:
    """In place of `DatabaseOperations.sql_flush`: the statements, run in one transaction."""
    with self.connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('is_superuser') = 'on'")
        may = cursor.fetchone()[0]
    if not may or not tables or reset_sequences or allow_cascade:
        return truncate(self, style, tables, reset_sequences=reset_sequences, allow_cascade=allow_cascade)
    names = [self.quote_name(table) for table in tables]
    tables_to_forget = ", ".join(f"'{name}'::regclass" for name in names)
    return [
        # As TRUNCATE does: a request that still writes is waited for.
        f"LOCK TABLE {', '.join(names)} IN ACCESS EXCLUSIVE MODE",
        "SET LOCAL session_replication_role = replica",
        *(f"DELETE FROM {name}" for name in names),
        "SET LOCAL session_replication_role = origin",
        # As after TRUNCATE, the planner knows nothing; otherwise it believes that the next test's rows are not there.
        f"UPDATE pg_class SET reltuples = -1, relpages = 0, relallvisible = 0 WHERE oid IN ({tables_to_forget})",
        # What the triggers on TRUNCATE would say: every process forgets its copy of the search index.
        "INSERT INTO projects_searchchange (everything) VALUES (true)",
    ]
