"""A visitor who fills in the form, for tests: sends what a browser would, and waits as a person does."""

import re
import time
import uuid
from typing import Any
from unittest import mock

from django.core import signing
from django.http import HttpResponse
from django.test import Client

from outbox.guard import stamp
from pictures.models import Picture
from spotlight.models import Submission
from tests.factories import ANSWERS
from tests.pictures.photographs import data, upload

START = "/en/spotlight/submit/"
COMPLETE: dict[str, dict[str, Any]] = {
    "project": {"project": "+", "new_project": "Lake Neighbours"},
    "speaker": {"speaker": "person", "person_name": "Ansa", "person_role": "baker"},
    "language": {"language": "lv"},
    "meaning": {"meaning": ANSWERS["meaning"]},
    "achievement": {"achievement": ANSWERS["achievement"]},
    "why-fund": {"why_fund": ANSWERS["why_fund"]},
    "video": {"video_url": ""},
    "contact": {"email": "ansa@example.org"},
    "consent": {"story": "on"},
}


def shown_before(subject: str, seconds: float) -> str:
    """The signed note of a page that was shown so many seconds ago."""
    with mock.patch.object(signing.time, "time", return_value=time.time() - seconds):
        return stamp(subject)


class Visitor:
    """One browser. `post` answers a step and returns what came back."""

    def __init__(self, language: str = "en") -> None:
        self.client = Client()
        self.language = language

    def address(self, step: str = "") -> str:
        return f"/{self.language}/spotlight/submit/" + (f"{step}/" if step else "")

    def begin(self, key: str = "", seconds: float = 10, **more: str) -> HttpResponse:
        note = shown_before(key or str(uuid.uuid4()), seconds)
        return self.client.post(self.address(), {"stamp": note, "remarks_2": "", **more})

    def post(self, step: str, **answers: Any) -> HttpResponse:
        autosave = {"X-Autosave": "1"} if answers.pop("autosave", False) else {}
        query = answers.pop("query", "")
        return self.client.post(self.address(step) + query, {"action": "continue", **answers}, headers=autosave)

    def get(self, step: str = "", query: str = "") -> HttpResponse:
        return self.client.get(self.address(step) + query)

    def text(self, step: str = "") -> str:
        """The page between header and footer."""
        html: str = self.get(step).content.decode()
        return html.partition("<main")[2].partition("</main>")[0]

    def answer_all(self, **other: dict[str, Any]) -> None:
        for step, answers in (COMPLETE | other).items():
            response = self.post(step, **answers)
            assert response.status_code == 302, (step, response.content.decode())

    def hand_in(self, seconds: float = 10, **more: str) -> HttpResponse:
        note = shown_before(str(self.client.session["spotlight_draft"]), seconds)
        return self.post("check", stamp=note, remarks_2="", **more)

    @property
    def draft(self) -> Submission:
        return Submission.objects.get(pk=self.client.session["spotlight_draft"])


def writing() -> Visitor:
    """A visitor who has just begun."""
    visitor = Visitor()
    assert visitor.begin().status_code == 302
    return visitor


def with_photograph(visitor: Visitor) -> Picture:
    """Hand in a photograph with all that is asked about it; nobody can be recognised."""
    words = {"credit": "Ansa", "alt": "A bicycle in a yard", "photograph": upload(data())}
    assert visitor.post("photograph", **words).status_code == 302
    assert visitor.post("people", people_shown="none").status_code == 302
    picture = visitor.draft.picture
    assert picture is not None
    return picture


def problems(response: HttpResponse) -> list[tuple[str, str]]:
    """(target, sentence) of the error summary; an empty target for what leads nowhere."""
    html = response.content.decode()
    box = re.search(r'<div class="notice error problems".*?</div>', html, re.DOTALL)
    if not box:
        return []
    items = re.findall(r"<li>(?:<a href=\"([^\"]*)\">)?([^<]*)", box[0])
    return [(target.removeprefix("#"), sentence.strip()) for target, sentence in items]
