"""What can be done with many submissions at once; each action reports how many went through, and who did not."""

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy, ngettext

from outbox.waiting import Bulk
from spotlight import desk
from spotlight.models import Submission

REFUSALS_SHOWN = 10


class SubmissionActions:
    """Mixed into the admin of submissions."""

    @admin.action(description=gettext_lazy("Assign to me"), permissions=["review"])
    def assign_to_me(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        _act(request, queryset, desk.ASSIGN)

    @admin.action(description=gettext_lazy("Remind the team"), permissions=["review"])
    def remind(self, request: HttpRequest, queryset: QuerySet[Submission]) -> None:
        _act(request, queryset, desk.REMIND)


def _act(request: HttpRequest, submissions: QuerySet[Submission], bulk: Bulk) -> None:
    keys = list(submissions.values_list("pk", flat=True))
    report = bulk.act(keys, request.user)  # type: ignore[arg-type]  # only staff come here
    messages.add_message(request, messages.SUCCESS if report.done else messages.INFO, bulk.sentence(report.done))
    for sentence in report.refused[:REFUSALS_SHOWN]:
        messages.warning(request, sentence)
    if (more := len(report.refused) - REFUSALS_SHOWN) > 0:
        words = ngettext("%(count)d more was refused.", "%(count)d more were refused.", more)
        messages.warning(request, words % {"count": more})
