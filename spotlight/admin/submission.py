"""Submissions in the admin: the list, the review page, the pages of decisions. Nobody edits what was handed in."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.http import HttpRequest, HttpResponse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.timesince import timesince
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spotlight.admin import filters
from spotlight.admin.actions import SubmissionActions
from spotlight.admin.review_pages import ReviewPages
from spotlight.admin.words import STATES, masked, turn_of
from spotlight.models import Speaker, State, Submission

_WORK_FIRST = Case(
    When(correction__isnull=False, then=Value(0)),
    When(state__in=[State.SUBMITTED, State.SIGNED_OFF], then=Value(0)),
    When(state__in=[State.CHANGES_REQUESTED, State.APPROVED], then=Value(1)),
    When(state=State.PUBLISHED, then=Value(2)),
    default=Value(3),
    output_field=IntegerField(),
)


@admin.register(Submission)
class SubmissionAdmin(SubmissionActions, ReviewPages):
    list_display = ["reference", "state_in_words", "waits", "about", "speaks", "assignee", "reminded"]
    list_filter = [
        filters.TurnFilter,
        filters.StateFilter,
        filters.AssigneeFilter,
        filters.AttentionFilter,
        filters.CorrectionFilter,
        filters.StillTrueFilter,
        filters.VideoFilter,
        filters.LanguageFilter,
    ]
    date_hierarchy = "submitted_at"
    list_per_page = 50
    list_select_related = ["project", "story", "assignee"]
    search_fields = [
        "reference",
        "new_project",
        "project__acronym",
        "project__texts__title",
        "meaning",
        "achievement",
        "why_fund",
    ]
    search_help_text = gettext_lazy("Reference, project or words of the answers.")
    actions = ["assign_to_me", "remind"]

    # --- the list

    def get_queryset(self, request: HttpRequest) -> QuerySet[Submission]:
        return Submission.objects.handed_in().prefetch_related("project__texts")

    def get_ordering(self, request: HttpRequest) -> Any:
        """What waits for us comes first, oldest on top."""
        return [_WORK_FIRST, "state_since", "pk"]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"title": _("Submissions"), **(extra_context or {})})

    @admin.display(description=gettext_lazy("project"))
    def about(self, submission: Submission) -> str:
        if submission.project:
            return submission.project_name
        return format_html(
            '{} <span class="spot-quiet">({})</span>', submission.project_name, _("not in the directory yet")
        )

    @admin.display(description=gettext_lazy("who speaks"))
    def speaks(self, submission: Submission) -> str:
        """The address is masked here; it is read on the page of the submission alone."""
        who = submission.get_speaker_display()
        if submission.speaker == Speaker.PERSON:
            who = ", ".join(filter(None, [submission.person_name, submission.person_role]))
        return format_html('{}<span class="spot-quiet spot-under">{}</span>', who, masked(submission.email))

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, submission: Submission) -> str:
        label = STATES[State(submission.state)]
        shown = format_html('<span class="state state-{}">{}</span>', submission.state, label)
        return (
            format_html('{} <span class="spot-quiet">{}</span>', shown, _("example"))
            if submission.is_example
            else shown
        )

    @admin.display(description=gettext_lazy("turn"), ordering="state_since")
    def waits(self, submission: Submission) -> str:
        turn = turn_of(submission)
        if turn.since is None:
            return "–"
        moment = turn.since.isoformat()
        if turn.whose == "clock":
            shown = format_html('<time datetime="{}">{}</time>', moment, _local(turn.since))
            return format_html("{} {}", turn.label, shown)
        age = _("for %(age)s") % {"age": timesince(turn.since, depth=1)}
        return format_html(
            '<span class="turn-{}">{}</span> <time datetime="{}">{}</time>', turn.whose, turn.label, moment, age
        )

    @admin.display(description=gettext_lazy("reminders"), ordering="reminders")
    def reminded(self, submission: Submission) -> str:
        return str(submission.reminders or "–")


def _local(moment: datetime) -> str:
    return date_format(localtime(moment), "SHORT_DATETIME_FORMAT")
