"""Chromium for tests marked `browser`: one browser a run, one clean page a test.

    @pytest.mark.browser
    def test_home_shows_search(page, live_server):
        page.goto(f"{live_server.url}/en/")

The page fails its test when the browser reports an error (scripts, a blocked inline style, a missing file) or when
anything is asked of another host. `page.expected_problems.append("part of the text")` allows what a test provokes.
What leads to another page stands in `with follow(page):` of tests/browsing.py; what a script changes is awaited with
Playwright's `expect`.
"""

import os
import re
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, Request, expect, sync_playwright

from tests.browsing import wait_until_it_stands

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
    # No other name is found. Refusing by `route` would switch the browser's cache off and slow every page down.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
    "--no-proxy-server",
    "--disable-features=OptimizationHints,MediaRouter,Translate,AutofillServerCommunication",
]

OTHER_HOSTS = re.compile(r"^[a-z]+://(?!(localhost|127\.0\.0\.1)(:\d+)?/)")
# Longer than anything lasts on a busy machine: whoever waits this long waits in vain.
PATIENCE = 30_000  # milliseconds
expect.set_options(timeout=PATIENCE)

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
RULES = [*WCAG, "best-practice"]


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
        context.set_default_timeout(PATIENCE)
        context.on("requestfailed", refused)
        page = context.new_page()
        page.problems = problems  # type: ignore[attr-defined]
        page.expected_problems = problems.expected  # type: ignore[attr-defined]
        page.on("pageerror", lambda error: problems.append(f"script error: {error}"))
        page.on("console", lambda message: message.type == "error" and problems.append(f"console: {message.text}"))
        return page

    def refused(request: Request) -> None:
        if OTHER_HOSTS.match(request.url):
            problems.append(f"request to another host: {request.url}")

    yield make
    for context in contexts:
        context.close()
    found = problems.unexpected()
    assert not found, "The browser complained:\n" + "\n".join(found)


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    """A page of a laptop's size in English."""
    return new_page(viewport={"width": 1440, "height": 900})


@pytest.fixture(scope="session")
def violations() -> Callable[..., list[str]]:
    """What axe finds on a page that stands, one line for each rule and element.

    `within` is a selector of the part to look at; `rules` are axe's tags. `own_styles_only` keeps axe from fetching
    what style sheets import: it looks for that under the address of the page.
    """
    axe = Axe()

    def find(
        page: Page, *, within: str | None = None, rules: list[str] = RULES, own_styles_only: bool = False
    ) -> list[str]:
        wait_until_it_stands(page)
        options = {"runOnly": {"type": "tag", "values": rules}, "resultTypes": ["violations"]}
        found = axe.run(page, context=within, options={**options, "preload": not own_styles_only}).response
        return [
            f"{page.url}: {rule['id']}: {node['target']} {' '.join(node.get('failureSummary', '').split())}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    return find
