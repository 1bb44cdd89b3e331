"""Reading a filled-in file of the matrix: what it would change, line by line, and the door that does it.

All lines about one centre and one need are together the evidence of its answer. A line without answer and evidence
leaves things as they are; `unknown` takes an answer back. Reading the same file again changes nothing.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field, replace
from datetime import date
from typing import Any

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from centres import answering
from centres.answering import Proof
from centres.exporting import COLUMNS, as_cell, recorded_at
from centres.models import Answer, Cell, Centre, Evidence, Level, Need, State
from projects.figures import read_date
from projects.importing.messages import CellRefused, FileRefused, Message
from projects.importing.reading import Table, open_table

UNKNOWN = "unknown"
MAX_BYTES = 2 * 1024 * 1024
"""Room for some ten thousand lines."""

_LINES_NAMED = 20
_NEEDED = ("centre", "need", "answer")
_FIELDS = {"link": "url", "statement": "statement", "said by": "said_by", "remarks": "remarks", "language": "language"}
_EVIDENCE = (*_FIELDS, "date", "evidence level")


@dataclass(frozen=True)
class Step:
    """One answer that would change: the line where it begins, what was known (key of the answer, 0 for nothing)."""

    line: int
    centre: int
    need: int
    answer: str
    level: str
    proofs: list[dict[str, Any]]
    before: int
    words: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """What a file would do. `messages` are about lines that were refused; nothing of their answer is taken."""

    steps: list[Step] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    unchanged: int = 0


Cells = dict[str, str]


class _Refused(Exception):
    def __init__(self, column: str, sentence: str) -> None:
        self.message = (column, sentence)


def plan(data: bytes, name: str) -> Plan:
    """Read a file and compare it with what is known; nothing is written. Raises FileRefused."""
    if len(data) > MAX_BYTES:
        raise FileRefused(_("The file is larger than 2 MB. Split it."))
    table = open_table(data, name)
    found = Plan()
    columns = _columns(table, found)
    centres = {row.slug: row for row in Centre.objects.exclude(state=State.ARCHIVED)}
    needs = {row.slug: row for row in Need.objects.exclude(state=State.ARCHIVED).prefetch_related("texts")}
    cells = Cell.objects.current().prefetch_related("evidence")
    known = {(cell.centre_id, cell.need_id): cell for cell in cells}
    groups: dict[tuple[int, int], list[tuple[int, Cells]]] = {}
    spoiled: set[tuple[int, int]] = set()
    moved: list[int] = []
    for line, row in _rows(table, columns, found):
        try:
            key = _place(row, "centre", centres).pk, _place(row, "need", needs).pk
        except _Refused as refusal:
            found.messages.append(Message(line, *refusal.message))
            continue
        if "\0" in row.values():
            spoiled.add(key)
        if row.get("recorded at") and row["recorded at"] != (recorded_at(known[key]) if key in known else ""):
            moved.append(line)
        groups.setdefault(key, []).append((line, row))
    names = {row.pk: row for row in centres.values()}, {row.pk: row for row in needs.values()}
    for key, rows in groups.items():
        if key not in spoiled:
            _compare(key, rows, known.get(key), names, found)
    if moved:
        found.remarks.append(
            _(
                "“recorded at” is only for reading: an answer is recorded when you confirm. What stands there was not "
                "read in these lines: %(lines)s"
            )
            % {"lines": ", ".join(map(str, moved[:_LINES_NAMED])) + ("…" if len(moved) > _LINES_NAMED else "")}
        )
    return found


def carry_out(steps: Iterable[Step], *, by: User) -> tuple[int, list[Message]]:
    """Do what a plan says; an answer that was changed since is left alone and named. How many were written."""
    done, messages = 0, []
    for step in steps:
        try:
            with transaction.atomic():
                _carry_out(step, by)
            done += 1
        except ValidationError as refusal:
            messages.append(Message(step.line, "", " ".join(refusal.messages)))
    return done, messages


def packed(steps: Iterable[Step]) -> list[dict[str, Any]]:
    """Steps as plain values, to be signed and kept until somebody confirms."""
    return [asdict(step) for step in steps]


def unpacked(rows: Iterable[dict[str, Any]]) -> list[Step]:
    return [Step(**row) for row in rows]


def _carry_out(step: Step, by: User) -> None:
    centre = Centre.objects.select_for_update().filter(pk=step.centre).first()
    need = Need.objects.filter(pk=step.need).first()
    if centre is None or need is None:
        raise ValidationError(_("The centre or the need was removed meanwhile."), code="gone")
    current = Cell.objects.current().filter(centre=centre, need=need).values_list("pk", flat=True).first()
    if (current or 0) != step.before:
        raise ValidationError(_("Somebody recorded another answer meanwhile; it was left as it is."), code="meanwhile")
    if not step.answer:
        answering.forget(centre, need, by=by)
        return
    proofs = [
        Proof(**proof | {"on": date.fromisoformat(proof["on"]) if proof["on"] else None}) for proof in step.proofs
    ]
    answering.answer(centre, need, answer=step.answer, level=step.level, proofs=proofs, by=by)


def _columns(table: Table, found: Plan) -> dict[int, str]:
    columns: dict[int, str] = {}
    for index, written in enumerate(table.header):
        name = " ".join(written.replace("_", " ").split()).casefold()
        if name in COLUMNS and name not in columns.values():
            columns[index] = name
        elif name:
            found.remarks.append(_("The column “%(name)s” was not read.") % {"name": written[:60]})
    if lacking := [name for name in _NEEDED if name not in columns.values()]:
        raise FileRefused(
            _("The file has no column “%(name)s”. Download the table first and fill it in.") % {"name": lacking[0]}
        )
    return columns


def _rows(table: Table, columns: dict[int, str], found: Plan) -> Iterator[tuple[int, Cells]]:
    """Every line as column -> text; a line with an unreadable cell is named, and comes with a mark in that cell."""
    for line, cells in table.rows:
        row: Cells = dict.fromkeys(columns.values(), "")
        for index, name in columns.items():
            cell = cells[index] if index < len(cells) else ""
            if isinstance(cell, CellRefused):
                found.messages.append(Message(line, name, cell.sentence))
                cell = "\0"
            row[name] = cell
        yield line, row


def _place(row: Cells, column: str, known: dict[str, Any]) -> Any:
    slug = row[column]
    if slug in known:
        return known[slug]
    if not slug or slug == "\0":
        raise _Refused(column, _("is empty or cannot be read. Write the address, as the downloaded table has it."))
    sentence = _("“%(value)s” is not known. Write the address, as the downloaded table has it.")
    raise _Refused(column, sentence % {"value": slug[:60]})


def _compare(key: tuple[int, int], rows: list[tuple[int, Cells]], cell: Cell | None, names: Any, found: Plan) -> None:
    """What the lines about one centre and one need would change."""
    first = rows[0][0]
    problems = len(found.messages)
    said = [(line, row) for line, row in rows if row["answer"] or any(row.get(name) for name in _EVIDENCE)]
    if not said:
        found.unchanged += 1
        return
    answers: set[tuple[str, str]] = set()
    proofs: list[Proof] = []
    for line, row in said:
        try:
            answers.add(_said(row))
            if row["answer"].casefold() != UNKNOWN:
                proofs.append(_proof(row, cell))
        except _Refused as refusal:
            found.messages.append(Message(line, *refusal.message))
    if len(found.messages) > problems:
        return
    if len(answers) > 1:
        sentence = _("The lines about this centre and need give different answers. Give one answer in all of them.")
        found.messages.append(Message(said[-1][0], "answer", sentence))
        return
    answer, level = answers.pop()
    proofs = list(dict.fromkeys(proofs))
    if not _differs(cell, answer, level, proofs):
        found.unchanged += 1
        return
    centre, need = names[0][key[0]], names[1][key[1]]
    old = _in_words(cell.answer, cell.level) if cell else _in_words("", "")
    words = [str(centre), need.label(), old, _in_words(answer, level)]
    packed_proofs = [asdict(proof) | {"on": proof.on.isoformat() if proof.on else ""} for proof in proofs]
    found.steps.append(Step(first, *key, answer, level, packed_proofs, cell.pk if cell else 0, words))


def _said(row: Cells) -> tuple[str, str]:
    answer, level = row["answer"].casefold(), row.get("level", "").casefold()
    if answer == UNKNOWN:
        if level or any(row.get(name) for name in _EVIDENCE if name != "language"):
            raise _Refused("answer", _("What is unknown has no level and no evidence; empty those cells."))
        return "", ""
    if answer not in Answer.values:
        raise _Refused("answer", _("Write yes, no or unknown, or leave the whole line without answer and evidence."))
    if answer == Answer.YES and level not in Level.values:
        raise _Refused("level", _("Write how far a yes is: planned, partial or delivered."))
    if answer == Answer.NO and level:
        raise _Refused("level", _("A no has no level; empty the cell."))
    return answer, level


def _proof(row: Cells, cell: Cell | None) -> Proof:
    """The evidence of a line; what the file has no column for stays as it is known of the same evidence."""
    typed: dict[str, Any] = {name: row[column] for column, name in _FIELDS.items() if column in row}
    if "evidence level" in row:
        typed["level"] = row["evidence level"].casefold()
    if "date" in row:
        try:
            known = read_date(row["date"]) if row["date"] else None
        except ValidationError as refusal:
            raise _Refused("date", " ".join(refusal.messages)) from refusal
        when: dict[str, Any] = {"on": known.value if known else None, "precision": known.precision if known else ""}
    else:
        when = {}
    if not typed.get("language", "en"):
        typed["language"] = "en"
    source = tuple(typed.get(name, "") for name in ("url", "statement", "said_by"))
    same = next((each for each in _stored(cell) if _source(each) == source), None)
    if same:  # a table cell does not keep every line ending and space that is stored
        typed = {name: text for name, text in typed.items() if as_cell(getattr(same, name)) != text}
    proof = replace(same or Proof(), **typed, **when)
    if proof != same:  # what is stored was checked when it came
        _check(proof)
    return proof


def _check(proof: Proof) -> None:
    """The rules of the evidence, told with the column they are about."""
    row = Evidence(**{name: getattr(proof, name) for name in Proof.__dataclass_fields__})
    try:
        row.full_clean(exclude=["cell"])
    except ValidationError as refusal:
        name, sentences = next(iter(refusal.message_dict.items()))
        names = {"url": "link", "said_by": "said by", "on": "date", "level": "evidence level", "__all__": "link"}
        raise _Refused(names.get(name, name), " ".join(sentences)) from refusal


def _stored(cell: Cell | None) -> list[Proof]:
    rows = cell.evidence.all() if cell else []
    return [Proof(**{name: getattr(row, name) for name in Proof.__dataclass_fields__}) for row in rows]


def _source(proof: Proof) -> tuple[str, ...]:
    return proof.url, as_cell(proof.statement), as_cell(proof.said_by)


def _differs(cell: Cell | None, answer: str, level: str, proofs: list[Proof]) -> bool:
    if cell is None:
        return bool(answer)
    if (cell.answer, cell.level) != (answer, level):
        return True
    return set(_stored(cell)) != set(proofs)


def _in_words(answer: str, level: str) -> str:
    if not answer:
        return _("not known")
    return f"{Answer(answer).label}, {Level(level).label}" if level else str(Answer(answer).label)
