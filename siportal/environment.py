"""Reads the environment for `settings.py`: a missing or wrong variable ends the start with a sentence.

environs parses; this module only says in words what is wrong and what to do, and remembers which names exist.
"""

import difflib
import os
from collections.abc import Mapping
from email.utils import parseaddr
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

# Read by dev.py and the tests, not by the settings.
ELSEWHERE = {"SI_CLUSTER", "SI_ENV_FILE", "SI_FAILED_CHECKS", "SI_VAR"}


class Environment:
    """Variables by name, each with the words for what it should be."""

    def __init__(self, file: Path) -> None:
        """`file`: NAME=value lines, read when it exists; SI_ENV_FILE names another. What is already set wins."""
        self.known = set(ELSEWHERE)
        self._env = Env()
        self._env.read_env(os.environ.get("SI_ENV_FILE", str(file)), recurse=False)

    def text(self, name: str, default: str | None, advice: str) -> str:
        """`default` None makes the variable required; an empty value counts as missing."""
        self.known.add(name)
        value = os.environ.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(f"{name} is not set. {advice}")
        return default

    def flag(self, name: str, default: bool) -> bool:
        value = self.text(name, str(default), "").lower()
        if value in ("1", "true", "yes", "on"):
            return True
        if value in ("0", "false", "no", "off"):
            return False
        raise ImproperlyConfigured(f"{name} is {value!r}. Set it to 1 (yes) or 0 (no).")

    def number(self, name: str, default: int, lowest: int, highest: int) -> int:
        value = self.text(name, str(default), "")
        if not (value.isascii() and value.isdigit() and lowest <= int(value) <= highest):
            raise ImproperlyConfigured(f"{name} is {value!r}. Set it to a whole number from {lowest} to {highest}.")
        return int(value)

    def words(self, name: str, default: str | None, advice: str) -> list[str]:
        """A list separated by commas."""
        return [word.strip() for word in self.text(name, default, advice).split(",") if word.strip()]

    def path(self, name: str, default: Path) -> Path:
        value = Path(self.text(name, str(default), ""))
        if not value.is_absolute():
            raise ImproperlyConfigured(f"{name} is {str(value)!r}. Give the whole path, beginning with a slash.")
        return value

    def secret(self, name: str, default: str | None) -> str:
        advice = (
            "Set it to at least 50 random characters, for example the output of: "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(50))'"
        )
        value = self.text(name, default, advice)
        if len(value) < 50 or len(set(value)) < 5:
            raise ImproperlyConfigured(f"{name} is too short or too uniform to be a secret. {advice}")
        return value

    def hosts(self, name: str, default: str | None) -> list[str]:
        advice = (
            "Set it to the host names visitors use, separated by commas: SI_HOSTS=portal.example,www.portal.example"
        )
        found = self.words(name, default, advice)
        if not found:
            raise ImproperlyConfigured(f"{name} names no host. {advice}")
        for host in found:
            if host == "*" or "/" in host or " " in host:
                raise ImproperlyConfigured(f"{name} holds {host!r}, which is not a host name. {advice}")
        return found

    def origins(self, name: str) -> list[str]:
        found = self.words(name, "", "")
        for origin in found:
            parts = urlsplit(origin)
            if parts.scheme not in ("http", "https") or not parts.netloc or parts.path:
                raise ImproperlyConfigured(
                    f"{name} holds {origin!r}. Write each origin with its scheme and without a path: https://portal.example"
                )
        return found

    def origin(self, name: str, default: str) -> str:
        """One scheme and host, without a path."""
        value = self.text(name, default, "")
        parts = urlsplit(value)
        if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
            raise ImproperlyConfigured(
                f"{name} is {value!r}. Write how visitors reach the portal, without a path: https://portal.example"
            )
        return value

    def networks(self, name: str) -> list[IPv4Network | IPv6Network]:
        """IP addresses or networks, separated by commas."""
        found = []
        for word in self.words(name, "", ""):
            try:
                found.append(ip_network(word))
            except ValueError:
                raise ImproperlyConfigured(
                    f"{name} holds {word!r}. Write the addresses or networks of the proxies: 127.0.0.1,10.0.0.0/8"
                ) from None
        return found

    def address(self, name: str, default: str) -> str:
        """An e-mail address, bare or with a name before it."""
        value = self.text(name, default, "")
        if "@" not in parseaddr(value)[1]:
            raise ImproperlyConfigured(f"{name} is {value!r}. Write an e-mail address: portal@portal.example")
        return value

    def database(self, name: str, **options: Any) -> dict[str, Any]:
        advice = (
            "Set it to the address of a PostgreSQL server (15 or newer): postgresql://user:password@host:5432/siportal "
            "(python3 dev.py run brings a server and sets it itself)"
        )
        value = self.text(name, None, advice)
        if urlsplit(value).scheme not in ("postgresql", "postgres"):
            raise ImproperlyConfigured(f"{name} does not begin with postgresql://. {advice}")
        found: dict[str, Any] = self._parsed("dj_db_url", name, advice, **options)
        if not found.get("NAME"):
            raise ImproperlyConfigured(f"{name} names no database. {advice}")
        return found

    def cache(self, name: str) -> dict[str, Any]:
        advice = "Leave it unset, or set it to a cache's address: redis://host:6379/0"
        self.text(name, "db://site_cache", advice)
        found: dict[str, Any] = self._parsed("dj_cache_url", name, advice, default="db://site_cache")
        return found

    def email(self, name: str, default: str | None, *, must_send: bool) -> dict[str, Any]:
        """`must_send` refuses addresses by which e-mails only seem to leave (console, memory, nowhere)."""
        advice = (
            "Set it to the mail server's address: submission://user:password@host:587 "
            "(special characters of the password percent-encoded)"
        )
        self.text(name, default, advice)
        found: dict[str, Any] = self._parsed("dj_email_url", name, advice, default=default)
        if not found.get("EMAIL_BACKEND"):
            raise ImproperlyConfigured(f"{name} is not understood. {advice}")
        if must_send and not found.get("EMAIL_HOST"):
            raise ImproperlyConfigured(f"{name} names no mail server, so that every e-mail would be lost. {advice}")
        return found

    def _parsed(self, kind: str, name: str, advice: str, **options: Any) -> Any:
        try:
            return getattr(self._env, kind)(name, **options)
        except (EnvError, ValueError, KeyError):
            # The value may hold a password: it is not repeated, and neither is the error that quotes it.
            raise ImproperlyConfigured(f"{name} is not understood. {advice}") from None

    def refuse_unknown(self, environment: Mapping[str, str] = os.environ) -> None:
        """A misspelt SI_ variable would silently change nothing."""
        for name in sorted(environment):
            if name.startswith("SI_") and name not in self.known:
                near = difflib.get_close_matches(name, sorted(self.known), n=1)
                hint = f"Did you mean {near[0]}?" if near else "See .env.example for the names there are."
                raise ImproperlyConfigured(f"{name} is not a variable of SI Portal. {hint}")
