"""Loaded by pytest before it reads Django's settings (`-p tests.plugin`): environment and database of the tests.

Without DATABASE_URL the tests get an empty PostgreSQL of their own, which ends with the run, however that ends. So do
the processes of a run side by side: what one writes would hold back the other's change log, which is per server.
"""

import contextlib
import os
from collections.abc import Generator
from pathlib import Path

import pytest

from siportal.embedded import throwaway_cluster

ROOT = Path(__file__).resolve().parent.parent

# Explicit, so that no .env and nobody's shell decides what is tested.
ENVIRONMENT = {
    "SECRET_KEY": "only-for-tests-" + "x" * 50,
    "SI_ENV_FILE": os.devnull,
    "DJANGO_SETTINGS_MODULE": "tests.settings",
    "SI_DEBUG": "0",
    "SI_DEMO": "0",
    "SI_HTTPS": "0",
    "SI_HOSTS": "testserver,localhost,127.0.0.1",
}
UNSET = (
    "SI_TRUSTED_ORIGINS",
    "SI_STATIC_ROOT",
    "SI_MEDIA_ROOT",
    "SI_CLUSTER",
    "SI_VAR",
    "CACHE_URL",
    "EMAIL_URL",
    "SI_MAIL_FOLDER",
)

SLOW = ("tests/platform/", "tests/browser/")
"""Files of minutes. Begun first, so that no processor of a run side by side waits for one of them at the end."""

OWN = "TESTS_OWN_CLUSTER"
"""In the environment when the server of the tests is thrown away after them."""

_database = contextlib.ExitStack()


@pytest.hookimpl(wrapper=True)
def pytest_load_initial_conftests() -> Generator[None, None, None]:
    """A wrapper runs before pytest-django's own hook, which reads the settings."""
    os.environ.update(ENVIRONMENT)
    for name in UNSET:
        os.environ.pop(name, None)
    beside_others = "PYTEST_XDIST_WORKER" in os.environ and OWN in os.environ
    if beside_others or not os.environ.get("DATABASE_URL"):
        os.environ[OWN] = "1"
        running = _database.enter_context(throwaway_cluster(ROOT / "var" / "clusters", purpose="the tests"))
        os.environ["DATABASE_URL"] = running.url
        _database.callback(os.environ.pop, "DATABASE_URL")
    yield


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """After pytest-django's own order, which begins with what needs a database."""
    items.sort(key=lambda item: not item.nodeid.startswith(SLOW))


def pytest_unconfigure() -> None:
    _database.close()


@pytest.hookimpl(trylast=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What `dev.py test` found before pytest is repeated here, because pytest's line ends the output."""
    failed = os.environ.get("SI_FAILED_CHECKS", "")
    if failed:
        terminalreporter.section("failed before pytest", red=True)
        terminalreporter.line(f"{failed} (details above; the exit code is not 0)", red=True)


@pytest.fixture(scope="session")
def repository() -> Path:
    return ROOT
