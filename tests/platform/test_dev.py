"""The door for people, opened as they do: processes are started, asked over HTTP and killed."""

import http.client
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from siportal import local
from tests.platform.process_tree import descendants, parents


def get(port: int, path: str) -> tuple[int, bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    connection.request("GET", path, headers={"Host": "localhost"})
    answer = connection.getresponse()
    content = answer.read()
    connection.close()
    return answer.status, content


def test_run_serves_demo_and_leaves_nothing_however_it_ends(start, free_port, place, assert_gone):
    first = start()
    assert first.until_ready() < 60
    assert get(free_port, "/healthz/ready") == (200, b"ready\n")
    login = next(line for line in first.said if line.startswith("Staff login: curator  password: "))
    second = start(PORT=str(free_port))
    assert second.process.wait(20) == 1
    assert "is already in use by the portal at http://127.0.0.1:" in second.process.stdout.read()
    family, code = first.end(signal.SIGKILL)
    assert len(family) > 8  # PostgreSQL and its own, the server and its workers, the worker
    assert code == -signal.SIGKILL
    assert_gone(family)

    again = start()
    assert again.until_ready() < 15  # 3 on a quiet machine
    assert login in again.said
    assert not [line for line in again.said if line.startswith(("Preparing", "Loading", "Collecting"))]
    family, code = again.end(signal.SIGTERM)
    assert (code, again.said[-1].strip()) == (128 + signal.SIGTERM, "Stopped.")
    assert_gone(family)
    assert (place / "var" / "secret-key").stat().st_mode & 0o777 == 0o600
    made = sorted(path.name for path in (place / "var").iterdir())
    assert made == ["database", "media", "secret-key", "setup.lock", "static", "stylesheet"]


def test_run_ends_when_the_web_server_is_killed(start, assert_gone, free_port):
    portal = start()
    portal.until_ready()
    family = descendants(portal.process.pid)
    children = {pid for pid, parent in parents().items() if parent == portal.process.pid}
    web = next(pid for pid in children if b"siportal.serve" in Path(f"/proc/{pid}/cmdline").read_bytes())
    workers = descendants(web)
    assert len(workers) >= 2
    os.kill(web, signal.SIGKILL)
    assert portal.process.wait(30) == 1
    assert "The web server was ended by signal 9; everything was stopped." in portal.process.stdout.read()
    assert_gone(family)


def test_run_on_a_used_port_says_what_to_do(start, place, free_port):
    with socket.create_server(("127.0.0.1", free_port)):
        portal = start(DATABASE_URL="postgresql://postgres@/none?host=/nowhere")
        assert portal.process.wait(20) == 1
    said = portal.process.stdout.read()
    assert f"The address 127.0.0.1:{free_port} cannot be used (Address already in use)." in said
    assert f"PORT={free_port + 1} python3 dev.py run" in said


@pytest.mark.parametrize("port", ["0", "65536", "http", "８０００"])
def test_run_with_a_wrong_port_says_so(monkeypatch, port, capsys):
    monkeypatch.setenv("PORT", port)
    with pytest.raises(SystemExit):
        dev._address()
    assert capsys.readouterr().out == f"PORT must be a number from 1 to 65535; it is {port!r}.\n"


def test_unknown_command_shows_what_there_is(repository, clean_environment):
    done = subprocess.run([sys.executable, "dev.py", "serve"], cwd=repository, capture_output=True, text=True)
    assert done.returncode == 2
    assert "python3 dev.py run " in done.stdout


def test_local_environment_has_demo_and_plain_http_without_a_server_of_ones_own(tmp_path, monkeypatch):
    for name in ("DATABASE_URL", "SECRET_KEY", "SI_DEMO", "SI_HTTPS", "SI_HOSTS", "HOST"):
        monkeypatch.delenv(name, raising=False)
    env = local.local_environment(tmp_path)
    assert (env["SI_DEMO"], env["SI_HTTPS"], env["SI_HOSTS"]) == ("1", "0", "127.0.0.1,localhost,[::1]")
    assert local.local_environment(tmp_path)["SECRET_KEY"] == env["SECRET_KEY"] == (tmp_path / "secret-key").read_text()


def test_local_environment_has_no_demo_on_a_server_of_ones_own(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/portal")
    monkeypatch.delenv("SI_DEMO", raising=False)
    assert local.local_environment(tmp_path)["SI_DEMO"] == "0"
    monkeypatch.setenv("SI_DEMO", "1")
    assert local.local_environment(tmp_path)["SI_DEMO"] == "1"


def test_dotenv_fills_in_and_what_is_set_wins(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text("# PORT=1\nexport SI_TEST_ONE='with space'\nSI_TEST_TWO=two\n\nnonsense\n")
    monkeypatch.setenv("SI_TEST_TWO", "mine")
    monkeypatch.delenv("SI_TEST_ONE", raising=False)
    monkeypatch.delenv("PORT", raising=False)
    local.read_dotenv(file)
    found = (os.environ.pop("SI_TEST_ONE"), os.environ["SI_TEST_TWO"], os.environ.get("PORT"))
    assert found == ("with space", "mine", None)


@pytest.fixture
def recorded(monkeypatch, tmp_path) -> list[str]:
    """What the set-up would do, instead of doing it."""
    done: list[str] = []
    monkeypatch.setattr(dev, "VAR", tmp_path)
    monkeypatch.setattr(dev, "PYTHON", Path(sys.executable))
    monkeypatch.setattr(dev, "INSTALLED", tmp_path / "installed.json")
    monkeypatch.setattr(dev, "make_environment", lambda: done.append("environment"))
    monkeypatch.setattr(dev, "install", lambda name: done.append(name))
    return done


def test_setup_installs_once_per_lock(recorded, monkeypatch):
    dev.ensure_environment("local")
    dev.ensure_environment("local")
    dev.ensure_environment("base")  # contained in what is there
    assert recorded == ["environment", "local"]
    monkeypatch.setattr(dev, "fingerprint", lambda name: "changed")
    dev.ensure_environment("local")
    assert recorded == ["environment", "local"] * 2


def test_setup_never_goes_back_to_a_smaller_set(recorded, monkeypatch):
    dev.ensure_environment("dev")
    monkeypatch.setattr(dev, "fingerprint", lambda name: "changed")
    dev.ensure_environment("local")
    assert recorded == ["environment", "dev"] * 2


def test_setup_that_failed_is_done_again(recorded, monkeypatch):
    def fail(name):
        raise SystemExit(1)

    monkeypatch.setattr(dev, "install", fail)
    with pytest.raises(SystemExit):
        dev.ensure_environment("local")
    monkeypatch.setattr(dev, "install", lambda name: recorded.append(name))
    dev.ensure_environment("local")
    assert recorded == ["environment", "environment", "local"]
