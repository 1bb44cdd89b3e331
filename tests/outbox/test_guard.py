"""The guard of public forms: a trap, a time, and a way through for everybody who was refused."""

import time
from unittest import mock

import pytest
from django.core import signing
from django.http import QueryDict

from outbox import guard
from outbox.guard import Guard, stamp, subject_of, tidy


@pytest.fixture(autouse=True)
def _three_seconds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Notes are dated to the second, so that a machine as quick as a test is not always told from a person in one."""
    monkeypatch.setattr(guard, "QUICKEST", 3)


def shown_before(seconds: float) -> str:
    with mock.patch.object(signing.time, "time", return_value=time.time() - seconds):
        return stamp("a page")


def test_person_who_took_a_moment_passes() -> None:
    assert Guard({"stamp": shown_before(10), "remarks_2": ""}, subject="a page").is_valid()


@pytest.mark.parametrize(
    ("note", "trap", "code"),
    [
        (10, "I am a machine", "trap"),
        (1, "", "too_quick"),
        (86_500, "", "too_old"),
        (None, "", "too_old"),
    ],
)
def test_machine_is_refused_with_its_reason(note: float | None, trap: str, code: str) -> None:
    given = shown_before(note) if note else "not ours"
    form = Guard({"stamp": given, "remarks_2": trap}, subject="a page")
    assert not form.is_valid()
    assert [error.code for error in form.non_field_errors().as_data()] == [code]


def test_whoever_was_too_quick_only_has_to_wait() -> None:
    note = shown_before(1)
    form = Guard({"stamp": note, "remarks_2": ""}, subject="a page")
    assert not form.is_valid()
    assert form.again().initial["stamp"] == note


def test_whoever_was_too_late_gets_a_new_note_about_the_same() -> None:
    form = Guard({"stamp": shown_before(90_000), "remarks_2": ""}, subject="a page")
    assert not form.is_valid()
    assert form.again().initial["stamp"] != form.data["stamp"]
    assert subject_of(form.again().initial["stamp"]) == "a page"
    assert subject_of("not ours") is None


def test_posted_text_has_one_kind_of_line_break_and_whole_characters() -> None:
    posted = QueryDict(mutable=True)
    posted.setlist("text", ["one\r\ntwo\rthree", "half \ud800"])
    assert tidy(posted).getlist("text") == ["one\ntwo\nthree", "half \ufffd"]
