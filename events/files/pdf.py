"""What may not be in a PDF: names of actions and attachments, wherever they stand, also packed or written in code.

A PDF reader finds its objects by a table that may point anywhere, so nothing is trusted to be a picture or a text: the
whole file is searched, and so is everything in it that can be unpacked. Every letter of a name may be written as a
code (`#4A` for J).
"""

import re
import zipfile
import zlib
from collections.abc import Callable, Iterator
from io import BytesIO

from events.files.rules import MOST_IN_STREAMS, RefusedFile

MOST_STREAMS = 100_000
_HEAD = re.compile(rb"%PDF-(?:1\.[0-7]|2\.0)[\r\n \t]")
_END = re.compile(rb"startxref\s+\d+\s+%%EOF[\s\x00]*\Z")
_TAIL = 2_048
"""Bytes at the end within which the last table must be named."""


def _coded(name: str) -> str:
    """A pattern for a name with any of its letters written as a code."""
    return "".join(f"(?:{letter}|#(?i:{ord(letter):02x}))" for letter in name)


_AFTER = r"(?![^\s\x00()<>\[\]{}/%])"
_NAMES = {
    "file_script": (*("JavaScript", "Launch", "Rendition", "RichMedia", "OnInstantiate", "SubmitForm", "ImportData"),),
    "file_attached": ("EmbeddedFile", "EmbeddedFiles", "GoToE", "FileAttachment"),
    "file_password": ("Encrypt",),
    "form": ("AcroForm",),
    "programmed": ("XFA",),
}
_PROGRAMMED_FORM = {"form", "programmed"}
"""Together they make a form with scripts; the second alone is too short a name not to appear in a picture by chance."""


def _any_of(write: Callable[[str], str]) -> "re.Pattern[bytes]":
    first = "".join(
        {name[0] for names in _NAMES.values() for name in names}
    )  # told in advance, most are passed over fast
    groups = (f"(?P<{group}>{'|'.join(map(write, names))})" for group, names in _NAMES.items())
    return re.compile(f"/(?=[#{first}])(?:{'|'.join(groups)}){_AFTER}".encode())


_FORBIDDEN, _FORBIDDEN_IN_CODE = _any_of(re.escape), _any_of(_coded)
_CODE = re.compile(rb"/[A-Za-z]{0,14}#[4-7][0-9A-Fa-f]")
"""A name in which a letter is written as a code, which honest programs have no reason to do."""
MOST_CODES = 10_000
_OVERLAP = 3 * len("/FileAttachment") + 1
"""Bytes that two pieces share, so that a name cut in two is seen whole."""

_STREAM = re.compile(rb"(?<![A-Za-z])stream[ \t]*(?P<line>\r?\n|\r)?")
_OBJECTS = re.compile(f"/(?:{_coded('ObjStm')}|{_coded('First')}){_AFTER}".encode())
_FILTER = re.compile(f"/(?:{'|'.join(map(_coded, ('Filter', 'DecodeParms', 'DP', 'F', 'FFilter')))}){_AFTER}".encode())
_PLAIN = re.compile(rb"/Filter\s*(?:/(?:FlateDecode|Fl)" + _AFTER.encode() + rb"|\[\s*/(?:FlateDecode|Fl)\s*\])")
_LONGEST_DICTIONARY = 16_384
_TAKEN, _GIVEN = 16_384, 262_144
"""Bytes that are unpacked at a time, and bytes that come out at most."""


def check_pdf(content: bytes) -> None:
    """Raises `RefusedFile` unless it is one whole PDF that does nothing by itself."""
    if not _HEAD.match(content) and content.startswith(b"%PDF-"):
        raise RefusedFile("file_broken")
    if not content.startswith(b"%PDF-"):
        raise RefusedFile("file_two_in_one" if b"%PDF-" in content[:1024] else "file_not_pdf")
    if not _END.search(content[-_TAIL:]):
        raise RefusedFile("file_two_in_one" if b"%%EOF" in content else "file_broken")
    if zipfile.is_zipfile(BytesIO(content)):
        raise RefusedFile("file_two_in_one")
    _Inspection(content).run()


class _Inspection:
    """One look through a file; `seen` are the groups that are forbidden only together."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.left = MOST_IN_STREAMS
        self.codes = 0
        self.seen: set[str] = set()

    def run(self) -> None:
        self._search(self.content)
        for number, found in enumerate(_STREAM.finditer(self.content)):
            if number >= MOST_STREAMS:
                raise RefusedFile("file_bomb")
            self._check_packing(found)
            kept = b""
            for piece in self._unpacked(found.end()):
                self._search(kept + piece)
                kept = piece[-_OVERLAP:]

    def _search(self, piece: bytes) -> None:
        for found in _FORBIDDEN.finditer(piece):
            self._note(str(found.lastgroup))
        for hint in _CODE.finditer(piece):
            self.codes += 1
            if self.codes > MOST_CODES:
                raise RefusedFile("file_script")
            if coded := _FORBIDDEN_IN_CODE.match(piece, hint.start()):
                self._note(str(coded.lastgroup))

    def _note(self, group: str) -> None:
        if group not in _PROGRAMMED_FORM:
            raise RefusedFile(group)
        self.seen.add(group)
        if self.seen == _PROGRAMMED_FORM:
            raise RefusedFile("file_script")

    def _check_packing(self, stream: "re.Match[bytes]") -> None:
        """A stream that holds objects must be packed in the one way that is unpacked here: they could hide in it."""
        begin = max(0, stream.start() - _LONGEST_DICTIONARY)
        opened = self.content.rfind(b"obj", begin, stream.start())
        if opened < 0:
            if stream["line"]:
                raise RefusedFile("file_broken")
            return  # the word in a text
        words = self.content[opened : stream.start()]
        filters = _FILTER.findall(words) if _OBJECTS.search(words) else []
        if filters and (len(filters) > 1 or not _PLAIN.search(words)):
            raise RefusedFile("file_script")

    def _unpacked(self, begin: int) -> Iterator[bytes]:
        """What can be unpacked from here on, piece by piece."""
        unpack = zlib.decompressobj()
        while not unpack.eof and (rest := self.content[begin : begin + _TAKEN]):
            try:
                piece = unpack.decompress(rest, _GIVEN)
            except zlib.error:
                return  # not packed, or broken from here on
            self.left -= len(piece)
            if self.left < 0:
                raise RefusedFile("file_bomb")
            yield piece
            begin += len(rest) - len(unpack.unconsumed_tail)
