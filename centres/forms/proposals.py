"""A need, a service or a centre somebody tells of."""

from collections.abc import Mapping
from itertools import groupby
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from centres.forms.fields import Address, Choice, Choices, Line, PublicForm, Web, Words, language_field
from centres.models import Answer, Centre, Level, Need, NeedGroup, ProposalKind
from projects.presentation import wording
from vocabulary.labels import sort_key
from vocabulary.models import Region

_SHOWN = 60
"""Characters of an unknown value that a sentence repeats."""

_LANGUAGE = _("Language of what you write")
_EMAIL = _("Your e-mail address, if we may ask back")
_EMAIL_HELP = _("You do not have to give it. Only our team sees it; 90 days after the decision it is deleted.")
LEVELS: Choices = [
    ("", _("choose")),
    (Level.PLANNED.value, _("planned: it will be, or is to be")),
    (Level.PARTIAL.value, _("in part: a part of it is there")),
    (Level.DELIVERED.value, _("delivered: it is offered or was done")),
]


class ProposalForm(PublicForm):
    """What all of them share; `fields_of` gives the fields of the proposal."""

    kind: ClassVar[ProposalKind]
    chosen: ClassVar[tuple[str, ...]] = ()
    """Fields that the address of the page may fill in."""

    def __init__(self, data: Any = None, *, given: Mapping[str, str] | None = None) -> None:
        super().__init__(data)
        offered = self.offered()
        for name, choices in offered.items():
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        self.dropped: list[str] = []
        """What the address named and the form does not know, in sentences."""
        for name, value in (given or {}).items():
            if name not in self.chosen:
                self.dropped.append(gettext("“%(name)s” is not a field of this form.") % {"name": name[:_SHOWN]})
            elif value in _values(offered[name]):
                self.initial[name] = value
            elif value:
                about = {"label": self.fields[name].label, "value": value[:_SHOWN]}
                self.dropped.append(gettext("Nothing named “%(value)s” can be chosen under “%(label)s”.") % about)

    def offered(self) -> dict[str, Choices]:
        """Field -> what can be chosen in it."""
        return {}

    def fields_of(self) -> dict[str, Any]:
        """Fields of `Proposal`, cleaned."""
        return dict(self.cleaned_data)


class NeedForm(ProposalForm):
    """A need that is missing in the matrix."""

    kind, chosen = ProposalKind.NEED, ("group",)

    title = Line(_("Name the need in a few words."), label=_("The need, in a few words"), max_length=160)
    text = Words(
        label=_("What is missing, and for whom?"), max_length=2000, help_text=_("An example helps us to understand it.")
    )
    group = Choice(label=_("Where does it belong?"))
    said_by = Line(
        label=_("Who named it?"), max_length=200, help_text=_("An organisation, a workshop, yourself. We may show it.")
    )
    url = Web(label=_("A page about it, if there is one"))
    language = language_field(_LANGUAGE)
    email = Address(label=_EMAIL, help_text=_EMAIL_HELP)

    def offered(self) -> dict[str, Choices]:
        reader = wording.language()
        self.groups = {group.slug: group for group in NeedGroup.objects.prefetch_related("labels")}
        known = [(slug, group.label(reader)) for slug, group in self.groups.items()]
        return {"group": [("", _("I do not know")), *known]}

    def fields_of(self) -> dict[str, Any]:
        found = super().fields_of()
        return found | {"group": self.groups.get(found["group"])}


