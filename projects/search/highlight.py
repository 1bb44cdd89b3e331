"""Marks what matched: the words asked for, in any form, in a title and in the best stretch of a text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from projects.models import SECTIONS, ProjectText
from projects.search.folding import tokens
from projects.search.text import Hits
from projects.search.words import SearchTerm

EXCERPT = 240
"""Characters of an excerpt, about."""

_ENDING = 5
"""A form of a word is at most this much longer than its stem."""


@dataclass(frozen=True, slots=True)
class Marker:
    """Knows which words of a text in some language match."""

    exact: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    stems: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def matches(self, word: str, language: str) -> bool:
        if word in self.exact or (self.beginnings and word.startswith(self.beginnings)):
            return True
        stems = self.stems.get(language)
        if not stems or not word.startswith(stems):
            return False
        return any(
            word.startswith(stem) and len(word) - len(stem) <= min(_ENDING, max(2, len(stem) - 1)) for stem in stems
        )

    def spans(self, text: str, language: str) -> list[tuple[int, int]]:
        """Where in `text` matching words stand."""
        if not self.exact and not self.beginnings:
            return []
        return [(start, end) for start, end, word in tokens(text) if self.matches(word, language)]


def marker(terms: Sequence[SearchTerm], hits: Hits) -> Marker:
    """What to mark for a search text and what it found."""
    wanted = [term for term in terms if not term.negative]
    exact = {word for term in wanted for word in (*term.words, term.squeezed) if word}
    begun = {term.words[-1] for term in wanted if term.is_prefix}
    if hits.query.endswith(":*") or ":* " in hits.query:
        begun.add(wanted[-1].words[-1])
    return Marker(frozenset(exact), tuple(sorted(begun)), {code: tuple(stems) for code, stems in hits.stems.items()})


def mark(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    """`text` escaped, with the spans in <mark>."""
    parts, place = [], 0
    for start, end in spans:
        parts += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    return mark_safe("".join([*parts, escape(text[place:])]))


def excerpt(text: str, spans: Sequence[tuple[int, int]]) -> SafeString:
    """About `EXCERPT` characters of `text` where most matches stand, cut between words."""
    text = text.strip() if not spans else text
    if len(text) <= EXCERPT:
        return mark(text, spans)
    begin = _best_start(text, spans)
    end = min(len(text), begin + EXCERPT)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + EXCERPT // 2)
    inside = [(start - begin, stop - begin) for start, stop in spans if begin <= start and stop <= end]
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{mark(text[begin:end], inside)}{after}")


def best_text(text: ProjectText, marker: Marker) -> tuple[str, list[tuple[int, int]], str]:
    """(text, matches in it, name of the field): the summary, or the first section that matches where it does not."""
    found = marker.spans(text.summary, text.language)
    if not found and (marker.exact or marker.beginnings):
        for name in SECTIONS:
            content: str = getattr(text, name)
            if content and (inside := marker.spans(content, text.language)):
                return content, inside, name
    return text.summary, found, "summary" if found else ""


def _best_start(text: str, spans: Sequence[tuple[int, int]]) -> int:
    """The beginning of the sentence or words whose next `EXCERPT` characters hold the most matches."""
    if not spans or spans[0][1] <= EXCERPT:
        return 0
    best = max(spans, key=lambda span: sum(span[0] <= start < span[0] + EXCERPT - 60 for start, _end in spans))[0]
    earliest = max(0, best - 60)
    sentence = [found.end() for found in re.finditer(r"[.!?]\s+", text[earliest:best])]
    if sentence:
        return earliest + sentence[-1]
    return text.find(" ", earliest, best) + 1 if earliest else 0
