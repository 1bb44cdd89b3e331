"""The steps about what is seen: a photograph, the people in it, a video."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from pictures.intake import Photograph, read_photograph
from spotlight import drafting
from spotlight.forms.base import Line, StepForm, Words
from spotlight.models import PeopleShown, Submission
from spotlight.videos import clean_video


class PhotographStep(StepForm):
    """A photograph with credit and description. A file that can be read is kept, whatever is wrong with the words."""

    photograph = forms.FileField(
        label=_("Photograph"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )
    credit = Line(
        label=_("Who took it?"),
        max_length=200,
        help_text=_("The name stands beside the photograph."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    alt = Line(
        label=_("What does it show?"),
        max_length=300,
        help_text=_("One sentence for people who cannot see it, for example: Three women repair a bicycle in a yard."),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )
    decorative = forms.BooleanField(label=_("It is only decorative: nobody misses anything without it"), required=False)

    def initial_of(self, submission: Submission) -> dict[str, Any]:
        picture = submission.picture
        if picture is None:
            return {}
        return {"credit": picture.credit, "alt": picture.alt, "decorative": picture.decorative}

    def clean_photograph(self) -> Photograph | None:
        upload = self.cleaned_data["photograph"]
        return read_photograph(upload) if isinstance(upload, UploadedFile) else None

    def halves(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, object]]:
        described = cleaned.get("alt") or cleaned.get("decorative")
        if not (cleaned.get("photograph") or self.submission.picture):
            if cleaned.get("credit") or described:
                yield "photograph", _("Choose a photograph, or empty the other fields.")
            return
        if not cleaned.get("credit"):
            yield "credit", _("Say who took the photograph.")
        if not described:
            yield "alt", _("Say in one sentence what it shows, or tick that it is only decorative.")
        elif cleaned.get("alt") and cleaned.get("decorative"):
            yield "decorative", _("Either describe it or call it decorative: take the tick away, or the words.")

    def store(self, request: HttpRequest) -> Submission:
        stored = self.submission
        if photograph := self.kept.get("photograph"):
            stored = drafting.attach_photograph(stored, photograph)
        picture = stored.picture
        words = {name: self.kept[name] for name in ("credit", "alt", "decorative") if name in self.kept}
        if picture is None or all(getattr(picture, name) == value for name, value in words.items()):
            return stored
        alt, decorative = words.get("alt", picture.alt), words.get("decorative", picture.decorative)
        return drafting.describe_photograph(
            stored,
            credit=words.get("credit", picture.credit),
            alt=alt,
            decorative=decorative and not alt,
            language=stored.language or self.shown_in,
        )


class PeopleStep(StepForm):
    """A declaration about everybody who can be recognised in the photograph."""

    writes = ("people_shown", "people_names", "shows_minors")
    targets = {"people_shown": "id_people_shown_0"}

    people_shown = forms.ChoiceField(
        label=_("Can somebody be recognised in the photograph?"),
        required=False,
        choices=[
            (PeopleShown.NONE.value, _("No, nobody can be recognised")),
            (PeopleShown.CONSENTED.value, _("Yes, and everybody who can be recognised has agreed")),
        ],
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": _("Choose one of the two answers.")},
    )
    people_names = Words(
        rows=3,
        label=_("Who are they?"),
        max_length=1000,
        help_text=_("Their names, for us only: so that we know whom to ask if somebody has questions."),
    )
    shows_minors = forms.BooleanField(label=_("Somebody under 18 is shown; their parents have agreed"), required=False)

    def halves(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, object]]:
        named = cleaned.get("people_names") or cleaned.get("shows_minors")
        if cleaned.get("people_shown") == PeopleShown.CONSENTED and not cleaned.get("people_names"):
            yield "people_names", _("Name the people in the photograph who have agreed.")
        elif not cleaned.get("people_shown") and named:
            yield "people_shown", _("Say whether somebody can be recognised.")

    def values(self) -> dict[str, Any]:
        kept = super().values()
        if self.strict and kept.get("people_shown") == PeopleShown.NONE:
            kept |= {"people_names": "", "shows_minors": False}
        return kept


class VideoStep(StepForm):
    """A link to a video, and what is said in it."""

    writes = ("video_url", "video_transcript")

    video_url = Line(
        label=_("Link to the video"),
        max_length=500,
        help_text=_("On YouTube or Vimeo. Readers see it only after a click, so nobody is followed unasked."),
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "spellcheck": "false"}),
    )
    video_transcript = Words(
        rows=8,
        label=_("What is said in the video"),
        max_length=20_000,
        help_text=_("For people who cannot hear it. It may come later, but we need it before we publish."),
    )

    def clean_video_url(self) -> str:
        given: str = self.cleaned_data["video_url"]
        if not given:
            return ""
        return clean_video(given if "://" in given else f"https://{given}").watch_url

    def halves(self, cleaned: dict[str, Any]) -> Iterator[tuple[str, object]]:
        if cleaned.get("video_transcript") and cleaned.get("video_url") == "":
            yield "video_url", _("Give the link to the video these words belong to.")
