"""What visitors typed, made fit for an e-mail: plain words in which no mail program finds an address to click on."""

import re
import unicodedata

from django.utils.text import normalize_newlines

# Everything below 0x20 but the line feed, C1, and the separators some programs take for line ends.
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BIDI = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_JOINERS = "\u200c\u200d"

# What domain names take for a dot (RFC 3490), and two that only look like one.
_DOTS = ".\u3002\uff0e\uff61\u2024\ufe52"
_SLASHES = re.compile(r"(?<=[:\uff1a])\s*[/\\\uff0f\u2044\u2215]{2,}")
_SCHEME = re.compile(
    r"\b(callto|data|facetime|file|ftp|geo|im|javascript|magnet|mailto|message|sips?|skype|smsto?|tel|vbscript|webcal"
    r"|whatsapp|xmpp)[:\uff1a](?=\S)",
    re.IGNORECASE,
)
_MAILBOX = re.compile(rf"(?<=\S)[@\uff20\ufe6b](?=[^\s@]*[{_DOTS}][^\W_])")
_QUAD = re.compile(rf"(?<![\w{_DOTS}])(\d{{1,3}})[{_DOTS}](\d{{1,3}})[{_DOTS}](\d{{1,3}})[{_DOTS}](\d{{1,3}})(?!\w)")
_NEW_SENTENCE = re.compile(r"(?<=[^\W_])\.(?=[^\W\d_]{2})")
_DOMAIN = re.compile(rf"(?<=[^\s{_DOTS}…])[{_DOTS}](?=[^\W\d_]{{2}})")


def plain(text: str) -> str:
    """Without control characters and without those that turn the direction of the text; lines stay lines."""
    return _BIDI.sub("", _CONTROL.sub(" ", normalize_newlines(text)))


def one_line(text: str, longest: int) -> str:
    """A single line of at most `longest` characters, for headers; what is cut off is marked."""
    line = " ".join(plain(text).split())
    return line if len(line) <= longest else f"{line[: longest - 1].rstrip()}…"


def without_links(text: str) -> str:
    """The text so that no mail program makes a link of anything in it.

    `www.example.org` becomes `www(.)example(.)org`; ordinary prose, abbreviations and numbers stay as they are.
    """
    text = _visible(unicodedata.normalize("NFC", plain(text)))
    text = _SLASHES.sub(" ", text)
    text = _SCHEME.sub(r"\1: ", text)
    text = _MAILBOX.sub("(at)", text)
    text = _QUAD.sub(r"\1(.)\2(.)\3(.)\4", text)
    # “and so on.Then” is a missing space; no mail program takes it for an address once the space is there.
    text = _NEW_SENTENCE.sub(_dot_or_space, text)
    return _DOMAIN.sub("(.)", text)


def _visible(text: str) -> str:
    """Without characters nobody sees; joiners stay where scripts and emoji need them."""
    return "".join(
        letter
        for place, letter in enumerate(text)
        if unicodedata.category(letter) != "Cf"
        or (letter in _JOINERS and 0 < place < len(text) - 1 and min(text[place - 1], text[place + 1]) > "\u00ff")
    )


def _dot_or_space(match: re.Match[str]) -> str:
    after = match.string[match.end() : match.end() + 2]
    return ". " if after[0].isupper() and after[1].islower() else "."
