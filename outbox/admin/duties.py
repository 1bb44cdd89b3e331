"""What staff see of the worker: when each duty last ran, red when it is late."""

from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from outbox.models import DutyRun
from outbox.registry import all_duties


@admin.register(DutyRun)
class DutyRunAdmin(admin.ModelAdmin[DutyRun]):
    list_display = ["title", "state", "last_ok", "last_started", "last_finished", "message"]
    list_display_links = None
    actions = None

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: DutyRun | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: DutyRun | None = None) -> bool:
        return False

    @admin.display(description=_("duty"), ordering="name")
    def title(self, run: DutyRun) -> str:
        duty = all_duties().get(run.name)
        return str(duty.title) if duty else run.name

    @admin.display(description=_("state"))
    def state(self, run: DutyRun) -> str:
        if is_late(run):
            return format_html('<strong class="duty-late errornote">{}</strong>', _("Late"))
        return str(_("Failed, will be tried again")) if run.last_failed and run.message else str(_("In time"))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        runs = list(DutyRun.objects.all())
        late = sum(is_late(run) for run in runs)
        if not runs:
            messages.error(request, _("The worker has never run. Start it: python manage.py work"))
        elif late:
            words = ngettext(
                "%(count)d duty is late. Does the worker run?", "%(count)d duties are late. Does the worker run?", late
            )
            messages.error(request, words % {"count": late})
        return super().changelist_view(request, extra_context)


def is_late(run: DutyRun) -> bool:
    """Whether staff should be told; a row without a duty waits for the worker to remove it."""
    duty = all_duties().get(run.name)
    return duty is not None and duty.late(run, timezone.now())
