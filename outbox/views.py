"""The e-mails written on one's own machine, for staff. In production there is no such page."""

import re
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin.views.decorators import staff_member_required
from django.contrib.auth.decorators import permission_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from outbox import mailbox

View = Callable[..., HttpResponse]

SHOWN = 200
"""E-mails in the list."""

_ADDRESS = re.compile(r"(https?://[^\s<>\"]*[^\s<>\".,;:!?)\]])")


def _only_locally(view: View) -> View:
    """Elsewhere the address does not exist, for staff neither."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if settings.MAIL_FOLDER is None:
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


@_only_locally
@require_safe
@never_cache
@staff_member_required
@permission_required("outbox.view_message", raise_exception=True)
def mails(request: HttpRequest) -> HttpResponse:
    """The list, newest first."""
    return render(request, "outbox/mails.html", {"mails": mailbox.newest(SHOWN), "shown": SHOWN})


@_only_locally
@require_safe
@never_cache
@staff_member_required
@permission_required("outbox.view_message", raise_exception=True)
def mail(request: HttpRequest, name: str) -> HttpResponse:
    """One e-mail as plain text whose links can be followed."""
    written = mailbox.read(name)
    if written is None:
        raise Http404
    return render(request, "outbox/mail.html", {"mail": written, "body": with_links(written.body)})


def with_links(text: str) -> SafeString:
    """The text, escaped, with its addresses as links."""
    parts = _ADDRESS.split(text)
    return mark_safe(
        "".join(
            format_html('<a href="{0}" rel="nofollow noreferrer">{0}</a>', part)
            if place % 2
            else format_html("{}", part)
            for place, part in enumerate(parts)
        )
    )
