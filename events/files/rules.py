"""Which files are taken, and the sentences for those that are not."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MAX_BYTES = 20_000_000
MOST_UNPACKED = 200_000_000
"""Bytes an office file may have when unpacked."""
MOST_PARTS = 3_000
MOST_IN_STREAMS = 300_000_000
"""Bytes all streams of a PDF may have when unpacked; scanned pages are large."""

_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
TYPES = {
    "pdf": "application/pdf",
    "docx": f"{_OOXML}wordprocessingml.document",
    "xlsx": f"{_OOXML}spreadsheetml.sheet",
    "pptx": f"{_OOXML}presentationml.presentation",
    "odt": f"{_ODF}text",
    "ods": f"{_ODF}spreadsheet",
    "odp": f"{_ODF}presentation",
}
"""Ending -> media type."""

_SENTENCES = {
    "file_ending": _("Choose a PDF, DOCX, XLSX, PPTX, ODT, ODS or ODP file. Save other documents as PDF first."),
    "file_empty": _("The file is empty. Choose it again."),
    "file_large": _("The file is larger than 20 MB. Save it in a smaller size and try again."),
    "file_not_pdf": _("The name ends in .pdf, but the content is no PDF. Export the document as PDF and try again."),
    "file_not_office": _(
        "The content is not what the ending of the name says. Open the document, save it anew in that format and try "
        "again."
    ),
    "file_broken": _("The file is damaged or incomplete. Open the document, save it anew and try again."),
    "file_two_in_one": _("There is something before or after the document in this file. Save it anew and try again."),
    "file_password": _("The file is protected with a password, so nobody could read it. Save it without one."),
    "file_script": _("The file contains a macro, a script or an action that runs by itself. Save it without those."),
    "file_attached": _("The file contains another file or an embedded object. Save it without, for example as PDF."),
    "file_linked": _("The file loads something from another place when it is opened. Save it without such links."),
    "file_bomb": _("Unpacked, this file is far too large. Save it in a smaller size and try again."),
}


class RefusedFile(ValidationError):
    """The file is not taken; the message tells what to do, `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(_SENTENCES[code], code=code)
