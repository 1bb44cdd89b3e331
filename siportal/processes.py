"""Child processes that never outlive their parent, and signals that always reach the clean-up.

Standard library only, so that `dev.py` and the early test plugin can use it before Django exists.
"""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import FrameType, TracebackType

STOP_SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_PR_SET_PDEATHSIG = 1
# Loaded here and not in the child: between fork and exec nothing may allocate more than it must.
_LIBC = ctypes.CDLL(None) if sys.platform.startswith("linux") else None


class Stopped(SystemExit):
    """A stop signal arrived; the exit code is the shell's usual 128 + signal number."""

    def __init__(self, signum: int) -> None:
        super().__init__(128 + signum)
        self.signum = signum


class ChildEnded(Exception):
    """A process that should have gone on ended by itself."""

    def __init__(self, name: str, code: int) -> None:
        how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        super().__init__(f"{name} {how}")
        self.name = name
        self.code = code


def end_with_parent(signum: int, parent: int) -> None:
    """Ask the kernel to send this process `signum` when its parent dies (Linux; elsewhere nothing happens).

    `parent` is the process id the caller expects: if it died before the request was made, this process ends at once.
    The kernel watches the *thread* that forked, so children must be started from the main thread.
    """
    if _LIBC is not None:
        _LIBC.prctl(_PR_SET_PDEATHSIG, signum)
        if os.getppid() != parent:
            os._exit(1)


def tied_to_this_process(signum: int = signal.SIGTERM) -> Callable[[], None]:
    """A `preexec_fn` for `subprocess.Popen`: the child gets `signum` when this process dies, however it dies."""
    parent = os.getpid()
    return lambda: end_with_parent(signum, parent)


@contextlib.contextmanager
def stop_signals_raise() -> Iterator[None]:
    """Turn SIGTERM, SIGINT and SIGHUP into `Stopped` once; while clean-up runs, further ones are ignored.

    A signal that is already ignored (`nohup`) stays ignored.
    """

    def handler(signum: int, frame: FrameType | None) -> None:
        for each in STOP_SIGNALS:
            signal.signal(each, signal.SIG_IGN)
        raise Stopped(signum)

    before = {each: signal.getsignal(each) for each in STOP_SIGNALS}
    for each, old in before.items():
        if old is not signal.SIG_IGN:
            signal.signal(each, handler)
    try:
        yield
    finally:
        for each, old in before.items():
            signal.signal(each, old)


class Crew:
    """Processes that live and die together: leaving the `with` block stops them in reverse order."""

    def __init__(self, patience: float = 10.0) -> None:
        """`patience`: seconds a child gets after SIGTERM before it is killed."""
        self.patience = patience
        self._children: list[tuple[str, subprocess.Popen[bytes]]] = []
        self._watched: list[tuple[str, subprocess.Popen[bytes]]] = []

    def __enter__(self) -> "Crew":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for _, child in reversed(self._children):
            stop(child, patience=self.patience)

    def start(
        self, name: str, argv: Sequence[str], env: Mapping[str, str] | None = None, cwd: str | os.PathLike[str] = "."
    ) -> subprocess.Popen[bytes]:
        """Start a child in a process group of its own, so that Ctrl-C reaches this process alone."""
        child = subprocess.Popen(
            argv,
            env=env,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=tied_to_this_process(),
        )
        self._children.append((name, child))
        return child

    def watch(self, name: str, process: "subprocess.Popen[bytes] | None") -> None:
        """Also end when this process ends, which somebody else started and will stop."""
        if process is not None:
            self._watched.append((name, process))

    def check(self) -> None:
        """Raise `ChildEnded` when one of the processes is no longer there."""
        for name, child in self._children + self._watched:
            code = child.poll()
            if code is not None:
                raise ChildEnded(name, code)

    def wait(self) -> None:
        """Block until a process ends (`ChildEnded`) or a signal raises."""
        while True:
            self.check()
            time.sleep(0.2)


def follow(command: Sequence[str], env: Mapping[str, str], cwd: str | os.PathLike[str]) -> int:
    """Run one command in the foreground, with the terminal, and return its exit code.

    Ctrl-C reaches the command directly, and it alone decides what that means (in a shell: forget the line). Any other
    stop signal ends it and raises `Stopped`.
    """
    parent = os.getpid()

    def prepare() -> None:
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        end_with_parent(signal.SIGTERM, parent)

    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    others = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGHUP)}
    child = subprocess.Popen(command, env=env, cwd=cwd, preexec_fn=prepare)

    def handler(signum: int, frame: FrameType | None) -> None:
        raise Stopped(signum)

    try:
        for each in others:
            signal.signal(each, handler)
        return child.wait()
    finally:
        for each in others:
            signal.signal(each, signal.SIG_IGN)
        stop(child, patience=15)
        signal.signal(signal.SIGINT, before)
        for each, old in others.items():
            signal.signal(each, old)


def stop(child: "subprocess.Popen[bytes]", patience: float, signum: int = signal.SIGTERM) -> None:
    """End a child and its process group: politely first, then, after `patience` seconds, by force."""
    if child.poll() is None:
        child.send_signal(signum)
        try:
            child.wait(patience)
        except subprocess.TimeoutExpired:
            sys.stderr.write(f"Process {child.pid} did not stop within {patience:g} s and is killed.\n")
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, signal.SIGKILL)  # grandchildren, if any; the group's id is the child's
    child.wait()
