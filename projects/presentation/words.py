"""The words of a profile, each in the best language there is: the reader's, else the original one, else any."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from projects.models import Project
from projects.presentation import wording


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text; `language` is empty when it is the page's own."""

    text: str
    language: str

    def __bool__(self) -> bool:
        return bool(self.text)

    @property
    def notice(self) -> str:
        """ "This text is in Swedish.", where it is not in the page's language."""
        if not self.language:
            return ""
        return _("This text is in %(language)s.") % {"language": wording.language_name(self.language)}


class WordsOf:
    """Reads the texts of one project field by field, so that a short translation hides nothing of the original."""

    def __init__(self, project: Project) -> None:
        self.reader = wording.language()
        found = {text.language: text for text in project.texts.all()}
        order = dict.fromkeys((self.reader, project.original_language, *sorted(found)))
        self.texts = [found[language] for language in order if language in found]

    def __call__(self, field: str) -> Words:
        """The field of `ProjectText` in the first language that has it."""
        for text in self.texts:
            if value := getattr(text, field).strip():
                return Words(value, "" if text.language == self.reader else text.language)
        return Words("", "")

    def first(self, *fields: str) -> Words:
        """The first of the fields that says anything."""
        return next(filter(None, map(self, fields)), Words("", ""))
