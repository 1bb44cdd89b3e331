"""What may not be in an office file: a zip archive of XML parts, described by lists of its own."""

import html
import re
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from events.files.rules import MOST_PARTS, MOST_UNPACKED, TYPES, RefusedFile

_PICTURES = ("png", "jpg", "jpeg", "gif", "bmp", "tif", "tiff", "emf", "wmf", "svg", "svm", "wdp", "webp")
_SOUNDS = ("mp3", "mp4", "m4a", "m4v", "wav", "mov", "ogg", "webm")
_PARTS = {
    *("xml", "rels", "vml", "rdf", "psmdcp", "odttf", "fntdata", "ttf", "otf"),
    *_PICTURES,
    *_SOUNDS,
}
_EMBEDDED = {"docx", "xlsx", "pptx"}
"""A chart carries its table as a workbook; it is inspected like the document itself."""
_READ = {"xml", "rels", "vml", "rdf", "psmdcp", "svg"}
_PRINTER = re.compile(r"(?:^|/)printerSettings/[^/]+\.bin$")
_MAIN = {
    "docx": ("wordprocessingml.document.main+xml", "word/document.xml"),
    "xlsx": ("spreadsheetml.sheet.main+xml", "xl/workbook.xml"),
    "pptx": ("presentationml.presentation.main+xml", "ppt/presentation.xml"),
}
_MACRO_TYPES = re.compile(r"macro|vba|activex", re.IGNORECASE)
_OBJECT_TYPES = re.compile(r"oleobject|package$", re.IGNORECASE)
_HARMLESS_SCHEMES = {"http", "https", "mailto", "tel"}
_SCHEME = re.compile(r"\s*([A-Za-z][A-Za-z0-9+.-]*):")
_ODF_MACROS = re.compile(
    rb"vnd\.sun\.star\.(?:script|UNO)|<script:event-listener|(?:href|macro-name)\s*=\s*[\"']\s*"
    rb"(?:macro|javascript|vbscript|service):",
    re.IGNORECASE,
)
_FIELDS = re.compile(rb"<w:instrText[^>]*>([^<]*)<|<w:fldSimple[^>]*w:instr\s*=\s*[\"']([^\"']*)")
_DDE = re.compile(r"\bDDE(?:AUTO)?\b", re.IGNORECASE)
_DEPTH = 1
"""How deep documents may stand in each other."""
MOST_FIELDS = 50_000
_LONGEST_LIST = 4_000_000
"""Bytes of a list of types, relations or parts."""


def check_office(content: bytes, ending: str) -> None:
    """Raises `RefusedFile` unless it is one whole document of that type that does nothing by itself."""
    if content.startswith(b"\xd0\xcf\x11\xe0"):  # the old container, which also wraps what has a password
        raise RefusedFile("file_password")
    _Inspection(MOST_UNPACKED).document(content, ending)


class _Inspection:
    """One look through a file and what stands in it; `left` is how much may still be unpacked."""

    def __init__(self, left: int) -> None:
        self.left = left

    def document(self, content: bytes, ending: str, depth: int = 0) -> None:
        if not content.startswith(b"PK\x03\x04"):
            raise RefusedFile("file_two_in_one" if b"PK\x03\x04" in content[:65_536] else "file_not_office")
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                _check_frame(archive, content)
                parts = {part.filename: part for part in archive.infolist()}
                found = _Kind(ending, archive, parts)
                for name, data in self._unpacked(archive):
                    if _ending(name) in _EMBEDDED:
                        if depth >= _DEPTH:
                            raise RefusedFile("file_attached")
                        self.document(data, _ending(name), depth + 1)
                    found.look_at(name, data)
                found.settle()
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError, ParseError):
            raise RefusedFile("file_broken") from None
        except DefusedXmlException:
            raise RefusedFile("file_script") from None

    def _unpacked(self, archive: zipfile.ZipFile) -> Iterator[tuple[str, bytes]]:
        """Every part by its name, counted while it is unpacked: what its list says of its size is not trusted."""
        for part in archive.infolist():
            if part.is_dir():
                continue
            with archive.open(part) as packed:
                data = packed.read(self.left + 1)
            self.left -= len(data)
            if self.left < 0:
                raise RefusedFile("file_bomb")
            yield part.filename, data


