"""Error pages: in the language of the address, without the database, without details."""

import re
from http import HTTPStatus
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.urls import path as address

from siportal import errors
from tests.siportal.guarded import assert_guarded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("path", "language"), [("/de/nichts/", "de"), ("/sv/inget/", "sv"), ("/en/nothing/", "en")])
def test_error_page_is_in_the_language_of_the_address(client: Client, path: str, language: str) -> None:
    response = client.get(path, headers={"accept-language": "fr"})
    assert f'<html lang="{language}"' in response.content.decode()
    assert f'href="/{language}/' in response.content.decode()


def test_error_page_outside_of_a_language_follows_the_browser(client: Client) -> None:
    assert '<html lang="sv"' in client.get("/inget", headers={"accept-language": "sv"}).content.decode()
    assert '<html lang="en"' in client.get("/rien", headers={"accept-language": "fr"}).content.decode()


@pytest.mark.parametrize(
    ("make", "status"),
    [
        (errors.bad_request, 400),
        (errors.permission_denied, 403),
        (errors.csrf_failure, 403),
        (errors.not_found, 404),
        (errors.too_large, 413),
        (lambda request: errors.too_many(request, 7), 429),
        (errors.server_error, 500),
    ],
)
def test_error_pages_need_no_database(make: Any, status: int, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(0):
        response = make(RequestFactory().get("/en/anything/"))
    html = response.content.decode()
    assert response.status_code == status
    assert html.count("<h1>") == 1
    assert "site.css" in html
    assert "no-store" in response.headers["Cache-Control"]


def test_too_many_says_when_to_come_back() -> None:
    assert errors.too_many(RequestFactory().get("/sv/"), 41).headers["Retry-After"] == "41"


def fail(request: HttpRequest) -> HttpResponse:
    raise {"database": OperationalError("gone"), "code": RuntimeError("secret words")}[request.GET["how"]]


urlpatterns = [address("fail/", fail)]
handler500 = "siportal.errors.server_error"


@pytest.mark.urls(__name__)
@pytest.mark.parametrize(("how", "status"), [("database", 503), ("code", 500)])
def test_failure_of_a_view_is_a_page_without_details(how: str, status: int) -> None:
    response = Client(raise_request_exception=False).get(f"/fail/?how={how}")
    assert response.status_code == status
    assert "secret words" not in response.content.decode()
    assert "gone" not in response.content.decode()
    assert response.headers.get("Retry-After") == ("10" if status == 503 else None)
    assert_guarded(response)


@pytest.mark.urls(__name__)
def test_failure_of_the_error_page_itself_still_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*args: object, **kwargs: object) -> str:
        raise RuntimeError("no template")

    monkeypatch.setattr(errors, "render_to_string", broken)
    response = Client(raise_request_exception=False).get("/fail/?how=code")
    assert response.status_code == HTTPStatus.INTERNAL_SERVER_ERROR
    assert "Something went wrong on our side" in response.content.decode()
    assert_guarded(response)


def test_a_database_that_is_gone_gives_503(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*args: object, **kwargs: object) -> object:
        raise OperationalError("server closed the connection")

    monkeypatch.setattr(connection, "cursor", gone)
    response = Client(raise_request_exception=False).get("/sv/projects/")
    assert response.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    assert '<html lang="sv"' in response.content.decode()


def test_forgery_of_a_form_is_refused_with_a_page(client: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(User.objects.create_superuser("admin"))
    response = strict.post("/admin/projects/project/add/", {})
    assert response.status_code == HTTPStatus.FORBIDDEN
    assert "send the form once more" in response.content.decode()
    assert_guarded(response)


def test_error_pages_hold_no_inline_script_or_style() -> None:
    for name in ("400", "403", "403_csrf", "404", "410", "413", "429", "500", "503"):
        html = engines["django"].get_template(f"{name}.html").render({"name": "LANTERN"})
        assert not re.search(r"<style|style=|\son\w+=|<script(?![^>]*\ssrc=)", html), name
