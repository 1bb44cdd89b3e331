"""Links: save and return, lost ones, a colleague's; broken and ended ones; nothing of them travels or stays."""

import io
import json
import logging
import re
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from outbox.models import Message
from siportal import logs
from spotlight import curation, erasing, links, mails
from spotlight.actors import CONTRIBUTOR
from spotlight.models import State, Submission
from tests.factories import draft_submission, submission_in
from tests.spotlight.photographs import with_photograph
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db


@pytest.fixture
def limited(settings: Any) -> None:
    settings.RATE_LIMITS = True


def holding(client: Client, draft: Submission) -> Client:
    """A browser that came with the draft's link."""
    assert client.get(links.path(links.DRAFT, draft)).status_code == 302
    return client


def text(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode().split("<main")[1].split("</main>")[0]).split())


def test_return_opens_the_draft_in_any_browser_at_its_first_gap(client: Client) -> None:
    draft = draft_submission(why_fund="")
    response = client.get(links.path(links.DRAFT, draft))
    assert (response.status_code, response["Location"]) == (302, "/en/spotlight/submit/why-fund/")
    assert client.session["spotlight_draft"] == draft.pk
    assert response["Referrer-Policy"] == "same-origin"
    whole = draft_submission()
    assert client.get(links.path(links.DRAFT, whole))["Location"] == "/en/spotlight/submit/check/"
    assert client.session["spotlight_draft"] == whole.pk


def test_return_after_handing_in_explains_and_offers_another_link(client: Client) -> None:
    draft = draft_submission()
    path = links.path(links.DRAFT, draft)
    curation.submit(draft, by=CONTRIBUTOR, agreed={"story"}, language="en")
    response = client.get(path)
    assert response.status_code == 410
    assert "This story was handed in" in text(response)
    assert "/en/spotlight/lost-link/" in response.content.decode()
    assert "spotlight_draft" not in client.session


def test_link_of_a_draft_lives_as_long_as_the_draft(client: Client) -> None:
    draft = draft_submission()
    path = links.path(links.DRAFT, draft)
    Submission.objects.filter(pk=draft.pk).update(touched_at=timezone.now() - timedelta(days=13.9))
    assert client.get(path).status_code == 302
    Submission.objects.filter(pk=draft.pk).update(touched_at=timezone.now() - timedelta(days=14.1))
    assert client.get(path).status_code == 410


def test_old_link_to_a_draft_that_was_changed_since_still_works(client: Client, monkeypatch: Any) -> None:
    draft = draft_submission()
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 20 * 86_400)
    path = links.path(links.DRAFT, draft)
    monkeypatch.setattr(time, "time", lambda: now)
    assert client.get(path).status_code == 302


@pytest.mark.parametrize("purpose", [links.DRAFT, links.OWN, links.SECOND, links.READ, links.PHOTOGRAPH])
def test_nonsense_is_404_and_what_ended_410_with_the_same_words(client: Client, purpose: str) -> None:
    state = State.DRAFT if purpose == links.DRAFT else State.APPROVED
    row = submission_in(state, email="a@example.org")
    path = links.path(purpose, row)
    token = path.rstrip("/").rsplit("/", 1)[1]
    nonsense = client.get(path.replace(token, "x" * len(token)))
    forged = client.get(path.replace(token, token[:-3] + "abc"))
    Submission.objects.filter(pk=row.pk).update(nonce="another")
    ended = client.get(path)
    Submission.objects.filter(pk=row.pk).update(nonce=row.nonce)
    erasing.erase(row)
    gone = client.get(path)
    assert [each.status_code for each in (nonsense, forged, ended, gone)] == [404, 404, 410, 410]
    assert len({text(each) for each in (nonsense, forged, ended, gone)}) == 1
    assert "Send me my link again" in text(gone)
    assert "no-store" in gone["Cache-Control"]


def test_link_for_one_purpose_opens_nothing_else(client: Client) -> None:
    row = submission_in(State.APPROVED)
    read = links.token(links.READ, row)
    for name in ("own", "sign-off", "return"):
        assert client.get(f"/en/spotlight/{name}/{read}/").status_code == 404
    assert client.get(f"/en/spotlight/own/{read}/download/").status_code == 404


def test_own_link_expires_after_its_days(client: Client, monkeypatch: Any) -> None:
    row = submission_in(State.SUBMITTED)
    path = links.path(links.OWN, row)
    now = time.time()
    monkeypatch.setattr(signing.time, "time", lambda: now + (links.OWN_DAYS - 1) * 86_400)
    assert client.get(path).status_code == 200
    monkeypatch.setattr(signing.time, "time", lambda: now + (links.OWN_DAYS + 1) * 86_400)
    assert client.get(path).status_code == 410


