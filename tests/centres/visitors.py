"""A visitor who sends a public form, for tests: with the note of a page that was shown a while ago."""

import time
import uuid
from typing import Any
from unittest import mock

from django.core import signing
from django.http import HttpResponse
from django.test import Client

from outbox.guard import stamp


def note(key: str = "", seconds: float = 10) -> str:
    """The signed note of a page that was shown so many seconds ago."""
    with mock.patch.object(signing.time, "time", return_value=time.time() - seconds):
        return stamp(key or str(uuid.uuid4()))


def send(path: str, *, key: str = "", seconds: float = 10, **fields: Any) -> HttpResponse:
    """What the page at `path` answers to a filled-in form."""
    return Client().post(path, {"stamp": note(key, seconds), "remarks_2": "", **fields})
