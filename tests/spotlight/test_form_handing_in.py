"""Checking, agreeing, handing in, and handing in again when changes were asked for."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from outbox.models import Message
from spotlight import consents, curation
from spotlight.models import Consent, Purpose, State, Step, Submission
from tests.factories import ANSWERS, submission_in
from tests.pictures.photographs import data, drawing, upload
from tests.spotlight.form_tools import Visitor, problems, shown_before, with_photograph, writing

pytestmark = pytest.mark.django_db


def complete() -> Visitor:
    visitor = writing()
    visitor.answer_all()
    return visitor


def asked_for_changes(**comments: str) -> Visitor:
    """A visitor who handed in and whose own page opened the form again."""
    visitor = writing()
    session = visitor.client.session
    row = submission_in(State.SUBMITTED)
    boss = User.objects.get(username="boss")
    curation.request_changes(row, by=boss, comments=comments or {"meaning": "Who are the neighbours?"})
    session["spotlight_draft"] = row.pk
    session.save()
    return visitor


def test_complete_story_is_handed_in_with_receipt() -> None:
    visitor = complete()
    number = visitor.draft.pk
    response = visitor.hand_in()
    assert (response.status_code, response["Location"]) == (302, visitor.address("received"))
    row = Submission.objects.get(pk=number)
    assert (row.state, row.round) == (State.SUBMITTED, 1)
    html = visitor.text("received")
    assert row.reference is not None
    assert row.reference in html
    assert "is on its way to ansa@example.org" in html
    assert "/en/spotlight/own/" in html
    assert Message.objects.about(row.topic).count() == 1
    assert visitor.get("meaning").status_code == 404


def test_receipt_says_when_no_mail_comes(settings) -> None:  # type: ignore[no-untyped-def]
    settings.RATE_LIMITS = True
    for _time in range(5):
        visitor = complete()
        assert visitor.hand_in().status_code == 302
        assert "on its way" in visitor.text("received")
    visitor = complete()
    assert visitor.hand_in().status_code == 302
    assert "No e-mail is coming now" in visitor.text("received")


def test_double_click_hands_in_once() -> None:
    visitor = complete()
    session = dict(visitor.client.session.items())
    first = visitor.hand_in()
    later = visitor.post("check", stamp="x")  # the session knows already
    kept = visitor.client.session
    kept.update(session)  # a second request that began before the first ended
    kept.save()
    same = visitor.client.post(visitor.address("check"), {"stamp": "x"})
    assert [first.status_code, later.status_code] == [302, 302]
    assert later["Location"] == visitor.address("received")
    assert same["Location"] == visitor.address("received")
    assert (Submission.objects.count(), Step.objects.count(), Message.objects.count()) == (1, 1, 1)


def test_nothing_is_missing_from_the_list_of_what_is_missing() -> None:
    visitor = writing()
    expected = [
        "project", "speaker", "language", "meaning", "achievement", "why-fund", "contact", "consent",
    ]  # fmt: skip
    for response, failed in ((visitor.get("check"), False), (visitor.hand_in(), True)):
        html = response.content.decode()
        assert response.status_code == (422 if failed else 200)
        assert ("<title>Error: " in html) is failed
        assert "8 things are missing" in html
        for step in expected:
            assert f'<li><a href="{visitor.address(step)}?return=check">' in html
    assert [target for target, _s in problems(response)] == [f"{visitor.address(s)}?return=check" for s in expected]
    assert visitor.draft.state == State.DRAFT


def test_short_answer_is_named_at_the_end_only() -> None:
    visitor = complete()
    assert visitor.post("meaning", meaning="Too short.").status_code == 302
    response = visitor.hand_in()
    assert problems(response) == [
        (
            f"{visitor.address('meaning')}?return=check",
            "Write at least 40 characters: What does Social Innovation mean to you?",
        )
    ]


def test_overview_shows_every_answer_with_a_way_to_change_it() -> None:
    visitor = complete()
    html = visitor.text("check")
    for text in ("Lake Neighbours", "Ansa", "Latviešu", "ansa@example.org", *ANSWERS.values()):
        assert text in html
    assert f'lang="lv" dir="auto" class="long">{ANSWERS["meaning"]}' in html
    for step in ("project", "speaker", "language", "meaning", "achievement", "why-fund", "photograph", "video"):
        assert f'href="{visitor.address(step)}?return=check"' in html


def test_no_box_is_ticked_beforehand_and_each_says_what_follows() -> None:
    visitor = writing()
    html = visitor.text("consent")
    assert html.count('type="checkbox"') == 2
    assert " checked" not in html
    assert "Without this tick you cannot hand in the story" in html
    with_photograph(visitor)
    html = visitor.text("consent")
    assert html.count('type="checkbox"') == 3
    for words in consents.TEXTS.values():
        assert str(words) in html


def test_words_recorded_are_the_words_shown() -> None:
    """Ticked on the German page, handed in on the English one: the German words are kept."""
    visitor = complete()
    visitor.language = "de"
    visitor.post("consent", story="on", contact="on")
    visitor.language = "en"
    number = visitor.draft.pk
    visitor.hand_in()
    kept = {row.purpose: row for row in Consent.objects.filter(submission=number)}
    assert sorted(kept) == ["contact", "story"]
    assert {row.language for row in kept.values()} == {"de"}
    assert kept["story"].version == consents.VERSION


def test_ticks_stay_on_the_way_back_and_can_be_taken_away() -> None:
    visitor = complete()
    visitor.post("consent", story="on", contact="on")
    assert visitor.text("consent").count(" checked") == 2
    visitor.post("consent", story="on")
    number = visitor.draft.pk
    visitor.hand_in()
    assert [row.purpose for row in Consent.objects.filter(submission=number)] == [Purpose.STORY]


def test_consent_to_a_photograph_is_for_this_photograph() -> None:
    visitor = complete()
    with_photograph(visitor)
    visitor.post("consent", story="on", photograph="on")
    visitor.post("photograph", photograph=upload(data(drawing(800, 600))), credit="Ansa", alt="A yard")
    visitor.post("people", people_shown="none")
    response = visitor.hand_in()
    assert problems(response) == [
        (f"{visitor.address('consent')}?return=check", "Agree that the photograph may be published, or remove it.")
    ]
    visitor.post("photograph", action="remove")
    assert visitor.hand_in().status_code == 302


def test_ticks_of_one_story_are_not_those_of_the_next() -> None:
    visitor = complete()
    visitor.begin()
    assert " checked" not in visitor.text("consent")


def test_other_words_meanwhile_ask_again(monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = complete()
    monkeypatch.setattr(consents, "VERSION", "2027-01")
    assert [sentence for _target, sentence in problems(visitor.hand_in())] == ["Agree that the story may be published."]


@pytest.mark.parametrize(
    ("seconds", "more", "sentence"),
    [
        (0, {}, "That was very quick"),
        (90_000, {}, "open for more than a day"),
        (10, {"remarks_2": "x"}, "hidden from people"),
    ],
)
def test_machine_is_told_and_nothing_is_handed_in(seconds: float, more: dict[str, str], sentence: str) -> None:
    visitor = complete()
    note = {"remarks_2": ""} | more
    response = visitor.post("check", stamp=shown_before(str(visitor.draft.pk), seconds), **note)
    assert response.status_code == 422
    assert sentence in problems(response)[0][1]
    assert visitor.draft.state == State.DRAFT
    assert visitor.hand_in().status_code == 302


def test_too_many_hand_ins_wait(settings) -> None:  # type: ignore[no-untyped-def]
    settings.RATE_LIMITS = True
    answers = []
    for _time in range(21):
        visitor = complete()
        visitor.post("contact", email=f"ansa{_time}@example.org")
        answers.append(visitor.hand_in().status_code)
    assert answers == [302] * 20 + [429]
    assert visitor.draft.state == State.DRAFT


def test_receipt_without_a_story_is_the_page_that_helps() -> None:
    assert Visitor().get("received").status_code == 404


def test_autosave_keeps_what_is_right_and_says_what_is_wrong() -> None:
    visitor = writing()
    saved = visitor.post("meaning", meaning="Half a sen", autosave=True)
    assert (saved.status_code, saved.json()) == (200, {"errors": []})
    assert visitor.draft.meaning == "Half a sen"
    half = visitor.post("speaker", speaker="person", person_name="", autosave=True)
    assert half.status_code == 200
    wrong = visitor.post("contact", email="ansa@", autosave=True)
    assert wrong.status_code == 422
    assert wrong.json() == {"errors": ["Give an e-mail address in the form name@example.org."]}
    long = visitor.post("meaning", meaning="x" * 3001, autosave=True)
    assert long.status_code == 422
    assert visitor.draft.meaning == "Half a sen"
    assert Visitor().post("meaning", meaning="Lost", autosave=True).status_code == 409


def test_saving_for_later_keeps_halves_and_goes_to_the_link() -> None:
    visitor = writing()
    response = visitor.post("speaker", speaker="person", person_role="baker", action="later")
    assert (response.status_code, response["Location"]) == (302, visitor.address("save"))
    assert visitor.draft.person_role == "baker"
    too_long = visitor.post("meaning", meaning="x" * 3001, action="later")
    assert too_long.status_code == 422
    assert "x" * 3001 in too_long.content.decode()
    assert visitor.post("check", action="later")["Location"] == visitor.address("save")


def test_changes_show_what_is_asked_where_it_is_asked() -> None:
    visitor = asked_for_changes(meaning="Who are the neighbours?", photograph="Is there one?", other="Which village?")
    assert "Who are the neighbours?" in visitor.text("meaning")
    assert "Who are the neighbours?" not in visitor.text("achievement")
    assert "Is there one?" in visitor.text("photograph")
    assert "Which village?" in visitor.text("project")
    html = visitor.text("check")
    for text in ("Who are the neighbours?", "Is there one?", "Which village?", "Hand in again"):
        assert text in html
    assert "You have agreed to everything" not in visitor.text("consent")  # contact was not ticked
    assert visitor.text("consent").count('type="checkbox"') == 1


def test_handing_in_again_is_a_new_round_with_a_note() -> None:
    visitor = asked_for_changes()
    changed = "The neighbours are the people of four villages around one lake."
    assert visitor.post("meaning", meaning=changed).status_code == 302
    row = visitor.draft
    assert visitor.hand_in(note="I have named the villages.").status_code == 302
    row.refresh_from_db()
    assert (row.state, row.round, row.meaning) == (State.SUBMITTED, 2, changed)
    assert row.comments.get(by=None).text == "I have named the villages."
    html = visitor.text("received")
    assert "Your changes have arrived" in html
    assert "on its way" not in html
    assert "No e-mail" not in html


def test_story_that_moved_on_is_not_written_to() -> None:
    """Staff took it back to reading while the page was open."""
    visitor = asked_for_changes()
    row = visitor.draft
    curation.reopen(row, by=User.objects.get(username="boss"))
    response = visitor.post("meaning", meaning="Something else that is long enough to be an answer.")
    assert response.status_code == 409
    row.refresh_from_db()
    assert row.meaning == ANSWERS["meaning"]


def test_handing_in_needs_the_token_of_the_page() -> None:
    visitor = complete()
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = visitor.client.cookies
    assert strict.post(visitor.address("check"), {}).status_code == 403
    assert visitor.draft.state == State.DRAFT
