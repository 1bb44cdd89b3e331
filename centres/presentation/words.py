"""Texts of centres, consortia and networks in the best language there is, and names with their language."""

from collections.abc import Iterable
from typing import Any

from projects.presentation import wording
from projects.presentation.words import Words


def best(rows: Iterable[Any], field: str) -> Words:
    """`field` of the text in the reader's language, else in English, else in any; its language where it differs."""
    reader = wording.language()
    found = {row.language: row for row in rows}
    for language in dict.fromkeys((reader, "en", *sorted(found))):
        if language in found and (value := getattr(found[language], field).strip()):
            return Words(value, "" if language == reader else language)
    return Words("", "")


def said(text: str, language: str) -> Words:
    """A text with its language, which is empty when it is the page's own."""
    return Words(text, "" if language == wording.language() else language)


def remark(text: str) -> Words:
    """What staff remark about facts, roles and evidence: in English, whatever the language of the page."""
    return said(text.strip(), "en") if text.strip() else Words("", "")


def language_names(codes: Iterable[str]) -> list[str]:
    """Languages by their names in the reader's language, in the order given."""
    return [wording.language_name(code) for code in codes]
