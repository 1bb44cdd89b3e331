"""The production web server: granian's WSGI interface with processes that never outlive each other.

`python -m siportal.serve` reads HOST (127.0.0.1), PORT (8000), WEB_WORKERS (processes; one per processor, 2 to 8) and
WEB_THREADS (threads a process; 4). Each thread keeps one database connection: workers times threads, plus two for
the worker, must stay below the database's limit.
"""

import gc
import os
import signal
import sys
from collections.abc import Callable
from functools import partial
from typing import Any

from siportal.processes import end_with_parent


def number(name: str, default: int, lowest: int, highest: int) -> int:
    """A whole number from the environment, or the end of the process with a sentence."""
    text = os.environ.get(name, "").strip() or str(default)
    if not text.isascii() or not text.isdigit() or not lowest <= int(text) <= highest:
        raise SystemExit(f"{name} must be a whole number from {lowest} to {highest}; it is {text!r}.")
    return int(text)


def _application_of_worker(master: int, target: str) -> Callable[..., Any]:
    """Runs in each worker after the fork: dies with its master, then takes the application the master has loaded."""
    end_with_parent(signal.SIGKILL, parent=master)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)  # the master stops us
    from siportal.wsgi import application

    return application


def _prepare() -> None:
    """The local preparation; what is likely to be wrong on a newcomer's machine ends in a sentence."""
    import django
    from django.core.exceptions import ImproperlyConfigured
    from django.db import OperationalError

    try:
        django.setup()
        from siportal.prepare import prepare

        prepare()
    except ImproperlyConfigured as wrong:
        raise SystemExit(str(wrong)) from None
    except OperationalError as error:
        reason = str(error).strip().splitlines()[0]
        raise SystemExit(f"The database that DATABASE_URL names does not answer: {reason}") from None


def main(arguments: list[str]) -> None:
    workers = number("WEB_WORKERS", min(max(os.cpu_count() or 2, 2), 8), 1, 64)
    threads = number("WEB_THREADS", 4, 1, 64)
    port = number("PORT", 8000, 1, 65535)

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siportal.settings")
    if "--prepare" in arguments:
        _prepare()

    from django.db import connections
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    # Loaded once, before the fork: quicker start, shared memory. After the preparation, because WhiteNoise reads the
    # directory of static files when the application is made.
    import siportal.wsgi  # noqa: F401
    from projects.search import warm_up

    warm_up()  # every worker then begins with the search's copy, in memory they share
    gc.collect()
    gc.freeze()  # the collector would walk that copy, and unshare it, in the middle of requests
    connections.close_all()  # a connection must not be shared across the fork
    server = Server(
        "siportal.wsgi:application",
        address=os.environ.get("HOST", "").strip() or "127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        blocking_threads_idle_timeout=600,
        respawn_failed_workers=True,
        # What a stop waits for: requests that run, but also browsers that connected and never asked.
        workers_kill_timeout=2 if "--prepare" in arguments else 8,
        websockets=False,
        log_level=LogLevels.warning,
    )
    # granian reloads on SIGHUP; a closed terminal means stop.
    server.on_startup(lambda: signal.signal(signal.SIGHUP, server.signal_handler_interrupt))
    server.serve(target_loader=partial(_application_of_worker, os.getpid()))


if __name__ == "__main__":
    main(sys.argv[1:])
