"""The doors of the proposals: what visitors and centres tell becomes an answer or a draft, or is refused; once only."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from centres import answering
from centres.answering import Proof
from centres.models import Cell, Need, NeedGroup, NeedText, Proposal, ProposalKind, ProposalState
from outbox.waiting import Report, each
from projects.models import DatePrecision

PERMISSION = "centres.decide_proposal"


def accept(proposal: Proposal, *, by: User, group: NeedGroup | None = None) -> Cell | Need | None:
    """A service becomes an answer of the matrix, a need a draft under `group` or the one proposed; a centre is only
    marked: staff add it. Returns what came of it.

    Raises ValidationError with the codes `not_allowed`, `decided`, `group`, or with what the matrix refuses.
    """
    with transaction.atomic():
        locked = _lock(proposal, by)
        made: Cell | Need | None = None
        if locked.kind == ProposalKind.SERVICE:
            made = _answer(locked, by)
        elif locked.kind == ProposalKind.NEED:
            made = _draft(locked, group or locked.group or NeedGroup.objects.first(), by)
        _decide(locked, ProposalState.ACCEPTED, by)
    return made


def refuse(proposal: Proposal, *, by: User, reason: str) -> Proposal:
    """Leave everything as it is, for a reason. Raises ValidationError: `not_allowed`, `decided`, `reason`."""
    if not reason.strip():
        raise ValidationError(_("Give the reason."), code="reason")
    with transaction.atomic():
        locked = _lock(proposal, by)
        locked.reason = reason.strip()
        return _decide(locked, ProposalState.REFUSED, by)


def accept_each(proposals: Iterable[Proposal], *, by: User) -> Report:
    """Accept several; what is refused is reported in words, the others go through."""
    return each(proposals, lambda proposal: accept(proposal, by=by))


def _lock(proposal: Proposal, by: User) -> Proposal:
    if not by.has_perm(PERMISSION):
        raise ValidationError(_("You are not allowed to do this."), code="not_allowed")
    locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if locked.state != ProposalState.NEW:
        raise ValidationError(
            _("This proposal was already dealt with: %(state)s.") % {"state": locked.get_state_display()},
            code="decided",
        )
    return locked


def _decide(locked: Proposal, state: ProposalState, by: User) -> Proposal:
    locked.state, locked.decided_at, locked.decided_by = state, timezone.now(), by
    locked.save()
    return locked


def _answer(locked: Proposal, by: User) -> Cell:
    assert locked.centre is not None  # a constraint says so
    assert locked.need is not None
    said_on = None if locked.url else timezone.localdate(locked.created_at)  # of a page, the date is not known
    proof = Proof(
        url=locked.url,
        statement=locked.text,
        said_by=locked.said_by if locked.text else "",  # of a page alone, nobody says anything
        language=locked.language,
        on=said_on,
        precision=DatePrecision.DAY if said_on else "",
        level=locked.level,
    )
    return answering.answer(locked.centre, locked.need, answer=locked.answer, level=locked.level, proofs=[proof], by=by)


def _draft(locked: Proposal, group: NeedGroup | None, by: User) -> Need:
    if group is None:
        raise ValidationError(_("Make a group of needs first; every need stands in one."), code="group")
    need = Need(slug=_free_slug(locked), group=group, named_by=locked.said_by, source=locked.url)
    need._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
    need.save()
    text = NeedText(need=need, language=locked.language, label=locked.title, description=locked.text)
    text._history_user = by  # type: ignore[attr-defined]
    text.save()
    return need


def _free_slug(locked: Proposal) -> str:
    base = slugify(locked.title)[:60].strip("-") or "need"
    return f"{base}-{locked.pk}" if Need.objects.filter(slug=base).exists() else base
