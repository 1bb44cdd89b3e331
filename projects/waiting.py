"""What waits for staff in the directory, for the front page of the admin."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Min
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from projects.completeness import overdue, thin
from projects.models import Project, State


@dataclass(frozen=True, slots=True)
class Waiting:
    """Something to do: how many, since when (None where age says nothing), and the list that shows them."""

    label: str | Promise
    hint: str | Promise
    count: int
    since: datetime | None
    url_name: str
    query: str
    permission: str


def waiting(*, on: date) -> list[Waiting]:
    """What waits in the directory on the day `on`; one query each."""
    projects, view = "admin:projects_project_changelist", "projects.view_project"
    drafts = Project.objects.filter(state=State.DRAFT).aggregate(count=Count("pk"), since=Min("created_at"))
    scheduled = Project.objects.filter(state=State.SCHEDULED).count()
    return [
        Waiting(
            _("Drafts"),
            _("Not public yet: finish and publish them, or delete them."),
            drafts["count"],
            drafts["since"],
            projects,
            "state=draft",
            view,
        ),
        Waiting(
            _("Scheduled"),
            _("They go online by themselves at the moment that was chosen."),
            scheduled,
            None,
            projects,
            "state=scheduled",
            view,
        ),
        Waiting(
            _("Checks overdue"),
            _("Public profiles whose facts nobody checked in the last year."),
            overdue(Project.objects.all(), on=on).count(),
            None,
            projects,
            "check=overdue",
            view,
        ),
        Waiting(
            _("Incomplete"),
            _("Profiles with less than half of their fields filled in."),
            thin(Project.objects.all()).count(),
            None,
            projects,
            "completeness=thin",
            view,
        ),
    ]
