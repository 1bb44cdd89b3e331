"""Texts and e-mails in the admin: who may do what, and what it does."""

from typing import Any

import pytest
from django.contrib import admin
from django.core.management import call_command
from post_office.models import STATUS, Email, Log

from outbox import sending, texts
from outbox.kinds import all_kinds
from outbox.models import MailText, Message
from tests.factories import UserFactory
from tests.outbox.mail_kinds import KIND, TO, VALUES
from tests.projects.staff import signed_in
from vocabulary.timeline import stamp_of

pytestmark = pytest.mark.django_db

TEXTS, MESSAGES = "/admin/outbox/mailtext/", "/admin/outbox/message/"
NAME = "spotlight.published"


def the_text(language: str = "en") -> MailText:
    return MailText.objects.get(kind=NAME, language=language)


def held(subject: str = "About you", **more: Any) -> Message:
    fields = {"to": TO, "language": "en", "subject": subject, "body": "We decided.", "topic": "", "by": UserFactory()}
    return sending.hold(KIND, **(fields | more))


def page(client: Any, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return str(response.content.decode())


# --- the rows of texts ------------------------------------------------------------------------------------------------


def test_texts_are_there_for_every_kind_and_language_after_migrating():
    wanted = {(name, language) for name in all_kinds() for language in ("en", "de", "sv")}
    assert set(MailText.objects.values_list("kind", "language")) == wanted
    for text in MailText.objects.all():
        assert (text.subject, text.body) == texts.original(text)
        assert texts.clean(text, text.subject, text.body) == (text.subject, text.body)


@pytest.mark.django_db(transaction=True)
def test_texts_come_back_after_a_flush():
    before = MailText.objects.count()
    MailText.objects.all().delete()
    call_command("flush", interactive=False, verbosity=0)
    assert MailText.objects.count() == before


def test_texts_follow_the_code_unless_staff_changed_them():
    one, other = the_text("en"), the_text("de")
    texts.change(other, subject="Unsere Worte", body="{page} {link}", by=UserFactory())
    MailText.objects.filter(pk=one.pk).update(subject="Words of last year")
    MailText.objects.create(kind="gone.kind", language="en", subject="x", body="x")
    MailText.objects.create(kind="gone.kind", language="de", subject="x", body="x", edited=True)
    the_text("sv").delete()
    texts.make_texts()
    assert the_text("en").subject == all_kinds()[NAME].texts["en"][0]
    assert the_text("de").subject == "Unsere Worte"
    assert the_text("sv").edited is False
    assert list(MailText.objects.filter(kind="gone.kind").values_list("language", flat=True)) == ["de"]


def test_text_written_back_to_the_original_words_follows_the_code_again():
    text, by = the_text(), UserFactory()
    assert texts.change(text, subject="Ours", body="{page} {link}", by=by).edited is True
    subject, body = texts.original(text)
    assert texts.change(text, subject=subject, body=body.replace("\n", "\r\n"), by=by).edited is False


# --- texts in the admin -----------------------------------------------------------------------------------------------


def test_text_list_names_kind_language_and_change():
    texts.change(the_text(), subject="Ours", body="{page} {link}", by=UserFactory())
    said = page(signed_in("Curator"), f"{TEXTS}?kind={NAME}")
    assert said.count(">Published<") >= 3
    assert "Deutsch" in said
    assert said.count('alt="True"') == 1


def test_text_page_explains_placeholders_and_shows_what_leaves():
    said = page(signed_in("Translator"), f"{TEXTS}{the_text().pk}/change/")
    assert "the public page of the story <strong>(needed)</strong>" in said
    assert "your story about Neighbours at the Lake is online:" in said
    assert "<script" not in said.split('id="content-main"')[1]


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        ("{page} {link} {nmae}", "There is no placeholder {nmae}."),
        ("{page}", "The text needs {link}; without it the e-mail does not do its work."),
        ("{page} {link", "Braces stand around the name of a placeholder only"),
    ],
)
def test_text_with_wrong_placeholders_is_refused(body, sentence):
    client, text = signed_in("Curator"), the_text()
    response = client.post(f"{TEXTS}{text.pk}/change/", {"subject": "Ours", "body": body, "_save": ""})
    assert sentence in response.content.decode()
    assert (the_text().subject, the_text().edited) == (text.subject, False)


