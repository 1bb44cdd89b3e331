"""Marks what matched: the words asked for, in any form, in a title and in the best stretch of a text."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from projects.models import SECTIONS, ProjectText
from projects.search.folding import fold
from projects.search.stems import stems
from projects.search.text import Hits
from projects.search.words import SearchTerm

EXCERPT = 240
"""Characters of an excerpt, about."""

_WORD = re.compile(r"[^\W_]+")

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Marker:
    """Knows which words of a text match. `stems`: language → stems of the words asked for."""

    exact: frozenset[str] = frozenset()
    beginnings: tuple[str, ...] = ()
    phrases: tuple[tuple[str, ...], ...] = ()
    stems: Mapping[str, frozenset[str]] = field(default_factory=dict)
    _decided: dict[tuple[str, str], bool] = field(default_factory=dict, repr=False, compare=False)

    def __bool__(self) -> bool:
        return bool(self.exact or self.beginnings or self.phrases)

    def spans(self, text: str, language: str) -> list[Span]:
        """Where in `text` matching words and phrases stand."""
        if not self:
            return []
        found = [(one.start(), one.end(), one.group()) for one in _WORD.finditer(text)]
        spans = [(start, end) for start, end, word in found if self.matches(word, language)]
        if self.phrases:
            folded = [fold(word) for _start, _end, word in found]
            for phrase in self.phrases:
                length = len(phrase)
                spans += [
                    (found[place][0], found[place + length - 1][1])
                    for place in range(len(folded) - length + 1)
                    if tuple(folded[place : place + length]) == phrase
                ]
            spans = _apart(sorted(spans))
        return spans

    def matches(self, word: str, language: str) -> bool:
        """Whether one word of a text in `language` is, in some form, among those asked for."""
        decided = self._decided.get((language, word))
        if decided is None:
            asked = self.stems.get(language)
            folded = fold(word)
            decided = self._decided[language, word] = (
                folded in self.exact
                or bool(self.beginnings and folded.startswith(self.beginnings))
                or bool(asked and not asked.isdisjoint(stems(language, word.lower())))
            )
        return decided


def marker(terms: Sequence[SearchTerm], hits: Hits) -> Marker:
    """What to mark for a search text and what it found."""
    wanted = [term for term in terms if not term.negative]
    loose = [term for term in wanted if not term.is_phrase]
    exact = {word for term in loose for word in (*term.words, term.squeezed) if word and word not in hits.ignored}
    begun = {term.words[-1] for term in loose if term.is_prefix}
    if hits.begun and loose:
        begun.add(loose[-1].words[-1])
    return Marker(
        frozenset(exact),
        tuple(sorted(begun)),
        tuple(term.words for term in wanted if term.is_phrase),
        {language: frozenset(found) for language, found in hits.stems.items()},
    )


@lru_cache(maxsize=4096)
def words_in(text: str) -> frozenset[str]:
    """The different words of a text, in lower case."""
    return frozenset(_WORD.findall(text.lower()))


def mark(text: str, spans: Sequence[Span]) -> SafeString:
    """`text` escaped, with the spans in <mark>."""
    parts, place = [], 0
    for start, end in spans:
        parts += [escape(text[place:start]), "<mark>", escape(text[start:end]), "</mark>"]
        place = end
    return mark_safe("".join([*parts, escape(text[place:])]))


def excerpt(text: str, spans: Sequence[Span]) -> SafeString:
    """About `EXCERPT` characters of `text` where most matches stand, cut between words."""
    if len(text) <= EXCERPT:
        return mark(text, spans)
    begin = _best_start(text, spans)
    end = min(len(text), begin + EXCERPT)
    if end < len(text):
        end = max(text.rfind(" ", begin, end), begin + EXCERPT // 2)
    inside = [(start - begin, stop - begin) for start, stop in spans if begin <= start and stop <= end]
    before, after = "… " if begin else "", " …" if end < len(text) else ""
    return mark_safe(f"{before}{mark(text[begin:end], inside)}{after}")


def best_text(text: ProjectText, marker: Marker) -> tuple[str, list[Span], str]:
    """(text, matches in it, name of the field): the summary, or the first section that matches where it does not."""
    found = marker.spans(text.summary, text.language)
    if not found and marker:
        for name in SECTIONS:
            content: str = getattr(text, name)
            if content and (inside := marker.spans(content, text.language)):
                return content, inside, name
    return text.summary, found, "summary" if found else ""


def _best_start(text: str, spans: Sequence[Span]) -> int:
    """The beginning of the sentence or words whose next `EXCERPT` characters hold the most matches."""
    if not spans or spans[0][1] <= EXCERPT - 40:
        return 0
    room = EXCERPT - 60
    best = max(spans, key=lambda span: sum(span[0] <= start < span[0] + room for start, _end in spans))[0]
    earliest = max(0, best - 60)
    sentences = [found.end() for found in re.finditer(r"[.!?]\s+", text[earliest:best])]
    if sentences:
        return earliest + sentences[-1]
    return text.find(" ", earliest, best) + 1 or best if earliest else 0


def _apart(spans: Sequence[Span]) -> list[Span]:
    """Sorted spans without those that begin inside the one before."""
    kept: list[Span] = []
    for start, end in spans:
        if not kept or start >= kept[-1][1]:
            kept.append((start, end))
    return kept
