"""The words of an event, field by field in the best language: the reader's, else the original one, else any."""

from events.models import Event
from projects.presentation import wording
from projects.presentation.words import Words


def words_of(event: Event, field: str) -> Words:
    """`field` of `EventText` in the first language that has it; its language where it is not the page's own."""
    reader = wording.language()
    found = {text.language: text for text in event.texts.all()}
    for language in dict.fromkeys((reader, event.original_language, *sorted(found))):
        if language in found and (value := getattr(found[language], field).strip()):
            return Words(value, "" if language == reader else language)
    return Words("", "")


def said(text: str, language: str) -> Words:
    """A text with its language, which is empty when it is the page's own."""
    return Words(text, "" if language == wording.language() else language)
