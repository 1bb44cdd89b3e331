from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from outbox.worker import Worker


class Command(BaseCommand):
    help = "Do the worker's duties and tasks until stopped (SIGTERM ends it after what it is doing)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="Do what is due now, then end.")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        worker.install_signals()
        if options["once"]:
            worker.once()
        else:
            worker.run()
