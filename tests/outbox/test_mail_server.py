"""Real conversations with mail servers that are well, down, slow, refusing or breaking off: nothing lost or doubled."""

import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from collections import Counter
from datetime import timedelta
from email import message_from_bytes

import pytest
from django.utils import timezone
from post_office.models import STATUS, Email, Log

from outbox import delivery, sending
from outbox.delivery import Delivered, MailServerAway
from outbox.duties import send_mail
from outbox.models import DutyRun, Message
from outbox.registry import all_duties
from outbox.worker import known_runs, run_if_due
from tests.factories import UserFactory
from tests.outbox.mail_kinds import KIND, VALUES

pytestmark = pytest.mark.django_db


class Conversation(socketserver.StreamRequestHandler):
    """SMTP as far as a sender needs it; `server.says` may answer a command in another way."""

    def handle(self):
        self.say(self.server.says("CONNECT", "") or "220 here")
        for line in self.rfile:
            words = line.decode().strip()
            verb = words.split(" ")[0].upper()
            if verb == "RCPT":
                self.to = words.partition("<")[2].partition(">")[0]
            if not self.answer(verb, getattr(self, "to", "")):
                return

    def answer(self, verb, to):
        said = self.server.says(verb, to)
        if said == "break":
            return False
        if verb == "DATA" and not said:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line)
            said = self.server.says("TEXT", to)
            if said == "break":
                return False
            if not said or said == "250 then break":
                self.server.taken.append((to, b"".join(lines)))
        if said == "250 then break":
            return False
        self.say(said or "250 fine")
        return verb != "QUIT"

    def say(self, words):
        self.wfile.write(f"{words}\r\n".encode())


