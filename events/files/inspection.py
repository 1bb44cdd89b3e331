"""Looks into an uploaded file before anybody else opens it. What is accepted:

    types     PDF, and DOCX, XLSX, PPTX, ODT, ODS, ODP; by the ending of the name and by the content, which must agree
    file      up to 20 MB
    unpacked  an office file up to 200 MB in at most 3,000 parts, the streams of a PDF up to 300 MB
    refused   macros and scripts, actions that start programs or send data, attachments and embedded programs, linked
              templates and pictures, passwords, and anything before or after the document

The words of a document are not judged, and nothing is changed: what passes is kept byte for byte.
"""

from pathlib import PurePath

from django.core.files import File

from events.files.office import check_office
from events.files.pdf import check_pdf
from events.files.rules import MAX_BYTES, TYPES, RefusedFile


def read_file(upload: "File[bytes]") -> tuple[str, bytes]:
    """Ending and content of an uploaded file that is safe to hand on; raises `RefusedFile`."""
    ending = PurePath(upload.name or "").suffix.lower().removeprefix(".")
    if ending not in TYPES:
        raise RefusedFile("file_ending")
    if not upload.size:
        raise RefusedFile("file_empty")
    if upload.size > MAX_BYTES:
        raise RefusedFile("file_large")
    content = upload.read(MAX_BYTES + 1)
    if len(content) > MAX_BYTES:
        raise RefusedFile("file_large")
    if ending == "pdf":
        check_pdf(content)
    else:
        check_office(content, ending)
    return ending, content
