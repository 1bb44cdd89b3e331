"""Erase an e-mail address from all events, when somebody asks without a personal link."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from events import erasing


class Command(BaseCommand):
    help = "Erases every registration and invitation of an e-mail address, with the e-mails to it; places move on."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address of the person")

    def handle(self, *args: Any, **options: Any) -> None:
        count = erasing.erase_address(options["address"])
        self.stdout.write(f"{count} registrations and invitations erased.")
