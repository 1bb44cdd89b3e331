"""`python3 dev.py bench [PROJECTS]`: load a made-up directory, then measure the search beside the textbook statement.

On a database that already holds so many projects, `--keep` measures without loading.
"""

import argparse
import os
import tempfile
import time
from pathlib import Path

import django


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("projects", type=int, nargs="?", default=30_000, help="how many projects (30000)")
    parser.add_argument("--rounds", type=int, default=20, help="searches of each kind (20)")
    parser.add_argument("--workers", type=int, default=2, help="processes of the web server (2)")
    parser.add_argument("--clients", type=int, default=4, help="clients at once for the throughput (4)")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="measure what the database already holds")
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "siportal.settings")
    django.setup()
    if not given.keep:
        load(given.projects, given.seed)
    measure(given)


def load(projects: int, seed: int) -> None:
    """Migrate, make up the directory, import it as anybody would."""
    from django.contrib.auth.models import User
    from django.core.management import call_command

    from benchmarks.generate import write
    from projects.models import Project

    call_command("migrate", verbosity=0)
    if Project.objects.exists():
        raise SystemExit("This database is not empty. Use an empty one, or --keep to measure what it holds.")
    call_command("load_vocabulary", verbosity=0)
    User.objects.get_or_create(username="bench")
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "projects.csv"
        write(file, projects, seed)
        begin = time.perf_counter()
        call_command("import_projects", str(file), publish=True, by="bench", verbosity=0)
        print(f"Imported {projects:,} projects in {time.perf_counter() - begin:.1f} s.")


def measure(given: argparse.Namespace) -> None:
    from django.core.management import call_command
    from django.db import connection

    from benchmarks import search, textbook

    call_command("collectstatic", interactive=False, verbosity=0)
    with connection.cursor() as cursor:
        for statement in textbook.PREPARE.split(";\n"):
            if statement.strip():
                cursor.execute(statement)
        cursor.execute("VACUUM ANALYZE")
    asked = search.searches(given.rounds, given.seed)
    print(f"{len(asked)} searches, {given.workers} web processes; milliseconds, one client, page and statement in turn")
    print(search.table(search.measure(asked, given.workers)))
    served = search.requests_per_second(asked, given.workers, given.clients)
    print(f"{given.clients} clients at once: {served:.0f} pages a second")


if __name__ == "__main__":
    main()
