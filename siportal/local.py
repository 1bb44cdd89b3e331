"""The environment of a portal on one's own machine, so that `dev.py run` needs no configuration.

Standard library only: dev.py imports it before anything is installed.
"""

import contextlib
import os
import secrets
import socket
import tempfile
from pathlib import Path


def read_dotenv(path: Path) -> None:
    """Take the NAME=value lines of a file, if there is one, into the environment; what is already set wins."""
    with contextlib.suppress(FileNotFoundError):
        for line in path.read_text().splitlines():
            name, equals, value = line.partition("=")
            if equals and not name.lstrip().startswith("#"):
                os.environ.setdefault(name.strip().removeprefix("export "), value.strip().strip("\"'"))


def local_environment(var: Path) -> dict[str, str]:
    """What the portal's processes get: plain http, a secret of its own, the demo unless DATABASE_URL is set.

    `var` is the directory for everything made locally; what the caller's environment says wins.
    """
    env = dict(os.environ)
    own_server = bool(env.get("DATABASE_URL"))
    env.setdefault("SI_HTTPS", "0")
    env.setdefault("SI_DEMO", "0" if own_server else "1")
    env.setdefault("SI_STATIC_ROOT", str(var / "static"))
    env.setdefault("SI_MEDIA_ROOT", str(var / "media"))
    env.setdefault("SI_MAIL_FOLDER", str(var / "mails"))
    host = env.get("HOST", "").strip() or "127.0.0.1"
    if "SI_HOSTS" not in env:
        names = ["127.0.0.1", "localhost", "[::1]", host]
        if host in ("0.0.0.0", "::"):
            names += [socket.gethostname(), *_own_addresses()]
        env["SI_HOSTS"] = ",".join(
            dict.fromkeys(f"[{name}]" if ":" in name.strip("[]") and "[" not in name else name for name in names)
        )
    if "SECRET_KEY" not in env:
        env["SECRET_KEY"] = _secret_key(var)
    return env


def _own_addresses() -> list[str]:
    with contextlib.suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(("192.0.2.1", 9))  # no packet is sent; the system only chooses its own address
        return [str(probe.getsockname()[0])]
    return []


def _secret_key(var: Path) -> str:
    path = var / "secret-key"
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        handle, new = tempfile.mkstemp(dir=var)  # readable by its owner alone
        with os.fdopen(handle, "w") as file:
            file.write(secrets.token_urlsafe(50))
        with contextlib.suppress(FileExistsError):  # another start was quicker: its key counts
            os.link(new, path)
        os.unlink(new)
    return path.read_text().strip()
