"""The three questions in the languages of the EU: all there, each its own, to read and to print."""

import pytest
from django.test import Client
from django.urls import reverse

from spotlight.models import Question
from spotlight.questions import sheets

OFFICIAL = ["bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr"]
OFFICIAL += ["hu", "it", "lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"]


def test_all_official_languages_are_there_once() -> None:
    assert sorted(sheet.lang for sheet in sheets()) == OFFICIAL
    assert len({sheet.name for sheet in sheets()}) == 24


def test_every_question_is_its_own_in_every_language() -> None:
    questions = [question for sheet in sheets() for question in sheet.questions]
    assert len(questions) == len(set(questions)) == 72
    for sheet in sheets():
        end = ";" if sheet.lang == "el" else "?"  # the Greek question mark
        assert all(question.endswith(end) and question == question.strip() for question in sheet.questions), sheet.lang


def test_english_is_word_for_word_what_the_form_asks() -> None:
    english = next(sheet for sheet in sheets() if sheet.lang == "en")
    assert english.questions == tuple(str(question.label) for question in Question)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_page_shows_all_in_their_own_language_without_a_script(client: Client, language: str) -> None:
    answer = client.get(f"/{language}/spotlight/questions/")
    page = answer.content.decode()
    assert answer.status_code == 200
    for sheet in sheets():
        assert f'<a href="#{sheet.lang}" lang="{sheet.lang}"' in page
        assert f'<section class="sheet" id="{sheet.lang}"' in page
        for question in sheet.questions:
            assert f"<p>{question}</p>" in page
    assert reverse("spotlight:start") in page


@pytest.mark.django_db
def test_form_leads_to_the_page(client: Client) -> None:
    assert f'href="{reverse("spotlight:questions")}"' in client.get(reverse("spotlight:start")).content.decode()
