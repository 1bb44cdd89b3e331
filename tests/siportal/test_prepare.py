"""What a local start prepares, and what it leaves alone."""

import pytest
from django.contrib.auth import get_user_model

from siportal import prepare
from vocabulary.models import FundingPeriod, SiteSettings


@pytest.fixture
def cluster(tmp_path, monkeypatch):
    monkeypatch.setenv("SI_CLUSTER", str(tmp_path))
    return tmp_path


def test_login_is_made_once_and_said_each_time(db, cluster, capsys):
    prepare.ensure_login()
    first = capsys.readouterr().out
    password = (cluster / "login").read_text()
    assert first == f"Staff login: curator  password: {password}\n"
    assert (cluster / "login").stat().st_mode & 0o777 == 0o600
    user = get_user_model().objects.get()
    assert (user.username, user.is_superuser, user.check_password(password)) == ("curator", True, True)
    prepare.ensure_login()
    assert capsys.readouterr().out == first


def test_password_that_was_changed_is_neither_said_nor_reset(db, cluster, capsys):
    prepare.ensure_login()
    user = get_user_model().objects.get()
    user.set_password("a password of my own")
    user.save()
    capsys.readouterr()
    prepare.ensure_login()
    assert capsys.readouterr().out == "Staff login: curator, with the password you have chosen.\n"
    assert get_user_model().objects.get().check_password("a password of my own")


def test_demo_that_was_loaded_once_is_not_loaded_again(db, monkeypatch):
    called = []
    monkeypatch.setattr(prepare, "call_command", lambda *names, **options: called.append(names))
    row = SiteSettings.load()
    assert row.demo_loaded_at is None
    prepare.load_demo_once()
    row.demo_loaded_at = "2026-01-01T00:00Z"
    row.save()
    prepare.load_demo_once()
    assert called == [("load_demo",)]


def test_empty_portal_of_ones_own_is_told_what_it_needs(db, capsys):
    prepare.say_what_is_missing()
    assert capsys.readouterr().out == (
        "No vocabularies yet. Load them: python3 dev.py manage load_vocabulary\n"
        "Nobody can sign in yet. Make a first account: python3 dev.py manage createsuperuser\n"
    )
    FundingPeriod.objects.create(slug="2014-2020", start_year=2014, end_year=2020, name="Invented")
    get_user_model().objects.create_user("somebody", is_staff=True)
    prepare.say_what_is_missing()
    assert capsys.readouterr().out == ""


def test_static_files_are_collected_when_something_changed_and_only_then(settings, tmp_path, capsys):
    settings.STATIC_ROOT = tmp_path / "collected"
    (tmp_path / "static").mkdir()
    (tmp_path / "static" / "a.css").write_text("a {}")
    settings.STATICFILES_DIRS = [tmp_path / "static"]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    prepare.collect_static()
    assert (tmp_path / "collected" / "a.css").read_text() == "a {}"
    assert capsys.readouterr().out.startswith("Collecting static files ...")
    prepare.collect_static()
    assert capsys.readouterr().out == ""
    (tmp_path / "static" / "a.css").write_text("a { color: red }")
    prepare.collect_static()
    assert capsys.readouterr().out.startswith("Collecting static files ...")
    assert (tmp_path / "collected" / "a.css").read_text() == "a { color: red }"


def test_migrated_database_is_left_alone(db, capsys):
    prepare.migrate()
    assert capsys.readouterr().out == ""
