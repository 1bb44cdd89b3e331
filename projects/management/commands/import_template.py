"""`manage.py import_template FILE`: the file to start an import from."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from projects.importing import template


class Command(BaseCommand):
    help = "Write an empty import file with every column and an example: FILE.xlsx or FILE.csv."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a name that ends in .xlsx or .csv")

    def handle(self, *, file: Path, **given: Any) -> None:
        makers = {".xlsx": template.as_workbook, ".csv": template.as_csv}
        if file.suffix.lower() not in makers:
            raise CommandError("Give a name that ends in .xlsx or .csv.")
        try:
            file.write_bytes(makers[file.suffix.lower()]())
        except OSError as error:
            raise CommandError(f"{file} cannot be written: {error.strerror}.") from error
        self.stdout.write(f"Template written to {file}.")
