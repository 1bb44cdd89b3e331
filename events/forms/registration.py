"""The form of registration: what the portal asks of everybody, and the questions staff ask for one event."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from centres.forms.fields import Address, Choice, Choices, Line, PublicForm, Words
from events import consents
from events.models import Event, Purpose, Question, QuestionKind, Registration
from events.registering import Details
from projects.presentation import wording
from vocabulary.labels import sort_key
from vocabulary.models import Region

_UNANSWERED = _("Answer this question; the organisers need it.")


class Mailbox(Address):
    """An e-mail address that has to be given, because the confirmation goes there."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.required = True
        self.error_messages |= {
            "required": _("Enter your e-mail address; the link to confirm goes there."),
            "invalid": _("Enter an e-mail address like name@example.org."),
        }


@dataclass(frozen=True)
class Asked:
    """A question of this event with its field; `language` is empty where it is the page's own."""

    field: forms.BoundField
    kind: str
    language: str


class RegistrationForm(PublicForm):
    """For a new registration, or with `registered` for changing one: its address stays, because it was confirmed."""

    name = Line(
        _("Enter your name."), label=_("Your name"), max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    email = Mailbox(
        label=_("Your e-mail address"),
        help_text=_("We send a link there; your registration counts once you have confirmed it."),
    )
    organisation = Line(
        label=_("Organisation"),
        help_text=_("If you like."),
        max_length=200,
        widget=forms.TextInput({"autocomplete": "organization"}),
    )
    country = Choice(label=_("Country"), help_text=_("If you like."), widget=forms.Select({"autocomplete": "country"}))
    access_needs = Words(
        label=_("What do you need to take part well?"),
        max_length=1000,
        rows=3,
        help_text=_("For example step-free access, sign language, a diet. Only the organisers see it."),
    )

    def __init__(
        self,
        event: Event,
        data: Any = None,
        *,
        given: Mapping[str, Any] | None = None,
        registered: Registration | None = None,
    ) -> None:
        super().__init__(data, initial=dict(given or {}) | (_held(registered) if registered else {}))
        self.registered = registered
        self.questions = {f"question_{row.pk}": row for row in event.questions.all()}
        if registered:
            del self.fields["email"]
        if not event.asks_access:
            del self.fields["access_needs"]
        self.fields["country"].choices = self._countries()  # type: ignore[attr-defined]
        for name, question in self.questions.items():
            self.fields[name] = _field(question)
        self._offer_consents(event)

    def asked(self) -> list[Asked]:
        """The questions of the event in their order."""
        reader = wording.language()
        return [
            Asked(self[name], question.kind, "" if question.language == reader else question.language)
            for name, question in self.questions.items()
        ]

    def ticks(self) -> list[forms.BoundField]:
        """The consents, each apart and never ticked for anybody."""
        return [self[name] for name in self.fields if name.startswith("consent_")]

    def problems(self) -> list[tuple[str, str]]:
        """As everywhere, with the words of the question, since several may lack an answer."""
        labels = {self[name].id_for_label or f"id_{name}_0": row.label for name, row in self.questions.items()}
        return [(at, f"{labels[at]} {said}" if at in labels else said) for at, said in super().problems()]

    def details(self) -> Details:
        """What was said, cleaned."""
        said = self.cleaned_data
        return Details(
            name=said["name"],
            email=said["email"] if "email" in self.fields else "",
            organisation=said["organisation"],
            country=self.countries.get(said["country"]),
            access_needs=said.get("access_needs"),
            answers={question: _text(said.get(name)) for name, question in self.questions.items()},
        )

    def purposes(self) -> frozenset[Purpose]:
        """What was agreed to."""
        return frozenset(purpose for purpose in Purpose if self.cleaned_data.get(f"consent_{purpose}"))

    def _countries(self) -> Choices:
        reader = wording.language()
        self.countries = {region.code: region for region in Region.objects.filter(level=0)}
        labels = [(code, region.label(reader)) for code, region in self.countries.items()]
        return [("", _("choose")), *sorted(labels, key=lambda pair: sort_key(pair[1], reader))]

    def _offer_consents(self, event: Event) -> None:
        offered = [Purpose.DATA] if self.registered is None else []
        offered += [Purpose.LISTED] if event.lists_people else []
        for purpose in [*offered, Purpose.CONTACT]:
            needed = purpose == Purpose.DATA
            sentence = _("Tick this; without it we cannot take your registration.")
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=consents.TEXTS[purpose], required=needed, error_messages={"required": sentence}
            )


def _held(registration: Registration) -> dict[str, Any]:
    found: dict[str, Any] = {
        "name": registration.name,
        "organisation": registration.organisation,
        "country": registration.country.code if registration.country else "",
        "access_needs": registration.access_needs,
    }
    for answer in registration.answers.select_related("question"):
        several = answer.question.kind == QuestionKind.CHOICES
        found[f"question_{answer.question_id}"] = answer.text.splitlines() if several else answer.text
    return found | {f"consent_{purpose}": True for purpose in consents.standing(registration)}


def _field(question: Question) -> forms.Field:
    needed: Any = _UNANSWERED if question.required else ""
    free = not question.required and question.kind != QuestionKind.TICK
    label, hint = question.label, question.help or (_("If you like.") if free else "")
    options = [(each, each) for each in question.choices]
    match question.kind:
        case QuestionKind.LINE:
            return Line(needed, label=label, help_text=hint, max_length=300)
        case QuestionKind.TEXT:
            return Words(needed, label=label, help_text=hint, max_length=2000, rows=4)
        case QuestionKind.CHOICE:
            return Choice(needed, label=label, help_text=hint, choices=[("", _("choose")), *options])
        case QuestionKind.CHOICES:
            return _Choices(
                label=label,
                help_text=hint,
                choices=options,
                required=question.required,
                widget=forms.CheckboxSelectMultiple,
                error_messages={"required": _UNANSWERED, "invalid_choice": _("Choose from the list.")},
            )
        case _:
            return _Tick(
                label=label, help_text=hint, required=question.required, error_messages={"required": _UNANSWERED}
            )


class _Choices(forms.MultipleChoiceField):
    def clean(self, value: Any) -> Any:
        found = super().clean(value)
        if len("\n".join(found)) > 2000:
            raise ValidationError(_("Choose fewer."), code="max_length")
        return found


class _Tick(forms.BooleanField):
    """Kept as the word "1", since answers are text."""


def _text(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(value)
    return {True: "1", False: "", None: ""}.get(value, value) if not isinstance(value, str) else value
