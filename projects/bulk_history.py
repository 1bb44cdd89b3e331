"""History for many rows at once: what simple-history writes row by row, written by one statement."""

from collections.abc import Sequence

from django.db import connection, models
from psycopg2 import sql

CREATED, CHANGED, DELETED = "+", "~", "-"


def record(model: type[models.Model], ids: Sequence[int], kind: str, *, by_id: int | None, reason: str = "") -> None:
    """Copy the rows `ids` of `model` as they stand now into its history; call it before a deletion."""
    _insert(model, ids, kind, by_id, reason, only_missing=False)


def record_missing(model: type[models.Model], ids: Sequence[int], *, reason: str) -> None:
    """Give rows that have no history yet a first record, so that a later change can be taken back."""
    _insert(model, ids, CREATED, None, reason, only_missing=True)


def _insert(
    model: type[models.Model], ids: Sequence[int], kind: str, by_id: int | None, reason: str, *, only_missing: bool
) -> None:
    if not ids:
        return
    history = model.history.model  # type: ignore[attr-defined]
    columns = [sql.Identifier(field.column) for field in history.tracked_fields]
    statement = sql.SQL(
        "INSERT INTO {history} ({columns}, history_date, history_type, history_user_id, history_change_reason) "
        "SELECT {source}, clock_timestamp(), %s, %s, %s FROM {table} t "
        "JOIN unnest(%s::bigint[]) wanted(id) ON wanted.id = t.id {condition} ORDER BY t.id"
    ).format(
        history=sql.Identifier(history._meta.db_table),
        columns=sql.SQL(", ").join(columns),
        source=sql.SQL(", ").join(sql.SQL("t.{}").format(column) for column in columns),
        table=sql.Identifier(model._meta.db_table),
        condition=sql.SQL("WHERE NOT EXISTS (SELECT 1 FROM {} h WHERE h.id = t.id)").format(
            sql.Identifier(history._meta.db_table)
        )
        if only_missing
        else sql.SQL(""),
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [kind, by_id, reason or None, list(ids)])
