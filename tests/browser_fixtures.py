"""Chromium for tests marked `browser`: one browser a run, one clean page a test.

    @pytest.mark.browser
    def test_home_shows_search(page, live_server):
        page.goto(f"{live_server.url}/en/")

The page fails its test when the browser reports an error (scripts, a blocked inline style, a missing file) or when
anything is asked of another host. `page.expected_problems.append("part of the text")` allows what a test provokes.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome-stable"))), None)
# A browser that talks to nobody but the server under test.
FLAGS = [
    "--no-sandbox",  # containers and CI run as root
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-dev-shm-usage",
    "--disable-domain-reliability",
    "--disable-sync",
    "--metrics-recording-only",
    "--no-first-run",
    "--no-pings",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
]


def require_chromium(program: str | None) -> str:
    """The program, or else a skipped test that says why; where CI=true nothing may be skipped."""
    if program is None:
        why = "Chromium is not installed, so nothing was looked at in a browser (Debian: apt install chromium)."
        if os.environ.get("CI") == "true":
            pytest.fail(why)
        pytest.skip(why)
    return program


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    program = require_chromium(CHROMIUM)
    # Playwright keeps an event loop in this thread; Django would refuse to use its database beside it.
    before = os.environ.get("DJANGO_ALLOW_ASYNC_UNSAFE")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield launched
        launched.close()
    if before is None:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]
    else:
        os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = before


class Problems(list[str]):
    """What the browser complained about on the pages of one test."""

    def __init__(self) -> None:
        super().__init__()
        self.expected: list[str] = []

    def unexpected(self) -> list[str]:
        return [each for each in self if not any(part in each for part in self.expected)]


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Make a page with options of Playwright's `new_context` (viewport, color_scheme, java_script_enabled …)."""
    contexts: list[BrowserContext] = []
    problems = Problems()

    def make(**options: Any) -> Page:
        context = browser.new_context(**{"locale": "en-GB", "timezone_id": "Europe/Berlin", **options})
        contexts.append(context)
        context.set_default_timeout(10_000)
        context.route("**/*", _only_own_host)
        page = context.new_page()
        page.problems = problems  # type: ignore[attr-defined]
        page.expected_problems = problems.expected  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.on("console", lambda message: message.type == "error" and problems.append(f"console: {message.text}"))
        return page

    def _only_own_host(route: Any) -> None:
        host = urlsplit(route.request.url).hostname
        if host in ("localhost", "127.0.0.1", None):
            route.continue_()
        else:
            problems.append(f"request to another host: {route.request.url}")
            route.abort()

    yield make
    for context in contexts:
        context.close()
    found = problems.unexpected()
    assert not found, "The browser complained:\n" + "\n".join(found)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of a laptop's size in English."""
    return new_page(viewport={"width": 1440, "height": 900})
