"""What goes with the competence centres when the demonstration is cleared: every table of theirs."""

from django.apps import apps
from django.db.models import Model

from centres.models import Cell, Centre, Proposal


def contents() -> str:
    """How much there is, for the question before clearing."""
    return (
        f"It also removes all {Centre.objects.count()} competence centres with their consortia, networks and needs, "
        f"all {Cell.objects.count()} answers of the matrix and all {Proposal.objects.count()} proposals."
    )


def emptied_models() -> list[type[Model]]:
    """Every table of the competence centres, with its history."""
    return list(apps.get_app_config("centres").get_models(include_auto_created=True))
