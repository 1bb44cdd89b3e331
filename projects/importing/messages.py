"""What an import has to say: sentences with line and column, and the report that gathers them."""

import csv
import io
from dataclasses import dataclass, field

from django.utils.formats import number_format
from django.utils.translation import gettext as _

# Cells that start like this would be run as a formula by a spreadsheet.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class FileRefused(Exception):
    """The file cannot be taken at all; the sentence says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class CellRefused(ValueError):
    """One cell cannot be read; the sentence says why and what to write."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True, slots=True)
class Message:
    """One thing to mend: the line of the file (the header is line 1), the column, and what to write instead."""

    line: int
    column: str
    sentence: str

    def __str__(self) -> str:
        values = {"line": self.line, "column": self.column, "sentence": self.sentence}
        if self.column:
            return _("Line %(line)d, column “%(column)s”: %(sentence)s") % values
        return _("Line %(line)d: %(sentence)s") % values


@dataclass(frozen=True, slots=True)
class Change:
    """One value that an import changes on a profile that exists."""

    line: int
    project: str
    field: str
    old: str
    new: str


@dataclass(slots=True)
class Report:
    """What an import did, or in a dry run would do. `failed` counts rows, not messages.

    `messages` are about rows that were refused, `notes` about rows that were taken, `remarks` about the file.
    """

    rows: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    published: int = 0
    key: str = ""
    dry_run: bool = False
    stopped: bool = False
    messages: list[Message] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    @property
    def failed(self) -> int:
        return len({message.line for message in self.messages})

    def summary(self) -> str:
        """The counts in one line, such as “0 new, 0 changed, 30,000 unchanged, 0 refused”."""
        counts = {
            "new": number_format(self.created, force_grouping=True),
            "changed": number_format(self.updated, force_grouping=True),
            "unchanged": number_format(self.unchanged, force_grouping=True),
            "refused": number_format(self.failed, force_grouping=True),
        }
        return _("%(new)s new, %(changed)s changed, %(unchanged)s unchanged, %(refused)s refused") % counts

    def as_csv(self) -> str:
        """The messages as a table for a spreadsheet; no cell can act as a formula."""
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow([_("Line"), _("Column"), _("Message")])
        for message in (*self.messages, *self.notes):
            writer.writerow([message.line, harmless(message.column), harmless(message.sentence)])
        for remark in self.remarks:
            writer.writerow(["", "", harmless(remark)])
        return out.getvalue()


def harmless(text: str) -> str:
    """`text` with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
