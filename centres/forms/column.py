"""All needs on one page: what a centre says of itself, with evidence for whatever is new."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from centres.column import Entry
from centres.forms.fields import Choice, Line, PublicForm, Web, Words, language_field
from centres.forms.proposals import LEVELS, check_answer
from centres.models import Answer, Cell, Need, Proposal
from centres.presentation.board import word
from projects.presentation import wording

_NOT_SAID = ("", _("we do not say"))


@dataclass(frozen=True)
class Known:
    """One need with what the matrix shows now and what already waits for the team."""

    need: Need
    cell: Cell | None
    waiting: Proposal | None


@dataclass(frozen=True)
class Row:
    """The fields of one need, for the page."""

    need: Need
    label: str
    now: str
    waits: bool
    answer: Any
    level: Any
    url: Any
    text: Any


class ColumnForm(PublicForm):
    """Four fields for each need. What is left as it stands needs no evidence and proposes nothing."""

    said_by = Line(
        label=_("Who answers for the centre?"),
        max_length=200,
        help_text=_("Name or function, and organisation. It is shown with your statements."),
    )
    language = language_field(_("Language of your statements"))

    def __init__(self, data: Any = None, *, known: Iterable[Known]) -> None:
        super().__init__(data)
        self.known = list(known)
        for each in self.known:
            self._add(each)

    def rows(self) -> list[Row]:
        """One for each need, in order."""
        return [self._row(each) for each in self.known]

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        for each in self.known:
            if self._says(each, found):
                check_answer(self, found, f"-{each.need.pk}")
            elif any(found.get(f"{name}-{each.need.pk}") for name in ("url", "text")) and not self._kept(each, found):
                sentence = _("You gave evidence; say yes or no as well.")
                self.add_error(f"answer-{each.need.pk}", ValidationError(sentence, code="answer"))
        return found

    def entries(self) -> list[Entry]:
        """What is new or still waits."""
        return [self._entry(each.need) for each in self.known if self._says(each, self.cleaned_data)]

    def dropped(self) -> list[Need]:
        """Needs of which something waited and is taken back."""
        return [each.need for each in self.known if each.waiting and not self._says(each, self.cleaned_data)]

    def _says(self, each: Known, found: dict[str, Any]) -> bool:
        """Whether something is said beyond what the matrix shows: another answer, another level, or new evidence."""
        answer = found.get(f"answer-{each.need.pk}", "")
        return bool(answer) and not self._kept(each, found)

    def _kept(self, each: Known, found: dict[str, Any]) -> bool:
        """Whether the answer is the one shown, without new evidence."""
        number, cell = each.need.pk, each.cell
        answer, level = found.get(f"answer-{number}", ""), found.get(f"level-{number}", "")
        if cell is None or found.get(f"url-{number}") or found.get(f"text-{number}"):
            return False
        return answer in ("", cell.answer) and (answer != Answer.YES or level == cell.level)

    def _entry(self, need: Need) -> Entry:
        said = {name: self.cleaned_data[f"{name}-{need.pk}"] for name in ("answer", "level", "url", "text")}
        return Entry(need, **said | {"level": said["level"] if said["answer"] == Answer.YES else ""})

    def _add(self, each: Known) -> None:
        number, shown = each.need.pk, each.waiting or each.cell
        answers = [] if each.cell and not each.waiting else [_NOT_SAID]
        self.fields[f"answer-{number}"] = Choice(
            label=each.need.label(wording.language()), choices=[*Answer.choices, *answers], widget=forms.RadioSelect
        )
        self.fields[f"level-{number}"] = Choice(label=_("If yes: how far?"), choices=LEVELS)
        self.fields[f"url-{number}"] = Web(label=_("Evidence: the page that says so"))
        self.fields[f"text-{number}"] = Words(label=_("Or a statement"), max_length=1000, rows=2)
        self.initial[f"answer-{number}"] = shown.answer if shown else ""
        self.initial[f"level-{number}"] = shown.level if shown else ""
        self.initial[f"url-{number}"] = each.waiting.url if each.waiting else ""
        self.initial[f"text-{number}"] = each.waiting.text if each.waiting else ""

    def _row(self, each: Known) -> Row:
        number = each.need.pk
        names = ("answer", "level", "url", "text")
        fields = {name: self[f"{name}-{number}"] for name in names}
        label = each.need.label(wording.language())
        return Row(each.need, label, word(each.cell) if each.cell else "", each.waiting is not None, **fields)
