"""What a local start does before it serves: migrate, load the demo once, make the staff login, collect static files.

Everything happens in one process, because starting Django is the dearest part of a warm start.
"""

import hashlib
import os
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor

from projects.demo import is_complete
from vocabulary.models import FundingPeriod

LOGIN_NAME = "curator"


@contextmanager
def step(sentence: str) -> Iterator[None]:
    """Say what takes time before it does, and afterwards how long it took."""
    print(f"{sentence} ...", flush=True)
    begun = time.monotonic()
    yield
    print(f"  done in {time.monotonic() - begun:.1f} s", flush=True)


def prepare() -> None:
    """Bring database, demo, login and static files up to date; cheap when nothing is to be done."""
    migrate()
    if settings.DEMO:
        load_demo_once()
        ensure_login()
    else:
        say_what_is_missing()
    collect_static()


def migrate() -> None:
    executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        with step(f"Preparing the database ({len(plan)} migrations)"):
            call_command("migrate", interactive=False, verbosity=0)


def load_demo_once() -> None:
    """The database remembers it, so that what staff removed stays removed."""
    if not is_complete():
        with step("Loading the demonstration directory"):
            call_command("load_demo", verbosity=0)


def say_what_is_missing() -> None:
    """A server of one's own is only migrated; what an empty one needs is for its owner to do."""
    if not FundingPeriod.objects.exists():
        print("No vocabularies yet. Load them: python3 dev.py manage load_vocabulary", flush=True)
    if not get_user_model()._default_manager.filter(is_staff=True).exists():
        print("Nobody can sign in yet. Make a first account: python3 dev.py manage createsuperuser", flush=True)


def ensure_login() -> None:
    """A staff login for trying things out: made once with a random password, which is kept beside the database."""
    kept = Path(os.environ.get("SI_CLUSTER", "") or settings.BASE_DIR / "var") / "login"
    users = get_user_model()._default_manager
    user = users.filter(username=LOGIN_NAME).first()
    if user is None:
        password = secrets.token_urlsafe(12)
        users.create_superuser(LOGIN_NAME, email="", password=password)
        write_private(kept, password)
    else:
        password = kept.read_text().strip() if kept.exists() else ""
        if not password or not user.check_password(password):
            print(f"Staff login: {LOGIN_NAME}, with the password you have chosen.", flush=True)
            return
    print(f"Staff login: {LOGIN_NAME}  password: {password}", flush=True)


def write_private(path: Path, text: str) -> None:
    """A file only its owner reads, from its first byte on."""
    path.unlink(missing_ok=True)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)


def collect_static() -> None:
    """Collect when a source file or a setting changed; the stamp holds names, sizes and times."""
    root = Path(settings.STATIC_ROOT)
    stamp = root / ".collected"
    now = _fingerprint()
    if not settings.DEBUG and not (stamp.exists() and stamp.read_text() == now):
        with step("Collecting static files"):
            call_command("collectstatic", interactive=False, verbosity=0, clear=True)
        root.mkdir(parents=True, exist_ok=True)
        stamp.write_text(now)


def _fingerprint() -> str:
    found = hashlib.sha256(settings.STORAGES["staticfiles"]["BACKEND"].encode())
    module = import_module("siportal.settings").__file__ or ""
    found.update(Path(module).read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            about = os.stat(storage.path(name))
            found.update(f"{name} {about.st_size} {about.st_mtime_ns}\n".encode())
    return found.hexdigest()
