"""`manage.py start_fresh`: from the demonstration directory to an empty portal with its vocabularies."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from projects.demo import NothingToClear, contents, start_fresh


class Command(BaseCommand):
    help = "Remove the demonstration directory and everything else in the directory; keep vocabularies and staff."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--yes", action="store_true", help="do not ask")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            if not options["yes"]:
                self._ask()
            removed = start_fresh()
        except NothingToClear:
            raise CommandError(
                "This portal does not hold the demonstration directory, so nothing was removed."
            ) from None
        self.stdout.write(
            f"Removed {removed.projects} profiles and {removed.organisations} organisations. "
            "The vocabularies, the settings and the staff accounts are still there."
        )

    def _ask(self) -> None:
        found = contents()
        self.stdout.write(
            f"This removes all {found.projects} profiles ({found.own_projects} of them made by staff) and "
            f"all {found.organisations} organisations, with their history."
        )
        for sentence in (*found.others, "It cannot be undone."):
            self.stdout.write(sentence)
        try:
            answer = input("Type yes to go on: ")
        except EOFError:
            answer = ""
        if answer.strip().lower() != "yes":
            raise CommandError("Nothing was removed.")
