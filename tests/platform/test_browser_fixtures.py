"""The page fixture itself: it looks at the portal and sees what goes wrong."""

import pytest
from playwright.sync_api import Error

from tests.browser_fixtures import Problems, require_chromium


@pytest.mark.browser
def test_page_opens_address_of_portal(page, live_server):
    answer = page.goto(f"{live_server.url}/healthz")
    assert answer.status == 200
    assert page.inner_text("body").strip() == "ok"


@pytest.mark.browser
@pytest.mark.parametrize("address", ["http://portal.example/", "http://203.0.113.7/", "http://127.0.0.2/"])
def test_page_refuses_other_host_and_reports_it(page, live_server, address):
    page.expected_problems.append(f"request to another host: {address}")
    with pytest.raises(Error, match="ERR_NAME_NOT_RESOLVED"):
        page.goto(address)
    assert page.problems == [f"request to another host: {address}"]


@pytest.mark.browser
def test_page_reports_what_the_content_policy_blocks(page, live_server):
    page.goto(f"{live_server.url}/healthz")
    page.expected_problems.append("Content Security Policy")
    with page.expect_console_message():
        page.evaluate("document.body.appendChild(document.createElement('script')).textContent = 'document.title = 1'")
    assert page.title() == ""
    assert len(page.problems) == 1


def test_problems_unexpected_leaves_out_expected_only():
    problems = Problems()
    problems.extend(["console: one", "console: two"])
    problems.expected.append("two")
    assert problems.unexpected() == ["console: one"]


def test_missing_chromium_is_a_visible_skip_and_in_ci_a_failure(monkeypatch):
    monkeypatch.setenv("CI", "")
    with pytest.raises(pytest.skip.Exception, match="Chromium is not installed"):
        require_chromium(None)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="Chromium is not installed"):
        require_chromium(None)
    assert require_chromium("/usr/bin/chromium") == "/usr/bin/chromium"
