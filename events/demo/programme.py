"""Draws the example programme as a PDF: one page of plain lines, in a font that every reader has."""

from collections.abc import Sequence


def programme_pdf(heading: str, lines: Sequence[str]) -> bytes:
    """A whole file; the same words give the same bytes. Letters beyond Latin-1 become question marks."""
    words = [f"BT /F1 18 Tf 60 770 Td ({_quoted(heading)}) Tj ET"]
    words += [f"BT /F1 12 Tf 60 {730 - 22 * place} Td ({_quoted(line)}) Tj ET" for place, line in enumerate(lines)]
    page = "\n".join(words).encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (en) >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(page), page),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    made, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(made))
        made += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size, start = len(objects) + 1, len(made)
    return made + (
        b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, table, size, start)
    )


def _quoted(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
