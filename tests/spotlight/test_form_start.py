"""Beginning a story: once for each page, not by machines, and never twice by a double click."""

import re
import uuid

import pytest
from django.test import Client

from outbox.guard import subject_of
from spotlight.models import Submission
from tests.spotlight.form_tools import Visitor, problems, shown_before, writing
from tests.spotlight.public_stories import published_story
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db


def test_start_page_says_what_is_asked_and_what_happens_with_the_data() -> None:
    html = Visitor().text()
    for words in (
        "Why is it worth to systematically fund projects working with social innovation?",
        "About 20 minutes",
        "deleted 14 days after your last change",
        "Article 6(1)(a)",
        'href="/en/about/privacy/"',
        'href="/en/spotlight/questions/"',
        'href="/en/spotlight/lost-link/"',
    ):
        assert words in html
    assert Submission.objects.count() == 0
    assert "X-Robots-Tag" not in Visitor().get()
    assert "noindex" in writing().get("meaning")["X-Robots-Tag"]


def test_note_on_the_page_lets_a_person_begin() -> None:
    """What the page holds is what the form takes, three seconds later."""
    note = re.search(r'name="stamp" value="([^"]+)"', Visitor().text())
    assert note is not None
    subject = subject_of(note[1])
    assert subject is not None
    visitor = Visitor()
    response = visitor.begin(subject)
    assert (response.status_code, response["Location"]) == (302, visitor.address("project"))
    assert str(visitor.draft.start_key) == subject


def test_double_click_begins_one_story() -> None:
    visitor, key = Visitor(), str(uuid.uuid4())
    assert [visitor.begin(key).status_code, visitor.begin(key).status_code] == [302, 302]
    assert Submission.objects.count() == 1


def test_two_pages_begin_two_stories_and_the_browser_goes_on_with_the_later() -> None:
    visitor = writing()
    first = visitor.draft
    visitor.begin()
    assert Submission.objects.count() == 2
    assert visitor.draft.pk > first.pk


def test_browser_with_a_draft_is_offered_to_go_on() -> None:
    visitor = writing()
    visitor.post("project", project="+", new_project="Lake Neighbours")
    html = visitor.text()
    assert "unfinished story about Lake Neighbours" in html
    assert f'href="{visitor.address("check")}"' in html
    assert "This browser holds" not in Visitor().text()


@pytest.mark.parametrize(
    ("seconds", "more", "sentence"),
    [
        (0, {}, "That was very quick"),
        (90_000, {}, "open for more than a day"),
        (10, {"remarks_2": "Buy"}, "hidden from people"),
        (10, {"stamp": "forged"}, "open for more than a day"),
        (10, {"stamp": "a\0b"}, "hidden from people"),
    ],
)
def test_machine_is_told_and_a_person_passes_by_pressing_once_more(
    seconds: float, more: dict[str, str], sentence: str
) -> None:
    visitor = Visitor()
    response = visitor.begin(seconds=seconds, **more)
    assert response.status_code == 422
    assert sentence in problems(response)[0][1] or more.get("stamp") == "a\0b"
    assert Submission.objects.count() == 0
    note = re.search(r'name="stamp" value="([^"]+)"', response.content.decode())
    assert note is not None
    subject = subject_of(note[1])
    assert subject is not None
    again = visitor.client.post(visitor.address(), {"stamp": shown_before(subject, 4), "remarks_2": ""})
    assert again.status_code == 302
    assert Submission.objects.count() == 1


def test_missing_hidden_fields_are_refused() -> None:
    visitor = Visitor()
    assert visitor.client.post(visitor.address(), {}).status_code == 422
    assert Submission.objects.count() == 0


def test_too_many_beginnings_wait_and_others_do_not(settings) -> None:  # type: ignore[no-untyped-def]
    settings.RATE_LIMITS = True
    visitor = Visitor()
    answers = [visitor.begin(str(uuid.uuid4())).status_code for _time in range(31)]
    assert answers == [302] * 30 + [429]
    refused = visitor.begin()
    assert 1 <= int(refused["Retry-After"]) <= 3600
    assert "Please try again in 60 minutes" in refused.content.decode()
    assert Submission.objects.count() == 30
    assert visitor.get("project").status_code == 200  # what was begun goes on
    note = shown_before(str(uuid.uuid4()), 10)
    other = Client(REMOTE_ADDR="192.0.2.7").post(visitor.address(), {"stamp": note, "remarks_2": ""})
    assert other.status_code == 302


def test_start_in_german_writes_in_german() -> None:
    visitor = Visitor("de")
    visitor.begin()
    assert visitor.draft.mail_language == "de"


def test_step_without_a_draft_says_so_and_keeps_what_was_typed() -> None:
    visitor = Visitor()
    response = visitor.get("meaning")
    html = response.content.decode()
    assert response.status_code == 404
    assert 'href="/en/spotlight/lost-link/"' in html
    assert 'href="/en/spotlight/submit/"' in html
    text = "Forty characters at least, which nobody has saved yet."
    response = visitor.post("meaning", meaning=text)
    assert response.status_code == 409
    assert text in response.content.decode()


def test_draft_deleted_elsewhere_ends_like_none() -> None:
    visitor = writing()
    visitor.draft.delete()
    assert visitor.get("meaning").status_code == 404
    assert visitor.post("meaning", meaning="Hello").status_code == 404


def test_no_new_story_while_staff_take_none() -> None:
    site = SiteSettings.load()
    site.takes_stories = False
    site.save()
    visitor = Visitor()
    html = visitor.text()
    assert "At the moment we take no new stories" in html
    assert 'name="stamp"' not in html
    assert visitor.begin(str(uuid.uuid4())).status_code == 403
    assert Submission.objects.count() == 0


def test_no_page_invites_to_a_form_that_is_closed() -> None:
    published_story()
    SiteSettings.load()
    mains = {}
    for taken in (True, False):
        SiteSettings.objects.update(takes_stories=taken)
        for path in ("/en/", "/en/spotlight/", "/en/spotlight/why-fund/"):
            mains[path, taken] = Client().get(path).content.decode().split("<main")[1].split("</main>")[0]
    assert {key for key, html in mains.items() if "Tell your story" in html} == {key for key in mains if key[1]}


def test_story_that_was_begun_goes_on_while_staff_take_no_new_ones() -> None:
    visitor = writing()
    SiteSettings.load()
    SiteSettings.objects.update(takes_stories=False)
    assert visitor.post("speaker", speaker="project").status_code == 302
