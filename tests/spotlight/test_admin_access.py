"""Who may do what with submissions: every role at every address, with GET and with POST.

A forbidden cell answers 403 (or leads to the sign-in) and changes nothing; GET changes nothing for anybody.
"""

from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.test import Client

from outbox import sending
from outbox.models import Message
from spotlight import corrections
from spotlight.admin.decisions import DECISIONS
from tests.factories import draft_submission, submission_in
from tests.spotlight.curating import LIST, decide_url, letter_data, review_url, signed_in

pytestmark = pytest.mark.django_db
ROLES = ["Curator", "Editor", "Translator", "staff without a group", "account that is no staff", "visitor"]
REVIEWERS, DECIDERS = {"Curator", "Editor"}, {"Curator"}
STATE_FOR = {
    "accept-correction": "published",
    "refuse-correction": "published",
    "publish": "signed_off",
    "schedule": "signed_off",
    "unschedule": "signed_off",
    "approve": "submitted",
    "request-changes": "submitted",
    "pass-sign-off": "approved",
    "override": "approved",
    "reopen": "approved",
    "decline": "submitted",
    "withdraw": "submitted",
}
TYPED: dict[str, dict[str, str]] = {
    "schedule": {"at": "2090-01-01T09:00"},
    "request-changes": {"meaning": "Who?"},
    "pass-sign-off": {"email": "other@example.net"},
    **{name: {"reason": "Why not."} for name in ("override", "decline", "withdraw", "refuse-correction")},
}


def client_of(role: str) -> Client:
    if role == "visitor":
        return Client()
    if role == "account that is no staff":
        client = Client()
        client.force_login(User.objects.get_or_create(username="reader")[0])
        return client
    return signed_in(role if role in REVIEWERS | {"Translator"} else None)


def snapshot() -> dict[str, list[str]]:
    """Every row of the Spotlight and every e-mail."""
    models = [*apps.get_app_config("spotlight").get_models(), Message]
    return {model._meta.label: sorted(map(repr, model._default_manager.values())) for model in models}


def is_refused(answer: Any) -> bool:
    return answer.status_code == 403 or (answer.status_code == 302 and "/login/" in answer.url)


def for_decision(name: str) -> Any:
    submission = submission_in(STATE_FOR[name])
    if name.endswith("correction"):
        submission = corrections.ask(submission, changes={"person_role": "baker and poet"})
    if name == "unschedule":
        url, client = decide_url(submission, "schedule"), signed_in("Curator")
        client.post(url, letter_data(client.get(url), _save="1", **TYPED["schedule"]))
    return submission


def test_every_decision_is_walked_through():
    assert set(STATE_FOR) == set(DECISIONS)


@pytest.mark.parametrize("part", ["list", "change", "print", "history", "decide/request-changes"])
def test_reading_is_for_reviewers_and_changes_nothing(part):
    submission = submission_in("submitted")
    url = LIST if part == "list" else review_url(submission, part)
    clients = {role: client_of(role) for role in ROLES}
    before = snapshot()
    answers = {role: client.get(url) for role, client in clients.items()}
    assert {role for role, answer in answers.items() if not is_refused(answer)} == REVIEWERS
    assert snapshot() == before


@pytest.mark.parametrize("name", DECISIONS)
def test_each_decision_is_for_those_who_may_take_it(name):
    submission = for_decision(name)
    url = decide_url(submission, name)
    allowed = REVIEWERS if name == "request-changes" else DECIDERS
    curator = signed_in("Curator")
    first = curator.get(url)
    shown = curator.post(url, letter_data(first, _see="1", **TYPED.get(name, {})))
    final = letter_data(shown, _send="1", _save="1")
    clients = {role: client_of(role) for role in ROLES if role not in allowed}
    before = snapshot()
    for role, client in clients.items():
        assert is_refused(client.get(url)), role
        assert is_refused(client.post(url, final)), role
    assert snapshot() == before
    member = client_of("Editor" if "Editor" in allowed else "Curator")
    assert member.get(url).status_code == 200
    assert snapshot() == before
    assert member.post(url, final).status_code == 302
    assert snapshot() != before


@pytest.mark.parametrize(
    "data",
    [
        {"_note": "1", "text": "Hello"},
        {"_handling": "1", "sensitive_checked": ""},
        {"_page": "1", "headline": "New", "meaning": "a", "achievement": "b", "why_fund": "c"},
    ],
    ids=["note", "handling", "page"],
)
def test_forms_of_the_review_page_are_for_reviewers(data):
    submission = submission_in("submitted")
    editor = signed_in("Editor")
    if "_page" in data:
        data = data | {"seen": editor.get(review_url(submission)).context["page_form"]["seen"].value()}
    clients = {role: client_of(role) for role in ROLES if role not in REVIEWERS}
    before = snapshot()
    assert all(is_refused(client.post(review_url(submission), data)) for client in clients.values())
    assert snapshot() == before
    assert editor.post(review_url(submission), data).status_code == 302
    assert snapshot() != before


@pytest.mark.parametrize("action", ["assign_to_me", "remind"])
def test_bulk_actions_are_for_reviewers(action):
    submission = submission_in("approved")
    for message in Message.objects.held():
        sending.release(message, by=User.objects.get(username="boss"))
    data = {"action": action, "_selected_action": [submission.pk]}
    clients = {role: client_of(role) for role in ROLES if role not in REVIEWERS}
    before = snapshot()
    assert all(is_refused(client.post(LIST, data)) for client in clients.values())
    assert snapshot() == before
    signed_in("Editor").post(LIST, data)
    assert snapshot() != before


@pytest.mark.parametrize("role", ["Curator", "Translator"])
@pytest.mark.parametrize("part", ["change", "print", "history", "decide/decline"])
def test_draft_answers_as_if_it_were_not_there(role, part):
    client = client_of(role)
    missing = client.get(f"{LIST}987654321/{part}/").status_code
    assert client.get(review_url(draft_submission(), part)).status_code == missing
    assert missing == {"Curator": 404, "Translator": 403}[role]


@pytest.mark.parametrize("part", ["add", "delete"])
def test_nobody_adds_or_deletes_here(part):
    submission = submission_in("declined")
    url = f"{LIST}add/" if part == "add" else review_url(submission, "delete")
    before = snapshot()
    curator = signed_in("Curator")
    assert (curator.get(url).status_code, curator.post(url, {"post": "yes"}).status_code) == (403, 403)
    assert snapshot() == before


def test_unknown_decisions_and_methods_are_refused():
    submission = submission_in("submitted")
    curator = signed_in("Curator")
    assert curator.get(decide_url(submission, "erase")).status_code == 404
    assert curator.put(decide_url(submission, "decline")).status_code == 405
    assert curator.delete(review_url(submission)).status_code == 405
    assert curator.post(review_url(submission), {}).status_code == 400
    assert curator.post(review_url(submission, "print")).status_code == 405


def test_nul_is_no_server_error():
    submission = submission_in("submitted")
    curator = signed_in("Curator")
    url = decide_url(submission, "decline")
    data = letter_data(curator.get(url), reason="a\x00b", _see="1")
    assert curator.post(url, data).status_code in (200, 400)
    assert curator.post(review_url(submission), {"_note": "1", "text": "a\x00b"}).status_code in (200, 400)
    assert curator.get(f"{LIST}?assignee=%00").status_code in (200, 302, 400)
