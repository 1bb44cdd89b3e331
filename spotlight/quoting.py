"""Quotations: whole sentences from an answer, in the quotation marks of their language."""

import re

_MARKS = {
    "“”": "en ga mt pt tr",
    "„“": "de bg cs et is lt lv sk sl sq",
    "„”": "hr hu nl pl ro bs",
    "”": "fi sv",
    "«»": "el es fr it no ru uk",
    "»«": "da",
    "„‟": "sr mk",
}
_BY_LANGUAGE = {code: (marks[0], marks[-1]) for marks, codes in _MARKS.items() for code in codes.split()}

_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"”’»)]*\s+(?=[^\W\d_a-zà-öø-ÿ])")
_SHORT = 3
"""Letters before a full stop that rather make an abbreviation ("e.g.", "z. B.") than a sentence."""


def marked(text: str, language: str) -> str:
    """The text in quotation marks as its language writes them."""
    first, last = _BY_LANGUAGE.get(language, ("“", "”"))
    return f"{first}{text}{last}"


def opening(text: str, limit: int) -> str:
    """The whole sentences from the beginning that fit into `limit` characters; else its first words and an ellipsis."""
    words = " ".join(text.split())
    if len(words) <= limit:
        return words
    ends = [found.start() for found in _SENTENCE_END.finditer(words) if _ends_sentence(words[: found.start()])]
    fitting = [end for end in ends if end <= limit]
    if fitting:
        return words[: fitting[-1]].rstrip()
    cut = words[: limit - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut} …".replace("  ", " ")


def is_whole(text: str, limit: int) -> bool:
    """Whether `opening` needs no ellipsis."""
    return not opening(text, limit).endswith(" …")


def _ends_sentence(before: str) -> bool:
    last = before.rsplit(" ", 1)[-1]
    if not last.rstrip('"”’»)').endswith("."):
        return True
    return len(last.strip('.!?…;"”’»()')) >= _SHORT
