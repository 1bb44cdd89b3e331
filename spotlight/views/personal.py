"""What all pages behind a personal link share: the way from the token to the row, and that nothing of them is kept.

No copy stays in caches, no search engine lists them, and the address travels to no other site.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from csp.constants import HEADER as CSP_HEADER
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.views.decorators.http import require_http_methods

from outbox.links import LinkBroken, LinkExpired
from pictures import renditions
from spotlight import links
from spotlight.models import Submission

Page = Callable[[HttpRequest, Submission, str], HttpResponse]
View = Callable[..., HttpResponse]

_SHOWN_WIDTH = 960


def by_link(purpose: str, *methods: str) -> Callable[[Page], View]:
    """Make a view of (request, submission, token) out of a token for `purpose`; broken links get a page that helps."""

    def decorate(page: Page) -> View:
        @wraps(page)
        def view(request: HttpRequest, token: str) -> HttpResponse:
            try:
                return private(page(request, links.find(purpose, token), token))
            except LinkBroken as broken:
                return link_page(request, broken)
            except Submission.DoesNotExist:  # erased while the page was asked for
                return link_page(request, links.LinkEnded())
            except ValidationError as refusal:
                if code_of(refusal) != "wrong_state":
                    raise
                return redirect(request.path)  # somebody else was quicker: the page says where it stands

        known = methods or ("GET",)
        return require_http_methods([*known, *(["HEAD"] if "GET" in known else [])])(view)

    return decorate


def link_page(request: HttpRequest, broken: LinkBroken) -> HttpResponse:
    """What a link that does not work leads to; the same whether or not the story is there. 410 for what was ours."""
    ours = isinstance(broken, (LinkExpired, links.LinkEnded))
    context = {"handed_in": isinstance(broken, links.HandedIn)}
    return show(request, "no_link", context, status=410 if ours else 404)


def show(request: HttpRequest, name: str, context: Mapping[str, Any], status: int = 200) -> HttpResponse:
    """A page of `templates/spotlight/own/`."""
    return private(render(request, f"spotlight/own/{name}.html", dict(context), status=status))


def private(response: HttpResponse) -> HttpResponse:
    """No copy, no listing, no word to other sites; our own forms still say where they come from, for CSRF."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response


def sentences(refusal: ValidationError) -> list[str]:
    """What a door said when it refused."""
    return list(refusal.messages)


def code_of(refusal: ValidationError) -> str:
    """Why a door refused; empty when there are several reasons."""
    return str(getattr(refusal, "code", None) or "")


def photograph_path(submission: Submission) -> str:
    """The address of its photograph for one day; empty without one."""
    return links.path(links.PHOTOGRAPH, submission) if picture_of(submission) else ""


def colleague_link(submission: Submission) -> str:
    """The whole address of the read-only page, in the language of this page."""
    return settings.ORIGIN + links.path(links.READ, submission)


def picture_of(submission: Submission) -> Any:
    """The photograph on its page, else the one handed in."""
    story = getattr(submission, "story", None)
    return (story and story.picture) or submission.picture


@by_link(links.PHOTOGRAPH)
def photograph(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """The photograph of a personal page, read whole: a slow reader then holds no open file."""
    picture = picture_of(submission)
    if picture is None:
        raise Http404
    width = min(picture.widths, key=lambda each: abs(each - _SHOWN_WIDTH))
    try:
        with default_storage.open(renditions.path(picture.key, width, "jpg")) as file:
            response = HttpResponse(file.read(), content_type="image/jpeg")
    except FileNotFoundError:
        raise Http404 from None
    response[CSP_HEADER] = "default-src 'none'; frame-ancestors 'none'; sandbox"
    return response
