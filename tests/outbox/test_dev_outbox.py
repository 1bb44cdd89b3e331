"""The e-mails of a portal on one's own machine: a folder, and the pages that show it."""

import pytest
from django.core.mail import EmailMessage

from outbox import mailbox, sending
from outbox.duties import send_mail
from outbox.views import with_links
from tests.outbox.mail_kinds import KIND, TO, VALUES
from tests.projects.staff import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(settings, tmp_path):
    settings.MAIL_FOLDER = tmp_path / "mails"
    settings.POST_OFFICE = {**settings.POST_OFFICE, "BACKENDS": {"default": "outbox.mailbox.FolderBackend"}}
    return settings.MAIL_FOLDER


def write(project="Lake Neighbours"):
    sending.send(KIND, to=TO, language="en", values=VALUES | {"project": project})


def test_worker_writes_one_file_for_each_e_mail(folder):
    write("Första")
    write("Second")
    assert send_mail() == "2 sent, 0 to be tried again, 0 given up"
    assert len(list(folder.glob("*.eml"))) == 2
    assert folder.stat().st_mode & 0o077 == 0
    newest = mailbox.newest(10)
    assert [mail.subject for mail in newest] == ["Your letter about Second", "Your letter about Första"]
    assert (newest[1].to, newest[1].body) == (TO, "Hello,\n\nread this: https://portal.example/own/\n")
    assert [mail.subject for mail in mailbox.newest(1)] == ["Your letter about Second"]


def test_pages_show_list_and_text_with_links(folder):
    write("<b>Lake</b>")
    send_mail()
    client = signed_in("Curator")
    said = client.get("/outbox/").content.decode()
    assert "Your letter about &lt;b&gt;Lake&lt;/b&gt;" in said
    assert TO in said
    name = mailbox.newest(1)[0].name
    assert f'href="/outbox/{name}/"' in said
    said = client.get(f"/outbox/{name}/").content.decode()
    link = "https://portal.example/own/"
    assert f'<a href="{link}" rel="nofollow noreferrer">{link}</a>' in said
    assert "no-store" in client.get("/outbox/").headers["Cache-Control"]


def test_empty_folder_says_so(folder):
    assert "Nothing has been written yet." in signed_in("Editor").get("/outbox/").content.decode()


@pytest.mark.parametrize("name", ["x", "..%2f..%2fetc%2fpasswd", "20260101-000000-000000-00000000", "a" * 300, "%00"])
def test_other_names_reach_no_file(folder, name):
    folder.mkdir()
    assert signed_in("Curator").get(f"/outbox/{name}/").status_code in (400, 404)


@pytest.mark.parametrize(("role", "status"), [("Curator", 200), ("Editor", 200), ("Translator", 403), (None, 403)])
def test_only_those_who_may_see_e_mails_see_the_pages(folder, role, status):
    assert signed_in(role).get("/outbox/").status_code == status


def test_visitors_are_sent_to_the_sign_in(folder, client):
    response = client.get("/outbox/")
    assert (response.status_code, response.headers["Location"].split("?")[0]) == (302, "/admin/login/")
    assert client.post("/outbox/").status_code == 405


def test_in_production_there_is_no_such_page(settings, admin_client, client):
    assert settings.MAIL_FOLDER is None
    for anyone in (admin_client, client):
        assert anyone.get("/outbox/").status_code == 404
        assert anyone.get("/outbox/20260101-000000-000000-00000000/").status_code == 404


def test_links_end_before_punctuation_and_nothing_else_is_markup():
    assert with_links('See https://x.example/a?b=1&c=2. <script>"') == (
        'See <a href="https://x.example/a?b=1&amp;c=2" rel="nofollow noreferrer">https://x.example/a?b=1&amp;c=2</a>. '
        "&lt;script&gt;&quot;"
    )
    assert with_links("javascript:alert(1) ftp://x.example") == "javascript:alert(1) ftp://x.example"


def test_unreadable_e_mail_is_shown_as_far_as_possible(folder):
    mailbox.FolderBackend().send_messages([EmailMessage("Only a subject", "", "portal@portal.example", [TO])])
    assert mailbox.newest(1)[0].body.strip() == ""
    next(folder.glob("*.eml")).write_bytes(b"\xff\xfe nothing")
    assert mailbox.newest(1)[0].subject == "None"
