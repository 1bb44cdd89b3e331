"""What the pages behind personal links share: from the token to the row, and that no cache keeps anything of them."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from events import links
from events.links import LinkBroken, LinkEnded, LinkExpired
from events.models import Invitation, Registration

View = Callable[..., HttpResponse]
Page = Callable[[HttpRequest, Registration, str], HttpResponse]


def by_link(*methods: str) -> Callable[[Page], View]:
    """Make a view of (request, registration, token) out of a personal link; a broken one gets a page that helps."""

    def decorate(page: Page) -> View:
        @wraps(page)
        def view(request: HttpRequest, token: str) -> HttpResponse:
            try:
                return private(page(request, links.find(token), token))
            except LinkBroken as broken:
                return no_link(request, broken)
            except Registration.DoesNotExist:  # erased while the page was asked for
                return no_link(request, LinkEnded())

        return require_http_methods(methods)(view)

    return decorate


def by_invitation(page: Callable[[HttpRequest, Invitation, str], HttpResponse]) -> View:
    """The same for the link of an invitation."""

    @wraps(page)
    def view(request: HttpRequest, token: str) -> HttpResponse:
        try:
            return private(page(request, links.find_invited(token), token))
        except LinkBroken as broken:
            return no_link(request, broken)
        except Invitation.DoesNotExist:
            return no_link(request, LinkEnded())

    return require_http_methods(["GET", "HEAD", "POST"])(view)


def no_link(request: HttpRequest, broken: LinkBroken) -> HttpResponse:
    """What a link that does not work leads to: 410 for what was ours, else 404."""
    ours = isinstance(broken, (LinkExpired, LinkEnded))
    return show(request, "no_link", {}, status=410 if ours else 404)


def show(request: HttpRequest, name: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of `templates/events/registration/`."""
    return private(render(request, f"events/registration/{name}.html", dict(context), status=status))


def private(response: HttpResponse) -> HttpResponse:
    """No copy, no listing, no word to other sites; our own forms still say where they come from, for CSRF."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def sentences(refusal: ValidationError) -> list[tuple[str, str]]:
    """What a door said when it refused, as the list of problems takes it."""
    return [("", sentence) for sentence in refusal.messages]
