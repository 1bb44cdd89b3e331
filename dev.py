#!/usr/bin/env python3
"""SI Portal's one door for people: run, test, lint, bench, manage, setup, lock.

    python3 dev.py run             serve the portal at http://127.0.0.1:8000 (HOST and PORT change it)
    python3 dev.py test [...]      every check, then pytest with the given arguments
    python3 dev.py lint            the checks without pytest
    python3 dev.py manage ...      Django's command line, with the local database
    python3 dev.py bench [...]     the measurements of benchmarks/, on a database of their own
    python3 dev.py setup           only make .venv and install what is needed
    python3 dev.py lock            lock requirements/*.in again (needs uv)

Needs Python 3.11 to 3.13 with venv, and nothing else. With DATABASE_URL set, that server is used and none is started.
Everything made locally lies in var/ (SI_VAR names another directory); only root's database, when the checkout lies in a
closed home, lies under /var/lib/si-portal. To begin anew, delete it.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VAR = Path(os.environ.get("SI_VAR") or ROOT / "var").resolve()  # everything made locally
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
SETS = ("base", "local", "dev")  # each contains the one before it
INSTALLED = VENV / "installed.json"


def say(text: str) -> None:
    """Print a line; a terminal that has gone away is no reason to stop tidying up."""
    with contextlib.suppress(OSError):
        print(text, flush=True)


def refuse(sentence: str) -> SystemExit:
    say(sentence)
    return SystemExit(1)


# --- the virtual environment ------------------------------------------------------------------------------------------


def fingerprint(name: str) -> str:
    return hashlib.sha256((ROOT / "requirements" / f"{name}.txt").read_bytes()).hexdigest()


def installed() -> dict[str, str]:
    try:
        found: dict[str, str] = json.loads(INSTALLED.read_text())
        return found
    except (OSError, ValueError):
        return {}


def ensure_environment(wanted: str) -> None:
    """Make .venv and install the locked set `wanted` when the lock changed since the last time."""
    import fcntl

    VAR.mkdir(exist_ok=True)
    with open(VAR / "setup.lock", "a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("Waiting for another dev.py to finish setting up ...")
            fcntl.flock(lock, fcntl.LOCK_EX)
        have = installed()
        name = max(wanted, have.get("set", "base"), key=SETS.index)
        if PYTHON.exists() and have == {"set": name, "lock": fingerprint(name)}:
            return
        make_environment()
        install(name)
        INSTALLED.write_text(json.dumps({"set": name, "lock": fingerprint(name)}))


def quietly(command: list[str], env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    """Start a command whose output is collected, and which ends when this process does."""
    from siportal.processes import tied_to_this_process

    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        preexec_fn=tied_to_this_process(),
    )


def make_environment() -> None:
    works = PYTHON.exists() and not subprocess.run([PYTHON, "-I", "-c", "import pip"], capture_output=True).returncode
    if works:
        return
    say(f"Making .venv with Python {sys.version.split()[0]} ...")
    making = quietly([sys.executable, "-m", "venv", "--clear", str(VENV)])
    said = making.communicate()[0]
    if making.returncode:
        raise refuse(
            f"Python could not make a virtual environment:\n{said.strip()}\n"
            "On Debian and Ubuntu the package python3-venv is missing: apt install python3-venv"
        )


def install(name: str) -> None:
    total = sum("==" in line for line in (ROOT / "requirements" / f"{name}.txt").read_text().splitlines())
    say(f"Installing the locked packages of requirements/{name}.txt, about {total} ...")
    begun = time.monotonic()
    # Modules are compiled when first imported: compiling all of them would double the time.
    command = [str(PYTHON), "-I", "-m", "pip", "install", "--require-hashes", "--no-compile", "--no-input", "--no-deps"]
    command += ["--disable-pip-version-check", "--progress-bar=off", "-r", f"requirements/{name}.txt"]
    env = {**os.environ, "PIP_USER": "0"}
    lines: list[str] = []
    seen, told = 0, begun
    with quietly(command, env) as pip:
        for line in pip.stdout or ():
            lines.append(line)
            seen += line.startswith(("Collecting ", "Requirement already satisfied"))
            if time.monotonic() - told > 3:
                told = time.monotonic()
                say(f"  {min(seen, total)} of {total}" if "Installing" not in line else "  unpacking")
    if pip.returncode:
        raise refuse("".join(lines[-12:]) + "The packages could not be installed; the lines above say why.")
    say(f"  done in {time.monotonic() - begun:.1f} s")


def in_environment(wanted: str) -> None:
    """Return only inside .venv with the wanted packages; replaces this process when it is not."""
    ensure_environment(wanted)
    if Path(sys.prefix).resolve() != VENV.resolve():
        env = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "PYTHONHOME")}
        env.setdefault("PYTHONUTF8", "1")
        sys.stdout.flush()
        os.execve(PYTHON, [str(PYTHON), str(ROOT / "dev.py"), *sys.argv[1:]], env)
    sys.path.insert(0, str(ROOT))


# --- run --------------------------------------------------------------------------------------------------------------


def run(arguments: list[str]) -> int:
    if arguments:
        raise refuse("dev.py run takes no arguments; HOST, PORT and DATABASE_URL are read from the environment.")
    from siportal.local import local_environment, read_dotenv

    read_dotenv(Path(os.environ.get("SI_ENV_FILE") or ROOT / ".env"))
    begun = float(os.environ.setdefault("DEV_BEGUN", str(time.time())))  # before .venv's Python took over
    own_server = bool(os.environ.get("DATABASE_URL"))
    host, port = _address()
    in_environment("base" if own_server else "local")
    from siportal.embedded import ClusterError, cluster
    from siportal.processes import ChildEnded, Crew, Stopped, stop_signals_raise

    env = local_environment(VAR)
    reached = f"http://{'127.0.0.1' if host in ('0.0.0.0', '::') else f'[{host}]' if ':' in host else host}:{port}"
    try:
        with contextlib.ExitStack() as stack:
            stack.enter_context(stop_signals_raise())
            database = None
            if not own_server:
                database = stack.enter_context(cluster(VAR / "database", purpose=f"the portal at {reached}"))
                env.update(DATABASE_URL=database.url, SI_CLUSTER=str(database.directory))
            crew = stack.enter_context(Crew())
            if database:
                crew.watch("The database", database.process)
            _refuse_used_port(host, port)
            crew.start("The web server", [str(PYTHON), "-m", "siportal.serve", "--prepare"], env=env, cwd=ROOT)
            _wait_until_served(crew.check, "127.0.0.1" if host in ("0.0.0.0", "::") else host, port)
            crew.start("The worker", [str(PYTHON), "manage.py", "work"], env=env, cwd=ROOT)
            say(f"\nSI Portal is ready: {reached}/   (staff: {reached}/admin/)")
            say(f"Started in {time.time() - begun:.1f} s; Ctrl-C stops it.")
            crew.wait()
    except Stopped as stopped:
        say("Stopped.")
        return int(stopped.code or 0)
    except ClusterError as error:
        raise refuse(str(error)) from None
    except ChildEnded as ended:
        raise refuse(f"{ended}; everything was stopped. The lines above say why.") from None
    return 0


def _address() -> tuple[str, int]:
    host = os.environ.get("HOST", "").strip() or "127.0.0.1"
    port = os.environ.get("PORT", "").strip() or "8000"
    if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
        raise refuse(f"PORT must be a number from 1 to 65535; it is {port!r}.")
    return host, int(port)


def _refuse_used_port(host: str, port: int) -> None:
    """granian shares a port silently with whoever else allows it; so look before it binds."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise refuse(
                f"The address {host}:{port} cannot be used ({error.strerror or error}). "
                f"Stop what runs there, or choose another port: PORT={port + 1} python3 dev.py run"
            ) from None