def test_save_asks_for_the_address_keeps_it_and_sends_the_link(client: Client) -> None:
    draft = draft_submission(email="")
    holding(client, draft)
    assert 'type="email"' in client.get("/en/spotlight/submit/save/").content.decode()
    refused = client.post("/en/spotlight/submit/save/", {"email": "nobody"})
    assert "Enter an e-mail address like" in text(refused)
    assert 'value="nobody"' in refused.content.decode()
    assert not Message.objects.exists()
    response = client.post("/en/spotlight/submit/save/", {"email": "new@example.org"}, follow=True)
    assert "We have sent it to new@example.org." in text(response)
    assert "The link works for 14 days after your last change" in text(response)
    message = Message.objects.get()
    assert (message.kind, message.to) == (mails.DRAFT_SAVED.name, "new@example.org")
    link = re.search(r"https?://[^/]+(/en/spotlight/return/\S+)", message.body)
    assert link is not None
    assert Client().get(link[1]).status_code == 302


def test_save_says_when_there_were_too_many_mails_and_keeps_the_draft(client: Client, limited: None) -> None:
    draft = draft_submission(email="busy@example.org")
    holding(client, draft)
    for _each in range(5):
        response = client.post("/en/spotlight/submit/save/", {"email": "busy@example.org"})
        assert response.status_code == 302
    response = client.post("/en/spotlight/submit/save/", {"email": "busy@example.org"})
    assert response.status_code == 429
    assert "Nothing is lost" in text(response)
    assert "/en/spotlight/return/" in response.content.decode()
    assert Message.objects.count() == 5
    assert Submission.objects.filter(pk=draft.pk).exists()


def test_save_without_a_draft_says_so(client: Client) -> None:
    assert "There is no unfinished story in this browser" in text(client.get("/en/spotlight/submit/save/"))
    row = submission_in(State.CHANGES_REQUESTED)
    client.post(links.path(links.OWN, row) + "answers/")
    assert "Your changes are saved" in text(client.get("/en/spotlight/submit/save/"))
    assert client.post("/en/spotlight/submit/save/", {"email": "x@example.org"}).status_code == 200
    row.refresh_from_db()
    assert row.email == "ansa@example.org"


