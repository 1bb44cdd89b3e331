"""Documents made for tests: real ones, and ones that hide something. Only bytes; no library writes them."""

import zipfile
import zlib
from collections.abc import Mapping
from io import BytesIO

from events.files.rules import TYPES

_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_MAIN = {
    "docx": ("wordprocessingml.document.main+xml", "word/document.xml", f'<w:document xmlns:w="{_WORD}"/>'),
    "xlsx": ("spreadsheetml.sheet.main+xml", "xl/workbook.xml", "<workbook/>"),
    "pptx": ("presentationml.presentation.main+xml", "ppt/presentation.xml", "<p:presentation xmlns:p='x'/>"),
}
Parts = Mapping[str, str | bytes]


def pdf(*objects: bytes, catalog: bytes = b"", trailer: bytes = b"", version: bytes = b"1.7") -> bytes:
    """A PDF of one empty page with further objects; `catalog` and `trailer` are added to those dictionaries."""
    whole = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % catalog,
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] >>",
        *objects,
    ]
    made, places = b"%PDF-" + version + b"\n%\xe2\xe3\xcf\xd3\n", []
    for number, content in enumerate(whole, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(whole) + 1
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R %s >>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, len(made))
    return made + head + tail


def stream(content: bytes, words: bytes = b"", *, packed: bool = True) -> bytes:
    """A stream object; packed ones name the usual filter."""
    data = zlib.compress(content) if packed else content
    named = b"/Filter /FlateDecode " if packed else b""
    return b"<< /Length %d %s%s>>\nstream\n%s\nendstream" % (len(data), named, words, data)


def office(ending: str, extra: Parts | None = None, *, without: tuple[str, ...] = ()) -> bytes:
    """A DOCX, XLSX or PPTX with nothing in it but `extra` parts, which may replace the usual ones."""
    kind, main, words = _MAIN[ending]
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": content_types(f"application/vnd.openxmlformats-officedocument.{kind}", main),
        "_rels/.rels": relations(("officeDocument", main, False)),
        main: words,
    }
    return archive({name: data for name, data in (parts | dict(extra or {})).items() if name not in without})


def content_types(kind: str, main: str, *others: str) -> str:
    """The list of types of an office file."""
    overrides = "".join(f'<Override PartName="/x{n}" ContentType="{other}"/>' for n, other in enumerate(others))
    return (
        '<?xml version="1.0" encoding="UTF-8"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
        f'content-types"><Default Extension="xml" ContentType="application/xml"/><Override PartName="/{main}" '
        f'ContentType="{kind}"/>{overrides}</Types>'
    )


def relations(*found: tuple[str, str, bool]) -> str:
    """A list of relations: (kind, target, whether it lies elsewhere)."""
    rows = "".join(
        f'<Relationship Id="r{number}" Type="{_OFFICE}/{kind}" Target="{target}"'
        f"{' TargetMode=' + chr(34) + 'External' + chr(34) if outside else ''}/>"
        for number, (kind, target, outside) in enumerate(found)
    )
    return f'<?xml version="1.0" encoding="UTF-8"?><Relationships xmlns="{_RELATIONS}">{rows}</Relationships>'


def word_field(*pieces: str) -> str:
    """A document with one field whose instruction is cut into pieces."""
    runs = "".join(f"<w:r><w:instrText>{piece}</w:instrText></w:r>" for piece in pieces)
    return f'<w:document xmlns:w="{_WORD}"><w:body><w:p>{runs}</w:p></w:body></w:document>'


def open_document(ending: str, extra: Parts | None = None, *, manifest: str = "", mimetype: str = "") -> bytes:
    """An ODT, ODS or ODP with nothing in it but `extra` parts; `manifest` is added to its list."""
    parts: dict[str, str | bytes] = {
        "mimetype": mimetype or TYPES[ending],
        "content.xml": "<office:document-content xmlns:office='o'><office:scripts/></office:document-content>",
        "META-INF/manifest.xml": (
            "<manifest:manifest xmlns:manifest='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'>"
            f"<manifest:file-entry manifest:full-path='/'/>{manifest}</manifest:manifest>"
        ),
    }
    return archive(parts | dict(extra or {}), stored=("mimetype",))


def archive(parts: Parts, *, stored: tuple[str, ...] = (), comment: bytes = b"") -> bytes:
    """A zip archive of these parts."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data, zipfile.ZIP_STORED if name in stored else None)
        file.comment = comment
    return made.getvalue()


def marked_as_encrypted(content: bytes) -> bytes:
    """The same archive, every part of it marked as needing a password."""
    made = bytearray(content)
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        begin = made.find(mark)
        while begin >= 0:
            made[begin + place] |= 1
            begin = made.find(mark, begin + 4)
    return bytes(made)
