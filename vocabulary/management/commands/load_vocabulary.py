"""`manage.py load_vocabulary`: periods, programmes, regions, themes and target groups that come with the portal."""

from typing import Any

from django.core.management.base import BaseCommand

from vocabulary.loading import load_vocabulary


class Command(BaseCommand):
    help = "Load the controlled lists that come with the portal. What staff changed or deleted stays as it is."

    def handle(self, *args: Any, **options: Any) -> None:
        made = load_vocabulary()
        if options["verbosity"]:
            if any(made.values()):
                self.stdout.write("New: " + ", ".join(f"{count} {name}" for name, count in made.items() if count) + ".")
            else:
                self.stdout.write("Nothing new: every list was already there.")
