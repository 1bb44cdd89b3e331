"""Who acts: a member of staff (a `User`), or somebody known only by a link, or the clock."""

from dataclasses import dataclass

from django.contrib.auth.models import User

from spotlight.models import ActorKind


@dataclass(frozen=True)
class Outside:
    """Somebody without an account."""

    kind: ActorKind


CONTRIBUTOR = Outside(ActorKind.CONTRIBUTOR)
"""Whoever holds the personal link of the submission, or its draft in this browser."""

SECOND = Outside(ActorKind.SECOND)
"""Whoever holds the link sent to the second address for sign-off."""

CLOCK = Outside(ActorKind.CLOCK)
"""A duty of the worker."""


def kind_of(by: "User | Outside") -> ActorKind:
    return by.kind if isinstance(by, Outside) else ActorKind.STAFF


def user_of(by: "User | Outside") -> User | None:
    """The account behind an actor, for the columns that name staff."""
    return None if isinstance(by, Outside) else by
