"""All answers at a glance, for the page on which they are checked before handing in."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from spotlight.models import PeopleShown, Question, Speaker, Submission


@dataclass(frozen=True)
class Row:
    """One answer: the step that changes it, what it is, its lines, and the language they are in."""

    step: str
    label: Any
    lines: list[str]
    language: str = ""
    long: bool = False


def rows(submission: Submission) -> list[Row]:
    """In the order of the form; a row without lines is not answered yet."""
    names = dict(settings.CONTENT_LANGUAGES)
    language = submission.language
    found = [
        Row("project", _("Project"), _said(submission.project_name, submission.new_programme, submission.new_website)),
        Row("speaker", _("Who speaks"), _speaker(submission)),
        Row("language", _("Language of the answers"), _said(names.get(language, language)), language),
    ]
    steps = {question: question.value.replace("_", "-") for question in Question}
    found += [Row(steps[one], one.label, _said(said), language, long=True) for one, said in submission.answers]
    found.append(Row("photograph", _("Photograph"), _photograph(submission), language))
    if submission.picture:
        found.append(Row("people", _("People in the photograph"), _people(submission)))
    found.append(Row("video", _("Video"), _said(submission.video_url) or [_("None")]))
    if submission.video_url:
        transcript = _said(submission.video_transcript) or [_("Not yet; we need it before we publish.")]
        found.append(Row("video", _("What is said in the video"), transcript, long=bool(submission.video_transcript)))
    found.append(Row("contact", _("Your e-mail address"), _said(submission.email)))
    return found


def _said(*parts: str) -> list[str]:
    return [part for part in parts if part]


def _speaker(submission: Submission) -> list[str]:
    if submission.speaker == Speaker.PROJECT:
        return [_("The project as such")]
    return _said(submission.person_name, submission.person_role)


def _photograph(submission: Submission) -> list[str]:
    picture = submission.picture
    if picture is None:
        return [_("None")]
    shown = _("Only decorative") if picture.decorative else picture.alt
    return _said(shown, _("Photograph: %(credit)s") % {"credit": picture.credit} if picture.credit else "")


def _people(submission: Submission) -> list[str]:
    words = {
        PeopleShown.NONE.value: _("Nobody can be recognised"),
        PeopleShown.CONSENTED.value: _("Everybody who can be recognised has agreed"),
    }
    minors = _("Somebody under 18 is shown") if submission.shows_minors else ""
    return _said(words.get(submission.people_shown, ""), submission.people_names, minors)
