"""What people agree to is kept word for word; the words of a version never change under its name."""

import hashlib

import pytest
from django.utils import timezone, translation

from spotlight import consents
from spotlight.models import Consent, Purpose
from tests.factories import draft_submission

# Whoever changes a text or its translation gives it a new VERSION and adds a line here; old lines stay.
WORDS = {
    "2026-11": {
        "en": {"story": "8237d8bcf07619af", "photograph": "b13190f0559b110f", "contact": "f60e8e9fb3d33ca5"},
        "de": {"story": "d439d51f3d571973", "photograph": "c10044ee2eeddf39", "contact": "393ee601562df110"},
        "sv": {"story": "a9c7a39fdbbb8981", "photograph": "3a83feeb4ca3b0f2", "contact": "c5a86eee4a1a1d01"},
    }
}


def digest(purpose: Purpose, language: str) -> str:
    with translation.override(language):
        return hashlib.sha256(str(consents.TEXTS[purpose]).encode()).hexdigest()[:16]


def is_translated(language: str) -> bool:
    return any(digest(purpose, language) != digest(purpose, "en") for purpose in Purpose)


@pytest.mark.parametrize("language", ["en", "de", "sv"])
def test_words_of_this_version_are_the_ones_it_was_given(language: str) -> None:
    kept = WORDS[consents.VERSION].get(language)
    if kept is None:
        assert not is_translated(language), f"Write down the words of {consents.VERSION} in {language}."
    else:
        assert {purpose.value: digest(purpose, language) for purpose in Purpose} == kept


def test_each_purpose_is_asked_apart_and_says_how_to_withdraw() -> None:
    texts = [str(consents.TEXTS[purpose]) for purpose in Purpose]
    assert len(set(texts)) == len(Purpose) == 3
    assert all("I can withdraw this at any time" in text for text in texts)


@pytest.mark.django_db
class TestRecord:
    def test_words_version_language_and_moment_are_kept(self) -> None:
        row, now = draft_submission(), timezone.now()
        consents.record(row, [Purpose.STORY], language="sv", at=now)
        with translation.override("sv"):
            words = str(consents.TEXTS[Purpose.STORY])
        kept = Consent.objects.get()
        assert (kept.purpose, kept.text, kept.version, kept.language, kept.given_at, kept.withdrawn_at) == (
            *("story", words, consents.VERSION, "sv", now),
            None,
        )

    def test_what_stands_is_not_written_twice_and_what_was_withdrawn_is_given_anew(self) -> None:
        row, now = draft_submission(), timezone.now()
        consents.record(row, [Purpose.STORY], language="en", at=now)
        consents.record(row, [Purpose.STORY, Purpose.CONTACT], language="de", at=now)
        assert set(consents.standing(row)) == {Purpose.STORY, Purpose.CONTACT}
        assert Consent.objects.get(purpose="story").language == "en"
        consents.withdraw(row, [Purpose.STORY], at=now)
        assert consents.standing(row) == [Purpose.CONTACT]
        consents.record(row, [Purpose.STORY], language="de", at=now)
        assert list(Consent.objects.filter(purpose="story").order_by("pk").values_list("language", "withdrawn_at")) == [
            ("en", now),
            ("de", None),
        ]
