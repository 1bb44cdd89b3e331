"""Children that live and die together, however the end comes."""

import os
import pty
import signal
import subprocess
import sys
import time

import pytest

from siportal.processes import ChildEnded, Crew, Stopped, stop_signals_raise
from tests.platform.process_tree import descendants

SLEEP = [sys.executable, "-c", "import time; time.sleep(60)"]
# Keeps a child of its own, as granian does, and takes no notice of polite requests.
PROGRAM = """
import signal, subprocess, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print("up", flush=True)
time.sleep(60)
"""
STUBBORN = [sys.executable, "-c", PROGRAM]
SUPERVISOR = """
import sys
sys.path.insert(0, {root!r})
from siportal.processes import Crew, stop_signals_raise
with stop_signals_raise(), Crew() as crew:
    crew.start("one", [sys.executable, "-c", "import time; time.sleep(60)"])
    crew.start("two", [sys.executable, "-c", "import time; time.sleep(60)"])
    print("up", flush=True)
    crew.wait()
"""


def test_crew_ends_when_one_child_ends_and_takes_the_others_along(assert_gone):
    with pytest.raises(ChildEnded, match="^short ended with exit code 3$"), Crew() as crew:
        others = {crew.start("long", SLEEP).pid}
        crew.start("short", [sys.executable, "-c", "raise SystemExit(3)"])
        crew.wait()
    assert_gone(others)


def test_crew_says_which_signal_ended_a_child():
    with pytest.raises(ChildEnded, match="^web was ended by signal 9$"), Crew() as crew:
        crew.start("web", SLEEP).kill()
        crew.wait()


def test_crew_watches_a_process_it_does_not_own():
    other = subprocess.Popen([sys.executable, "-c", ""])
    with pytest.raises(ChildEnded, match="^database ended with exit code 0$"), Crew() as crew:
        crew.watch("database", other)
        crew.wait()


def test_crew_kills_a_child_that_does_not_listen_with_its_children(assert_gone, capfd):
    with Crew(patience=0.3) as crew:
        stubborn = crew.start("stubborn", STUBBORN).pid
        end = time.monotonic() + 10
        while "up" not in capfd.readouterr().out:
            assert time.monotonic() < end
            time.sleep(0.02)
        family = {stubborn, *descendants(stubborn)}
    assert len(family) == 2
    assert_gone(family)


@pytest.mark.parametrize("signum", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL])
def test_supervisor_ended_by_any_signal_leaves_no_child(repository, assert_gone, signum):
    command = [sys.executable, "-c", SUPERVISOR.format(root=str(repository))]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as supervisor:
        assert supervisor.stdout.readline() == "up\n"
        children = descendants(supervisor.pid)
        supervisor.send_signal(signum)
    assert len(children) == 2
    assert_gone(children)
    assert supervisor.returncode == (-signum if signum == signal.SIGKILL else 128 + signum)


def test_closed_terminal_ends_supervisor_and_children(repository, assert_gone):
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(sys.executable, [sys.executable, "-c", SUPERVISOR.format(root=str(repository))])
    assert os.read(terminal, 100).strip() == b"up"
    family = {pid, *descendants(pid)}
    os.close(terminal)
    os.waitpid(pid, 0)
    assert len(family) == 3
    assert_gone(family)


def test_signal_ignored_from_outside_stays_ignored():
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)  # what nohup does
    try:
        with stop_signals_raise():
            os.kill(os.getpid(), signal.SIGHUP)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_second_signal_does_not_interrupt_the_clean_up():
    tidied = False
    with pytest.raises(Stopped) as stopped, stop_signals_raise():
        try:
            os.kill(os.getpid(), signal.SIGTERM)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            tidied = True
    assert (stopped.value.code, tidied) == (143, True)


FOLLOWER = """
import os, sys
sys.path.insert(0, {root!r})
from siportal.processes import follow
raise SystemExit(follow([sys.executable, "-c", {program!r}], dict(os.environ), "."))
"""
PATIENT = """
import time
try:
    print("up", flush=True)
    time.sleep(60)
except KeyboardInterrupt:
    print("line forgotten", flush=True)
    raise SystemExit(7)
"""


def start_follower(repository, program):
    command = [sys.executable, "-c", FOLLOWER.format(root=str(repository), program=program)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, process_group=0)


def test_follow_leaves_ctrl_c_to_the_command(repository):
    with start_follower(repository, PATIENT) as follower:
        assert follower.stdout.readline() == "up\n"
        os.killpg(follower.pid, signal.SIGINT)  # what a terminal does
        assert follower.communicate(timeout=10)[0] == "line forgotten\n"
    assert follower.returncode == 7


@pytest.mark.parametrize(("signum", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGKILL, -9)])
def test_follow_ends_the_command_with_itself(repository, assert_gone, signum, code):
    with start_follower(repository, PATIENT) as follower:
        assert follower.stdout.readline() == "up\n"
        family = descendants(follower.pid)
        follower.send_signal(signum)
    assert follower.returncode == code
    assert_gone(family)
