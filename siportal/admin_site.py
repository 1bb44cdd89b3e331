"""The admin site in the portal's own dress: signing in goes through allauth, the front page says what waits."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from projects.waiting import waiting

WAITING = [waiting]
"""Each capability says in one function what waits for staff; the front page shows them in this order."""

FIRST = ["projects", "vocabulary", "pictures"]
"""Apps at the top of the admin, in this order; the others follow by name."""


class SIAdminSite(AdminSite):
    site_header = _("SI Portal")
    site_title = _("SI Portal")
    index_title = _("Curate")
    index_template = "admin/front.html"

    @method_decorator(never_cache)
    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """One way in: throttling and the second factor are allauth's, so Django's own form is never shown."""
        answer: HttpResponse = secure_admin_login(super().login)(request, extra_context)
        return answer

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        today = timezone.localdate()
        waits = [
            {
                "label": item.label,
                "hint": item.hint,
                "count": item.count,
                "since": item.since,
                "url": f"{reverse(item.url_name)}?{item.query}",
            }
            for declare in WAITING
            for item in declare(on=today)
            if request.user.has_perm(item.permission)
        ]
        return super().index(request, {"waiting": waits, **(extra_context or {})})

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What is curated comes first, what is technical after it."""
        found: list[Any] = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: FIRST.index(app["app_label"]) if app["app_label"] in FIRST else len(FIRST))
