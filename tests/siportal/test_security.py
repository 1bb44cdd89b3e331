"""Headers, cookies and refusals that hold for every address of the portal."""

import re
from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings as configured
from django.contrib.auth.models import User
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.siportal.guarded import assert_guarded

pytestmark = pytest.mark.django_db

EXAMPLES: dict[str, Any] = {
    "slug": "no-such-thing",
    "block": 0,
    "section": "projects",
    "key": "00000000-0000-0000-0000-000000000000",
    "width": 320,
    "ending": "jpg",
    "object_id": "1",
    "content_type_id": "1",
    "app_label": "projects",
    "url": "nothing/",
    "history_id": "1",
    "pk": "1",
    "uidb36": "1",
    "name": "nothing",
}


def paths(patterns: list[Any] | None = None, prefix: str = "") -> Iterator[str]:
    """A concrete path for every pattern of the address table, the admin's included."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        part = str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from paths(pattern.url_patterns, prefix + part)
        elif isinstance(pattern, URLPattern):
            yield "/" + _concrete(prefix + part)


def _concrete(route: str) -> str:
    route = re.sub(r"<(?:\w+:)?(\w+)>", lambda found: str(EXAMPLES.get(found[1], "1")), route)
    route = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", lambda found: str(EXAMPLES.get(found[1], "1")), route)
    return route.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "").replace("?", "")


PATHS = sorted(set(paths()))
WRITING = (
    "/en/spotlight/submit/",
    "/en/spotlight/lost-link/",
    "/en/centres/propose-need/",
    "/en/centres/report-service/",
    "/en/centres/tell-us/",
)
"""Whoever writes needs a cookie, so that a form is theirs; readers need none."""
PUBLIC = [path for path in PATHS if path.startswith("/en/") and "preview" not in path and not path.startswith(WRITING)]


def test_address_table_is_walked_whole() -> None:
    assert {"/healthz", "/robots.txt", "/en/projects/", "/admin/", "/admin/projects/project/add/"} <= set(PATHS)
    assert len(PATHS) > 60
    assert len(PUBLIC) > 10


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("who", ["visitor", "administrator"])
def test_every_address_carries_the_headers_and_never_fails(client: Client, path: str, who: str) -> None:
    if who == "administrator":
        client.force_login(User.objects.create_superuser("admin"))
    response = client.get(path)
    assert response.status_code < 500
    assert_guarded(response)


@pytest.mark.parametrize("path", PUBLIC)
def test_pages_set_no_cookie_for_readers(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.cookies == {}
    assert "Cookie" not in response.headers.get("Vary", "")


@pytest.mark.parametrize("path", ["/en/centres/propose-need/", "/en/centres/report-service/", "/en/centres/tell-us/"])
def test_form_sets_the_one_cookie_that_makes_it_the_visitor_s_own(client: Client, path: str) -> None:
    response = client.get(path)
    assert list(response.cookies) == [configured.CSRF_COOKIE_NAME]
    cookie = response.cookies[configured.CSRF_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert Client(enforce_csrf_checks=True).post(path, {}).status_code == HTTPStatus.FORBIDDEN


def test_cookies_of_staff_are_set_with_every_protection(client: Client) -> None:
    response = client.get("/admin/login/", follow=True)
    cookie = response.cookies[configured.CSRF_COOKIE_NAME]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")


@pytest.mark.parametrize(
    "path", ["/en/projects/", "/en/projects/map/", "/en/themes/", "/en/about/data/", "/robots.txt"]
)
@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "trace"])
def test_pages_refuse_methods_they_do_not_know(client: Client, path: str, method: str) -> None:
    response = getattr(client, method)(path)
    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert_guarded(response)


@pytest.mark.parametrize("path", ["/en/projects/", "/en/about/data/"])
@pytest.mark.parametrize("method", ["get", "head"])
def test_pages_answer_the_methods_they_know(client: Client, path: str, method: str) -> None:
    assert getattr(client, method)(path).status_code == HTTPStatus.OK


@pytest.mark.parametrize("method", ["TRACE", "TRACK", "CONNECT", "PROPFIND", "BREW"])
@pytest.mark.parametrize("path", ["/admin/", "/en/projects/", "/static/css/tokens.css", "/nothing"])
def test_unknown_methods_are_refused_everywhere(client: Client, path: str, method: str) -> None:
    response = client.generic(method, path)
    assert response.status_code == HTTPStatus.METHOD_NOT_ALLOWED
    assert response.headers["Allow"] == "GET, HEAD, POST, OPTIONS"
    assert_guarded(response)


def test_static_files_carry_the_headers(client: Client) -> None:
    response = client.get("/static/css/tokens.css")
    response.close()
    assert response.status_code == HTTPStatus.OK
    assert_guarded(response)


# Hostile addresses ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/en/projects/?q=%00",
        "/en/projects/?q=care%00",
        "/en/projects/?%00=1",
        "/en/projects/suggest/?q=a%00b",
        "/en/projects/%00/",
        "/en/%00",
        "/%00",
        "/static/%00.css",
        "/media/pictures/%00/1.jpg",
        "/admin/?a=%00",
        "/healthz?%00",
    ],
)
def test_nul_in_path_or_query_is_a_bad_request(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "<h1" in response.content.decode()
    assert_guarded(response)


@pytest.mark.parametrize("path", ["/en/projects/?q=%2500", "/en/projects/?q=100%25", "/en/projects/?q=%E4%B8%00"[:-3]])
def test_what_only_looks_like_nul_is_searched(client: Client, path: str) -> None:
    assert client.get(path).status_code == HTTPStatus.OK


@pytest.mark.parametrize("name", [configured.SESSION_COOKIE_NAME, configured.CSRF_COOKIE_NAME, "anything"])
def test_nul_in_a_cookie_is_a_bad_request(client: Client, name: str) -> None:
    """A quoted cookie may hold any character by its octal number."""
    rest = "bcdefghijklmnopqrstuvwxyz0123456"
    assert client.get("/admin/", headers={"cookie": f'{name}="\\000{rest}"'}).status_code == HTTPStatus.BAD_REQUEST
    assert client.get("/admin/", headers={"cookie": f'{name}="\\001{rest}"'}).status_code < HTTPStatus.BAD_REQUEST


HUGE = "9" * 40


@pytest.mark.parametrize(
    "path",
    [
        f"/en/projects/?page={HUGE}",
        "/en/projects/?page=9223372036854775808",
        f"/sitemap-projects-{HUGE}.xml",
        "/sitemap-projects-9223372036854775807.xml",
        "/sitemap-projects-4611686018427387.xml",
        f"/sitemap-projects-{'9' * 5000}.xml",
        "/sitemap-nothing-0.xml",
        f"/media/pictures/{EXAMPLES['key']}/{HUGE}.jpg",
        f"/en/projects/{'a' * 3000}/",
        f"/en/themes/{'a' * 3000}/",
        f"/en/organisations/{HUGE}/",
        "/en/projects/..%2f..%2fetc%2fpasswd",
        "/media/../siportal/settings.py",
        "/.git/config",
        "/.env",
        "/en/nothing/",
        "/de/nichts/",
    ],
)
def test_huge_numbers_and_strange_paths_are_not_found(client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == HTTPStatus.NOT_FOUND
    assert_guarded(response)


@pytest.mark.parametrize("path", [f"/admin/projects/project/{HUGE}/change/", "/admin/projects/project/x%27%22/change/"])
def test_admin_with_a_strange_id_does_not_fail(client: Client, path: str) -> None:
    client.force_login(User.objects.create_superuser("admin"))
    assert client.get(path, follow=True).status_code == HTTPStatus.OK


def test_too_many_parameters_are_a_bad_request(client: Client) -> None:
    few, many = "&".join(f"a{n}=1" for n in range(50)), "&".join(f"a{n}=1" for n in range(5000))
    assert client.get(f"/en/projects/?{few}").status_code == HTTPStatus.OK
    assert client.get(f"/en/projects/?{many}").status_code == HTTPStatus.BAD_REQUEST


@pytest.mark.parametrize(("length", "status"), [("120000001", 413), ("9" * 5000, 413), ("-5", 413), ("x", 413)])
def test_bodies_beyond_every_form_are_refused_unread(client: Client, length: str, status: int) -> None:
    response = client.generic("POST", "/staff/login/", b"login=a", CONTENT_LENGTH=length)
    assert response.status_code == status
    assert_guarded(response)


def test_bodies_of_a_form_are_read(client: Client) -> None:
    assert client.post("/staff/login/", {"login": "a" * 100_000, "password": "b"}).status_code == HTTPStatus.OK


def test_unknown_host_is_a_bad_request(client: Client) -> None:
    response = client.get("/en/projects/", headers={"host": "evil.example"})
    assert response.status_code == HTTPStatus.BAD_REQUEST
    assert "evil.example" not in response.content.decode()
    assert_guarded(response)


@pytest.mark.parametrize("value", ["xx", "de;q=nonsense", "*" * 5000, "\xff", "sv-" + "x" * 400])
def test_strange_languages_do_not_fail(client: Client, value: str) -> None:
    assert client.get("/nothing", headers={"accept-language": value}).status_code == HTTPStatus.NOT_FOUND
