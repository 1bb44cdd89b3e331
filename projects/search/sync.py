"""How a process keeps its copy of the index current: it reads the change log before every search.

Whatever was not visible at the last look belongs to a transaction at or above the oldest one that was running then (the
horizon). Asking for every change from there on misses nothing; applying a change twice does no harm. Changes of our own
open transaction are used for this search only, because they may be rolled back.
"""

import threading
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections

from projects.search.index import COLUMNS, Document, Index, apply, build
from projects.search.vocabulary import Vocabulary, read_vocabulary

MOST_CHANGES = 4000
"""More changes than this: reading everything anew is quicker."""

_ROW = ", ".join(f"d.{column}" for column in COLUMNS)
# Rows are looked up one by one: the planner cannot know how few have changed.
_LOOK = f"""
WITH now AS (
    SELECT pg_current_snapshot() AS seen, pg_current_xact_id_if_assigned() AS own
), log AS (
    SELECT c.project_id, bool_or(c.everything) AS everything, bool_or(c.xid = now.own) AS own,
           string_agg(DISTINCT c.xid::text, ' ') AS xids
    FROM now, projects_searchchange c
    WHERE {{since}} AND (c.xid < pg_snapshot_xmax(now.seen) OR c.xid = now.own)
    GROUP BY c.project_id LIMIT {MOST_CHANGES + 1}
)
SELECT pg_snapshot_xmin(now.seen)::text, pg_snapshot_xmax(now.seen)::text,
       (SELECT pruned_before::text FROM projects_searchlog LIMIT 1),
       log.everything, log.own, log.xids, log.project_id, {_ROW}
FROM now LEFT JOIN log ON true LEFT JOIN LATERAL (
    SELECT * FROM projects_projectdocument WHERE project_id = log.project_id OFFSET 0
) AS d ON true
"""
_LOOK_SINCE = _LOOK.format(since="c.xid >= %s::xid8")
_LOOK_FIRST = _LOOK.format(since="c.xid = pg_current_xact_id_if_assigned()")
_READ = f"SELECT {_ROW} FROM projects_projectdocument d WHERE d.is_public"


Change = tuple[int | None, str]
"""A project (None: vocabulary or everything) with the transactions that changed it."""


@dataclass(frozen=True)
class Snapshot:
    """What a search works on: index and vocabulary of one moment.

    `seen`: changes at or above the horizon that are contained already. A long transaction elsewhere holds the horizon
    back; without this its changes, and all after it, would be applied again at every search.
    """

    index: Index
    vocabulary: Vocabulary
    seen: frozenset[Change] = frozenset()


_shared: dict[tuple[str, ...], Snapshot] = {}
_swap = threading.Lock()


def current(using: str = DEFAULT_DB_ALIAS) -> Snapshot:
    """The snapshot this moment's search has to use; one statement when nothing or little has changed."""
    key = _database(using)
    known = _shared.get(key)
    look = _look(using, known)
    if known is None or look.start_anew(known.index.horizon):
        index, vocabulary = build(_documents(_rows(using, _READ)), horizon=look.horizon), read_vocabulary(using)
        snapshot = Snapshot(index, vocabulary, look.seen)
    elif look.changed or look.vocabulary or look.horizon > known.index.horizon:
        index = apply(known.index, look.changed, horizon=look.horizon)
        snapshot = Snapshot(index, read_vocabulary(using) if look.vocabulary else known.vocabulary, look.seen)
    else:
        return known
    if not look.own:
        # A repeatable-read transaction may look at an older moment than the copy: its view is not for others.
        restored = known is not None and look.newest < known.index.horizon and not connections[using].in_atomic_block
        with _swap:
            latest = _shared.get(key)
            if latest is None or restored or latest.index.horizon <= snapshot.index.horizon:
                _shared[key] = snapshot
    return snapshot


def remembered(using: str = DEFAULT_DB_ALIAS) -> Vocabulary:
    """The vocabulary of the last search, without asking the database; perhaps empty, perhaps out of date."""
    known = _shared.get(_database(using))
    return known.vocabulary if known else Vocabulary()


def forget() -> None:
    """Drop every copy of this process; the next search reads all anew."""
    _shared.clear()


@dataclass(frozen=True)
class _Look:
    """What the change log said that the copy does not contain."""

    horizon: int
    newest: int
    pruned_before: int
    changed: dict[int, Document | None]
    vocabulary: bool
    everything: bool
    own: bool
    seen: frozenset[Change]

    def start_anew(self, horizon: int) -> bool:
        """Whether the copy cannot be brought forward: too much changed, the log was cut, or it is another server's."""
        cut = horizon < self.pruned_before <= self.newest
        return self.everything or cut or self.newest < horizon or len(self.seen) > MOST_CHANGES


def _look(using: str, known: Snapshot | None) -> _Look:
    # Without a copy only our own changes matter: everything is read anew anyway.
    rows = _rows(using, _LOOK_SINCE, [str(known.index.horizon)]) if known else _rows(using, _LOOK_FIRST)
    contained = known.seen if known else frozenset()
    xmin, xmax, pruned = rows[0][:3]
    changed: dict[int, Document | None] = {}
    seen: set[Change] = set()
    vocabulary = everything = own = False
    for _xmin, _xmax, _pruned, is_everything, is_own, xids, project, *row in rows:
        if xids is None:
            continue
        seen.add((project, xids))
        if (project, xids) in contained:
            continue
        own = own or bool(is_own)
        everything = everything or is_everything
        if project is None:
            vocabulary = True
        else:
            # row[1] is `is_public`; a missing row comes as nulls.
            changed[project] = Document(*row) if row[1] else None
    return _Look(int(xmin), int(xmax), int(pruned or 0), changed, vocabulary, everything, own, frozenset(seen))


def _rows(using: str, statement: str, parameters: Sequence[Any] | None = None) -> list[tuple[Any, ...]]:
    with connections[using].cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall())


def _documents(rows: Iterable[Sequence[Any]]) -> Iterable[Document]:
    return (Document(*row) for row in rows)


def _database(using: str) -> tuple[str, ...]:
    found = connections[using].settings_dict
    return (using, str(found["NAME"]), str(found["HOST"]), str(found["PORT"]))
