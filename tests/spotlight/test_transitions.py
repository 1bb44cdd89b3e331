"""Every state × step × person: what is allowed does exactly its work, what is not changes nothing and says why.

The expectations are written out here and not read from `spotlight.transitions`.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise, product
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from outbox.models import Message
from spotlight import corrections, curation, pages, transitions
from spotlight.models import Consent, Purpose, State, Step, Story, Submission, Verb
from tests.factories import draft_submission, submission_in
from tests.spotlight.people import EVERYBODY, REVIEWERS, STAFF, changed, everything, person, settle

pytestmark = pytest.mark.django_db

OPEN = {"submitted", "changes_requested", "approved", "signed_off"}
ALLOWED: dict[str, tuple[set[str], str, set[str]]] = {
    "submit": ({"draft"}, "submitted", {"contributor", *REVIEWERS}),
    "resubmit": ({"changes_requested"}, "submitted", {"contributor", *REVIEWERS}),
    "request_changes": ({"submitted"}, "changes_requested", {*REVIEWERS}),
    "approve": ({"submitted"}, "approved", {*STAFF}),
    "sign_off": ({"approved"}, "signed_off", {"contributor", "second"}),
    "object": ({"approved"}, "submitted", {"contributor", "second"}),
    "override": ({"approved"}, "signed_off", {*STAFF}),
    "reopen": ({"changes_requested", "approved", "signed_off", "declined"}, "submitted", {*STAFF}),
    "publish": ({"signed_off"}, "published", {"clock", *STAFF}),
    "decline": (OPEN, "declined", {*STAFF}),
    "withdraw": (OPEN | {"published"}, "withdrawn", {"contributor", *STAFF}),
}
OUTSIDE = {"contributor", "second", "clock"}


@dataclass(frozen=True)
class Work:
    """What an allowed step changes: the models, and the e-mail with whether it waits for a person."""

    models: set[str]
    mail: tuple[str, str] | None = None


_STEP = {"Submission", "Step"}
_WORDS = {"StoryText", "HistoricalStoryText"}
_STORY = {"Story", "HistoricalStory"}


def work(verb: str, state: str, who: str) -> Work:
    staff = who not in OUTSIDE
    if verb == "submit":
        agreed = set() if staff else {"Consent"}
        return Work(_STEP | {"Version", "Message", "Email"} | _STORY | _WORDS | agreed, ("receipt", "queued"))
    if verb == "request_changes":
        return Work(_STEP | {"Comment", "Message"}, ("changes", "held"))
    if verb == "publish":
        sent = {"Message"} if staff else {"Message", "Email"}
        return Work(_STEP | _STORY | sent, ("published", "held" if staff else "queued"))
    if verb == "withdraw":
        sent = {"Message"} if staff else {"Message", "Email"}
        shown = _STORY if state == "published" else set()
        return Work(_STEP | {"Consent"} | shown | sent, ("withdrawn", "held" if staff else "queued"))
    return {
        "resubmit": Work(_STEP | {"Version"} | _STORY),
        "approve": Work(_STEP | {"Message"}, ("sign_off", "held")),
        "sign_off": Work(_STEP | _WORDS),
        "object": Work(_STEP | {"Comment"}),
        "override": Work(_STEP),
        "reopen": Work(_STEP | (_WORDS if state == "signed_off" else set())),
        "decline": Work(_STEP | {"Message"}, ("declined", "held")),
    }[verb]


def _submit(row: Submission, by: Any) -> Submission:
    agreed = {Purpose.STORY} if by is person("contributor") else set()
    return curation.submit(row, by=by, agreed=agreed, language="en")


def _sign_off(row: Submission, by: Any) -> Submission:
    has_story = Story.objects.filter(submission=row).exists()
    return curation.sign_off(row, by=by, seen=pages.fingerprint(row) if has_story else "")


DOORS: dict[str, Callable[[Submission, Any], Submission]] = {
    "submit": _submit,
    "resubmit": _submit,
    "request_changes": lambda row, by: curation.request_changes(row, by=by, comments={"meaning": "Who?"}),
    "approve": lambda row, by: curation.approve(row, by=by),
    "sign_off": _sign_off,
    "object": lambda row, by: curation.object_to_page(row, by=by, note="The second sentence is wrong."),
    "override": lambda row, by: curation.override_sign_off(row, by=by, reason="She agreed by telephone."),
    "reopen": lambda row, by: curation.reopen(row, by=by),
    "publish": lambda row, by: curation.publish(row, by=by),
    "decline": lambda row, by: curation.decline(row, by=by, reason="It is an advertisement."),
    "withdraw": lambda row, by: curation.withdraw(row, by=by, reason="She asked by letter."),
}


def is_allowed(verb: str, state: str, who: str) -> bool:
    before, _after, people = ALLOWED[verb]
    return state in before and who in people


@contextmanager
def undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def test_every_verb_has_its_expectation_and_its_door() -> None:
    assert set(ALLOWED) == set(DOORS) == set(Verb.values)
    assert len(State) * len(Verb) * len(EVERYBODY) == 792


@pytest.mark.parametrize("verb", Verb)
def test_table_says_what_is_expected_of_every_state_and_everybody(verb: Verb) -> None:
    before, after, people = ALLOWED[verb]
    assert transitions.TABLE[verb].after == after
    for state, who in product(State, EVERYBODY):
        refused = transitions.refusal(verb, state, person(who))
        code = "not_allowed" if who not in people else "wrong_state" if state not in before else None
        assert (refused and refused[0]) == code, (state, who)
        assert (verb in transitions.possible(state, person(who))) is (code is None)


@pytest.mark.parametrize(("state", "verb"), list(product(State.values, Verb.values)))
def test_step(state: str, verb: str) -> None:
    if {state, verb} in ({"changes_requested", "submit"}, {"draft", "resubmit"}):
        verb = {"submit": "resubmit", "resubmit": "submit"}[verb]  # one door, which knows by the state which it is
    row = submission_in(state)
    everybody = {who: person(who) for who in EVERYBODY}
    for who, by in everybody.items():
        if is_allowed(verb, state, who):
            with undone():
                check_work(verb, state, who, by, row)
        else:
            check_refusal(verb, state, who, by, row)


def check_refusal(verb: str, state: str, who: str, by: Any, row: Submission) -> None:
    before = everything()
    if (state, who) == ("submitted", "contributor") and verb in ("submit", "resubmit"):
        assert DOORS[verb](row, by).pk == row.pk  # a double click is no error
    else:
        with pytest.raises(ValidationError) as refused, transaction.atomic():
            DOORS[verb](row, by)
        expected = "wrong_state" if who in ALLOWED[verb][2] else "not_allowed"
        assert (refused.value.code, len(refused.value.messages)) == (expected, 1), (who, refused.value.messages)
        assert refused.value.messages[0].endswith(".")
    assert changed(before) == set(), who


def check_work(verb: str, state: str, who: str, by: Any, row: Submission) -> None:
    if (verb, who) == ("publish", "clock"):
        curation.schedule(row, at=timezone.now() + timedelta(hours=1), by=person("curator"))
    before, begun = everything(), timezone.now()
    waiting = list(Message.objects.held().values_list("pk", flat=True))
    standing = Consent.objects.filter(submission=row, withdrawn_at=None).count()
    DOORS[verb](row, by)
    settle()
    expected = work(verb, state, who)
    assert changed(before) == expected.models, who
    row = Submission.objects.get(pk=row.pk)
    step = Step.objects.filter(submission=row).latest("pk")
    actor = who if who in OUTSIDE else "staff"
    after = ALLOWED[verb][1]
    assert (row.state, row.state_since) == (after, step.at), who
    assert (step.verb, step.before, step.after, step.actor) == (verb, state, after, actor)
    assert step.by == (None if who in OUTSIDE else by)
    assert begun <= step.at <= timezone.now()
    assert row.steps.count() == len([each for each in before["Step"] if each["submission_id"] == row.pk]) + 1
    check_story(row, after)
    new = Message.objects.exclude(pk__in=[each["id"] for each in before["Message"]])
    mails = [(f"spotlight.{expected.mail[0]}", expected.mail[1], "ansa@example.org")] if expected.mail else []
    assert list(new.values_list("kind", "state", "to")) == mails, who
    still_waiting = Message.objects.filter(pk__in=waiting).held().count()
    assert still_waiting == (0 if verb == "withdraw" else len(waiting))
    given = Consent.objects.filter(submission=row, withdrawn_at=None).count()
    if verb == "withdraw":
        assert given == 0
    else:
        assert given == standing + (1 if (verb, who) == ("submit", "contributor") else 0)


def check_story(row: Submission, after: str) -> None:
    story = row.story
    shown = {"published": "published"}.get(after)
    if after == "withdrawn":
        shown = "archived" if story.published_at else "draft"
    assert story.state == (shown or "draft")
    assert Story.objects.published().filter(pk=story.pk).exists() is (after == "published")
    assert bool(story.original_text().signed_off_at) is (  # type: ignore[union-attr]  # it always has one here
        Step.objects.filter(submission=row, verb="sign_off").exists()
        and not Step.objects.filter(submission=row, verb="reopen").exists()
    )
    if after in ("signed_off", "published"):
        assert len(row.signed_fingerprint) == 64
    elif after == "submitted":
        assert row.signed_fingerprint == ""


class TestTheTriggerHoldsTheSameTable:
    def test_every_pair_of_states(self) -> None:
        expected = {(before, after) for befores, after, _who in ALLOWED.values() for before in befores}
        pairs = [(before, after) for before, after in product(State.values, repeat=2) if before != after]
        assert {pair for pair in pairs if allowed_in_sql(*pair)} == expected
        table = {(before.value, rule.after.value) for rule in transitions.TABLE.values() for before in rule.before}
        assert table == expected

    def test_every_way_to_a_state_is_a_chain_of_steps(self) -> None:
        row = submission_in("published")
        steps = list(row.steps.all())
        assert [step.verb for step in steps] == ["submit", "approve", "sign_off", "publish"]
        assert all(before.after == after.before for before, after in pairwise(steps))


def allowed_in_sql(before: str, after: str) -> bool:
    """Whether the database lets a row go from one state to the other; other rules are given what they ask for."""
    columns: dict[str, dict[str, Any]] = {
        state: {"reference": "SI-222222", "submitted_at": timezone.now(), "round": 1} for state in State.values
    } | {"draft": {"reference": None, "submitted_at": None, "round": 0}}
    row = draft_submission()
    words = {field.name: getattr(row, field.name) for field in row._meta.fields if field.name not in ("id", "nonce")}
    words |= columns[before] | {"start_key": uuid4(), "state": before, "signed_fingerprint": "x" * 64}
    with undone():
        placed = Submission.objects.create(**words)  # an insertion asks nothing about the state before
        try:
            with transaction.atomic():
                Submission.objects.filter(pk=placed.pk).update(state=after, **columns[after])
        except IntegrityError as refused:
            if f"A story cannot go from {before} to {after}." not in str(refused):
                raise
            return False
    return True


OTHER_DOORS: dict[str, tuple[Callable[[Submission, Any], Any], set[str], set[str]]] = {
    "schedule": (
        lambda row, by: curation.schedule(row, at=timezone.now() + timedelta(hours=1), by=by),
        {"signed_off"},
        {*STAFF, "clock"},
    ),
    "pass the sign-off on": (
        lambda row, by: curation.pass_sign_off(row, to="boss@example.org", by=by),
        {"approved"},
        {*STAFF, "contributor", "second"},
    ),
    "accept a correction": (lambda row, by: corrections.accept(row, by=by), {"published"}, {*STAFF}),
    "refuse a correction": (lambda row, by: corrections.refuse(row, by=by, reason="No."), {"published"}, {*STAFF}),
}


@pytest.mark.parametrize(("state", "name"), list(product(State.values, OTHER_DOORS)))
def test_other_door(state: str, name: str) -> None:
    door, states, people = OTHER_DOORS[name]
    row = submission_in(state)
    if state == "published":
        corrections.ask(row, changes={"person_role": "master baker"})
    for who in EVERYBODY:
        by, before = person(who), everything()
        if state in states and who in people - {"clock"}:
            with undone():
                door(row, by)
                settle()
                assert "Submission" in changed(before) or "Story" in changed(before), who
        elif (state, who) != ("signed_off", "clock"):  # the clock publishes, and schedules in nobody's name
            with pytest.raises(ValidationError) as refused, transaction.atomic():
                door(row, by)
            assert refused.value.code in ("not_allowed", "wrong_state"), who
            assert changed(before) == set(), who