def _check_frame(archive: zipfile.ZipFile, content: bytes) -> None:
    """One archive from the first byte to the last, of parts with plain names, packed as everybody packs."""
    parts = archive.infolist()
    names = [part.filename for part in parts]
    if len(parts) > MOST_PARTS:
        raise RefusedFile("file_bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise RefusedFile("file_password")
    if archive.comment or content[-22:-18] != b"PK\x05\x06" or min((p.header_offset for p in parts), default=1):
        raise RefusedFile("file_two_in_one")
    if b"%PDF-" in content[:1024]:
        raise RefusedFile("file_two_in_one")
    if sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise RefusedFile("file_bomb")
    plain = all(part.compress_type in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for part in parts)
    if not plain or len({name.lower() for name in names}) < len(names) or not all(map(_is_plain, names)):
        raise RefusedFile("file_broken")


def _is_plain(name: str) -> bool:
    return not name.startswith("/") and "\\" not in name and ":" not in name and ".." not in PurePosixPath(name).parts


def _ending(name: str) -> str:
    return name.rpartition("/")[2].rpartition(".")[2].lower()


class _Kind:
    """What is to be seen in the parts of a document of one type, while they pass by."""

    def __init__(self, ending: str, archive: zipfile.ZipFile, parts: dict[str, zipfile.ZipInfo]) -> None:
        self.ending, self.parts = ending, parts
        self.is_open = ending.startswith("od")
        self.types = ""
        self.fields: list[str] = []
        if self.is_open:
            self._check_mimetype(archive)
        elif not {"[Content_Types].xml", _MAIN[ending][1]} <= set(parts):
            raise RefusedFile("file_not_office")

    def _check_mimetype(self, archive: zipfile.ZipFile) -> None:
        first = next(iter(self.parts), "")
        if first != "mimetype" or self.parts[first].file_size > 200:
            raise RefusedFile("file_not_office")
        if archive.read(first).decode("latin-1").strip() != TYPES[self.ending]:
            raise RefusedFile("file_not_office")
        if not {"content.xml", "META-INF/manifest.xml"} <= set(self.parts):
            raise RefusedFile("file_not_office")

    def look_at(self, name: str, data: bytes) -> None:
        """One part; raises `RefusedFile`."""
        self._check_name(name)
        if _ending(name) in _READ:
            self._check_text(name, data)
        elif data[:2] == b"MZ" or data[:4] in (b"\x7fELF", b"\xd0\xcf\x11\xe0") or data[:2] == b"#!":
            raise RefusedFile("file_attached")

    def settle(self) -> None:
        """When all parts were seen."""
        if not self.is_open and _MAIN[self.ending][0] not in self.types:
            raise RefusedFile("file_not_office")
        if _DDE.search("".join(self.fields)):
            raise RefusedFile("file_script")

    def _check_name(self, name: str) -> None:
        folder = name.lower()
        if "vbaproject" in folder or "vbadata" in folder or "/activex/" in folder or "macrosheets/" in folder:
            raise RefusedFile("file_script")
        if self.is_open and folder.startswith(("basic/", "scripts/", "dialogs/")):
            raise RefusedFile("file_script")
        if self.is_open and (name == "mimetype" or _ending(name) in _PARTS or _is_replacement(name)):
            return
        if not self.is_open and (_ending(name) in _PARTS | _EMBEDDED or _PRINTER.search(name)):
            return
        raise RefusedFile("file_attached")

    def _check_text(self, name: str, data: bytes) -> None:
        if b"\x00" in data[:200] or b"<!ENTITY" in data:
            raise RefusedFile("file_script")  # a second alphabet would hide what is searched for here
        if _ending(name) == "svg" and re.search(rb"<script|\son\w+\s*=|javascript:", data, re.IGNORECASE):
            raise RefusedFile("file_script")
        if self.is_open:
            if _ODF_MACROS.search(data):
                raise RefusedFile("file_script")
            if name == "META-INF/manifest.xml":
                _check_manifest(_parsed(data))
        elif name == "[Content_Types].xml":
            self.types = _check_types(_parsed(data))
        elif _ending(name) == "rels":
            _check_relations(_parsed(data))
        elif b"<ddeLink" in data or b":ddeLink" in data:
            raise RefusedFile("file_script")
        else:
            self._note_fields(data)

    def _note_fields(self, data: bytes) -> None:
        for found in _FIELDS.finditer(data):
            if len(self.fields) >= MOST_FIELDS:
                raise RefusedFile("file_bomb")
            self.fields.append(html.unescape((found[1] or found[2] or b"").decode("utf-8", "replace")))


def _parsed(data: bytes) -> Element:
    if len(data) > _LONGEST_LIST:
        raise RefusedFile("file_bomb")
    parsed: Element = fromstring(data)
    return parsed


def _is_replacement(name: str) -> bool:
    """The picture of a chart, which LibreOffice writes without an ending."""
    return bool(re.fullmatch(r"ObjectReplacements/[^/.]+|Pictures/[^/.]+|Thumbnails/[^/.]+", name))


def _check_manifest(manifest: Element) -> None:
    for entry in manifest.iter():
        if entry.tag.endswith("}encryption-data"):
            raise RefusedFile("file_password")
        if any("oleobject" in value.lower() for value in entry.attrib.values()):
            raise RefusedFile("file_attached")


def _check_types(types: Element) -> str:
    """The types of all parts in one text."""
    found = [entry.get("ContentType", "") for entry in types.iter()]
    if any(_MACRO_TYPES.search(each) for each in found):
        raise RefusedFile("file_script")
    if any("oleobject" in each.lower() for each in found):
        raise RefusedFile("file_attached")
    return " ".join(found)


def _check_relations(relations: Element) -> None:
    """A hyperlink waits for a click; anything else that lies elsewhere would be fetched when the file is opened."""
    for entry in relations.iter():
        kind, target = entry.get("Type", "").rpartition("/")[2].lower(), entry.get("Target", "")
        if kind in ("oleobject", "vbaproject", "control", "attachedtoolbars"):
            raise RefusedFile("file_attached" if kind == "oleobject" else "file_script")
        if entry.get("TargetMode", "").lower() != "external":
            continue
        scheme = _SCHEME.match(target)
        if kind != "hyperlink" or (scheme and scheme[1].lower() not in _HARMLESS_SCHEMES):
            raise RefusedFile("file_linked")
