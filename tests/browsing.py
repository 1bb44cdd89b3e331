"""What tests in Chromium do beside Playwright's own words: follow to another page, sign in, choose in the admin."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth.models import Group, User
from django.test import Client
from playwright.sync_api import Page, expect

# Loaded, drawn with every style sheet and letter, and each autocomplete box of the admin made and named.
STANDS = """() => {
  const named = (box) => box && (box.hasAttribute("aria-label") || /_label/.test(box.getAttribute("aria-labelledby")));
  return document.readyState === "complete"
    && document.fonts.status === "loaded"
    && [...document.querySelectorAll("link[rel~=stylesheet]")].every((each) => each.sheet)
    && [...document.querySelectorAll("select.admin-autocomplete:not([name*=__prefix__])")].every((each) =>
         named(each.nextElementSibling?.querySelector(".select2-selection")));
}"""


@contextmanager
def follow(page: Page) -> Iterator[None]:
    """What is done in this block leads to another page, which is loaded with its styles and scripts afterwards.

    Playwright's click and press do not wait for that: whoever reads on at once reads the page that is going away, or
    half of the one that comes.
    """
    with page.expect_navigation(wait_until="load"):
        yield


def wait_until_it_stands(page: Page) -> None:
    """Until nothing of the page is still to come; its scripts must be switched on."""
    page.wait_for_load_state("load")
    page.wait_for_function(STANDS)


def sign_in(page: Page, live_server: Any, group: str = "Curator") -> User:
    """Give the browser the session of a new member of staff."""
    user = User.objects.create_user("browser", is_staff=True)
    user.groups.add(Group.objects.get(name=group))
    client = Client()
    client.force_login(user)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    return user


def pick(page: Page, within: str, term: str, label: str) -> None:
    """Choose in an autocomplete box of the admin: open, type, take the one that is found."""
    box = page.locator(f"{within} .select2-selection").first
    box.click()
    with page.expect_response(lambda answer: f"term={term}" in answer.url):
        page.locator(".select2-search__field").fill(term)
    page.locator(".select2-results__option", has_text=label).first.click()
    expect(box).to_contain_text(label)