def test_text_preview_saves_nothing():
    client, text = signed_in("Curator"), the_text()
    data = {"subject": "Ours {project}", "body": "Look <b>here</b>: {page} {link}", "_preview": ""}
    said = client.post(f"{TEXTS}{text.pk}/change/", data).content.decode()
    assert "nothing is saved yet" in said
    assert "Ours Neighbours at the Lake" in said
    assert "Look &lt;b&gt;here&lt;/b&gt;: https://portal.example/en/spotlight/" in said
    assert the_text().subject == text.subject


def test_text_is_saved_noted_and_used():
    client = signed_in("Translator")
    data = {"subject": "Ours", "body": "Here: {page} {link}", "_save": ""}
    assert client.post(f"{TEXTS}{the_text().pk}/change/", data).status_code == 302
    text = the_text()
    assert (text.subject, text.body, text.edited) == ("Ours", "Here: {page} {link}", True)
    assert text.history.first().history_user.username.startswith("Translator")
    kind = all_kinds()[NAME]
    assert sending.compose(kind, language="en", values=kind.samples())[0] == "Ours"


def test_text_goes_back_to_the_original_words_and_to_any_moment():
    client, text = signed_in("Curator"), the_text()
    texts.change(text, subject="Ours", body="{page} {link}", by=UserFactory())
    then = stamp_of(the_text().history.first().history_date)
    assert client.get(f"{TEXTS}{text.pk}/original/").status_code == 405
    assert client.post(f"{TEXTS}{text.pk}/original/").status_code == 302
    assert (the_text().subject, the_text().edited) == (text.subject, False)
    assert "Take the text back to this moment" in page(client, f"{TEXTS}{text.pk}/history/")
    back = f"{TEXTS}{text.pk}/history/{then}/"
    assert "<ins>Ours</ins>" in page(client, back)
    assert the_text().subject == text.subject
    assert client.post(back).status_code == 302
    assert (the_text().subject, the_text().edited) == ("Ours", True)
    assert client.get(f"{TEXTS}{text.pk}/history/{10**30}/").status_code == 404


def test_test_mail_leaves_through_the_queue_marked():
    client = signed_in("Translator", email="me@staff.example")
    url = f"{TEXTS}{the_text().pk}/"
    assert 'value="me@staff.example"' in page(client, f"{url}change/")
    assert client.post(f"{url}test/", {"to": "me@staff.example"}).status_code == 302
    email = Email.objects.get()
    assert (email.to, email.subject) == (["me@staff.example"], "[Test] Your story is online (SI-7KQ4M2)")
    assert Message.objects.get().state == "queued"


@pytest.mark.parametrize("to", ["", "nobody", "a@x.example, b@x.example", '"a,b"@x.example'])
def test_test_mail_to_nonsense_is_refused(to):
    client = signed_in("Curator")
    assert client.post(f"{TEXTS}{the_text().pk}/test/", {"to": to}).status_code == 302
    assert Email.objects.count() == 0


def test_test_mails_of_one_person_are_counted(settings):
    settings.RATE_LIMITS = True
    client, url = signed_in("Curator"), f"{TEXTS}{the_text().pk}/test/"
    for _number in range(31):
        client.post(url, {"to": "me@staff.example"})
    assert Email.objects.count() == 30


# --- e-mails in the admin ---------------------------------------------------------------------------------------------


def each_state() -> dict[str, Message]:
    found = {"held": held("Held one"), "discarded": sending.discard(held("Discarded one"), by=UserFactory())}
    for name, status in (("queued", 2), ("again", 3), ("failed", 1), ("sent", 0)):
        found[name] = sending.release(held(f"{name.title()} one"), by=UserFactory())
        Email.objects.filter(pk=found[name].email_id).update(status=status)
    return found