def _wait_until_served(check, host: str, port: int) -> None:  # type: ignore[no-untyped-def]
    """Until the web server answers that it is ready; `check` raises when it ends instead."""
    import http.client

    while True:
        check()
        with contextlib.suppress(OSError, http.client.HTTPException):
            connection = http.client.HTTPConnection(host, port, timeout=5)
            connection.request("GET", "/healthz/ready", headers={"Host": "localhost"})
            if connection.getresponse().status == 200:
                return
        time.sleep(0.05)


# --- checks -----------------------------------------------------------------------------------------------------------


def checks(url: str) -> list[str]:
    """Run every check but pytest against the server at `url`; the names of those that failed."""
    env = {
        **os.environ,
        "DATABASE_URL": url,
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SI_ENV_FILE": os.devnull,
        "SI_DEBUG": "0",
        "SI_DEMO": "0",
        "SI_HTTPS": "1",
        "SI_HOSTS": "portal.example",
        "EMAIL_URL": "submission://mail.example",
        "DJANGO_SETTINGS_MODULE": "siportal.settings",
    }
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    # Run without being installed in the portal; its options stand in pyproject.toml.
    lint_migrations = (
        "import django; django.setup(); from django.core.management import call_command; "
        "from django_migration_linter.management.commands.lintmigrations import Command; call_command(Command())"
    )
    python = [str(PYTHON)]
    programs = VENV / "bin"
    steps: list[tuple[str, list[str]]] = [
        ("ruff check", [str(programs / "ruff"), "check", "--output-format", "concise", "."]),
        ("ruff format", [str(programs / "ruff"), "format", "--check", "--output-format", "concise", "."]),
        ("djade", [str(programs / "djade"), "--target-version", "5.2", "--check", *templates]),
        ("mypy", [*python, "-m", "mypy"]),
        ("missing migrations", [*python, "manage.py", "makemigrations", "--check", "--dry-run"]),
        ("migration linter", [*python, "-c", lint_migrations]),
        ("deployment check", [*python, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]),
    ]
    failed = []
    for name, command in steps:
        begun = time.monotonic()
        running = quietly(command, env)
        said = running.communicate()[0]
        say(f"{'FAIL' if running.returncode else 'ok  '}  {name} ({time.monotonic() - begun:.1f} s)")
        if running.returncode:
            failed.append(name)
            say("\n".join(said.rstrip().splitlines()[-60:]))
    return failed


