"""Who is asking, and how often they may."""

import ipaddress
import re
from http import HTTPStatus
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from outbox.limits import Rate
from siportal import limits, security
from tests.siportal.guarded import assert_guarded

pytestmark = pytest.mark.django_db


def seen(settings: Any, proxies: list[str], **meta: str) -> tuple[str, str, list[str]]:
    """Address, scheme and remaining forwarding headers as later code sees them."""
    settings.PROXIES = [ipaddress.ip_network(each) for each in proxies]
    caught: list[tuple[str, str, list[str]]] = []

    def view(request: HttpRequest) -> HttpResponse:
        left = [name for name in request.META if "FORWARDED" in name]
        caught.append((request.META["REMOTE_ADDR"], request.scheme or "", left))
        return HttpResponse()

    security.know_visitor(view)(RequestFactory().get("/", **meta))
    return caught[0]


MADE_UP = {
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    "HTTP_X_FORWARDED_PROTO": "https",
    "HTTP_X_FORWARDED_HOST": "evil.example",
    "HTTP_FORWARDED": "for=203.0.113.9",
}


def test_visitor_cannot_make_up_an_address(settings: Any) -> None:
    assert seen(settings, [], REMOTE_ADDR="192.0.2.1", **MADE_UP) == ("192.0.2.1", "http", [])
    assert seen(settings, ["10.0.0.0/8"], REMOTE_ADDR="192.0.2.1", **MADE_UP) == ("192.0.2.1", "http", [])


@pytest.mark.parametrize(
    ("forwarded", "visitor"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("198.51.100.7, 203.0.113.9", "203.0.113.9"),
        ("198.51.100.7, 203.0.113.9, 10.0.0.8", "203.0.113.9"),
        ("2001:db8::1", "2001:db8::1"),
        ("", "10.0.0.7"),
        ("nonsense", "10.0.0.7"),
        ("203.0.113.9, nonsense", "10.0.0.7"),
    ],
)
def test_declared_proxy_is_believed_about_its_own_visitor(settings: Any, forwarded: str, visitor: str) -> None:
    meta = {"REMOTE_ADDR": "10.0.0.7", "HTTP_X_FORWARDED_FOR": forwarded, "HTTP_X_FORWARDED_PROTO": "https"}
    assert seen(settings, ["10.0.0.0/8"], **meta) == (visitor, "https", [])


@pytest.fixture
def strict_limits(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.RATE_LIMITS = True
    monkeypatch.setattr(limits, "RATES", {"projects:list": Rate(2, 60)})


@pytest.mark.usefixtures("strict_limits")
def test_search_beyond_the_rate_is_429_with_a_page(client: Client) -> None:
    statuses = [client.get("/en/projects/").status_code for _time in range(3)]
    assert statuses == [200, 200, 429]
    response = client.get("/sv/projects/")
    assert 1 <= int(response.headers["Retry-After"]) <= 60
    assert '<html lang="sv"' in response.content.decode()
    assert_guarded(response)


@pytest.mark.usefixtures("strict_limits")
def test_limit_is_not_escaped_by_made_up_addresses(client: Client) -> None:
    statuses = [
        client.get("/en/projects/", headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code for n in range(3)
    ]
    assert statuses == [200, 200, 429]


@pytest.mark.usefixtures("strict_limits")
def test_limit_leaves_other_visitors_and_other_pages_alone(client: Client) -> None:
    for _time in range(3):
        client.get("/en/projects/")
    assert client.get("/en/projects/", REMOTE_ADDR="198.51.100.1").status_code == HTTPStatus.OK
    assert client.get("/en/about/data/").status_code == HTTPStatus.OK


# Signing in ----------------------------------------------------------------------------------------------------------


def sign_in(client: Client, password: str, **extra: Any) -> HttpResponse:
    return client.post(reverse("account_login"), {"login": "curator", "password": password}, **extra)


def test_wrong_passwords_are_stopped_before_the_tenth() -> None:
    """Each try comes from a browser of its own, as a machine that guesses does it; the counts lie in the database."""
    assert settings.CACHES["default"]["BACKEND"] == "django.core.cache.backends.db.DatabaseCache"
    User.objects.create_user("curator", password="a long enough password", is_staff=True)
    answers = [sign_in(Client(), f"wrong {number}").content.decode() for number in range(10)]
    refused = [number for number, html in enumerate(answers) if "Too many failed" in html]
    assert refused
    assert refused[0] >= 3
    assert sign_in(Client(), "a long enough password").status_code == HTTPStatus.OK  # not even the right one now


def test_a_few_mistakes_do_not_lock_anybody_out() -> None:
    User.objects.create_user("curator", password="a long enough password", is_staff=True)
    for number in range(3):
        sign_in(Client(), f"wrong {number}")
    assert sign_in(Client(), "a long enough password").status_code == HTTPStatus.FOUND


def test_sign_in_answers_the_same_for_unknown_names() -> None:
    User.objects.create_user("curator", password="a long enough password", is_staff=True)

    def words(html: str) -> str:
        return re.sub(r'value="[^"]*"', "", html)

    known, unknown = (
        sign_in(Client(), "wrong"),
        Client().post(reverse("account_login"), {"login": "nobody", "password": "wrong"}),
    )
    assert known.status_code == unknown.status_code
    assert words(known.content.decode()) == words(unknown.content.decode())
