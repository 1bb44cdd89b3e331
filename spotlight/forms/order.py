"""The steps of the form, in their order."""

from dataclasses import dataclass

from django.http import Http404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from spotlight.forms import about, agreeing, answers, media
from spotlight.forms.base import StepForm
from spotlight.models import Submission


@dataclass(frozen=True)
class Place:
    """One step: its address, its short name, its form, and what staff's comments on it are filed under."""

    slug: str
    name: Promise
    form: type[StepForm]
    comments: str = ""
    autosaved: bool = True

    @property
    def template(self) -> str:
        kind = "answer" if issubclass(self.form, answers.AnswerStep) else self.slug
        return f"spotlight/form/{kind}.html"


PLACES = (
    Place("project", _("Project"), about.ProjectStep, comments="other"),
    Place("speaker", _("Who speaks"), about.SpeakerStep),
    Place("language", _("Language"), about.LanguageStep),
    Place("meaning", _("Question 1"), answers.MeaningStep, comments="meaning"),
    Place("achievement", _("Question 2"), answers.AchievementStep, comments="achievement"),
    Place("why-fund", _("Question 3"), answers.WhyFundStep, comments="why_fund"),
    Place("photograph", _("Photograph"), media.PhotographStep, comments="photograph"),
    Place("people", _("People in the photograph"), media.PeopleStep, comments="photograph"),
    Place("video", _("Video"), media.VideoStep),
    Place("contact", _("Your e-mail"), about.ContactStep),
    Place("consent", _("Your consent"), agreeing.ConsentStep, autosaved=False),
    Place("check", _("Check and hand in"), StepForm, autosaved=False),
)


def find(slug: str) -> Place:
    """The step of that address. Raises Http404."""
    place = next((place for place in PLACES if place.slug == slug), None)
    if place is None:
        raise Http404
    return place


def places_of(submission: Submission) -> list[Place]:
    """The steps this story has: without a photograph nobody is asked who is in it."""
    return [place for place in PLACES if place.slug != "people" or submission.picture_id]


def beside(place: Place, submission: Submission) -> tuple[Place | None, Place | None]:
    """The steps before and after."""
    places = places_of(submission)
    here = places.index(place) if place in places else places.index(find("photograph"))
    before = places[here - 1] if here else None
    return before, places[here + 1] if here + 1 < len(places) else None
