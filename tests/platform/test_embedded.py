"""The embedded PostgreSQL: it answers, it is shared, it never stays behind."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest

from siportal import embedded
from siportal.embedded import ClusterInUse, cluster, throwaway_cluster
from tests.platform.process_tree import descendants

OWNER = """
import sys
from pathlib import Path
sys.path.insert(0, {root!r})
from siportal.embedded import cluster
from siportal.processes import stop_signals_raise
import time
with stop_signals_raise(), cluster(Path(sys.argv[1]), purpose="the other process", durable=False) as running:
    print(running.url, flush=True)
    time.sleep(60)
"""


HOLDER = """
import fcntl, sys, time
held = open(sys.argv[1], "a")
fcntl.flock(held, fcntl.LOCK_EX)
print("held", flush=True)
time.sleep(30)
"""


def ask(url: str, statement: str) -> object:
    connection = psycopg2.connect(url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement)
            return cursor.fetchone()[0] if cursor.description else connection.commit()
    finally:
        connection.close()


def start_owner(data: Path, root: Path, **environment: str) -> tuple["subprocess.Popen[str]", str]:
    process = subprocess.Popen(
        [sys.executable, "-c", OWNER.format(root=str(root)), str(data)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    )
    return process, process.stdout.readline().strip()


def test_cluster_answers_on_a_private_socket_only(place):
    with cluster(place / "db", purpose="the test", durable=False) as running:
        assert str(ask(running.url, "SELECT version()")).startswith("PostgreSQL 18")
        assert ask(running.url, "SHOW listen_addresses") == ""
        sockets = Path(running.url.partition("host=")[2])
        assert sockets.stat().st_mode & 0o777 == 0o700
    assert not sockets.exists()


def test_cluster_lower_cases_letters_beyond_ascii_without_a_system_locale(place, monkeypatch):
    monkeypatch.setenv("LANG", "xx_YY.UTF-8")
    monkeypatch.setenv("LC_ALL", "xx_YY.UTF-8")
    with cluster(place / "db", purpose="the test", durable=False) as running:
        assert ask(running.url, "SELECT lower('ÅØŁÞ')") == "åøłþ"


def test_cluster_keeps_data_and_is_durable_unless_told_otherwise(place):
    with cluster(place / "db", purpose="the test") as running:
        assert ask(running.url, "SHOW fsync") == "on"
        ask(running.url, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    with cluster(place / "db", purpose="the test") as running:
        assert ask(running.url, "SELECT n FROM kept") == 7
    with cluster(place / "db", purpose="the test", durable=False, fresh=True) as running:
        assert ask(running.url, "SHOW fsync") == "off"
        assert ask(running.url, "SELECT to_regclass('kept')") is None


def test_cluster_begun_but_not_finished_is_made_anew(place):
    half = place / "db" / "postgres.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18")
    with cluster(place / "db", purpose="the test", durable=False) as running:
        assert ask(running.url, "SELECT 1") == 1
    assert not half.exists()


def test_second_user_shares_or_is_told_who_has_it(place, repository):
    owner, url = start_owner(place / "db", repository)
    with cluster(place / "db", purpose="the test", share=True) as running:
        assert (running.url, running.process) == (url, None)
    with pytest.raises(ClusterInUse) as refused, cluster(place / "db", purpose="the test"):
        pass
    assert str(refused.value) == (
        f"The local database is already in use by the other process (process {owner.pid}). End that first."
    )
    assert ask(url, "SELECT 1") == 1  # the owner's server goes on
    owner.terminate()
    owner.communicate()


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_owner_ended_by_any_signal_leaves_no_server(place, repository, assert_gone, signum):
    owner, _url = start_owner(place / "db", repository)
    servers = descendants(owner.pid)
    assert len(servers) > 1
    owner.send_signal(signum)
    owner.communicate()
    assert_gone(servers)


def test_start_right_after_a_killed_owner_waits_for_the_old_server(place, repository):
    owner, url = start_owner(place / "db", repository)
    ask(url, "CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
    owner.kill()
    owner.communicate()
    with cluster(place / "db", purpose="the test", durable=False) as running:
        assert ask(running.url, "SELECT n FROM kept") == 7


def test_two_started_at_once_on_an_empty_directory_share_one_server(place, repository):
    first = subprocess.Popen(
        [sys.executable, "-c", OWNER.format(root=str(repository)), str(place / "db")], stdout=subprocess.PIPE, text=True
    )
    with cluster(place / "db", purpose="the test", share=True, durable=False) as running:
        assert ask(running.url, "SELECT 1") == 1
        mine = running.process is not None
    first.terminate()
    assert (first.communicate()[0] == "") is mine


def test_throwaway_clusters_do_not_meet(place):
    with (
        throwaway_cluster(place, purpose="one") as one,
        throwaway_cluster(place, purpose="two") as two,
    ):
        assert one.url != two.url
        assert sorted(path.name for path in place.iterdir()) == ["0", "1"]


def test_server_that_cannot_start_says_so_with_its_own_words(place):
    with (
        pytest.raises(embedded.ClusterError, match=r"did not start.*\n(.*\n)*.*shared_buffers"),
        cluster(place / "db", purpose="the test", durable=False, settings={"shared_buffers": "nonsense"}),
    ):
        pass


def test_foreign_socket_directory_is_refused(place, monkeypatch):
    monkeypatch.setattr(embedded.tempfile, "gettempdir", lambda: str(place))
    account = embedded._account()
    target = place / f"si-{account.pw_uid if account else os.geteuid()}-{embedded._key(place / 'db')}"
    target.mkdir(mode=0o777)
    target.chmod(0o777)
    with (
        pytest.raises(embedded.ClusterError, match="not a private directory"),
        cluster(place / "db", purpose="the test", durable=False),
    ):
        pass


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another account and an open place for it")
def test_root_with_a_closed_home_keeps_it_closed_and_uses_another_place(place, monkeypatch):
    home = place / "home"
    home.mkdir(mode=0o700)
    monkeypatch.setattr(embedded, "_CLOSED_HOME_REFUGE", place / "refuge")
    with cluster(home / "checkout" / "db", purpose="the test", durable=False) as running:
        assert ask(running.url, "SELECT 1") == 1
        assert running.directory.parent == place / "refuge"
    assert home.stat().st_mode & 0o777 == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root needs the programs where another account reaches them")
def test_root_with_closed_packages_copies_the_programs_once(place, monkeypatch):
    monkeypatch.setattr(embedded, "_CLOSED_HOME_REFUGE", place / "refuge")
    monkeypatch.setattr(embedded, "_reachable_by_others", lambda path: "pixeltable" not in str(path))
    for _ in range(2):
        with cluster(place / "db", purpose="the test", durable=False) as running:
            assert ask(running.url, "SELECT 1") == 1
    assert len(list((place / "refuge").iterdir())) == 1


def test_cluster_of_another_account_is_refused_in_words(place, monkeypatch):
    (place / "db" / "postgres").mkdir(parents=True)
    os.chown(place / "db" / "postgres", 12345, 12345) if os.geteuid() == 0 else None
    monkeypatch.setattr(embedded, "_account", lambda: None)
    monkeypatch.setattr(embedded.os, "geteuid", lambda: 54321)
    with (
        pytest.raises(embedded.ClusterError, match="belongs to another account"),
        cluster(place / "db", purpose="the test", durable=False),
    ):
        pass


def test_waiting_for_a_locked_directory_without_owner_ends_with_a_sentence(place, monkeypatch):
    monkeypatch.setattr(embedded, "_START_SECONDS", 0.2)
    (place / "db").mkdir()
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            HOLDER,
            str(place / "db" / "lock"),
        ],
        stdout=subprocess.PIPE,
    )
    holder.stdout.readline()
    begun = time.monotonic()
    with pytest.raises(embedded.ClusterError, match="neither answers nor ends"), cluster(place / "db", purpose="t"):
        pass
    assert time.monotonic() - begun < 5
    holder.kill()
    holder.communicate()
