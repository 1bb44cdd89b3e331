"""Videos: which hosts are known, what of an address is kept, and which page may play one.

Nothing is asked of a host before a reader wants it: the page shows a picture of its own and a plain link, and the
script puts the host's player in its place after a click. Only such a page may frame that player at all (`let_play`).
"""

import re
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _

ALLOWED = {
    "youtube.com": "youtube",
    "www.youtube.com": "youtube",
    "m.youtube.com": "youtube",
    "youtube-nocookie.com": "youtube",
    "www.youtube-nocookie.com": "youtube",
    "youtu.be": "youtube",
    "vimeo.com": "vimeo",
    "www.vimeo.com": "vimeo",
    "player.vimeo.com": "vimeo",
}
"""Host of an address -> the service it belongs to."""

_PLAYERS = {
    "youtube": ("https://www.youtube.com/watch?v={id}", "https://www.youtube-nocookie.com/embed/{id}"),
    "vimeo": ("https://vimeo.com/{id}", "https://player.vimeo.com/video/{id}?dnt=1"),
}
_IDS = {"youtube": re.compile(r"[A-Za-z0-9_-]{11}"), "vimeo": re.compile(r"[0-9]{6,12}")}
_LONGEST = 500
# What a player never needs; the rest of the portal's list it does (autoplay, encrypted media, sensors for 360°).
_CLOSED = ("camera", "display-capture", "geolocation", "hid", "microphone", "midi", "payment", "serial", "usb")

_SENTENCES = {
    "video_https": _("Give the address of the video as the browser shows it; it begins with https://."),
    "video_host": _("Videos can come from YouTube or Vimeo. Give an address that begins there, or leave this empty."),
    "video_id": _("This address leads to no single video. Open the video itself and copy the address from there."),
}


@dataclass(frozen=True)
class Video:
    """A video: its service ("youtube" or "vimeo"), its id there, the page to watch it and the player to embed."""

    host: str
    id: str
    watch_url: str
    embed_url: str

    @property
    def service(self) -> str:
        """The host as people call it."""
        return {"youtube": "YouTube", "vimeo": "Vimeo"}[self.host]

    @property
    def origin(self) -> str:
        """What a content security policy must name for the player."""
        return "https://" + urlsplit(self.embed_url).netloc


def clean_video(url: str) -> Video:
    """The video an address leads to. Raises ValidationError (`video_https`, `video_host`, `video_id`)."""
    try:
        parts = urlsplit(url.strip()[:_LONGEST])
        address = (parts.scheme, parts.username, parts.port)
    except ValueError:
        raise _refusal("video_https") from None
    if address != ("https", None, None) or not parts.hostname:
        raise _refusal("video_https")
    host = ALLOWED.get(parts.hostname.lower())
    if host is None:
        raise _refusal("video_host")
    found = _id_in(host, parts.hostname.lower(), parts.path, parts.query)
    if not _IDS[host].fullmatch(found):
        raise _refusal("video_id")
    watch, embed = _PLAYERS[host]
    return Video(host=host, id=found, watch_url=watch.format(id=found), embed_url=embed.format(id=found))


def video(url: str) -> Video | None:
    """The video of a story; None without one, and for an address that is not taken (any more)."""
    try:
        return clean_video(url) if url else None
    except ValidationError:
        return None


def let_play(response: HttpResponse, film: Video | None) -> HttpResponse:
    """Let this answer frame the player of its film and show it on the whole screen; without a film nothing changes."""
    if film is not None:
        response._csp_update = {"frame-src": [film.origin]}  # type: ignore[attr-defined]
        closed = ", ".join(f"{feature}=()" for feature in _CLOSED)
        response["Permissions-Policy"] = f'fullscreen=(self "{film.origin}"), {closed}'
    return response


def _id_in(host: str, name: str, path: str, query: str) -> str:
    """The id, unchecked; empty where the address has none."""
    pieces = [piece for piece in path.split("/") if piece]
    if host == "vimeo":
        return next((piece for piece in pieces if piece.isdecimal()), "")
    if name == "youtu.be":
        return pieces[0] if pieces else ""
    if pieces[:1] == ["watch"]:
        return parse_qs(query).get("v", [""])[0]
    return pieces[1] if len(pieces) > 1 and pieces[0] in ("embed", "shorts", "live", "v") else ""


def _refusal(code: str) -> ValidationError:
    return ValidationError(_SENTENCES[code], code=code)
