"""Submissions that may tell the same story twice: same project, same person, or nearly the same words."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from rapidfuzz import fuzz, utils

from spotlight.models import Question, State, Submission

NEAR = 85
"""From this likeness on, of 100, two stories count as nearly the same words."""

COMPARED = 2000
"""The newest submissions that are looked at."""

_WORDS = tuple(question.value for question in Question)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Another submission, and why it may be the same story."""

    pk: int
    reference: str
    state: State
    reasons: list[str | Promise]


def find(submission: Submission) -> list[Duplicate]:
    """Possible duplicates, newest first, whatever became of them. One query."""
    rows = (
        Submission.objects.handed_in()
        .exclude(pk=submission.pk)
        .order_by("-submitted_at", "-pk")
        .only("reference", "state", "project", "new_project", "email", "person_name", *_WORDS)[:COMPARED]
    )
    found = [(row, _reasons(submission, row)) for row in rows]
    return [Duplicate(row.pk, row.reference or "", State(row.state), reasons) for row, reasons in found if reasons]


def possible() -> Exists:
    """For lists: whether a submission that is neither declined nor withdrawn shares project, address, name or answer.

    Nearly the same words are compared on the page of one submission only.
    """
    others = Submission.objects.handed_in().exclude(state__in=[State.DECLINED, State.WITHDRAWN])
    same = Q(project=OuterRef("project")) | Q(new_project__iexact=OuterRef("new_project"), project=None) & ~Q(
        new_project=""
    )
    same |= Q(email__iexact=OuterRef("email")) & ~Q(email="")
    same |= Q(person_name__iexact=OuterRef("person_name"), person_name__contains=" ")
    for name in _WORDS:
        same |= Q(**{name: OuterRef(name)}) & ~Q(**{name: ""})
    return Exists(others.exclude(pk=OuterRef("pk")).filter(same))


def _reasons(one: Submission, other: Submission) -> list[str | Promise]:
    """A first name alone says nothing: names count when they have two words."""
    reasons: list[str | Promise] = []
    if one.project_id == other.project_id and (one.project_id or _same(one.new_project, other.new_project)):
        reasons.append(_("same project"))
    if _same(one.email, other.email):
        reasons.append(_("same e-mail address"))
    if " " in one.person_name.strip() and _same(one.person_name, other.person_name):
        reasons.append(_("same name"))
    if _alike(_said(one), _said(other)):
        reasons.append(_("nearly the same words"))
    return reasons


def _same(one: str, other: str) -> bool:
    return bool(one.strip()) and one.strip().casefold() == other.strip().casefold()


def _said(submission: Submission) -> str:
    return utils.default_process(" ".join(answer for _question, answer in submission.answers))


def _alike(one: str, other: str) -> bool:
    """Lengths that differ too much cannot reach the likeness; that spares most comparisons."""
    shorter, longer = sorted((len(one), len(other)))
    if not shorter or 200 * shorter < NEAR * (shorter + longer):
        return False
    return fuzz.token_sort_ratio(one, other, score_cutoff=NEAR) > 0
