"""`manage.py erase_person EMAIL`: erase everything of an e-mail address, for the person who asks."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from spotlight import erasing


class Command(BaseCommand):
    help = "Erase everything of an e-mail address: stories, photographs, e-mails, history. It cannot be undone."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the person's e-mail address")
        parser.add_argument(
            "--keep-stories",
            action="store_true",
            help="leave published stories without name and photograph, where the name does not stand in their words",
        )

    def handle(self, *args: Any, email: str, keep_stories: bool, **options: Any) -> None:
        count = erasing.erase_address(email, keep_stories=keep_stories)
        self.stdout.write(f"Stories erased: {count}. E-mails to this address are gone.")
