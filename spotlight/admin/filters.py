"""Filters beside the list of submissions. Values that are not offered are ignored, so no address can break the list."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from spotlight import duplicates, handling
from spotlight.admin.words import STATES
from spotlight.models import Submission
from spotlight.models.submission import SubmissionQuerySet
from vocabulary.filters import OfferedFilter


class TurnFilter(OfferedFilter):
    title = _("turn")
    parameter_name = "turn"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("ours", _("our turn")), ("theirs", _("their turn")), ("nobody", _("nobody’s turn"))]

    def narrow(self, request: HttpRequest, rows: SubmissionQuerySet, value: str) -> QuerySet[Submission]:
        ours, theirs = rows.our_turn(), rows.their_turn()
        if value == "ours":
            return ours
        return (
            theirs if value == "theirs" else rows.exclude(pk__in=ours.values("pk")).exclude(pk__in=theirs.values("pk"))
        )


class StateFilter(OfferedFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [(state.value, label) for state, label in STATES.items()]

    def narrow(self, request: HttpRequest, rows: SubmissionQuerySet, value: str) -> QuerySet[Submission]:
        return rows.filter(state=value)


class AssigneeFilter(OfferedFilter):
    title = _("person")
    parameter_name = "assignee"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        people = [(str(user.pk), user.get_username()) for user in handling.reviewers() if user != request.user]
        return [("mine", _("mine")), ("nobody", _("nobody’s")), *people]

    def narrow(self, request: HttpRequest, rows: SubmissionQuerySet, value: str) -> QuerySet[Submission]:
        if value == "nobody":
            return rows.filter(assignee=None)
        return rows.filter(assignee=request.user.pk if value == "mine" else int(value))


class LanguageFilter(OfferedFilter):
    title = _("language of the answers")
    parameter_name = "language"
    template = "admin/closed_filter.html"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        used = set(Submission.objects.handed_in().values_list("language", flat=True).distinct())
        return [(code, name) for code, name in settings.CONTENT_LANGUAGES if code in used]

    def narrow(self, request: HttpRequest, rows: SubmissionQuerySet, value: str) -> QuerySet[Submission]:
        return rows.filter(language=value)


class VideoFilter(OfferedFilter):
    title = _("video")
    parameter_name = "video"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("yes", _("with video")), ("no", _("without video"))]

    def narrow(self, request: HttpRequest, rows: SubmissionQuerySet, value: str) -> QuerySet[Submission]:
        return rows.exclude(video_url="") if value == "yes" else rows.filter(video_url="")


class AttentionFilter(OfferedFilter):
    """What is asked for beside the states; the desk links to `correction` and `still_true` by names of their own."""

    title = _("special cases")
    parameter_name = "look"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("duplicate", _("possible duplicates")), ("minors", _("somebody under 18 is shown"))]

    def narrow(self, request: HttpRequest, rows: SubmissionQuerySet, value: str) -> QuerySet[Submission]:
        return rows.filter(duplicates.possible()) if value == "duplicate" else rows.filter(shows_minors=True)


class CorrectionFilter(OfferedFilter):
    title = _("correction")
    parameter_name = "correction"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("asked", _("correction asked for"))]

    def narrow(self, request: HttpRequest, rows: SubmissionQuerySet, value: str) -> QuerySet[Submission]:
        return rows.filter(correction__isnull=False)


class StillTrueFilter(OfferedFilter):
    title = _("“still true?”")
    parameter_name = "still_true"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Iterable[tuple[str, Any]]:
        return [("unanswered", _("asked, not answered"))]

    def narrow(self, request: HttpRequest, rows: SubmissionQuerySet, value: str) -> QuerySet[Submission]:
        silent = Q(still_true_at__isnull=True) | Q(still_true_at__lt=F("asked_still_true_at"))
        return rows.filter(silent, state="published", asked_still_true_at__isnull=False)
