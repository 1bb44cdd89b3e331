"""Fixtures of every test; environment and database come from tests/plugin.py, settings from tests/settings.py."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db.backends.postgresql.operations import DatabaseOperations
from django.utils import translation

from tests import flushing
from tests.plugin import OWN

pytest_plugins = ["tests.browser_fixtures"]


@pytest.fixture(scope="session")
def django_db_keepdb(request: pytest.FixtureRequest) -> bool:
    """Nobody need delete the database of a server that is thrown away as a whole."""
    return OWN in os.environ or bool(request.config.getvalue("reuse_db"))


@pytest.fixture(scope="session", autouse=True)
def _quick_flush() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DatabaseOperations, "sql_flush", flushing.delete)
        yield


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """A request leaves its language in the thread; the next test begins in English again."""
    with translation.override("en"):
        yield