def test_message_list_filters_by_state_and_kind():
    client, rows = signed_in("Editor"), each_state()
    assert page(client, MESSAGES).count("/change/") >= len(rows)
    for name in rows:
        said = page(client, f"{MESSAGES}?state={name}")
        assert [other for other in rows if f"{other.title()} one" in said] == [name]
    assert "0 e-mails" in page(client, f"{MESSAGES}?kind={NAME}")
    assert "Held one" in page(client, f"{MESSAGES}?q=held")
    assert "Held one" not in page(client, f"{MESSAGES}?q=person.example")


@pytest.mark.parametrize("count", [1, 3])
def test_message_list_asks_a_fixed_number_of_queries(count, django_assert_num_queries):
    client = signed_in("Editor")
    for number in range(count):
        held(f"Mail {number}", topic="spotlight.submission:5")
    page(client, MESSAGES)
    with django_assert_num_queries(7):
        said = page(client, MESSAGES)
    assert said.count('href="/admin/spotlight/submission/5/change/"') == count


def test_held_message_is_changed_and_sent_by_an_editor():
    client, message = signed_in("Editor"), held()
    url = f"{MESSAGES}{message.pk}/change/"
    assert 'name="_discard"' in page(client, url)
    assert client.post(url, {"subject": "Better", "body": "words", "_save": ""}).status_code == 302
    assert (Message.objects.get().subject, Email.objects.count()) == ("Better", 0)
    assert client.post(url, {"subject": "Best", "body": "words", "_send": ""}).status_code == 302
    assert Email.objects.get().subject == "Best"
    assert Message.objects.get().decided_by.username.startswith("Editor")
    said = page(client, url)
    assert 'name="_send"' not in said
    response = client.post(url, {"subject": "Twice", "body": "words", "_send": ""}, follow=True)
    assert "This e-mail was already dealt with" in response.content.decode()
    assert Email.objects.count() == 1


def test_held_message_is_not_sent_on_purpose():
    client, message = signed_in("Curator"), held()
    client.post(f"{MESSAGES}{message.pk}/change/", {"subject": "", "body": "", "_discard": ""})
    assert (Message.objects.get().state, Email.objects.count()) == ("discarded", 0)


def test_held_message_without_words_is_not_sent():
    client, message = signed_in("Curator"), held()
    response = client.post(f"{MESSAGES}{message.pk}/change/", {"subject": "", "body": "x\x00", "_send": ""})
    assert response.status_code in (200, 400)
    assert (Message.objects.get().state, Email.objects.count()) == ("held", 0)


def test_failed_message_shows_what_the_server_said_and_is_tried_again():
    client, message = signed_in("Editor"), each_state()["failed"]
    Log.objects.create(
        email=message.email, status=STATUS.failed, exception_type="SMTPDataError", message="554 <b>no</b>"
    )
    url = f"{MESSAGES}{message.pk}/change/"
    assert "SMTPDataError: 554 &lt;b&gt;no&lt;/b&gt;" in page(client, url)
    client.post(url, {"_retry": ""})
    assert Email.objects.get(pk=message.email_id).status == STATUS.queued
    assert "Try again" not in page(client, url)


def test_actions_send_discard_and_retry_with_counts():
    client, rows = signed_in("Editor"), each_state()
    more = held("Second one")
    everything = [message.pk for message in (*rows.values(), more)]

    def act(action: str, pks: list[int]) -> str:
        data = {"action": action, "_selected_action": pks}
        return str(client.post(MESSAGES, data, follow=True).content.decode())

    assert "1 e-mail will not be sent." in act("discard_selected", [more.pk])
    said = act("send_selected", everything)
    assert "1 e-mail was sent." in said
    assert "Discarded one: This e-mail was already dealt with" in said
    assert "1 e-mail is in the queue again." in act("retry_selected", everything)
    assert Message.objects.held().count() == 0


# --- who may ----------------------------------------------------------------------------------------------------------

ROLES = ["Curator", "Editor", "Translator", None]
TEXT_PEOPLE, MAIL_PEOPLE = {"Curator", "Translator"}, {"Curator", "Editor"}


