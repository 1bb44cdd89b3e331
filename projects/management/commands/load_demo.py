"""`manage.py load_demo`: the demonstration directory, once per database."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from projects.demo import AlreadyLoaded, load_demo


class Command(BaseCommand):
    help = "Load the demonstration directory, once. Needs SI_DEMO=1, so that it never reaches a server by mistake."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "The demonstration directory is only loaded where SI_DEMO=1 is set. "
                "For a portal of your own use: manage.py load_vocabulary"
            )
        try:
            said = f"{load_demo()} profiles loaded and published."
        except AlreadyLoaded as already:
            moment = timezone.localtime(already.moment)
            said = f"Nothing to do: the demonstration directory was loaded on {moment:%Y-%m-%d} at {moment:%H:%M}."
        if options["verbosity"]:
            self.stdout.write(said)