class MailServer(socketserver.ThreadingTCPServer):
    """Keeps what it took as (recipient, bytes); `rule(verb, recipient)` names a reply other than the usual one."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0):
        super().__init__(("127.0.0.1", port), Conversation)
        self.taken, self.heard, self.rule = [], Counter(), None
        threading.Thread(target=self.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()

    @property
    def port(self):
        return self.server_address[1]

    @property
    def recipients(self):
        return [to for to, _text in self.taken]

    def says(self, verb, to):
        self.heard[verb] += 1
        return self.rule(verb, to) if self.rule else None

    def handle_error(self, request, client_address):
        """A sender that hangs up is no news."""

    def close(self):
        self.shutdown()
        self.server_close()


@pytest.fixture
def server(settings):
    server = MailServer()
    use(settings, server.port)
    yield server
    server.close()


def use(settings, port):
    settings.POST_OFFICE = {
        **settings.POST_OFFICE,
        "BACKENDS": {"default": "django.core.mail.backends.smtp.EmailBackend"},
    }
    settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", port, 0.4


def address(number):
    return f"person{number}@person.example"


def write(count):
    return [sending.send(KIND, to=address(number), language="en", values=VALUES) for number in range(count)]


def pass_time(**much):
    """The waiting time of every e-mail is over."""
    Email.objects.filter(scheduled_time__isnull=False).update(scheduled_time=timezone.now() - timedelta(seconds=1))


def states():
    return Counter(Email.objects.values_list("status", flat=True))


def test_server_that_is_well_gets_everything_once(server):
    write(3)
    assert send_mail() == "3 sent, 0 to be tried again, 0 given up"
    assert server.recipients == [address(0), address(1), address(2)]
    assert server.heard["CONNECT"] == 1
    assert states() == {STATUS.sent: 3}
    assert send_mail() == "0 sent, 0 to be tried again, 0 given up"
    text = message_from_bytes(server.taken[0][1])
    assert (text["To"], text["Reply-To"], text.get_content_type()) == (address(0), None, "text/plain")
    assert text["Message-ID"] == Email.objects.order_by("pk")[0].message_id


def test_server_that_is_down_loses_nothing_and_counts_no_try(server, settings):
    port = server.port
    server.close()
    write(3)
    for _turn in range(20):
        with pytest.raises(MailServerAway):
            send_mail()
    assert Log.objects.count() == 1  # what was said last
    assert Log.objects.get().exception_type == "ConnectionRefusedError"
    assert set(Email.objects.values_list("number_of_retries", flat=True)) <= {None, 0}
    back = MailServer(port)
    try:
        assert send_mail() == "3 sent, 0 to be tried again, 0 given up"
        assert sorted(back.recipients) == [address(0), address(1), address(2)]
    finally:
        back.close()


def test_duty_fails_visibly_while_the_server_is_down_and_asks_no_sooner_than_its_turn(server):
    server.close()
    write(1)
    duty = all_duties()["outbox.send_mail"]
    row = known_runs({duty.name: duty})[duty.name]
    assert run_if_due(duty, row) is True
    run = DutyRun.objects.get()
    assert (run.message, run.last_failed) == ("Failed: MailServerAway", True)
    assert run_if_due(duty, run) is False  # not every second
    assert run.well_since == run.known_since


def test_silent_server_delays_a_run_for_two_e_mails_at_most(server):
    silent = threading.Event()
    server.rule = lambda verb, _to: silent.wait(3) and None if verb == "TEXT" else None
    write(6)
    begun = time.monotonic()
    with pytest.raises(MailServerAway):
        send_mail()
    assert time.monotonic() - begun < 2
    silent.set()
    server.rule = None
    assert states() == {STATUS.requeued: 2, STATUS.queued: 4}
    assert send_mail() == "4 sent, 0 to be tried again, 0 given up"
    pass_time()
    assert send_mail() == "2 sent, 0 to be tried again, 0 given up"
    assert states() == {STATUS.sent: 6}


def test_server_that_does_not_even_greet_is_away(server):
    quiet = threading.Event()
    server.rule = lambda verb, _to: quiet.wait(3) and None if verb == "CONNECT" else None
    write(2)
    with pytest.raises(MailServerAway):
        send_mail()
    quiet.set()
    server.rule = None
    assert send_mail() == "2 sent, 0 to be tried again, 0 given up"
    assert Counter(server.recipients) == {address(0): 1, address(1): 1}


@pytest.mark.parametrize(
    ("verb", "reply"), [("RCPT", "450 greylisted"), ("TEXT", "451 try later"), ("MAIL", "452 full")]
)
def test_passing_refusal_is_tried_again_and_holds_up_nobody(server, verb, reply):
    server.rule = lambda said, to: reply if said == verb and (to == address(0) or verb == "MAIL") else None
    write(2)
    if verb == "MAIL":
        assert send_mail() == "0 sent, 2 to be tried again, 0 given up"
    else:
        assert send_mail() == "1 sent, 1 to be tried again, 0 given up"
    assert reply in Log.objects.first().message
    assert delivery.waiting().count() == 0  # not at once
    server.rule = None
    pass_time()
    send_mail()
    assert Counter(server.recipients) == {address(0): 1, address(1): 1}
    assert states() == {STATUS.sent: 2}


@pytest.mark.parametrize(("verb", "reply"), [("RCPT", "550 no such person"), ("TEXT", "554 looks like spam")])
def test_refusal_for_good_is_given_up_after_three_tries_and_can_be_tried_again(server, verb, reply):
    server.rule = lambda said, to: reply if said == verb and to == address(0) else None
    first, _second = write(2)
    outcomes = []
    for _turn in range(4):
        outcomes.append(str(delivery.deliver()))
        pass_time()
    assert outcomes == [
        "1 sent, 1 to be tried again, 0 given up",
        "0 sent, 1 to be tried again, 0 given up",
        "0 sent, 0 to be tried again, 1 given up",
        "0 sent, 0 to be tried again, 0 given up",
    ]
    assert list(Message.objects.failed()) == [first]
    assert Log.objects.get(email=first.email).message == reply
    server.rule = None
    sending.retry(first, by=UserFactory())
    assert send_mail() == "1 sent, 0 to be tried again, 0 given up"
    assert Counter(server.recipients) == {address(0): 1, address(1): 1}


def test_passing_refusal_is_given_up_after_five_days(server):
    server.rule = lambda verb, _to: "450 later" if verb == "RCPT" else None
    write(1)
    waited = timedelta()
    for _turn in range(60):
        begun = timezone.now()
        delivery.deliver()
        email = Email.objects.get()
        if email.status == STATUS.failed:
            break
        waited += email.scheduled_time - begun
        pass_time()
    assert email.status == STATUS.failed
    assert timedelta(days=4, hours=12) < waited < timedelta(days=5, hours=12)


@pytest.mark.parametrize("verb", ["MAIL", "RCPT", "DATA", "TEXT"])
def test_server_that_breaks_off_once_gets_the_rest_and_that_one_later(server, verb):
    broken = []

    def rule(said, _to):
        if said == verb and not broken:
            broken.append(said)
            return "break"
        return None

    server.rule = rule
    write(3)
    assert send_mail() == "2 sent, 1 to be tried again, 0 given up"
    pass_time()
    assert send_mail() == "1 sent, 0 to be tried again, 0 given up"
    assert Counter(server.recipients) == {address(number): 1 for number in range(3)}


def test_server_that_closes_politely_is_called_again(server):
    said = []
    server.rule = lambda verb, _to: "421 closing" if verb == "MAIL" and not said and not said.append(1) else None
    write(2)
    assert send_mail() == "1 sent, 1 to be tried again, 0 given up"
    pass_time()
    assert send_mail() == "1 sent, 0 to be tried again, 0 given up"
    assert Counter(server.recipients) == {address(0): 1, address(1): 1}


def test_wrong_password_gives_up_nothing(server, settings):
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD = "portal", "wrong"
    server.rule = lambda verb, _to: (
        "250-here\r\n250 AUTH PLAIN" if verb == "EHLO" else "535 no" if verb == "AUTH" else None
    )
    write(2)
    for _turn in range(5):
        with pytest.raises(MailServerAway):
            send_mail()
    assert STATUS.failed not in states()
    server.rule = lambda verb, _to: (
        "250-here\r\n250 AUTH PLAIN" if verb == "EHLO" else "235 yes" if verb == "AUTH" else None
    )
    assert send_mail() == "2 sent, 0 to be tried again, 0 given up"


def test_e_mail_that_cannot_be_put_into_words_holds_up_nobody(server):
    bad, _good = write(2)
    Email.objects.filter(pk=bad.email_id).update(subject="two\nlines")
    assert send_mail() == "1 sent, 0 to be tried again, 1 given up"
    assert server.recipients == [address(1)]
    assert Log.objects.get().exception_type == "BadHeaderError"


def test_run_is_short_and_the_rest_has_its_turn_next(server, monkeypatch):
    monkeypatch.setattr(delivery, "AT_ONCE", 2)
    write(3)
    assert [delivery.deliver(), delivery.deliver()] == [Delivered(sent=2), Delivered(sent=1)]
    assert Counter(server.recipients) == {address(number): 1 for number in range(3)}


def test_e_mail_that_is_erased_meanwhile_stops_nothing(server):
    def rule(verb, to):
        if verb == "TEXT" and to == address(0):
            return "450 later"
        return None

    server.rule = rule
    write(2)
    original = delivery._write

    def erase_first(email, *args, **kwargs):
        sending.forget_address(address(0))
        original(email, *args, **kwargs)

    delivery._write, kept = erase_first, delivery._write
    try:
        delivery.deliver()
    finally:
        delivery._write = kept
    assert server.recipients == [address(1)]
    assert list(Email.objects.values_list("to", flat=True)) == [[address(1)]]


@pytest.mark.django_db(transaction=True)
def test_worker_killed_in_the_middle_sends_one_e_mail_twice_at_most(server, repository):
    """Killed after the server took an e-mail and before that was written down: the worst moment there is."""
    reached = threading.Event()

    def rule(verb, to):
        if verb == "TEXT" and to == address(2):
            reached.set()
            time.sleep(30)
        return

    write(5)
    server.rule = rule
    env = os.environ | {"EMAIL_URL": f"smtp://127.0.0.1:{server.port}", "DATABASE_URL": _own_database()}
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=repository,
        env=env | {"DJANGO_SETTINGS_MODULE": "siportal.settings"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert reached.wait(20)
    finally:
        worker.send_signal(signal.SIGKILL)
        worker.wait()
    server.rule = None
    assert server.recipients == [address(0), address(1)]
    in_hand = server.taken[:]
    assert states() == {STATUS.sent: 2, STATUS.queued: 3}
    assert send_mail() == "2 sent, 0 to be tried again, 0 given up"  # the one in hand waits for its lease to end
    pass_time()
    assert send_mail() == "1 sent, 0 to be tried again, 0 given up"
    assert Counter(server.recipients) == {address(number): 1 for number in range(5)}
    assert len({message_from_bytes(text)["Message-ID"] for _to, text in server.taken}) == len(in_hand) + 3


def _own_database():
    from django.db import connection

    parts = connection.settings_dict
    host = parts["HOST"] or parts["OPTIONS"].get("host", "")
    return f"postgresql://{parts['USER']}:{parts['PASSWORD']}@/{parts['NAME']}?host={host}&port={parts['PORT']}"
