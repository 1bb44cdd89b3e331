"""Builds every search row anew. Needed only after an upgrade of PostgreSQL or a new interface language."""

from typing import Any

from django.core.management.base import BaseCommand

from projects.search import prune_changes, rebuild_all


class Command(BaseCommand):
    help = "Build the search anew: after an upgrade of PostgreSQL, a restored dump or a new interface language."

    def handle(self, *args: Any, **options: Any) -> None:
        done = 0
        for done, of in rebuild_all():
            self.stdout.write(f"{done:,} of {of:,} projects", ending="\r" if self.stdout.isatty() else "\n")
        prune_changes()
        self.stdout.write(self.style.SUCCESS(f"Search rows built: {done:,}."))
