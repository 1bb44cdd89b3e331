"""The admin site in the portal's own dress: signing in goes through allauth, the front page says what waits."""

from typing import Any

from allauth.account.decorators import secure_admin_login
from django.contrib import messages
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache

from siportal.front import do, front

REFUSALS_SHOWN = 10

FIRST = ["spotlight", "projects", "centres", "events", "vocabulary", "pictures", "outbox"]
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

    def get_urls(self) -> list[URLPattern | URLResolver]:
        return [path("desk/", self.admin_view(self.desk_view), name="desk"), *super().get_urls()]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        desk = front(request.user, at=timezone.now())  # type: ignore[arg-type]  # only staff come here
        return super().index(request, {"title": _("What waits"), "desk": desk, **(extra_context or {})})

    def desk_view(self, request: HttpRequest) -> HttpResponse:
        """Does something with the selected items and says what came of it."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        done = do(request.user, request.POST.get("do", ""), request.POST.getlist("item"))  # type: ignore[arg-type]
        if done.sentence is None:
            messages.error(request, _("Select something first, and then what to do with it. Nothing was changed."))
        else:
            messages.success(request, done.sentence)
        for sentence in done.refused[:REFUSALS_SHOWN]:
            messages.warning(request, sentence)
        if more := len(done.refused[REFUSALS_SHOWN:]):
            sentence = ngettext("%(count)d more was refused.", "%(count)d more were refused.", more)
            messages.warning(request, sentence % {"count": more})
        return HttpResponseRedirect(reverse("admin:index"))

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """What is curated comes first, what is technical after it."""
        found: list[Any] = super().get_app_list(request, app_label)
        return sorted(found, key=lambda app: FIRST.index(app["app_label"]) if app["app_label"] in FIRST else len(FIRST))
