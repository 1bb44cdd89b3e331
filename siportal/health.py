"""Two answers for machines: `/healthz` says that the process lives, `/healthz/ready` that it can serve.

Ready looks only at what every page needs, so that a slow mail server or a late nightly duty never takes the portal
out of service: the database answers and knows every migration of this release.
"""

from django.db import DatabaseError, InterfaceError, connection
from django.db.migrations.loader import MigrationLoader
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# The answer "all applied" cannot become false again while this process runs: it is asked until it is true once.
_migrated = False


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """200 "ready", or 503 with one word for the cause; details go to the log only."""
    global _migrated
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if not _migrated:
            _migrated = _all_migrations_applied()
    except (DatabaseError, InterfaceError):
        return _not_ready("database")
    return HttpResponse("ready\n", content_type="text/plain; charset=utf-8") if _migrated else _not_ready("migrations")


def _all_migrations_applied() -> bool:
    loader = MigrationLoader(connection)
    return all(leaf in loader.applied_migrations for leaf in loader.graph.leaf_nodes())


def _not_ready(cause: str) -> HttpResponse:
    return HttpResponse(f"not ready: {cause}\n", status=503, content_type="text/plain; charset=utf-8")
