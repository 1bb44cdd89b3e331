"""What waits in the directory. Nobody outside waits for it, so the desk shows it quietly, as numbers."""

from django.db.models import Count, Min
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from outbox.waiting import Asked, Found, Turn, waits
from projects.completeness import overdue, thin
from projects.models import Project, State

_VIEW = "projects.view_project"


@waits(
    "projects.drafts",
    label=_("Drafts of profiles"),
    turn=Turn.QUIET,
    permission=_VIEW,
    hint=_("Profiles that are not public yet: finish and publish them, or delete them."),
)
def drafts(asked: Asked) -> Found:
    found = Project.objects.filter(state=State.DRAFT).aggregate(count=Count("pk"), since=Min("created_at"))
    return Found(found["count"], found["since"], _list("state=draft"))


@waits(
    "projects.scheduled",
    label=_("Scheduled profiles"),
    turn=Turn.QUIET,
    permission=_VIEW,
    hint=_("Profiles that go online by themselves at the moment that was chosen."),
)
def scheduled(asked: Asked) -> Found:
    return Found(Project.objects.filter(state=State.SCHEDULED).count(), None, _list("state=scheduled"))


@waits(
    "projects.overdue",
    label=_("Checks overdue"),
    turn=Turn.QUIET,
    permission=_VIEW,
    hint=_("Public profiles whose facts nobody checked in the last year."),
)
def checks_overdue(asked: Asked) -> Found:
    found = overdue(Project.objects.all(), on=timezone.localdate(asked.at))
    return Found(found.count(), None, _list("check=overdue"))


@waits(
    "projects.incomplete",
    label=_("Incomplete profiles"),
    turn=Turn.QUIET,
    permission=_VIEW,
    hint=_("Profiles with less than half of their fields filled in."),
)
def incomplete(asked: Asked) -> Found:
    return Found(thin(Project.objects.all()).count(), None, _list("completeness=thin"))


def _list(query: str) -> str:
    return f"{reverse('admin:projects_project_changelist')}?{query}"
