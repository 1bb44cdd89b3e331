"""The door for files of events. What is kept lies below the media directory as `files/<key>`, under a random key.

Files are written before their row is committed, so a crash may leave a file without a row but never a row without its
file; `remove_orphans` is the nightly duty that clears strays.
"""

import hashlib
import uuid
from datetime import datetime
from pathlib import PurePath

from django.contrib.auth.models import AnonymousUser, User
from django.core.exceptions import ValidationError
from django.core.files import File
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from events.files.inspection import read_file
from events.files.rules import TYPES
from events.models import Event, EventFile, FileKind

FOLDER = "files"
SEEN_BY = "events.view_eventfile"
MOST = 40
"""Files of one event."""


class NotStored(ValidationError):
    """The file could not be written: the disk is full, or the storage does not answer."""

    def __init__(self) -> None:
        super().__init__(
            _("The file could not be stored just now. Nothing was changed; please try again later."),
            code="file_not_stored",
        )


def add(
    event: Event,
    upload: "File[bytes]",
    *,
    title: str,
    by: User,
    kind: str = FileKind.PROGRAMME,
    language: str = "en",
) -> EventFile:
    """Take an uploaded file for an event. Raises `RefusedFile` or `NotStored`, which are ValidationErrors."""
    if event.files.count() >= MOST:
        raise ValidationError(_("This event has as many files as one may have. Delete one first."), code="file_many")
    return _take(EventFile(event=event, title=title, kind=kind, language=language), upload, by)


def replace(row: EventFile, upload: "File[bytes]", *, by: User) -> EventFile:
    """Put another file in its place; it gets another address, because browsers keep what they were given."""
    before = row.key
    row.key = uuid.uuid4()
    taken = _take(row, upload, by)
    transaction.on_commit(lambda: _delete(before))
    return taken


def drop(row: EventFile) -> None:
    """Delete the row and, once that is certain, the file."""
    key = row.key
    row.delete()
    transaction.on_commit(lambda: _delete(key))


def path(key: uuid.UUID) -> str:
    """Where a file lies below the media directory."""
    return f"{FOLDER}/{key}"


def url(row: EventFile) -> str:
    """The address of the file, which answers while the event is public."""
    return reverse("event-file", args=[row.key, row.name])


def media_type(row: EventFile) -> str:
    """What the file is, by the type it was checked for."""
    return TYPES[row.ending]


def may_see(row: EventFile, user: User | AnonymousUser) -> bool:
    """Whether this reader gets the file: everybody while the event is public, staff also before and afterwards."""
    return row.event.is_public or user.has_perm(SEEN_BY)


def remove_orphans(*, before: datetime) -> int:
    """Delete files that no row names and that were written before that moment; returns how many. A duty."""
    if not default_storage.exists(FOLDER):
        return 0
    known = {str(key) for key in EventFile.objects.values_list("key", flat=True)}
    _folders, names = default_storage.listdir(FOLDER)
    strays = [
        name for name in names if name not in known and default_storage.get_modified_time(f"{FOLDER}/{name}") < before
    ]
    for name in strays:
        default_storage.delete(f"{FOLDER}/{name}")
    return len(strays)


def _take(row: EventFile, upload: "File[bytes]", by: User) -> EventFile:
    row.ending, content = read_file(upload)
    row.name = _safe_name(upload.name or "", row.ending)
    row.size, row.sha256 = len(content), hashlib.sha256(content).hexdigest()
    row.full_clean(exclude=["event"])
    try:
        default_storage.save(path(row.key), ContentFile(content))
    except OSError:
        raise NotStored from None
    row._history_user = by  # type: ignore[attr-defined]  # simple-history reads it when it records the change
    row.save()
    return row


def _safe_name(given: str, ending: str) -> str:
    """Letters, digits and hyphens of the name that was given, and the ending that was checked."""
    return f"{slugify(PurePath(given).stem)[:100].strip('-_') or 'file'}.{ending}"


def _delete(key: uuid.UUID) -> None:
    default_storage.delete(path(key))
