"""Large files are checked and imported by the worker; the page shows how far it is."""

from django_tasks import task

from projects.importing import runs
from projects.models import ImportRun


@task()
def check_run(run_id: int) -> str:
    """Check a file that waits; the result stands on the run."""
    return str(runs.check(ImportRun.objects.get(pk=run_id)).state)


@task()
def load_run(run_id: int) -> str:
    """Import a confirmed file; the result stands on the run."""
    return str(runs.load(ImportRun.objects.get(pk=run_id)).state)
