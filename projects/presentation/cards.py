"""A project in a list: the few things that let a reader decide whether to open it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import Truncator
from django.utils.translation import ngettext

from projects import covers
from projects.models import Project, Status, TextChoice
from projects.presentation import wording
from projects.presentation.wording import Link
from projects.presentation.words import WordsOf
from vocabulary.labels import sort_key

_EXCERPT_WORDS = 40
_THEMES = 4
_COUNTRIES = 3


@dataclass(frozen=True, slots=True)
class Card:
    """One project in a list. Languages are empty when the words are in the page's own language."""

    url: str
    acronym: str
    title: str
    title_html: SafeString | str
    title_language: str
    excerpt_html: SafeString | str
    excerpt_language: str
    cover_svg: SafeString
    programme: str
    period: str
    status: str
    status_label: str
    countries: list[str]
    countries_partial: bool
    themes: list[Link]
    reason: str = ""
    found_in: str = ""

    @property
    def heading(self) -> str:
        """The acronym, or the title where no acronym is known."""
        return self.acronym or self.title

    @property
    def countries_text(self) -> str:
        """The countries where they are few, their number where they are many; empty when none is known."""
        number = len(self.countries)
        if number <= _COUNTRIES:
            return wording.countries_text(self.countries, partial=self.countries_partial, stated=None) if number else ""
        sentence = (
            ngettext("at least %(number)s country", "at least %(number)s countries", number)
            if self.countries_partial
            else ngettext("%(number)s country", "%(number)s countries", number)
        )
        return sentence % {"number": wording.whole(number)}


def card(
    project: Project,
    text: TextChoice | None = None,
    *,
    on: date,
    title_html: SafeString | None = None,
    excerpt_html: SafeString | None = None,
    query_string: str = "",
    columns: int = 3,
    reason: str = "",
    found_in: str = "",
) -> Card:
    """The card of a project that came from `for_cards()`; `query_string` is the search its link remembers.

    A search gives the marked title and excerpt with the `text` they come from.
    """
    words = WordsOf(project)
    title, summary = words("title"), words("summary")
    text_language = text.language if text and text.is_fallback else ""
    url = reverse("projects:detail", args=[project.slug])
    status = project.status(on=on)
    return Card(
        url=f"{url}?{query_string}" if query_string else url,
        acronym=project.acronym,
        title=title.text or ("" if project.acronym else project.slug),
        title_html=title_html or title.text,
        title_language=text_language if title_html else title.language,
        excerpt_html=excerpt_html or Truncator(summary.text).words(_EXCERPT_WORDS),
        excerpt_language=text_language if excerpt_html else summary.language,
        cover_svg=cover_of(project, columns=columns),
        programme=project.programme.name if project.programme else "",
        period=project.programme.period.label if project.programme else "",
        status=status.value,
        status_label="" if status == Status.UNKNOWN else str(status.label),
        countries=wording.country_names(row.country for row in project.country_rows.all()),
        countries_partial=project.countries_partial,
        themes=theme_links(project)[:_THEMES],
        reason=reason,
        found_in=found_in,
    )


def theme_links(project: Project) -> list[Link]:
    """The themes of a project, each leading to its page."""
    reader = wording.language()
    labels = [(row.tag.label(reader), row.tag.slug) for row in project.theme_rows.all()]
    return [
        Link(label, reverse("projects:theme", args=[slug]))
        for label, slug in sorted(labels, key=lambda pair: sort_key(pair[0], reader))
    ]


def cover_of(project: Project, *, columns: int = 3) -> SafeString:
    """The generated picture of a project, three tiles high; it holds no text of anybody's, so it is safe to print."""
    palette = project.programme.palette if project.programme else ""
    return _cover(project.acronym or project.slug, palette, columns)


@lru_cache(maxsize=2_000)
def _cover(seed: str, palette: str, columns: int) -> SafeString:
    return mark_safe(covers.cover(seed, palette, columns=columns))