class ServiceForm(ProposalForm):
    """That a centre offers something, or that it does not; with evidence."""

    kind, chosen = ProposalKind.SERVICE, ("centre", "need")

    centre = Choice(_("Choose the centre."), label=_("Which centre?"))
    need = Choice(_("Choose the need."), label=_("Which need?"))
    answer = Choice(
        _("Say whether the centre meets the need."),
        label=_("Does the centre meet it?"),
        choices=Answer.choices,
        widget=forms.RadioSelect,
    )
    level = Choice(label=_("If yes: how far?"), choices=LEVELS)
    url = Web(label=_("Evidence: the page that says so"))
    text = Words(
        label=_("Or a statement"), max_length=1000, rows=4, help_text=_("What is offered, since when, to whom.")
    )
    said_by = Line(
        label=_("Who says so?"),
        max_length=200,
        help_text=_("Name or function, and organisation. It is shown with the statement."),
    )
    language = language_field(_LANGUAGE)
    email = Address(label=_EMAIL, help_text=_EMAIL_HELP)

    def offered(self) -> dict[str, Choices]:
        self.centres, self.needs = _published()
        return {"centre": _centre_choices(self.centres), "need": _need_choices(self.needs)}

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        check_answer(self, found)
        return found

    def fields_of(self) -> dict[str, Any]:
        found = super().fields_of()
        level = found["level"] if found["answer"] == Answer.YES else ""
        return found | {"centre": self.centres[found["centre"]], "need": self.needs[found["need"]], "level": level}


class CentreForm(ProposalForm):
    """A centre we do not know, or news of one."""

    kind, chosen = ProposalKind.CENTRE, ("country",)

    country = Choice(_("Choose the country."), label=_("In which country?"))
    title = Line(_("Give the name of the centre."), label=_("Name of the centre"), max_length=160)
    url = Web(label=_("Its website, or a page about it"))
    text = Words(label=_("What do you know about it?"), max_length=2000)
    said_by = Line(label=_("Who are you?"), max_length=200, help_text=_("If you like: name or function, organisation."))
    language = language_field(_LANGUAGE)
    email = Address(label=_EMAIL, help_text=_EMAIL_HELP)

    def offered(self) -> dict[str, Choices]:
        reader = wording.language()
        self.countries = {region.code: region for region in Region.objects.filter(level=0)}
        labels = [(code, region.label(reader)) for code, region in self.countries.items()]
        return {"country": [("", _("choose")), *sorted(labels, key=lambda pair: sort_key(pair[1], reader))]}

    def fields_of(self) -> dict[str, Any]:
        found = super().fields_of()
        return found | {"country": self.countries[found["country"]]}


def check_answer(form: forms.Form, found: Mapping[str, Any], suffix: str = "") -> None:
    """A yes says how far; yes and no have evidence."""
    answer = found.get(f"answer{suffix}", "")
    if answer == Answer.YES and not found.get(f"level{suffix}") and not form.has_error(f"level{suffix}"):
        form.add_error(f"level{suffix}", ValidationError(_("Say how far the service is."), code="level"))
    if form.has_error(f"url{suffix}") or form.has_error(f"text{suffix}"):
        return
    if not found.get(f"url{suffix}") and not found.get(f"text{suffix}"):
        sentence = _("Give evidence: the address of a page, or a statement.")
        form.add_error(f"url{suffix}", ValidationError(sentence, code="evidence"))
    elif not found.get(f"url{suffix}") and not found.get("said_by") and not form.has_error("said_by"):
        form.add_error("said_by", ValidationError(_("Say who makes the statement."), code="said_by"))


def _published() -> tuple[dict[str, Centre], dict[str, Need]]:
    centres = Centre.objects.published().select_related("country")
    needs = Need.objects.published().select_related("group").prefetch_related("texts", "group__labels")
    ordered = needs.order_by("group__order", "group__slug", "order", "slug")
    return {centre.slug: centre for centre in centres}, {need.slug: need for need in ordered}


def _centre_choices(centres: Mapping[str, Centre]) -> Choices:
    reader = wording.language()
    labels = [
        (slug, f"{centre.country.label(reader)}: {centre}" if centre.country else str(centre))
        for slug, centre in centres.items()
    ]
    return [("", _("choose")), *sorted(labels, key=lambda pair: sort_key(pair[1], reader))]


def _need_choices(needs: Mapping[str, Need]) -> Choices:
    reader = wording.language()
    groups = groupby(needs.values(), key=lambda need: need.group)
    listed: Choices = [
        (group.label(reader), [(need.slug, need.label(reader)) for need in found]) for group, found in groups
    ]
    return [("", _("choose")), *listed]


def _values(choices: Any) -> set[str]:
    found: set[str] = set()
    for value, label in choices:
        found |= {each for each, _label in label} if isinstance(label, list) else {value}
    return found
