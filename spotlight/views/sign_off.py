"""Sign-off: the exact page, what the editors changed, and the agreement to it. For the team, or the one they named."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from projects.presentation import wording
from spotlight import cards, consents, curation, differences, links, pages, tracking
from spotlight.actors import CONTRIBUTOR, SECOND, Outside
from spotlight.models import Purpose, State, Story, StoryText, Submission
from spotlight.own_forms import AgreeForm, ObjectForm, PassForm
from spotlight.views import personal


@personal.by_link(links.OWN, "GET", "POST")
def own(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """For whoever sent the story; they may also pass it on to somebody else."""
    return _page(request, submission, token, CONTRIBUTOR)


@personal.by_link(links.SECOND, "GET", "POST")
def second(request: HttpRequest, submission: Submission, token: str) -> HttpResponse:
    """For the person named to sign off: this page and nothing else of the story."""
    return _page(request, submission, token, SECOND)


def _page(request: HttpRequest, submission: Submission, token: str, by: Outside) -> HttpResponse:
    here = "spotlight:own-sign-off" if by is CONTRIBUTOR else "spotlight:second"
    if submission.state != State.APPROVED:
        return personal.show(request, "sign_off_done", _done(submission, token, by))
    forms = _Forms(request, submission)
    errors: list[str] = []
    if request.method == "POST":
        try:
            if forms.act(submission, by):
                return redirect(here, token)
        except ValidationError as refusal:
            if personal.code_of(refusal) == "wrong_state":
                raise
            errors = personal.sentences(refusal)
    context = _context(submission) | {"token": token, "by_owner": by is CONTRIBUTOR, "errors": errors}
    return personal.show(request, "sign_off", context | forms.context())


class _Forms:
    """The three things to say on the page; the button pressed says which."""

    def __init__(self, request: HttpRequest, submission: Submission) -> None:
        self._pressed = request.POST.get("do", "") if request.method == "POST" else ""
        story = submission.story
        others = story.texts.exclude(language=story.original_language).values_list("language", flat=True)
        self.agree = AgreeForm(
            request.POST if self._pressed == "agree" else None,
            languages=list(others),
            purposes=missing_purposes(submission, story),
        )
        self.object = ObjectForm(request.POST if self._pressed == "object" else None)
        self.pass_on = PassForm(request.POST if self._pressed == "pass" else None)

    def act(self, submission: Submission, by: Outside) -> bool:
        """Do what was pressed; False when something typed is not right. Raises what the doors raise."""
        if self._pressed == "agree" and not self.agree.is_valid():
            sentence = _("The page has changed since you opened it. Please look at it once more.")
            raise ValidationError(sentence, code="page_changed")
        if self._pressed == "agree":
            said = self.agree.cleaned_data
            agreed = [Purpose(purpose) for purpose in said["agreed"]]
            curation.sign_off(
                submission,
                by=by,
                seen=said["seen"],
                languages=said["languages"],
                agreed=agreed,
                language=get_language() or "en",
            )
        elif self._pressed == "object" and self.object.is_valid():
            curation.object_to_page(submission, by=by, note=self.object.cleaned_data["note"])
        elif self._pressed == "pass" and by is CONTRIBUTOR and self.pass_on.is_valid():
            curation.pass_sign_off(submission, to=self.pass_on.cleaned_data["to"], by=by)
        else:
            return False
        return True

    def context(self) -> dict[str, Any]:
        """What was ticked and typed stays."""
        ticked = self.agree.data if self.agree.is_bound else None
        return {
            "ticked": [*ticked.getlist("languages"), *ticked.getlist("agreed")] if ticked else [],  # type: ignore[attr-defined]
            "objection": self.object,
            "pass_on": self.pass_on,
        }


def missing_purposes(submission: Submission, story: Story) -> list[Purpose]:
    """The consents the page needs and that were not given yet."""
    needed = [Purpose.STORY, *([Purpose.PHOTOGRAPH] if story.picture_id else [])]
    standing = consents.standing(submission)
    return [purpose for purpose in needed if purpose not in standing]


def _context(submission: Submission) -> dict[str, Any]:
    originals = StoryText.objects.filter(language=F("story__original_language"))
    story = Story.objects.select_related("picture", "project__programme__period").prefetch_related(
        Prefetch("texts", originals)
    )
    page = story.get(submission=submission)
    return {
        "submission": submission,
        "story": cards.story_page(page, get_language() or "en", picture_url=personal.photograph_path(submission)),
        "seen": pages.fingerprint(submission),
        "teaser": text.teaser if (text := page.original_text()) else "",
        "edits": _edits(submission),
        "translations": list(
            StoryText.objects.filter(story=page).exclude(language=page.original_language).order_by("language")
        ),
        "consents": [(purpose, consents.TEXTS[purpose]) for purpose in missing_purposes(submission, page)],
        "original_language": wording.language_name(page.original_language),
    }


def _edits(submission: Submission) -> list[tuple[str, str, SafeString]]:
    """(field, its language, old and new with the changed words marked) for everything the editors changed."""
    story = submission.story
    text = story.original_text()
    found = []
    for name in pages.edited_by_staff(submission):
        label = str(Submission._meta.get_field(name).verbose_name)  # type: ignore[union-attr]
        new = getattr(story, name) if hasattr(story, name) else getattr(text, name)
        found.append((label, submission.language, differences.marked(getattr(submission, name), new)))
    return found


def _done(submission: Submission, token: str, by: Outside) -> dict[str, Any]:
    return {
        "standing": tracking.standing(submission),
        "state": submission.state,
        "token": token,
        "by_owner": by is CONTRIBUTOR,
        "page_url": submission.story.get_absolute_url() if submission.state == State.PUBLISHED else "",
    }
