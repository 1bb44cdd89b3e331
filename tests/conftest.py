"""Fixtures of every test; environment and database come from tests/plugin.py, settings from tests/settings.py."""

from pathlib import Path

import pytest

pytest_plugins = ["tests.browser_fixtures"]


@pytest.fixture(autouse=True)
def _media_of_its_own(settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.MEDIA_ROOT = tmp_path / "media"