def test_delete_asks_first_and_then_ends_every_link(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    draft = with_photograph(draft_submission())
    path, read = links.path(links.DRAFT, draft), links.path(links.READ, draft)
    holding(client, draft)
    assert "Delete the unfinished story?" in text(client.get("/en/spotlight/submit/delete/"))
    assert Submission.objects.filter(pk=draft.pk).exists()
    with django_capture_on_commit_callbacks(execute=True):
        assert "It is gone" in text(client.post("/en/spotlight/submit/delete/"))
    assert not Submission.objects.exists()
    assert [client.get(each).status_code for each in (path, read)] == [410, 410]
    assert "spotlight_draft" not in client.session
    assert "It is gone" in text(client.post("/en/spotlight/submit/delete/"))


def test_delete_refuses_what_was_handed_in(client: Client) -> None:
    row = submission_in(State.CHANGES_REQUESTED)
    client.post(links.path(links.OWN, row) + "answers/")
    client.post("/en/spotlight/submit/delete/")
    assert Submission.objects.filter(pk=row.pk).exists()


def test_lost_links_come_for_every_story_of_the_address_and_no_other(client: Client) -> None:
    draft = draft_submission(email="Ansa@example.org", new_project="Lake http://evil.example")
    own = submission_in(State.PUBLISHED, email="ansa@example.org")
    asked = submission_in(State.APPROVED, email="other@example.org")
    curation.pass_sign_off(asked, to="ansa@example.org", by=CONTRIBUTOR)
    submission_in(State.SUBMITTED, email="stranger@example.org")
    Message.objects.all().delete()
    client.post("/en/spotlight/lost-link/", {"email": "ANSA@example.org"})
    message = Message.objects.get()
    found = re.findall(r"https?://[^/\s]+(/en/spotlight/\S+)", message.body)
    assert [path.split("/")[3] for path in found] == ["own", "return", "sign-off"]
    assert [Client().get(path).status_code for path in found] == [200, 302, 200]
    assert f"{own.reference}, Lake Neighbours:" in message.body
    assert "http://evil" not in message.body
    assert draft.pk


def test_lost_link_answers_the_same_whether_the_address_is_known(client: Client, limited: None) -> None:
    submission_in(State.SUBMITTED, email="known@example.org")
    Message.objects.all().delete()
    answers: dict[str, list[tuple[int, str, str]]] = {"known@example.org": [], "unknown@example.org": []}
    seconds: dict[str, list[float]] = {address: [] for address in answers}
    for address, said in answers.items():
        for _each in range(7):
            begun = time.monotonic()
            response = client.post("/en/spotlight/lost-link/", {"email": address})
            seconds[address].append(time.monotonic() - begun)
            said.append((response.status_code, response["Location"], text(client.get(response["Location"]))))
    assert answers["known@example.org"] == answers["unknown@example.org"]
    assert {said[0] for said in answers["known@example.org"]} == {302}
    assert Message.objects.filter(to="known@example.org").count() == 4  # the receipt was the first of the day's five
    quickest = [min(each) for each in seconds.values()]
    assert min(quickest) >= 0.3
    assert max(quickest) - min(quickest) < 0.1, seconds


def test_lost_link_is_limited_for_one_visitor(client: Client, limited: None, monkeypatch: Any) -> None:
    monkeypatch.setattr("spotlight.views.returning._EVEN_SECONDS", 0.0)
    codes = [
        client.post("/en/spotlight/lost-link/", {"email": f"a{number}@example.org"}).status_code for number in range(21)
    ]
    assert codes == [302] * 20 + [429]
    response = client.post("/en/spotlight/lost-link/", {"email": "kept@example.org"})
    assert int(response["Retry-After"]) > 3000
    assert 'value="kept@example.org"' in response.content.decode()
    assert client.get("/en/spotlight/lost-link/").status_code == 200


def test_colleague_reads_the_answers_and_no_address(client: Client) -> None:
    draft = with_photograph(draft_submission(email="secret@example.org", why_fund=""))
    response = client.get(links.path(links.READ, draft))
    page = response.content.decode()
    assert "neighbours find answers" in page
    assert "Not answered yet." in page
    assert "secret@" not in page
    assert "<form" not in page.split("<main")[1]
    photograph = re.search(r'src="(/en/spotlight/photograph/[^"]+)"', page)
    assert photograph is not None
    shown = Client().get(photograph[1])
    assert (shown.status_code, shown["Content-Type"], shown.content[:3]) == (200, "image/jpeg", b"\xff\xd8\xff")
    assert "no-store" in shown["Cache-Control"]


def test_personal_pages_are_neither_kept_listed_nor_named_to_others(client: Client) -> None:
    row, draft = submission_in(State.APPROVED), draft_submission()
    second = curation.pass_sign_off(row, to="second@example.org", by=CONTRIBUTOR)
    own = links.path(links.OWN, row)
    pages = [own, own + "sign-off/", own + "withdraw/", own + "erase/", links.path(links.SECOND, second)]
    pages += [links.path(links.READ, draft), "/en/spotlight/lost-link/", "/en/spotlight/submit/save/"]
    for path in pages:
        response = client.get(path)
        assert response.status_code == 200, path
        assert "no-store" in response["Cache-Control"]
        assert "private" in response["Cache-Control"]
        assert response["Referrer-Policy"] == "same-origin"
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()
    assert "noindex" in client.get(own + "download/")["X-Robots-Tag"]


@pytest.mark.parametrize(
    ("method", "path"), [("post", ""), ("get", "answers/"), ("get", "contact/"), ("put", "erase/")]
)
def test_method_a_page_does_not_know_is_405(client: Client, method: str, path: str) -> None:
    row = submission_in(State.PUBLISHED)
    assert getattr(client, method)(links.path(links.OWN, row) + path).status_code == 405


@pytest.fixture
def lines() -> Iterator[Any]:
    before = logging.getLogger().handlers[:]
    configuration = logs.configuration(json=True, level="INFO")
    stream = io.StringIO()
    configuration["handlers"]["stderr"]["stream"] = stream
    logging.config.dictConfig(configuration)
    yield lambda: [json.loads(line) for line in stream.getvalue().splitlines()]
    from django.conf import settings

    logging.config.dictConfig(settings.LOGGING)
    logging.getLogger().handlers = before


def test_no_token_reaches_the_log(client: Client, lines: Any) -> None:
    row = submission_in(State.SUBMITTED)
    path = links.path(links.OWN, row)
    token = path.rstrip("/").rsplit("/", 1)[1]
    Submission.objects.filter(pk=row.pk).update(nonce="another")
    client.get(path)
    client.get(path + "no-such-page/")
    client.get(path + "answers/")
    logging.getLogger("django.server").warning('"%s" %s', f"GET {path.replace(':', '%3A')} HTTP/1.1", 404)
    written = lines()
    assert len(written) == 4
    assert [line["path"] for line in written[:2]] == ["/en/spotlight/own/…/", "/en/spotlight/own/…/no-such-page/"]
    assert token.rsplit(":", 1)[1] not in json.dumps(written)


def test_ordinary_paths_stay_readable_in_the_log(client: Client, lines: Any) -> None:
    client.get("/en/projects/a-project-with-a-long-name-of-many-words-2014-2020/")
    assert lines()[0]["path"] == "/en/projects/a-project-with-a-long-name-of-many-words-2014-2020/"


def test_days_of_drafts_follow_the_settings(client: Client) -> None:
    SiteSettings.objects.update_or_create(pk=1, defaults={"draft_days": 1})
    holding(client, draft_submission())
    assert "The link works for 1 day after your last change" in text(client.get("/en/spotlight/submit/save/"))
