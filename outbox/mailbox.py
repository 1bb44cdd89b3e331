"""E-mails as files in a folder instead of on their way: for running on one's own machine (settings.MAIL_FOLDER)."""

import contextlib
import email
import email.policy
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage as Parsed
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.mail.backends.base import BaseEmailBackend
from django.core.mail.message import EmailMessage
from django.utils import timezone

_NAME = re.compile(r"\d{8}-\d{6}-\d{6}-[0-9a-f]{8}\Z")


class FolderBackend(BaseEmailBackend):
    """Writes each e-mail to a file of its own, named after the moment."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        folder = _folder()
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        for message in email_messages:
            name = f"{timezone.now():%Y%m%d-%H%M%S-%f}-{secrets.token_hex(4)}"
            unfinished = folder / f"{name}.part"
            unfinished.write_bytes(message.message().as_bytes())
            os.replace(unfinished, folder / f"{name}.eml")
        return len(email_messages)


@dataclass(frozen=True)
class Written:
    """One e-mail in the folder; `name` is its file without the ending."""

    name: str
    at: datetime
    to: str
    sender: str
    subject: str
    body: str


def newest(count: int) -> list[Written]:
    """The latest e-mails, newest first."""
    names = sorted((path.stem for path in _folder().glob("*.eml") if _NAME.match(path.stem)), reverse=True)
    found = [read(name) for name in names[:count]]
    return [written for written in found if written]


def read(name: str) -> Written | None:
    """The e-mail of that name, or None; a name that is none of ours reaches no file."""
    if not _NAME.match(name):
        return None
    with contextlib.suppress(FileNotFoundError):
        parsed = email.message_from_bytes((_folder() / f"{name}.eml").read_bytes(), policy=email.policy.default)
        part = parsed.get_body(["plain"]) if isinstance(parsed, Parsed) else None
        at = datetime.strptime(name[:22], "%Y%m%d-%H%M%S-%f").replace(tzinfo=UTC)
        body = str(part.get_content()) if part else ""
        return Written(name, at, str(parsed["To"]), str(parsed["From"]), str(parsed["Subject"]), body)
    return None


def _folder() -> Path:
    if settings.MAIL_FOLDER is None:
        raise ImproperlyConfigured("E-mails are written to a folder on one's own machine only.")
    return settings.MAIL_FOLDER
