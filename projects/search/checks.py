"""What the search needs of a database, checked by `migrate` and `check --database default`."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.core import checks
from django.db import connections

OLDEST = 150000

_LOOK = """
SELECT current_setting('server_encoding'), lower('ÅØŁЖΩ') = 'åøłжω', to_regproc('si_config') IS NOT NULL,
       current_setting('server_version_num')::int
"""
# Languages whose stemmer the server has but the search rows were not built with, and the other way round.
_STEMMERS = """
SELECT array_agg(language ORDER BY language)
FROM (VALUES ('en', 'english'), ('de', 'german'), ('sv', 'swedish'), ('et', 'estonian'), ('pl', 'polish'))
    AS known (language, stemmer)
WHERE (si_config(language) IS NULL) = EXISTS (SELECT 1 FROM pg_ts_config WHERE cfgname = stemmer)
"""


@checks.register(checks.Tags.database)
def check_database(
    *, app_configs: Sequence[Any] | None = None, databases: Iterable[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Encoding, letters, version and stemmers of every database named."""
    return [message for alias in databases or () for message in _check(alias)]


def _check(alias: str) -> list[checks.CheckMessage]:
    with connections[alias].cursor() as cursor:
        cursor.execute(_LOOK)
        encoding, lowers, installed, version = cursor.fetchone()
        stale: list[str] = []
        if installed:
            cursor.execute(_STEMMERS)
            stale = cursor.fetchone()[0] or []
    return judge(encoding=encoding, lowers=lowers, version=version, stale=stale)


def judge(*, encoding: str, lowers: bool, version: int, stale: Sequence[str]) -> list[checks.CheckMessage]:
    """What to say about a database; nothing when all is well."""
    found: list[checks.CheckMessage] = []
    if encoding != "UTF8":
        found.append(
            checks.Error(
                f"The database is encoded in {encoding}; the portal holds texts in thirty languages.",
                hint="Create it anew with ENCODING 'UTF8' TEMPLATE template0 and load your dump into it.",
                id="projects.E001",
            )
        )
    if version < OLDEST:
        found.append(
            checks.Error(
                f"PostgreSQL {version // 10000} is too old; the search needs 15 or later.",
                hint="Upgrade the server, then run: manage.py rebuild_search",
                id="projects.E002",
            )
        )
    if not lowers:
        found.append(
            checks.Warning(
                "This database cannot lower-case letters beyond a–z. The public search copes; filters of the admin "
                "will tell Ä from ä.",
                hint="Create it with a Unicode locale, for example LOCALE 'C.UTF-8', or with LOCALE_PROVIDER builtin "
                "BUILTIN_LOCALE 'PG_UNICODE_FAST' from PostgreSQL 18 on.",
                id="projects.W001",
            )
        )
    if stale:
        found.append(
            checks.Warning(
                f"The search rows were built with other stemmers than this server has ({', '.join(stale)}).",
                hint="Run: manage.py rebuild_search",
                id="projects.W002",
            )
        )
    return found
