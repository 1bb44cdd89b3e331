"""Stories as the public reads them: a card for lists, a quotation, and the whole page.

Every fact about the project comes from its published profile; while it has none, only the story's own name for it is
shown. Only what people answered themselves becomes a quotation; a report is the editors' and stands in no marks.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Prefetch, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pictures.models import Picture
from projects import covers
from projects.models import Project, ProjectCountry, ProjectTheme
from projects.presentation import wording
from projects.presentation.cards import cover_of, theme_links
from projects.presentation.wording import Link, Source
from spotlight import quoting, videos
from spotlight.models import Question, Story, StoryKind, StoryText
from spotlight.models.stories import StoryChoice
from spotlight.videos import Video

CARD_QUOTE, PAGE_QUOTE, WHY_QUOTE = 170, 260, 420
"""Characters of a quotation in a list, on its page, and on the page of answers to question 3."""

_FEW_COUNTRIES = 3
# What a project achieved makes people curious; the page then begins with what it means to them.
_QUOTED_FIRST = (Question.ACHIEVEMENT, Question.MEANING, Question.WHY_FUND)


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words and their language; the language is empty when it is the page's own."""

    text: str
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.text)


@dataclass(frozen=True, slots=True)
class Answer:
    """One of the three questions with what was answered."""

    question: str
    text: str


@dataclass(frozen=True, slots=True)
class About:
    """The project a story is about; everything but its name is empty while it has no public profile."""

    name: str
    url: str = ""
    title: Phrase = Phrase("")
    cover_svg: SafeString | str = ""
    programme: str = ""
    countries: str = ""
    where: str = ""
    themes: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryCard:
    """One story in a list."""

    url: str
    headline: Phrase
    quote: Phrase
    teaser: Phrase
    name: str
    role: Phrase
    about: About
    picture: Picture | None
    cover_svg: SafeString
    is_report: bool
    is_example: bool
    translated: str
    has_video: bool


@dataclass(frozen=True, slots=True)
class StoryPage:
    """Everything on the page of one story, in the reader's language or the best there is."""

    story: Story
    url: str
    headline: Phrase
    text_language: str
    quote: Phrase
    teaser: Phrase
    name: str
    role: Phrase
    answers: tuple[Answer, ...]
    report: str
    about: About
    picture: Picture | None
    picture_url: str
    cover_svg: SafeString
    video: Video | None
    transcript: Phrase
    poster_svg: SafeString
    sources: tuple[Source, ...]
    language_notice: str
    translated: str
    published: str
    is_report: bool
    is_example: bool


