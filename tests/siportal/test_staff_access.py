"""Signing in: no sign-up, throttling, a second factor, sessions that end, the same answer for everybody."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth.models import Group, Permission, User
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from siportal.staff import IDLE, LONGEST

pytestmark = pytest.mark.django_db
PASSWORD = "a long pass phrase"
LOGIN = "/staff/login/"


@pytest.fixture(autouse=True)
def _no_counts_from_elsewhere():
    cache.clear()


@pytest.fixture
def person():
    return User.objects.create_user("curator", email="curator@example.org", password=PASSWORD, is_staff=True)


@pytest.fixture
def required(settings):
    settings.REQUIRE_MFA = True


def sign_in(client, name="curator", password=PASSWORD, **more):
    return client.post(LOGIN, {"login": name, "password": password, **more})


def add_factor(person):
    secret = totp.generate_totp_secret()
    totp.TOTP.activate(person, secret)
    return secret


def code_of(secret):
    return totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))


def test_admin_leads_to_the_one_sign_in_page(client, person):
    answer = client.get("/admin/", follow=True)
    assert answer.redirect_chain[-1][0] == "/staff/login/?next=%2Fadmin%2F"
    assert client.get("/admin/login/?next=/admin/vocabulary/").url == "/staff/login/?next=%2Fadmin%2Fvocabulary%2F"
    assert sign_in(client).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_django_s_own_sign_in_form_takes_no_password(client, person):
    client.post("/admin/login/", {"username": "curator", "password": PASSWORD})
    assert "_auth_user_id" not in client.session


def test_wrong_name_and_wrong_password_get_the_same_answer(client, person):
    pages = [sign_in(client, *pair).content.decode() for pair in (("curator", "wrong"), ("nobody", "wrong"))]
    errors = [page.split('role="alert">')[1].split("</div>")[0] for page in pages]
    assert errors[0] == errors[1]
    assert "_auth_user_id" not in client.session


def test_wrong_passwords_are_stopped_before_ten(client, person):
    for _ in range(6):
        answer = sign_in(client, password="wrong")
    assert "Too many failed login attempts" in answer.content.decode()
    assert "_auth_user_id" not in client.session
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_made_up_address_changes_nothing_about_the_stop(client, person):
    for number in range(6):
        client.post(LOGIN, {"login": "curator", "password": "wrong"}, headers={"X-Forwarded-For": f"192.0.2.{number}"})
    sign_in(client)
    assert "_auth_user_id" not in client.session


def test_a_few_wrong_passwords_do_not_lock_anybody_out(client, person):
    for _ in range(3):
        sign_in(client, password="wrong")
    assert sign_in(client).url == "/admin/"


def test_session_gets_a_new_key_at_sign_in(client, person):
    client.get(LOGIN)
    session = client.session
    session["before"] = 1
    session.save()
    client.cookies["session"] = old = session.session_key
    sign_in(client)
    assert client.session.session_key != old


def test_sign_in_leads_to_no_other_host(client, person):
    answer = sign_in(client, next="https://evil.example.org/")
    assert answer.url == "/admin/"


@pytest.mark.parametrize("path", ["sign-up/", "email/", "login/code/", "3rdparty/", "second-factor/webauthn/"])
def test_nobody_signs_up_and_nothing_else_is_offered(client, path):
    assert client.get(f"/staff/{path}").status_code == 404
    assert client.post(f"/staff/{path}", {"username": "x", "password1": PASSWORD}).status_code == 404
    assert User.objects.count() == 0


def test_account_without_staff_rights_sees_no_admin(client):
    User.objects.create_user("reader", password=PASSWORD)
    sign_in(client, "reader")
    assert client.get("/admin/").status_code == 302
    assert client.get("/admin/", follow=True).status_code == 403


def test_closed_account_loses_its_session(client, person):
    sign_in(client)
    User.objects.update(is_active=False)
    assert client.get("/admin/").status_code == 302


def test_signing_out_needs_a_post(client, person):
    sign_in(client)
    assert client.get("/staff/logout/").status_code == 200
    assert client.get("/admin/").status_code == 200
    client.post("/staff/logout/")
    assert client.get("/admin/").status_code == 302


@pytest.mark.parametrize(
    ("signed_in", "seen", "open_"),
    [
        (timedelta(0), timedelta(0), True),
        (LONGEST - timedelta(minutes=1), timedelta(minutes=10), True),
        (LONGEST + timedelta(minutes=1), timedelta(0), False),
        (IDLE + timedelta(minutes=1), IDLE + timedelta(minutes=1), False),
        (IDLE, IDLE - timedelta(minutes=1), True),
    ],
)
def test_sessions_end(client, person, signed_in, seen, open_):
    sign_in(client)
    now, session = timezone.now(), client.session
    session["signed_in"] = (now - signed_in).timestamp()
    session["seen"] = (now - seen).timestamp()
    session.save()
    assert (client.get("/admin/").status_code == 200) == open_
    assert ("_auth_user_id" in client.session) == open_


def test_working_keeps_the_session_awake_without_a_write_for_every_page(client, person, django_assert_num_queries):
    sign_in(client)
    session = client.session
    session["seen"] = before = (timezone.now() - timedelta(minutes=6)).timestamp()
    session.save()
    client.get("/admin/")
    noted = client.session["seen"]
    assert noted > before
    client.get("/admin/")
    assert client.session["seen"] == noted


def test_second_factor_is_set_up_before_anything_else(client, person, required):
    sign_in(client)
    assert client.get("/admin/").url == "/staff/second-factor/app/"
    assert client.post("/admin/vocabulary/theme/add/", {"name": "x"}).url == "/staff/second-factor/app/"
    assert client.get("/staff/second-factor/").status_code == 200


def test_whole_way_of_setting_up_and_using_the_second_factor(client, person, required):
    sign_in(client)
    client.post("/staff/confirm/", {"password": PASSWORD})
    page = client.get("/staff/second-factor/app/")
    assert page.status_code == 200
    secret = page.context["form"].secret
    answer = client.post("/staff/second-factor/app/", {"code": code_of(secret)})
    assert answer.url == "/staff/second-factor/recovery/"
    assert len(client.get(answer.url).context["unused_codes"]) == 10
    assert client.get("/admin/").status_code == 200
    client.post("/staff/logout/")
    assert sign_in(client).url == "/staff/second-factor/code/"
    assert client.get("/admin/").status_code == 302
    assert client.post("/staff/second-factor/code/", {"code": "000000"}).status_code == 200
    cache.clear()  # a code is good for one use; the clock of this test stands still
    assert client.post("/staff/second-factor/code/", {"code": code_of(secret)}).url == "/admin/"
    assert client.get("/admin/").status_code == 200


def test_recovery_code_opens_once(client, person, required):
    add_factor(person)
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    sign_in(client)
    assert client.post("/staff/second-factor/code/", {"code": code}).url == "/admin/"
    client.post("/staff/logout/")
    sign_in(client)
    assert client.post("/staff/second-factor/code/", {"code": code}).status_code == 200


def test_reader_accounts_and_visitors_are_not_asked_for_a_second_factor(client, required):
    assert client.get(LOGIN).status_code == 200
    User.objects.create_user("reader", password=PASSWORD)
    assert sign_in(client, "reader").url == "/staff/second-factor/"


def test_only_the_page_with_the_picture_to_scan_allows_data_images(client, person):
    sign_in(client)
    client.post("/staff/confirm/", {"password": PASSWORD})
    allowed = {
        path: "data:" in client.get(path).headers["Content-Security-Policy"]
        for path in ("/staff/second-factor/app/", "/staff/second-factor/", "/staff/login/", "/admin/")
    }
    assert allowed == {
        "/staff/second-factor/app/": True,
        "/staff/second-factor/": False,
        "/staff/login/": False,
        "/admin/": False,
    }


def test_pages_for_staff_are_not_kept_by_browsers(client, person):
    User.objects.update(is_superuser=True)
    sign_in(client)
    for path in ("/admin/", "/admin/projects/project/", "/staff/password/", "/staff/second-factor/"):
        assert "no-store" in client.get(path).headers["Cache-Control"], path


def test_password_reset_answers_everybody_alike_and_mails_only_known_people(client, person):
    answers = [client.post("/staff/password/reset/", {"email": f"{name}@example.org"}) for name in ("curator", "other")]
    assert [(answer.status_code, answer.url) for answer in answers] == [(302, "/staff/password/reset/sent/")] * 2
    assert [message.to for message in mail.outbox] == [["curator@example.org"]]
    assert "/staff/password/reset/" in mail.outbox[0].body


@pytest.mark.parametrize("password", ["short", "password1234", "curator-2026"])
def test_weak_passwords_are_refused(client, person, password):
    sign_in(client)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    assert client.post("/staff/password/", data).status_code == 200
    person.refresh_from_db()
    assert person.check_password(PASSWORD)


def test_long_password_of_words_is_taken(client, person):
    sign_in(client)
    words = "four quite unlikely words that follow each other, and then some more of them"
    client.post("/staff/password/", {"oldpassword": PASSWORD, "password1": words, "password2": words})
    person.refresh_from_db()
    assert person.check_password(words)


def test_groups_are_there_after_migrating_and_after_a_flush():
    names = ["Curator", "Editor", "Event organiser", "Translator"]
    assert sorted(Group.objects.values_list("name", flat=True)) == names
    Group.objects.all().delete()
    Permission.objects.filter(content_type__app_label="projects").delete()
    call_command("migrate", verbosity=0)
    assert sorted(Group.objects.values_list("name", flat=True)) == names
    curator = set(Group.objects.get(name="Curator").permissions.values_list("codename", flat=True))
    editor = set(Group.objects.get(name="Editor").permissions.values_list("codename", flat=True))
    translator = set(Group.objects.get(name="Translator").permissions.values_list("codename", flat=True))
    assert {"publish_project", "import_project", "delete_project"} <= curator
    assert not {"publish_project", "import_project", "delete_project"} & (editor | translator)
    assert {name for name in translator if not name.startswith("view_")} == {
        f"{kind}_{model}"
        for kind in ("add", "change")
        for model in (
            *("projecttext", "storytext", "themelabel", "targetgrouplabel", "macroregionlabel", "picturealt"),
            *("centretext", "consortiumtext", "needtext", "needgrouplabel", "networktext"),
            "eventtext",
        )
    } | {"change_mailtext"}


def test_what_an_administrator_gave_a_group_stays():
    group, extra = Group.objects.get(name="Translator"), Permission.objects.get(codename="change_organisation")
    group.permissions.add(extra)
    call_command("migrate", verbosity=0)
    assert group.permissions.contains(extra)


def test_second_factor_of_somebody_can_be_removed_by_an_administrator(client, person):
    add_factor(person)
    boss = User.objects.create_superuser("boss", password=PASSWORD)
    client.force_login(boss)
    row = Authenticator.objects.get(user=person, type=Authenticator.Type.TOTP)
    client.post(f"/admin/mfa/authenticator/{row.pk}/delete/", {"post": "yes"})
    assert not Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()