def test(arguments: list[str]) -> int:
    return _with_throwaway("the tests", "clusters", lambda url: _test(url, arguments))


def _test(url: str, arguments: list[str]) -> int:
    from siportal.processes import follow

    failed = checks(url)
    # The plugin of the tests repeats the failed checks before pytest's own last line, which stays the last one.
    env = {**os.environ, "DATABASE_URL": url, "SI_FAILED_CHECKS": ", ".join(failed)}
    if not os.environ.get("DATABASE_URL"):
        env["TESTS_OWN_CLUSTER"] = "1"
    # The whole suite runs side by side, a file never in two processes; a chosen part starts quicker in one.
    # The tests' plugin puts slow files first; in the order of xdist all would wait for one of them at the end.
    side_by_side = ["-n", str(min(max(os.cpu_count() or 2, 2), 4)), "--dist", "loadfile", "--no-loadscope-reorder"]
    chosen = arguments or side_by_side
    return follow([str(PYTHON), "-m", "pytest", *chosen], env, ROOT) or (1 if failed else 0)


def lint(arguments: list[str]) -> int:
    return _with_throwaway("the checks", "clusters", lambda url: 1 if checks(url) else 0)


def bench(arguments: list[str]) -> int:
    """Durable, as in production: a measurement with fsync off would flatter."""
    from siportal.local import local_environment
    from siportal.processes import follow

    def measure(url: str) -> int:
        env = {**local_environment(VAR), "DATABASE_URL": url, "SI_DEMO": "0"}
        return follow([str(PYTHON), "-m", "benchmarks", *arguments], env, ROOT)

    settings = {"shared_buffers": "256MB", "max_wal_size": "2GB"}
    return _with_throwaway("the measurements", "bench", measure, wanted="local", durable=True, settings=settings)


def _with_throwaway(purpose, place, work, *, wanted="dev", durable=False, settings=None) -> int:  # type: ignore[no-untyped-def]
    """Call `work` with the address of an empty server, or of DATABASE_URL's when that is set."""
    in_environment(wanted)
    from siportal.embedded import ClusterError, throwaway_cluster
    from siportal.processes import Stopped, stop_signals_raise

    try:
        with stop_signals_raise():
            if url := os.environ.get("DATABASE_URL"):
                return int(work(url))
            with throwaway_cluster(VAR / place, purpose=purpose, durable=durable, settings=settings) as running:
                return int(work(running.url))
    except Stopped as stopped:
        return int(stopped.code or 1)
    except ClusterError as error:
        raise refuse(str(error)) from None


# --- the rest ---------------------------------------------------------------------------------------------------------


def manage(arguments: list[str]) -> int:
    """Uses the database of a portal that already runs, or starts it for as long as the command takes."""
    from siportal.local import local_environment, read_dotenv

    read_dotenv(Path(os.environ.get("SI_ENV_FILE") or ROOT / ".env"))
    own_server = bool(os.environ.get("DATABASE_URL"))
    in_environment("base" if own_server else "local")
    from siportal.embedded import ClusterError, cluster
    from siportal.processes import Stopped, follow, stop_signals_raise

    env = local_environment(VAR)
    command = [str(PYTHON), "manage.py", *arguments]
    try:
        with contextlib.ExitStack() as stack:
            stack.enter_context(stop_signals_raise())
            if not own_server:
                purpose = f"dev.py manage {' '.join(arguments[:1])}".strip()
                running = stack.enter_context(cluster(VAR / "database", purpose=purpose, share=True))
                env.update(DATABASE_URL=running.url, SI_CLUSTER=str(running.directory))
            return follow(command, env, ROOT)
    except Stopped as stopped:
        return int(stopped.code or 1)
    except ClusterError as error:
        raise refuse(str(error)) from None


def setup(arguments: list[str]) -> int:
    ensure_environment("dev" if arguments == ["dev"] else "local")
    return 0


def lock(arguments: list[str]) -> int:
    for name in SETS:
        say(f"Locking requirements/{name}.in ...")
        command = ["uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes"]
        command += ["--no-header", *arguments, f"requirements/{name}.in", "-o", f"requirements/{name}.txt"]
        try:
            subprocess.run(command, cwd=ROOT, check=True)
        except FileNotFoundError:
            raise refuse("uv is not installed; it is needed only for locking: https://docs.astral.sh/uv/") from None
        except subprocess.CalledProcessError as error:
            return error.returncode
    return 0


COMMANDS = {each.__name__: each for each in (run, test, lint, manage, bench, setup, lock)}


def main() -> int:
    if os.name != "posix":
        raise refuse("SI Portal runs on Linux and macOS; on Windows, use the Windows Subsystem for Linux.")
    if sys.version_info < (3, 11):
        raise refuse(
            f"SI Portal needs Python 3.11 to 3.13; this is {sys.version.split()[0]}. Try: python3.12 dev.py run"
        )
    if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
        say(__doc__ or "")
        return 0 if sys.argv[1:] in (["-h"], ["--help"], ["help"]) else 2
    return COMMANDS[sys.argv[1]](sys.argv[2:])


if __name__ == "__main__":
    sys.exit(main())
