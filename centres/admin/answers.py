"""The answers of one centre as a form: one row for each need, saved all together or not at all."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from centres import answering
from centres.answering import Proof
from centres.models import Answer, Cell, Centre, Evidence, Level, Need, NeedGroup, State
from projects.admin.fields import KnownDateField
from projects.figures import write_date

CHOICES = [
    ("", gettext_lazy("not known")),
    (Answer.NO.value, gettext_lazy("no")),
    (Level.PLANNED.value, gettext_lazy("yes, planned")),
    (Level.PARTIAL.value, gettext_lazy("yes, in part")),
    (Level.DELIVERED.value, gettext_lazy("yes, delivered")),
]
"""What a row can say; a yes is told apart by how far it is."""


def says(cell: Cell | None) -> str:
    """An answer as one value of CHOICES."""
    return (cell.level or cell.answer) if cell else ""


def _mark(cell: Cell | None) -> str:
    """What the form remembers of the answer it was opened with: which one it was, and what it said."""
    return f"{cell.pk}.{says(cell)}" if cell else ""


class RowForm(forms.Form):
    """What is known about one need, one new piece of evidence, and the old ones to take out."""

    error_css_class = "errors"

    seen = forms.CharField(required=False, widget=forms.HiddenInput, max_length=20)
    says = forms.ChoiceField(label=pgettext_lazy("noun", "Answer"), choices=CHOICES, required=False)
    remove = forms.MultipleChoiceField(required=False)
    url = forms.URLField(label=gettext_lazy("Link"), required=False, max_length=500, assume_scheme="https")
    statement = forms.CharField(
        label=gettext_lazy("What it says"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    said_by = forms.CharField(
        label=gettext_lazy("Said by"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("Needed when there is no link."),
    )
    on = KnownDateField(label=gettext_lazy("Date"))
    language = forms.ChoiceField(label=gettext_lazy("Language"), choices=settings.CONTENT_LANGUAGES, required=False)

    def __init__(self, need: Need, cell: Cell | None, data: QueryDict | None = None) -> None:
        self.need, self.cell = need, cell
        initial = {"seen": _mark(cell), "says": says(cell), "language": "en"}
        super().__init__(data, prefix=f"need-{need.pk}", initial=initial, use_required_attribute=False)
        self.proofs = list(cell.evidence.all()) if cell else []
        removal = self.fields["remove"]
        assert isinstance(removal, forms.MultipleChoiceField)
        removal.choices = [(str(proof.pk), str(proof)) for proof in self.proofs]

    @property
    def proof_fields(self) -> list[forms.BoundField]:
        """The fields of a new piece of evidence, as they stand on the page."""
        return [self[name] for name in ("url", "statement", "said_by", "on", "language")]

    @property
    def dated_proofs(self) -> list[tuple[Evidence, str]]:
        """The evidence there is, each with its date in words."""
        return [(proof, write_date(proof.on, proof.precision)) for proof in self.proofs]

    @property
    def removed(self) -> list[str]:
        """Keys of the evidence whose box is ticked."""
        return [str(key) for key in self["remove"].value() or []]

    @property
    def is_changed(self) -> bool:
        """Whether this person changed anything in the row."""
        _key, _dot, was = str(self["seen"].value() or "").partition(".")
        typed = {"remove", "url", "statement", "said_by", "on"} & set(self.changed_data)
        return self.is_bound and bool(typed or (self["says"].value() or "") != was)

    @property
    def is_open(self) -> bool:
        """Whether the fields for new evidence are shown unfolded."""
        return self.is_bound and (self.is_changed or bool(self.errors))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.is_changed or self.errors:
            return cleaned
        if cleaned["seen"] != _mark(self.cell):
            message = _("Somebody recorded another answer meanwhile: %(answer)s. Look at it, then choose again.")
            known = dict(CHOICES)[says(self.cell)]
            raise ValidationError(message, code="meanwhile", params={"answer": known})
        self._check_new_evidence(cleaned)
        if not self.errors:
            self._check_answer(cleaned)
        return cleaned

    def _check_new_evidence(self, cleaned: dict[str, Any]) -> None:
        if cleaned["url"] or not (cleaned["statement"] or cleaned["said_by"] or cleaned["on"]):
            return
        if not cleaned["statement"]:
            self.add_error("url", ValidationError(_("Give the link, or what was said."), code="evidence"))
        elif not cleaned["said_by"]:
            sentence = _("Say who made this statement, or give a link.")
            self.add_error("said_by", ValidationError(sentence, code="evidence"))

    def _check_answer(self, cleaned: dict[str, Any]) -> None:
        new, wanted = self.new_proof(), cleaned["says"]
        if not wanted:
            if new:
                sentence = _("Choose the answer that this evidence supports.")
                self.add_error("says", ValidationError(sentence, code="answer"))
        elif wanted != says(self.cell) and not new:
            sentence = _("Give evidence for this answer: a link, or a statement and who made it.")
            self.add_error("says", ValidationError(sentence, code="evidence"))
        elif not self.rests_on():
            sentence = _("An answer keeps at least one piece of evidence. Add another, or choose “not known”.")
            self.add_error("remove", ValidationError(sentence, code="evidence"))

    def new_proof(self) -> Proof | None:
        """The evidence that was typed, if any."""
        typed = self.cleaned_data
        if not (typed["url"] or typed["statement"]):
            return None
        known = typed["on"]
        return Proof(
            url=typed["url"],
            statement=typed["statement"],
            said_by=typed["said_by"],
            language=typed["language"] or "en",
            on=known.value if known else None,
            precision=known.precision if known else "",
            level=self.level,
        )

    @property
    def answer(self) -> str:
        """Yes, no, or empty for not known."""
        wanted: str = self.cleaned_data["says"]
        return Answer.YES if wanted in Level.values else wanted

    @property
    def level(self) -> str:
        wanted: str = self.cleaned_data["says"]
        return wanted if wanted in Level.values else ""

    def rests_on(self) -> list[Proof]:
        """All evidence of the answer as it would be: what supported the opposite stays behind with that answer."""
        new = self.new_proof()
        kept = [as_proof(row) for row in self.proofs if str(row.pk) not in self.cleaned_data["remove"]]
        if not self.cell or self.cell.answer != self.answer:
            kept = []
        if new:
            kept = [proof for proof in kept if _same_source(proof) != _same_source(new)]
        return [*kept, *([new] if new else [])]

    def save(self, centre: Centre, by: User) -> None:
        """Call the door; it refuses with a ValidationError."""
        if self.answer:
            proofs = self.rests_on()
            answering.answer(centre, self.need, answer=self.answer, level=self.level, proofs=proofs, by=by)
        else:
            answering.forget(centre, self.need, by=by)


def as_proof(row: Evidence) -> Proof:
    """A stored piece of evidence as the door takes it."""
    return Proof(**{name: getattr(row, name) for name in Proof.__dataclass_fields__})


def _same_source(proof: Proof) -> tuple[str, str, str]:
    return proof.url, proof.statement, proof.said_by


@dataclass(frozen=True)
class Group:
    """A heading with its rows."""

    group: NeedGroup
    rows: list[RowForm]


class Answers:
    """Every need that is not archived, with what is known about the centre. Five queries, however many needs."""

    def __init__(self, centre: Centre, data: QueryDict | None = None) -> None:
        self.centre = centre
        needs = (
            Need.objects.exclude(state=State.ARCHIVED)
            .select_related("group")
            .prefetch_related("texts", "group__labels")
            .order_by("group__order", "group__slug", "order", "slug")
        )
        cells = Cell.objects.current().filter(centre=centre).select_related("recorded_by").prefetch_related("evidence")
        known = {cell.need_id: cell for cell in cells}
        self.rows = [RowForm(need, known.get(need.pk), data) for need in needs]

    @property
    def groups(self) -> Iterator[Group]:
        """The rows under their headings."""
        for group, rows in groupby(self.rows, key=lambda row: row.need.group):
            yield Group(group, list(rows))

    @property
    def wrong(self) -> list[RowForm]:
        """Rows with something to correct."""
        return [row for row in self.rows if row.errors]

    def is_valid(self) -> bool:
        """Whether every row can be saved; all of them are looked at."""
        return not [row for row in self.rows if not row.is_valid()]

    def save(self, by: User) -> int:
        """Write what was changed, all or nothing; how many answers that were. Zero with `wrong` when a door refused."""
        changed = [row for row in self.rows if row.is_changed]
        with transaction.atomic():
            for row in changed:
                try:
                    row.save(self.centre, by)
                except ValidationError as refusal:
                    row.add_error(None, ValidationError(refusal.messages))
            if self.wrong:
                transaction.set_rollback(True)
                return 0
        return len(changed)
