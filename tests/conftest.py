"""Fixtures of every test; environment and database come from tests/plugin.py, settings from tests/settings.py."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.utils import translation

pytest_plugins = ["tests.browser_fixtures"]


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path / "media"


@pytest.fixture(autouse=True)
def _language_of_its_own() -> Iterator[None]:
    """A request leaves its language in the thread; the next test begins in English again."""
    with translation.override("en"):
        yield
