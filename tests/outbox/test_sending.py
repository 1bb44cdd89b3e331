"""The doors of the outbox."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.db import connections
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from outbox import sending
from outbox.duties import delete_old_mail
from outbox.models import MailText, Message, MessageState
from outbox.sending import TooManyMails
from tests.factories import UserFactory
from tests.outbox.mail_kinds import KIND, TO, VALUES
from vocabulary.models import SiteSettings

pytestmark = pytest.mark.django_db


def send(**more):
    return sending.send(KIND, **({"to": TO, "language": "en", "values": VALUES} | more))


def hold(**more):
    fields = {
        "to": TO,
        "language": "en",
        "subject": "About you",
        "body": "We decided.",
        "topic": "",
        "by": UserFactory(),
    }
    return sending.hold(KIND, **(fields | more))


def test_send_writes_message_and_queue_together():
    message = send(topic="spotlight.submission:1")
    assert (message.state, message.decided_by, message.subject) == (
        MessageState.QUEUED,
        None,
        "Your letter about Lake Neighbours",
    )
    email = Email.objects.get()
    assert message.email == email
    assert (email.to, email.subject, email.message) == ([TO], message.subject, message.body)
    assert (email.status, email.html_message, email.headers) == (STATUS.queued, "", None)
    assert email.message_id.endswith("@localhost>")


def test_words_are_never_read_as_a_template():
    typed = "{{ 7 }} {% include 'base.html' %} {# gone #}"
    message = send(values=VALUES | {"project": typed})
    assert message.subject == f"Your letter about {typed.replace('base.html', 'base(.)html')}"
    assert Email.objects.get().subject == message.subject


def test_send_uses_the_words_of_staff_while_they_fit():
    row = MailText.objects.create(kind=KIND.name, language="en", subject="New words", body="Here: {link}", edited=True)
    assert send().subject == "New words"
    assert send(language="de").subject == "Ihr Brief"
    row.body = "Here: {gone}"
    row.save()
    assert send().subject == "Your letter about Lake Neighbours"


def test_send_in_a_language_without_words_uses_the_first():
    assert (send(language="fr").language, send(language="sv").language) == ("en", "sv")


def test_send_with_a_key_writes_once():
    first, second = send(key="reminder-1"), send(key="reminder-1")
    assert (first.key, second) == ("reminder-1", None)
    assert send(key="reminder-2") is not None
    assert (Message.objects.count(), Email.objects.count()) == (2, 2)


@pytest.mark.django_db(transaction=True)
def test_send_with_a_key_writes_once_when_many_come_at_once():
    def go(_number):
        try:
            return send(key="once") is not None
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=8) as threads:
        assert sum(threads.map(go, range(16))) == 1
    assert (Message.objects.count(), Email.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "to",
    [
        "",
        "nobody",
        "a@person.example, b@person.example",
        '"a,victim@person.example,b"@person.example',
        "a@person.example\nBcc: b@person.example",
        "Ola <a@person.example>",
        "x" * 300 + "@person.example",
    ],
)
def test_send_refuses_what_is_not_one_address(to):
    with pytest.raises(ValidationError):
        send(to=to)
    assert (Message.objects.count(), Email.objects.count()) == (0, 0)


def test_counted_mails_end_after_five_a_day_whatever_follows_the_plus(settings):
    settings.RATE_LIMITS = True
    for number in range(5):
        send(to=f"Ola+{number}@person.example", counted=True)
    with pytest.raises(TooManyMails):
        send(counted=True)
    assert send() is not None  # not caused by a stranger
    assert send(to="ana@person.example", counted=True) is not None


def test_held_message_leaves_only_when_released():
    message, by = hold(), UserFactory(username="boss")
    assert list(Message.objects.held()) == [message]
    assert Email.objects.count() == 0
    sent = sending.release(message, by=by, subject="Better\nwords")
    assert (sent.state, sent.decided_by, sent.subject, sent.body) == ("queued", by, "Better words", "We decided.\n")
    assert Email.objects.get().subject == "Better words"
    assert Message.objects.held().count() == 0


def test_held_message_takes_new_words():
    message = sending.reword(hold(), subject="New", body="Other\r\nwords\x00")
    message.refresh_from_db()
    assert (message.state, message.subject, message.body) == ("held", "New", "Other\nwords\n")


def test_discarded_message_never_leaves():
    by = UserFactory()
    message = sending.discard(hold(), by=by)
    assert (message.state, message.decided_by, Email.objects.count()) == ("discarded", by, 0)


@pytest.mark.parametrize("first", [sending.release, sending.discard])
def test_second_decision_is_refused(first):
    message, by = hold(), UserFactory()
    first(message, by=by)
    for door in (sending.release, sending.discard):
        with pytest.raises(ValidationError) as refused:
            door(message, by=by)
        assert refused.value.code == "wrong_state"
    with pytest.raises(ValidationError):
        sending.reword(message, subject="x", body="y")
    assert Email.objects.count() == (1 if first == sending.release else 0)


@pytest.mark.django_db(transaction=True)
def test_release_by_many_at_once_sends_once():
    message, by = hold(), UserFactory()

    def go(_number):
        try:
            sending.release(message, by=by)
        except ValidationError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(max_workers=6) as threads:
        assert sum(threads.map(go, range(12))) == 1
    assert Email.objects.count() == 1


@pytest.mark.parametrize(("subject", "body"), [("", "x"), (" \n", "x"), ("x", ""), ("x", " \n\x00")])
def test_message_without_words_is_refused(subject, body):
    with pytest.raises(ValidationError):
        hold(subject=subject, body=body)
    with pytest.raises(ValidationError):
        sending.reword(hold(), subject=subject, body=body)
    assert Email.objects.count() == 0


def test_retry_puts_what_failed_back_with_all_its_tries():
    message, by = send(), UserFactory()
    Email.objects.update(status=STATUS.failed, number_of_retries=3)
    assert list(Message.objects.failed()) == [message]
    again = sending.retry(message, by=by)
    email = Email.objects.get()
    assert (email.status, email.number_of_retries, again.decided_by) == (STATUS.queued, None, by)
    assert Message.objects.failed().count() == 0


@pytest.mark.parametrize("status", [STATUS.queued, STATUS.requeued, STATUS.sent])
def test_retry_refuses_what_did_not_fail(status):
    message = send()
    Email.objects.update(status=status)
    with pytest.raises(ValidationError) as refused:
        sending.retry(message, by=UserFactory())
    assert refused.value.code == "wrong_state"
    assert Email.objects.get().status == status


@pytest.mark.parametrize(
    ("name", "address", "line"),
    [
        ("SI Portal", "", "portal@localhost"),
        ("SI Portal", "mail@portal.example", '"SI Portal" <mail@portal.example>'),
        ("Søren, Öl & Co", "mail@portal.example", '"Søren, Öl & Co" <mail@portal.example>'),
        ('A\r\nBcc: x" <y@z.example>', "mail@portal.example", '"A Bcc: x\' (y@z.example)" <mail@portal.example>'),
        ("漢" * 80, "mail@portal.example", f'"{"漢" * 80}" <mail@portal.example>'),
    ],
)
def test_sender_is_one_clean_line(name, address, line):
    SiteSettings.load()
    SiteSettings.objects.update(sender_name=name, sender_address=address)
    assert sending.sender() == line
    email = send().email
    assert email.from_email == line
    assert email.email_message().message()["From"].count("@") == (2 if "z.example" in line else 1)
    assert "Reply-To" not in email.email_message().message()


def test_forget_by_topic_and_by_address_takes_queue_and_log_along():
    one = send(topic="spotlight.submission:1")
    other = send(topic="spotlight.submission:11", to="ana@person.example")
    Log.objects.create(email=one.email, status=STATUS.failed, message=f"550 <{TO}> unknown")
    hold(topic="spotlight.submission:1")
    Email.objects.create(from_email="p@portal.example", to=["OLA@person.example"], subject="New password", status=0)
    assert sending.forget_topic("spotlight.submission:1") == 2
    assert (Message.objects.get(), Log.objects.count()) == (other, 0)
    assert sending.forget_address("Ola@Person.example") == 1
    assert Email.objects.get() == other.email
    assert sending.forget_address("ana@person.example") == 1
    assert (Message.objects.count(), Email.objects.count()) == (0, 0)


def test_old_messages_go_with_their_queue_rows_and_what_is_not_over_stays():
    long_ago = timezone.now() - timedelta(days=31)
    sent, failed, waits, again, young = (send() for _number in range(5))
    gone, held = sending.discard(hold(), by=UserFactory()), hold()
    for message, status in ((sent, 0), (failed, 1), (waits, 2), (again, 3), (young, 0)):
        Email.objects.filter(pk=message.email_id).update(status=status)
    Message.objects.exclude(pk=held.pk).update(decided_at=long_ago)
    Message.objects.filter(pk=young.pk).update(decided_at=long_ago + timedelta(days=2))
    Message.objects.update(created_at=long_ago)
    Email.objects.update(created=long_ago)
    Email.objects.create(from_email="p@portal.example", to=[TO], subject="Today’s password", status=0)
    stray = Email.objects.create(from_email="p@portal.example", to=[TO], subject="Old password", status=0)
    Email.objects.filter(pk=stray.pk).update(created=long_ago)
    assert delete_old_mail() == "4 deleted"
    assert set(Message.objects.all()) == {waits, again, young, held}
    assert gone.state == MessageState.DISCARDED
    assert Email.objects.count() == 4
    assert delete_old_mail() == "0 deleted"


def test_message_says_nothing_personal_of_itself():
    assert str(send()) == f"test.letter {Message.objects.get().pk}"
