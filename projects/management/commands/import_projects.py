"""`manage.py import_projects FILE`: import projects from a CSV or XLSX file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from projects.importing import FileRefused, Options, Report
from projects.importing.planning import KEYS
from projects.importing.runs import run_now

_SHOWN = 50


class Command(BaseCommand):
    help = "Import projects from a CSV or XLSX file. docs/importing.md lists the columns."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a .csv or .xlsx file")
        parser.add_argument(
            "--key",
            choices=list(KEYS),
            help="how rows are recognised; by default the first key the file has columns for",
        )
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and write nothing")
        parser.add_argument("--all-or-nothing", action="store_true", help="write nothing when any row is refused")
        parser.add_argument("--publish", action="store_true", help="publish new profiles that lack nothing; needs --by")
        parser.add_argument("--by", metavar="USERNAME", help="the person named in the history")
        parser.add_argument("--report", type=Path, metavar="CSV", help="write every message into this CSV file")

    def handle(self, *, file: Path, report: Path | None, **given: Any) -> None:
        options = Options(
            key=given["key"],
            dry_run=given["dry_run"],
            all_or_nothing=given["all_or_nothing"],
            publish=given["publish"],
            by=self._user(given["by"]),
        )
        if options.publish and options.by is None:
            raise CommandError("Say who publishes: add --by USERNAME.")
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        try:
            result = run_now(data, file.name, options, progress=self._progress)
        except FileRefused as refusal:
            raise CommandError(refusal.sentence) from refusal
        self._print(result)
        if report:
            report.write_text(result.as_csv(), encoding="utf-8-sig", newline="")
            self.stdout.write(f"Messages written to {report}.")
        if result.stopped:
            raise CommandError("Nothing was written, because some rows were refused.")

    def _user(self, name: str | None) -> User | None:
        if name is None:
            return None
        try:
            return User.objects.get(username=name)
        except User.DoesNotExist as error:
            raise CommandError(f"There is no user called {name}.") from error

    def _progress(self, rows: int) -> None:
        self.stdout.write(f"{rows:,} rows done")

    def _print(self, report: Report) -> None:
        for remark in report.remarks:
            self.stdout.write(remark)
        messages = [*report.messages, *report.notes]
        for message in messages[:_SHOWN]:
            self.stdout.write(str(message))
        if len(messages) > _SHOWN:
            self.stdout.write(f"… and {len(messages) - _SHOWN:,} more messages; --report FILE.csv writes them all.")
        for change in report.changes[: _SHOWN if report.dry_run else 0]:
            self.stdout.write(f"Line {change.line}, {change.project}, {change.field}: {change.old} → {change.new}")
        self.stdout.write(f"Rows recognised by {report.key}. {report.summary()}.")
        if report.published:
            self.stdout.write(f"{report.published:,} published.")
        if report.dry_run:
            self.stdout.write("Dry run: nothing was written.")
