"""Processes and places for tests that start and kill real servers."""

import os
import shutil
import signal
import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.platform.portal import Portal
from tests.platform.process_tree import descendants, parents


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory every account may enter, with a space in its name (pytest's own are closed to others)."""
    path = Path(tempfile.mkdtemp(prefix="si test "))
    path.chmod(0o755)
    yield path
    shutil.rmtree(path)


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def assert_gone() -> Callable[[set[int]], None]:
    """Wait at most 15 seconds until none of the processes is left."""

    def check(pids: set[int]) -> None:
        assert pids
        end = time.monotonic() + 15
        while left := pids & parents().keys():
            assert time.monotonic() < end, [Path(f"/proc/{pid}/cmdline").read_text() for pid in left]
            time.sleep(0.05)

    return check


@pytest.fixture
def clean_environment() -> dict[str, str]:
    """The environment of a newcomer: nothing of the test run's settings in it."""
    ours = ("SI_", "DJANGO_", "DATABASE_URL", "SECRET_KEY", "PYTEST", "COV", "EMAIL_URL", "CACHE_URL")
    return {name: value for name, value in os.environ.items() if not name.startswith(ours)}


@pytest.fixture(autouse=True)
def heed_signals() -> Iterator[None]:
    """The tests may run under nohup or side by side; every process started here would inherit their deafness."""
    hangup = signal.signal(signal.SIGHUP, signal.SIG_DFL)
    interrupt = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGHUP, hangup)
    signal.signal(signal.SIGINT, interrupt)


@pytest.fixture
def start(repository, place, free_port, clean_environment, assert_gone) -> Iterator:
    """Start portals that share one directory; whatever happens, nothing of them is left."""
    portals: list[Portal] = []

    def make(**environment: str) -> Portal:
        portals.append(Portal(repository, place / "var", free_port, {**clean_environment, **environment}))
        return portals[-1]

    yield make
    for portal in portals:
        family = descendants(portal.process.pid)
        portal.process.kill()
        portal.process.stdout.close()
        portal.process.wait()
        if family:
            assert_gone(family)
