"""Personal links: signed, expiring, each good for one purpose only.

A token names a row by its id and carries the row's secret `nonce`; changing the nonce ends every link to the row.
Opening a link never changes anything: mail scanners open links. What it leads to acts on POST.
"""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from django.core import signing


class LinkBroken(Exception):
    """The token is no token of ours for this purpose."""


class LinkExpired(LinkBroken):
    """The token was ours, and its days are over."""


@dataclass(frozen=True)
class Linked:
    """What a token says: the id of the row, its nonce at the time, and what the purpose adds."""

    pk: int
    nonce: str
    detail: str


def new_nonce() -> str:
    """128 random bits, as 22 letters."""
    return secrets.token_urlsafe(16)


def make(purpose: str, pk: int, nonce: str, *, detail: str = "") -> str:
    """A token for the purpose (`spotlight.own`), dated now."""
    return signing.TimestampSigner(salt=f"link:{purpose}").sign_object([pk, nonce, detail])


def read(purpose: str, token: str, *, days: int) -> Linked:
    """What the token says, if it is ours, for this purpose, and at most `days` days old.

    The caller finds the row by `pk` and compares `nonce`. Raises LinkExpired or LinkBroken.
    """
    signer = signing.TimestampSigner(salt=f"link:{purpose}")
    try:
        pk, nonce, detail = signer.unsign_object(token, max_age=timedelta(days=days))
        return Linked(int(pk), str(nonce), str(detail))
    except signing.SignatureExpired:
        raise LinkExpired from None
    except Exception:
        # A broken token may fail in the signature, the encoding or the contents: one answer for all.
        raise LinkBroken from None


def digest(text: str) -> str:
    """16 letters that stand for a text which itself must not appear in a link; empty for an empty one."""
    return hashlib.sha256(text.lower().encode()).hexdigest()[:16] if text else ""
