"""What people agree to is kept word for word; the words of a version never change under its name."""

import hashlib

import pytest
from django.utils import timezone, translation

from events import consents
from events.models import Purpose, RegistrationConsent
from tests.factories.events import RegistrationFactory

# Whoever changes a text or its translation gives it a new VERSION and adds a line here; old lines stay.
WORDS = {
    "2026-11": {
        "en": {"data": "45dd5453a4f9b7bc", "listed": "8245e6f31f356577", "contact": "44fa28527bfc4bf6"},
        "de": {"data": "16fcc1fd02f42639", "listed": "94cab9fa738b435f", "contact": "8c0f81d9fa3bcd1e"},
        "sv": {"data": "db31ee832fb6b531", "listed": "b1a2650ca18dfba0", "contact": "bc82fc4f24ab522f"},
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


def test_each_purpose_is_asked_apart() -> None:
    texts = [str(consents.TEXTS[purpose]) for purpose in Purpose]
    assert len(set(texts)) == len(Purpose) == 3


@pytest.mark.django_db
def test_given_withdrawn_and_given_again_are_three_moments_of_two_rows() -> None:
    row, now = RegistrationFactory(), timezone.now()
    for wanted in ({Purpose.LISTED}, set(), {Purpose.LISTED}, {Purpose.LISTED}):
        consents.settle(row, wanted, language="sv", at=now)
    listed = RegistrationConsent.objects.filter(registration=row, purpose=Purpose.LISTED).order_by("pk")
    assert [consent.withdrawn_at for consent in listed] == [now, None]
    assert {(each.version, each.language) for each in listed} == {(consents.VERSION, "sv")}
    assert sorted(consents.standing(row)) == [Purpose.DATA, Purpose.LISTED]
