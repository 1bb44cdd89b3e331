"""What the public reads of the Spotlight: the list, a story, its preview, why to fund, and the three questions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from projects.presentation import wording
from projects.presentation.wording import Link
from spotlight import campaign, figures, listing, sharing, videos
from spotlight.cards import WHY_QUOTE, StoryPage, card, cards, story_page, with_page, with_words
from spotlight.filters import StoryList
from spotlight.models import Question, Story, StoryState
from spotlight.questions import sheets
from vocabulary.models import SiteSettings

_OTHERS = 3


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """The published stories, newest first, and what narrows them."""
    reader = wording.language()
    stories = StoryList(request.GET, language=reader)
    numbers = stories.shown()
    found = {story.pk: story for story in with_words(Story.objects.published().filter(pk__in=numbers))}
    request.canonical_query = stories.asked.urlencode(page=stories.asked.page)  # type: ignore[attr-defined]
    context = listing.page(stories) | {
        "cards": cards((found[pk] for pk in numbers if pk in found), reader),
        "is_empty": not stories.facts,
    }
    return render(request, "spotlight/list.html", context)


@require_safe
def why(request: HttpRequest) -> HttpResponse:
    """Why to fund social innovation: answers to question 3, and numbers of the directory that can be checked."""
    reader = wording.language()
    answered = with_words(figures.answered_why())[: figures.MOST_ANSWERS]
    quotes = (card(story, reader, limit=WHY_QUOTE, answer=Question.WHY_FUND) for story in answered)
    context = {
        "quotes": [quote for quote in quotes if quote and quote.quote],
        "arguments": campaign.ARGUMENTS,
        "argument_sources": wording.sources(campaign.SOURCES),
        **figures.of_directory(reader),
    }
    return render(request, "spotlight/why.html", context)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """The three questions in all languages of the European Union, to read, and to print and fill in by hand."""
    return render(request, "spotlight/questions.html", {"sheets": sheets()})


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A published story; 410 for one that was withdrawn, the same 404 for a draft and for nothing at all."""
    story = with_page(Story.objects.published()).filter(slug=slug).first()
    shown = story_page(story, wording.language()) if story else None
    if shown is not None:
        return _page(request, shown)
    if Story.objects.filter(slug=slug, state=StoryState.ARCHIVED, published_at__isnull=False).exists():
        return render(request, "spotlight/withdrawn.html", {"list_url": reverse("spotlight:list")}, status=410)
    raise Http404


@require_safe
@never_cache
def preview(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of a story in any state, for staff who may see it in the admin; everybody else finds nothing here."""
    user = request.user
    if not (user.is_staff and (user.has_perm("spotlight.view_story") or user.has_perm("spotlight.view_submission"))):
        raise Http404
    story = with_page(Story.objects.all()).filter(slug=slug).first()
    shown = story_page(story, wording.language()) if story else None
    if shown is None:
        raise Http404
    response = _page(request, shown, is_preview=True)
    response["X-Robots-Tag"] = "noindex"
    return response


def _page(request: HttpRequest, shown: StoryPage, *, is_preview: bool = False) -> HttpResponse:
    reader = wording.language()
    others = [] if is_preview else with_words(Story.objects.published().exclude(pk=shown.story.pk))[:_OTHERS]
    url = request.build_absolute_uri(shown.url)
    name = SiteSettings.current().site_name
    context = {
        "story": shown,
        "is_preview": is_preview,
        "state": shown.story.get_state_display(),
        "indexed": not (is_preview or shown.is_example),
        "trail": [Link(_("Stories"), reverse("spotlight:list"))],
        "others": cards(others, reader),
        "description": sharing.description(shown),
        "share": sharing.ways(shown, url=url, site_name=name),
        "share_url": url,
        "json_ld": "" if is_preview or shown.is_example else sharing.data(request, shown, url=url, site_name=name),
    }
    return videos.let_play(render(request, "spotlight/story.html", context), shown.video)
