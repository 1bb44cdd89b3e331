"""Names of controlled values in the reader's language, and how such names are sorted."""

import unicodedata
from collections.abc import Iterable
from typing import Protocol

# Letters that no decomposition takes apart; Swedish sorts å, ä, ö behind z.
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ð": "d", "ß": "ss", "þ": "th", "ı": "i"})
_SWEDISH = str.maketrans({"å": "{a", "ä": "{b", "ö": "{c", "æ": "{b", "ø": "{c"})


class Label(Protocol):
    language: str
    label: str


def sort_key(text: str, language: str) -> str:
    """A key under which `text` sorts as readers of `language` expect; no database collation is involved."""
    text = unicodedata.normalize("NFC", text).casefold()
    if language == "sv":
        text = text.translate(_SWEDISH)
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS))
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


def pick_label(labels: Iterable[Label], language: str, default: str) -> str:
    """The label in `language`, else the English one, else `default`."""
    found = {row.language: row.label for row in labels}
    return found.get(language) or found.get("en") or default
