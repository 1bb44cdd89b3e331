"""Serves the files of photographs and of events: those of published things to everybody, the others to staff.

One rule decides, and it is asked at every request, so a profile or story taken down takes its photographs along at
once. A browser may keep what it was given (the name stands for one content for ever); a cache shared by several
people may not, because it would go on showing what was withdrawn (docs/decisions/0008-photographs-in-caches.md).
"""

import uuid

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from events import files
from events.models import EventFile
from pictures import renditions
from pictures.models import Picture
from projects.models import ProjectPicture
from siportal.security import sandboxed
from spotlight.models import Story

KEPT = 31_536_000
"""Seconds a browser may keep a published photograph: one year."""


def is_public(picture: Picture) -> bool:
    """Whether any published thing shows this photograph; a new kind of thing that carries photographs is added here."""
    if picture.pending:
        return False
    on_profile = ProjectPicture.objects.published().filter(picture=picture).exists()
    return on_profile or Story.objects.published().filter(picture=picture).exists()


@require_safe
def picture(request: HttpRequest, key: uuid.UUID, width: int, ending: str) -> HttpResponseBase:
    """One file of a photograph. What must not be seen and what does not exist answer the same 404."""
    found = Picture.objects.filter(key=key).first()
    if found is None or ending not in found.endings or width not in found.widths:
        raise Http404
    public = is_public(found)
    if not public and not _seen_by_staff(request, found):
        raise Http404
    etag = f'"{key.hex}-{width}-{ending}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = sandboxed(_file(key, width, ending))
    response["ETag"] = etag
    if public:
        patch_cache_control(response, private=True, max_age=KEPT, immutable=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return response


@require_safe
def event_file(request: HttpRequest, key: uuid.UUID, name: str) -> HttpResponseBase:
    """A file of an event, to be kept, not opened here. What must not be seen and what does not exist answer 404."""
    found = EventFile.objects.select_related("event").filter(key=key, name=name).first()
    if found is None or not files.may_see(found, request.user):
        raise Http404
    try:
        stored = default_storage.open(files.path(key))
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(stored, as_attachment=True, filename=found.name, content_type=files.media_type(found))
    if found.event.is_public:
        patch_cache_control(response, private=True, max_age=KEPT, immutable=True)
    else:
        patch_cache_control(response, private=True, no_store=True)
    return sandboxed(response)


def _seen_by_staff(request: HttpRequest, picture: Picture) -> bool:
    user = request.user
    return user.is_authenticated and Picture.objects.seen_by(user).filter(pk=picture.pk).exists()


def _file(key: uuid.UUID, width: int, ending: str) -> HttpResponse:
    """Read whole: renditions are small, and a slow reader then holds no open file."""
    try:
        with default_storage.open(renditions.path(key, width, ending)) as file:
            response = HttpResponse(file.read(), content_type=renditions.FORMATS[ending][0])
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Disposition"] = f'inline; filename="{key.hex}-{width}.{ending}"'
    return response