@pytest.mark.parametrize("role", ROLES)
def test_roles_reach_their_pages_only(role):
    client, text, message = signed_in(role), the_text(), held()
    stamp = stamp_of(text.history.first().history_date)
    for path, people in (
        (TEXTS, TEXT_PEOPLE),
        (f"{TEXTS}{text.pk}/change/", TEXT_PEOPLE),
        (f"{TEXTS}{text.pk}/history/", TEXT_PEOPLE),
        (f"{TEXTS}{text.pk}/history/{stamp}/", TEXT_PEOPLE),
        (f"{TEXTS}add/", set()),
        (f"{TEXTS}{text.pk}/delete/", set()),
        (MESSAGES, MAIL_PEOPLE),
        (f"{MESSAGES}{message.pk}/change/", MAIL_PEOPLE),
        (f"{MESSAGES}{message.pk}/history/", MAIL_PEOPLE),
        (f"{MESSAGES}add/", set()),
        (f"{MESSAGES}{message.pk}/delete/", set()),
    ):
        assert client.get(path).status_code == (200 if role in people else 403), path


@pytest.mark.parametrize("role", ROLES)
def test_roles_change_only_what_they_may(role):
    client, text, message = signed_in(role), the_text(), held()
    words = {"subject": "Ours", "body": "{page} {link}", "_save": ""}
    expected = 302 if role in TEXT_PEOPLE else 403
    assert client.post(f"{TEXTS}{text.pk}/test/", {"to": TO}).status_code == expected
    assert client.post(f"{TEXTS}{text.pk}/change/", words).status_code == expected
    assert the_text().edited is (role in TEXT_PEOPLE)
    assert client.post(f"{TEXTS}{text.pk}/original/").status_code == expected
    client.post(MESSAGES, {"action": "discard_selected", "_selected_action": [message.pk]})
    message.refresh_from_db()
    assert message.state == ("discarded" if role in MAIL_PEOPLE else "held")
    again = held()
    sent = client.post(f"{MESSAGES}{again.pk}/change/", {"subject": "x", "body": "y", "_send": ""}).status_code
    assert sent == (302 if role in MAIL_PEOPLE else 403)


def test_viewer_of_messages_may_read_and_not_send(django_user_model):
    from django.contrib.auth.models import Permission

    client, message = signed_in(None), held()
    user = django_user_model.objects.get(username__startswith="nobody")
    user.user_permissions.add(Permission.objects.get(codename="view_message"))
    url = f"{MESSAGES}{message.pk}/change/"
    assert 'name="_send"' not in page(client, url)
    assert client.post(url, {"subject": "x", "body": "y", "_send": ""}).status_code == 403
    client.post(MESSAGES, {"action": "send_selected", "_selected_action": [message.pk]})
    assert Email.objects.count() == 0


def test_pages_of_post_office_are_not_offered(admin_client):
    assert [model for model in admin.site._registry if model._meta.app_label == "post_office"] == []
    assert admin_client.get("/admin/post_office/email/").status_code == 404
    assert "post_office" not in page(admin_client, "/admin/")


def test_words_of_a_kind_that_is_gone_are_shown_and_not_sent(admin_client):
    text = MailText.objects.create(kind="gone.kind", language="en", subject="Old", body="words", edited=True)
    assert "The portal no longer sends this e-mail." in page(admin_client, f"{TEXTS}{text.pk}/change/")
    admin_client.post(f"{TEXTS}{text.pk}/test/", {"to": TO})
    response = admin_client.post(f"{TEXTS}{text.pk}/change/", {"subject": "New", "body": "w", "_save": ""})
    assert "The portal no longer sends this e-mail." in response.content.decode()
    assert (Email.objects.count(), MailText.objects.get(pk=text.pk).subject) == (0, "Old")


def test_send_uses_values_not_mail_text_markup():
    message = sending.send(KIND, to=TO, language="en", values=VALUES | {"project": "<b>Lake</b> www.evil.example"})
    assert message.subject == "Your letter about <b>Lake</b> www(.)evil(.)example"
    assert message.email.html_message == ""
