"""Words as spellings meet: lower case, no accents, no signs. The database says the same (`si_fold`, `si_words`)."""

import re
import unicodedata

_MARKS = re.compile("[\u0300-\u036f]+")
_LETTERS = str.maketrans(
    {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "ħ": "h", "ŧ": "t", "ŋ": "n", "ı": "i", "ς": "σ"}
    | {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
)
# The signs of `si_words`; everything else belongs to a word.
_SIGNS = (
    "\x01-/:-`{-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf\u00d7\u00f7\u02b0-\u036f\u2000-\u206f"
    "\u20a0-\u20cf\u2190-\u2bff\u2e00-\u2e7f\u3000-\u303f\ufe00-\ufe4f\ufffd-\uffff"
)
_BETWEEN_WORDS = re.compile(f"[{_SIGNS}]+")


def fold(text: str) -> str:
    """`text` in lower case without accents; letters that do not decompose become their nearest plain ones."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).lower().translate(_LETTERS)


def words(text: str) -> list[str]:
    """The folded words of `text` in order."""
    return _BETWEEN_WORDS.sub(" ", fold(text)).split()


def squeeze(text: str) -> str:
    """The folded words written as one, as acronyms are compared."""
    return "".join(words(text))