def with_words(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Stories with everything a card shows, in a constant number of queries."""
    return stories.select_related("picture", "project__programme__period").prefetch_related(
        "texts",
        "picture__descriptions",
        "project__texts",
        Prefetch("project__country_rows", ProjectCountry.objects.select_related("country")),
    )


def with_page(stories: "QuerySet[Story]") -> "QuerySet[Story]":
    """Stories with everything their pages show, in a constant number of queries."""
    themes = ProjectTheme.objects.select_related("tag").prefetch_related("tag__labels")
    return with_words(stories).prefetch_related(Prefetch("project__theme_rows", themes))


def story_page(story: Story, language: str, *, picture_url: str = "") -> StoryPage | None:
    """The page of a story for a reader of `language`; None when nothing of it may be shown.

    `picture_url` is another address of the photograph, for pages on which it is not public yet.
    """
    choice = story.text_for(language)
    if choice is None:
        return None
    text, about = choice.text, about_project(story, language, themes=True)
    quote, teaser = _quote_and_teaser(story, text, language, PAGE_QUOTE)
    return StoryPage(
        story=story,
        url=reverse("spotlight:story", args=[story.slug]),
        headline=_headline(story, text, language),
        text_language=_foreign(text.language, language),
        quote=quote,
        teaser=teaser,
        name=story.person_name,
        role=Phrase(story.person_role, _foreign(story.original_language, language)),
        answers=_answers(story, text),
        report=text.report if _is_report(story) else "",
        about=about,
        picture=_shown_picture(story),
        picture_url=picture_url,
        cover_svg=_cover(f"story {story.slug}", 4, 4),
        video=videos.video(story.video_url),
        transcript=_transcript(story, text, language),
        poster_svg=_cover(f"film {story.slug}", 8, 4),
        sources=tuple(wording.sources(story.source)) if _is_report(story) else (),
        language_notice=_language_notice(choice),
        translated=_translated(story, text),
        published=wording.day(timezone.localdate(story.published_at)) if story.published_at else "",
        is_report=_is_report(story),
        is_example=story.is_example,
    )


def cards(stories: Iterable[Story], language: str) -> list[StoryCard]:
    """Cards of stories that came from `with_words`; one without a text that may be shown is left out."""
    found = (card(story, language) for story in stories)
    return [each for each in found if each is not None]


def card(story: Story, language: str, *, limit: int = CARD_QUOTE, answer: Question | None = None) -> StoryCard | None:
    """The card of a story; `answer` quotes this answer and no other."""
    choice = story.text_for(language)
    if choice is None:
        return None
    text = choice.text
    quote, teaser = _quote_and_teaser(story, text, language, limit, answer)
    return StoryCard(
        url=reverse("spotlight:story", args=[story.slug]),
        headline=_headline(story, text, language),
        quote=quote,
        teaser=teaser,
        name=story.person_name,
        role=Phrase(story.person_role, _foreign(story.original_language, language)),
        about=about_project(story, language),
        picture=_shown_picture(story),
        cover_svg=_cover(f"story {story.slug}", 4, 3),
        is_report=_is_report(story),
        is_example=story.is_example,
        translated=_translated(story, text),
        has_video=videos.video(story.video_url) is not None,
    )


def about_project(story: Story, language: str, *, themes: bool = False) -> About:
    """The project of a story, as much as is public of it; with its themes for a story from `with_page`."""
    project: Project | None = story.project
    if project is None or not project.is_public:
        return About(name=story.project_name or _("a project without a public profile"))
    choice = project.text_for(language)
    title = Phrase(choice.text.title, _foreign(choice.language, language)) if choice and project.acronym else Phrase("")
    countries = wording.country_names(row.country for row in project.country_rows.all())
    return About(
        name=project.display_name,
        url=project.get_absolute_url(),
        title=title,
        cover_svg=cover_of(project, columns=4),
        programme=str(project.programme.name) if project.programme else "",
        countries=", ".join(countries),
        where=_few(countries, partial=project.countries_partial),
        themes=tuple(theme_links(project)) if themes else (),
    )


def _few(countries: list[str], *, partial: bool) -> str:
    """The countries where they are few, their number where they are many."""
    number = len(countries)
    if number <= _FEW_COUNTRIES:
        return wording.countries_text(countries, partial=partial, stated=None) if number else ""
    sentence = ngettext("%(number)s country", "%(number)s countries", number)
    if partial:
        sentence = ngettext("at least %(number)s country", "at least %(number)s countries", number)
    return sentence % {"number": wording.whole(number)}


def _quote_and_teaser(
    story: Story, text: StoryText, language: str, limit: int, answer: Question | None = None
) -> tuple[Phrase, Phrase]:
    """The quotation, in its marks, and the editors' teaser; a report has no quotation and always something to read."""
    foreign = _foreign(text.language, language)
    teaser = text.teaser.strip()
    if _is_report(story):
        return Phrase(""), Phrase(teaser or quoting.opening(text.report, limit), foreign)
    said = dict(text.answers)
    wanted = [said[question] for question in ((answer,) if answer else _QUOTED_FIRST) if question in said]
    best = next((words for words in wanted if quoting.is_whole(words, limit)), wanted[0] if wanted else "")
    quote = quoting.marked(quoting.opening(best, limit), text.language) if best.strip() else ""
    return Phrase(quote, foreign), Phrase(teaser, foreign)


def _headline(story: Story, text: StoryText, language: str) -> Phrase:
    """The headline in this text's language, else the original one, else the name of the project."""
    original = story.original_text()
    for candidate in filter(None, (text, original)):
        if candidate.headline:
            return Phrase(candidate.headline, _foreign(candidate.language, language))
    return Phrase(about_project(story, language).name or _("A story"))


def _answers(story: Story, text: StoryText) -> tuple[Answer, ...]:
    if _is_report(story):
        return ()
    return tuple(Answer(str(question.label), answer) for question, answer in text.answers)


def _transcript(story: Story, text: StoryText, language: str) -> Phrase:
    """The transcript in this text's language, else the original one."""
    original = story.original_text()
    for candidate in filter(None, (text, original)):
        if candidate.transcript:
            return Phrase(candidate.transcript, _foreign(candidate.language, language))
    return Phrase("")


def _language_notice(choice: StoryChoice) -> str:
    if not choice.is_fallback:
        return ""
    return _("This story is in %(language)s.") % {"language": wording.language_name(choice.language)}


def _translated(story: Story, text: StoryText) -> str:
    """Who translated a text that is not the original; empty for the original."""
    if text.language == story.original_language:
        return ""
    original = wording.language_name(story.original_language)
    if text.signed_off_at is not None:
        return _("Translated from %(language)s; the team has agreed to this translation.") % {"language": original}
    return _("Translation by the editors from %(language)s.") % {"language": original}


def _foreign(language: str, reader: str) -> str:
    return "" if language == reader else language


def _is_report(story: Story) -> bool:
    return bool(story.kind == StoryKind.REPORT)


def _shown_picture(story: Story) -> Picture | None:
    return story.picture if story.picture and not story.picture.pending else None


@lru_cache(maxsize=500)
def _cover(seed: str, columns: int, rows: int) -> SafeString:
    return mark_safe(covers.cover(seed, columns=columns, rows=rows))
