"""Two wordings compared word by word, for people who must see what changed."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from rapidfuzz.distance import LCSseq

_WORDS = re.compile(r"\s+|\w+(?:[-'’.,:]\w+)*|[^\w\s]")
"""Spaces, words (with hyphens and apostrophes inside), single signs."""

_WORTH_KEEPING = re.compile(r"[\w\n]")


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text that stands in both wordings, in the new one only, or in the old one only."""

    kind: Literal["same", "added", "removed"]
    text: str


def changes(old: str, new: str) -> list[Piece]:
    """The pieces in reading order. Those not added give `old`, those not removed give `new`, to the letter."""
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    found: list[Piece] = []
    for step in LCSseq.opcodes(before, after):
        was = "".join(before[step.src_start : step.src_end])
        if step.tag == "equal":
            found.append(Piece("same", was))
            continue
        becomes = "".join(after[step.dest_start : step.dest_end])
        found += _replaced(was, becomes)
    return _joined(found)


def marked(old: str, new: str) -> SafeString:
    """The comparison as HTML, escaped: `<del>` and `<ins>`, each with a word for people who cannot see the marks."""
    return _html(changes(old, new))


def marked_sides(old: str, new: str) -> tuple[SafeString, SafeString]:
    """The two wordings to stand side by side: the old one with what went marked, the new one with what came."""
    pieces = changes(old, new)
    return (
        _html(piece for piece in pieces if piece.kind != "added"),
        _html(piece for piece in pieces if piece.kind != "removed"),
    )


def _html(pieces: Iterable[Piece]) -> SafeString:
    return format_html_join("", "{}", ((_mark(piece),) for piece in pieces))


def _mark(piece: Piece) -> str:
    """Spaces around a changed word stay outside its mark; a change of spaces alone is marked itself."""
    word = piece.text.strip() or piece.text
    before, _word, after = piece.text.partition(word)
    if piece.kind == "same":
        return piece.text
    tag = mark_safe("ins" if piece.kind == "added" else "del")
    said = _("added:") if piece.kind == "added" else _("removed:")
    return format_html(
        '{3}<{0} class="change"><span class="visually-hidden">[{1} </span>{2}'
        '<span class="visually-hidden">]</span></{0}>{4}',
        tag,
        said,
        word,
        before,
        after,
    )


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Spaces and signs alone between two changes join them: a rewritten line reads as one change, not word for word."""
    found: list[Piece] = []
    run: list[Piece] = []
    for index, piece in enumerate(pieces):
        follows = index + 1 < len(pieces)
        if piece.kind != "same" or (run and follows and not _WORTH_KEEPING.search(piece.text)):
            run.append(piece)
            continue
        found += _collapsed(run)
        run = []
        found.append(piece)
    return found + _collapsed(run)


def _collapsed(run: list[Piece]) -> list[Piece]:
    if len(run) == 1:
        return run
    removed = "".join(piece.text for piece in run if piece.kind != "added")
    added = "".join(piece.text for piece in run if piece.kind != "removed")
    return _replaced(removed, added)


def _replaced(removed: str, added: str) -> list[Piece]:
    gone = [Piece("removed", removed)] if removed else []
    return [*gone, Piece("added", added)] if added else gone
