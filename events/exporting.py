"""The people of an event as a table for staff: CSV or a workbook. No cell can act as a formula."""

import csv
import io
from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

from centres.exporting import as_cell, guarded
from events.models import ALIVE, Event, Place, Purpose, Question, QuestionKind, Registration
from events.presentation import in_mails

NEEDS = "events.see_access_needs"
"""Permission without which no table holds the access needs."""


def lines(event: Event, *, needs: bool) -> Iterator[list[str]]:
    """The head and a line for everybody who confirmed the address and has not left, in order of arrival.

    `needs`: with the access needs. Four queries, however many people.
    """
    questions = list(event.questions.all())
    head = [_("Number"), _("Name"), _("Organisation"), _("E-mail"), _("Country")]
    head += [
        pgettext("of a registration", "Place"),
        _("So since"),
        _("Listed publicly"),
        _("News about later events"),
        _("Language of e-mails"),
    ]
    yield [*head, *([_("Access needs")] if needs else []), *(question.label for question in questions)]
    for row in _people(event):
        answers = {answer.question_id: answer.text for answer in row.answers.all()}
        own = [row.access_needs] if needs else []
        said = [in_words(question, answers.get(question.pk, "")) for question in questions]
        yield [as_cell(cell) for cell in (*_facts(row, event.zone), *own, *said)]


def as_csv(event: Event, *, needs: bool) -> bytes:
    """With a byte order mark, so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([guarded(cell) for cell in line] for line in lines(event, needs=needs))
    return out.getvalue().encode("utf-8-sig")


def as_workbook(event: Event, *, needs: bool) -> bytes:
    """The same as a workbook in which every cell is text."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = _("People")
    for line in lines(event, needs=needs):
        sheet.append([guarded(cell) or None for cell in line])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
        sheet.column_dimensions[cell.column_letter].width = 24
    for row in sheet.iter_rows():
        for cell in row:
            cell.data_type = "s" if cell.value is not None else "n"
            cell.number_format = "@"
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def in_words(question: Question, text: str) -> str:
    """An answer as people read it: a tick is a yes."""
    return _("yes") if question.kind == QuestionKind.TICK and text else text


def _people(event: Event) -> list[Registration]:
    places = [place for place in ALIVE if place != Place.UNCONFIRMED]
    rows = event.registrations.filter(place__in=places).select_related("country")
    return list(rows.prefetch_related("answers", "consents").order_by("line", "pk"))


def _facts(row: Registration, zone: str) -> list[str]:
    given = {consent.purpose for consent in row.consents.all() if consent.withdrawn_at is None}
    return [
        str(row.line or ""),
        row.name,
        row.organisation,
        row.email,
        row.country.label() if row.country else "",
        str(row.get_place_display()),
        in_mails.moment(row.placed_at, zone),
        _("yes") if Purpose.LISTED in given else _("no"),
        _("yes") if Purpose.CONTACT in given else _("no"),
        row.language,
    ]
