"""`manage.py reapply_erasures`: erase again what a restored backup brought back.

The list of erasures is numbers only. A backup holds the list of its own day, so keep a newer copy elsewhere
(`--save FILE`, every night) and give it after a restore (`--from FILE`), before the portal opens again.
"""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.dateparse import parse_datetime

from spotlight import erasing
from spotlight.models import Erasure

_FIELDS = ("submission", "story", "story_kept", "consent_version", "at")


class Command(BaseCommand):
    help = "Erase again what a restored backup brought back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        way = parser.add_mutually_exclusive_group()
        way.add_argument("--save", type=Path, metavar="FILE", help="only write the list into a file")
        way.add_argument("--from", type=Path, dest="source", metavar="FILE", help="use the list in this file as well")

    def handle(self, *args: Any, save: Path | None, source: Path | None, **options: Any) -> None:
        if save:
            rows = list(Erasure.objects.order_by("pk").values(*_FIELDS))
            save.write_text(json.dumps(rows, cls=DjangoJSONEncoder, indent=1) + "\n", "utf-8")
            self.stdout.write(f"Erasures in the list: {len(rows)}.")
            return
        listed = [*Erasure.objects.order_by("pk"), *(self._read(source) if source else [])]
        self.stdout.write(f"Stories erased again: {erasing.reapply(listed)}.")

    def _read(self, source: Path) -> list[Erasure]:
        try:
            rows = json.loads(source.read_text("utf-8"))
            return [
                Erasure(**{**{name: row[name] for name in _FIELDS}, "at": parse_datetime(row["at"])}) for row in rows
            ]
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{source} is not a list of erasures.") from error
