"""How staff sign in: no sign-up, a second factor where the portal is public, and sessions that end.

allauth does the work (throttling, codes, recovery codes); here stand the portal's own rules.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.signals import user_logged_in
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _

LONGEST = timedelta(hours=12)
"""After this long a session ends, whatever happens in it."""

IDLE = timedelta(hours=3)
"""A session in which nothing happened for so long ends."""

NOTED_EVERY = timedelta(minutes=5)
"""How often the session notes that its owner is there; oftener would be a write for every page."""

SIGN_IN_PAGES = ("account_", "mfa_")
"""Addresses whose names begin so are open without the second factor: they are where it is set up."""


class StaffAdapter(DefaultAccountAdapter):
    """Accounts are made by an administrator in the admin, never by visitors."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index") if request.user.is_staff else reverse("mfa_index")

    def get_client_ip(self, request: HttpRequest) -> str:
        """`siportal.security.know_visitor` has put the visitor's own address there; headers count for nothing."""
        address = request.META.get("REMOTE_ADDR", "")
        if not address:
            raise PermissionDenied
        return str(address)


@receiver(user_logged_in, dispatch_uid="siportal.staff.note_sign_in")
def note_sign_in(sender: Any, request: HttpRequest | None, **kwargs: Any) -> None:
    """The moment from which `LONGEST` counts."""
    if request is not None:
        request.session["signed_in"] = request.session["seen"] = timezone.now().timestamp()


class GuardStaff:
    """Ends old sessions and sends staff without a second factor to set one up.

    Readers have no session, so nothing is asked of the database for them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if _page_name(request).startswith(SIGN_IN_PAGES):
            add_never_cache_headers(response)
        return response

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
            return None
        if _over(request):
            logout(request)
            messages.info(request, _("You were signed out because some time had passed. Please sign in again."))
            return redirect(f"{reverse(settings.LOGIN_URL)}?next={reverse('admin:index')}")
        if not settings.REQUIRE_MFA or not request.user.is_staff or _page_name(request).startswith(SIGN_IN_PAGES):
            return None
        if Authenticator.objects.filter(user=request.user, type=Authenticator.Type.TOTP).exists():
            return None
        messages.info(request, _("Set up your second factor first; the pages for staff open afterwards."))
        return redirect("mfa_activate_totp")


def _page_name(request: HttpRequest) -> str:
    return (request.resolver_match.url_name or "") if request.resolver_match else ""


def _over(request: HttpRequest) -> bool:
    """Whether the session is too old or was idle for too long; notes that its owner is there."""
    now = timezone.now().timestamp()
    signed_in = request.session.setdefault("signed_in", now)
    seen = request.session.setdefault("seen", now)
    if now - signed_in > LONGEST.total_seconds() or now - seen > IDLE.total_seconds():
        return True
    if now - seen > NOTED_EVERY.total_seconds():
        request.session["seen"] = now
    return False
