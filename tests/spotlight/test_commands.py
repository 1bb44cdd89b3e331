"""What an operator does by command when a person asks."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from outbox.models import Message
from spotlight import curation
from spotlight.actors import CONTRIBUTOR
from spotlight.models import State, Submission
from tests.factories import draft_submission, submission_in
from tests.spotlight.photographs import with_photograph

pytestmark = pytest.mark.django_db


def test_personal_data_writes_everything_of_the_address_and_of_nobody_else(tmp_path: Path) -> None:
    draft = with_photograph(draft_submission(email="Ansa@example.org"))
    mine = submission_in(State.SUBMITTED, email="ansa@example.org", person_name="Ansa")
    other = submission_in(State.APPROVED, email="other@example.org", person_name="Bodil")
    curation.pass_sign_off(other, to="ansa@example.org", by=CONTRIBUTOR)
    said = StringIO()
    call_command("personal_data", "ansa@example.org", to=tmp_path / "out", stdout=said)
    assert said.getvalue() == "Stories: 2; asked to sign off: 1; e-mails: 2.\n"
    text = (tmp_path / "out" / "data.json").read_text()
    data = json.loads(text)
    assert [story["story"]["reference"] for story in data["stories"]] == [None, mine.reference]
    assert data["asked_to_sign_off"] == [{"reference": other.reference, "second_email": "ansa@example.org"}]
    assert "Bodil" not in text
    assert "boss" not in text
    photograph = tmp_path / "out" / f"photograph-draft-{draft.pk}.jpg"
    assert photograph.read_bytes()[:3] == b"\xff\xd8\xff"
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["data.json", photograph.name]


def test_personal_data_of_a_stranger_is_an_error_and_a_full_directory_too(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Nothing is held"):
        call_command("personal_data", "nobody@example.org", to=tmp_path)
    submission_in(State.SUBMITTED)
    (tmp_path / "mine.txt").write_text("x")
    with pytest.raises(CommandError, match="not empty"):
        call_command("personal_data", "ansa@example.org", to=tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(("keep", "published"), [(False, 0), (True, 1)])
def test_erase_person_erases_all_or_leaves_published_stories(keep: bool, published: int) -> None:
    story = submission_in(State.PUBLISHED, email="gone@example.org").story
    submission_in(State.SUBMITTED, email="gone@example.org")
    stays = submission_in(State.PUBLISHED, email="stays@example.org")
    said = StringIO()
    call_command("erase_person", "gone@example.org", keep_stories=keep, stdout=said)
    assert said.getvalue() == "Stories erased: 2. E-mails to this address are gone.\n"
    assert list(Submission.objects.all()) == [stays]
    story.refresh_from_db()
    assert int(story.is_public) == published
    assert story.person_name == ""
    assert not Message.objects.filter(to="gone@example.org").exists()
    assert Message.objects.filter(to="stays@example.org").exists()


def test_reapply_refuses_what_is_no_list(tmp_path: Path) -> None:
    broken = tmp_path / "list.json"
    broken.write_text('[{"submission": 1}]')
    with pytest.raises(CommandError, match="not a list"):
        call_command("reapply_erasures", source=broken)
    with pytest.raises(CommandError, match="not a list"):
        call_command("reapply_erasures", source=tmp_path / "missing.json")
