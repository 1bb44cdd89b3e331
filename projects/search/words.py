"""Search text taken apart: words, "phrases in quotation marks", -exclusions, and beginnings of words with a star*."""

import re
from dataclasses import dataclass

from projects.search.folding import squeeze, words

MOST_WORDS = 16

_PARTS = re.compile(r'(?P<minus>(?<!\S)-(?=[^\W_]|"))?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class SearchTerm:
    """One part of the search text. `raw` is what the reader wrote, `words` the folded words in it."""

    raw: str
    words: tuple[str, ...]
    is_phrase: bool = False
    negative: bool = False
    is_prefix: bool = False

    @property
    def squeezed(self) -> str:
        """The whole term as one word, where signs had cut it: w-power is also wpower."""
        return squeeze(self.raw) if len(self.words) > 1 and not self.is_phrase else ""


def parse(text: str) -> list[SearchTerm]:
    """The terms of a search text, at most `MOST_WORDS` words in all. Takes any text."""
    terms: list[SearchTerm] = []
    left = MOST_WORDS
    for part in _PARTS.finditer(text):
        raw = part["phrase"] if part["phrase"] is not None else part["word"]
        found = tuple(words(raw))[:left]
        if not found:
            continue
        left -= len(found)
        is_prefix = part["word"] is not None and len(found) == 1 and raw.endswith("*") and len(found[0]) > 1
        terms.append(SearchTerm(raw, found, part["phrase"] is not None, bool(part["minus"]), is_prefix))
        if left <= 0:
            break
    return terms
