"""Serves the files of photographs: those of published things to everybody, the others to staff.

One rule decides, and it is asked at every request, so a profile taken down takes its photographs along at once.
Browsers keep a copy but ask each time whether it still holds (the answer is 304 and a few bytes).
"""

import uuid

from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.cache import patch_cache_control
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from pictures import renditions
from pictures.models import Picture
from projects.models import ProjectPicture
from siportal.security import sandboxed


def is_public(picture: Picture) -> bool:
    """Whether any published thing shows this photograph; a new kind of thing that carries photographs is added here."""
    return ProjectPicture.objects.published().filter(picture=picture).exists()


@require_safe
def picture(request: HttpRequest, key: uuid.UUID, width: int, ending: str) -> HttpResponseBase:
    """One file of a photograph. What must not be seen and what does not exist answer the same 404."""
    found = Picture.objects.filter(key=key).first()
    if found is None or ending not in found.endings or width not in found.widths:
        raise Http404
    public = is_public(found)
    if not public and not request.user.has_perm("pictures.view_picture"):
        raise Http404
    etag = f'"{key.hex}-{width}-{ending}"'
    if etag in parse_etags(request.headers.get("If-None-Match", "")):
        response: HttpResponseBase = HttpResponseNotModified()
    else:
        response = sandboxed(_file(key, width, ending))
    response["ETag"] = etag
    patch_cache_control(
        response, **({"public": True, "no_cache": True} if public else {"private": True, "no_store": True})
    )
    return response


def _file(key: uuid.UUID, width: int, ending: str) -> HttpResponse:
    """Read whole: renditions are small, and a slow reader then holds no open file."""
    try:
        with default_storage.open(renditions.path(key, width, ending)) as file:
            response = HttpResponse(file.read(), content_type=renditions.FORMATS[ending][0])
    except FileNotFoundError:
        raise Http404 from None
    response["Content-Disposition"] = f'inline; filename="{key.hex}-{width}.{ending}"'
    return response
