"""The one table of what may happen to a submission: from which states, to which, and by whom.

The trigger of migration 0002 holds the same pairs of states; a test compares them.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from spotlight.actors import Outside, kind_of
from spotlight.models import ActorKind, State, Verb

REVIEW, DECIDE = "spotlight.review_submission", "spotlight.decide_submission"


@dataclass(frozen=True)
class Rule:
    """Allowed `before` states, the one `after`, who outside the staff may do it, and what staff need for it."""

    before: frozenset[State]
    after: State
    outside: frozenset[ActorKind]
    permission: str | None


def _rule(before: set[State], after: State, outside: set[ActorKind], permission: str | None) -> Rule:
    return Rule(frozenset(before), after, frozenset(outside), permission)


_TEAM, _SECOND, _CLOCK = ActorKind.CONTRIBUTOR, ActorKind.SECOND, ActorKind.CLOCK
_OPEN = {State.SUBMITTED, State.CHANGES_REQUESTED, State.APPROVED, State.SIGNED_OFF}

TABLE: Mapping[Verb, Rule] = {
    Verb.SUBMIT: _rule({State.DRAFT}, State.SUBMITTED, {_TEAM}, REVIEW),
    Verb.RESUBMIT: _rule({State.CHANGES_REQUESTED}, State.SUBMITTED, {_TEAM}, REVIEW),
    Verb.REQUEST_CHANGES: _rule({State.SUBMITTED}, State.CHANGES_REQUESTED, set(), REVIEW),
    Verb.APPROVE: _rule({State.SUBMITTED}, State.APPROVED, set(), DECIDE),
    Verb.SIGN_OFF: _rule({State.APPROVED}, State.SIGNED_OFF, {_TEAM, _SECOND}, None),
    Verb.OBJECT: _rule({State.APPROVED}, State.SUBMITTED, {_TEAM, _SECOND}, None),
    Verb.OVERRIDE: _rule({State.APPROVED}, State.SIGNED_OFF, set(), DECIDE),
    Verb.REOPEN: _rule(
        {State.CHANGES_REQUESTED, State.APPROVED, State.SIGNED_OFF, State.DECLINED}, State.SUBMITTED, set(), DECIDE
    ),
    Verb.PUBLISH: _rule({State.SIGNED_OFF}, State.PUBLISHED, {_CLOCK}, DECIDE),
    Verb.DECLINE: _rule(_OPEN, State.DECLINED, set(), DECIDE),
    Verb.WITHDRAW: _rule(_OPEN | {State.PUBLISHED}, State.WITHDRAWN, {_TEAM}, DECIDE),
}


def may(verb: Verb, by: User | Outside) -> bool:
    """Whether this actor may ever do this."""
    rule = TABLE[verb]
    if isinstance(by, Outside):
        return kind_of(by) in rule.outside
    return rule.permission is not None and by.has_perm(rule.permission)


def refusal(verb: Verb, state: str, by: User | Outside) -> tuple[str, str] | None:
    """(code, sentence) that says why not; None when it may be done."""
    if not may(verb, by):
        return "not_allowed", _("You are not allowed to do this: %(verb)s.") % {"verb": verb.label}
    if state not in TABLE[verb].before:
        words = {"verb": verb.label, "state": State(state).label}
        return "wrong_state", _("Not possible now: %(verb)s. The story is: %(state)s.") % words
    return None


def possible(state: str, by: User | Outside) -> list[Verb]:
    """What this actor can do with a submission in that state."""
    return [verb for verb in TABLE if refusal(verb, state, by) is None]
