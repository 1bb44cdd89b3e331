"""PDFs: what does nothing by itself is taken, whatever hides something is refused with a sentence."""

import zlib

import pytest

from events.files import rules
from events.files.pdf import check_pdf
from events.files.rules import RefusedFile
from tests.events.documents import archive, pdf, stream

SCRIPT = b"<< /S /JavaScript /JS (app.alert\\(1\\)) >>"


def refused(content: bytes) -> str:
    with pytest.raises(RefusedFile) as caught:
        check_pdf(content)
    assert caught.value.messages[0].endswith((".", "one."))
    return str(caught.value.code)


@pytest.mark.parametrize(
    "content",
    [
        pdf(),
        pdf(version=b"1.4"),
        pdf(version=b"2.0"),
        pdf(stream(b"BT /F1 12 Tf (Programme) Tj ET")),
        pdf(stream(b"BT (live stream of the day) Tj ET", packed=False)),
        pdf(stream(b"1 0 2 20 << /Type /Font >> << /Type /Page >>", b"/Type /ObjStm /N 2 /First 8 ")),
        pdf(stream(b"<< /Type /Font >>", b"/Type /ObjStm /N 1 /First 4 ", packed=False)),
        pdf(b"<< /Type /Outlines /First 5 0 R /Last 5 0 R >>", catalog=b"/OpenAction [3 0 R /Fit]"),
        pdf(b"<< /Subtype /Link /A << /S /URI /URI (https://example.org/) >> >>"),
        pdf(catalog=b"/AcroForm << /Fields [] >>"),
        pdf(b"(The programme /Launching, a talk about /JavaScripture)"),
        pdf(stream(b"\xff\xd8\xff\xe0 picture /XFA ", b"/Filter /DCTDecode ", packed=False)),
        pdf(stream(bytes(range(256)) * 4000, b"/Subtype /Image ")),
        pdf() + b"\r\n\x00\x00",
    ],
)
def test_pdf_that_does_nothing_by_itself_is_taken(content: bytes) -> None:
    check_pdf(content)


@pytest.mark.parametrize(
    "content",
    [
        pdf(SCRIPT, catalog=b"/OpenAction 4 0 R"),
        pdf(SCRIPT.replace(b"/JavaScript", b"/Jav#61Script")),
        pdf(SCRIPT.replace(b"/JavaScript", b"".join(b"#%02X" % each for each in b"JavaScript").join([b"/", b""]))),
        pdf(stream(b"4 0 " + SCRIPT, b"/Type /ObjStm /N 1 /First 4 ")),
        pdf(stream(b" " * 262_140 + SCRIPT)),  # the name is cut in two where a piece ends
        pdf(stream(b" " * 500_000 + SCRIPT.replace(b"/Java", b"/#4a#61va"))),
        pdf(b"<< /S /Launch /F (calc.exe) >>"),
        pdf(b"<< /S /SubmitForm /F (https://example.org/) >>"),
        pdf(b"<< /S /Rendition /JS (x) >>"),
        pdf(b"<< /Subtype /RichMedia >>"),
        pdf(catalog=b"/AcroForm << /XFA 5 0 R >>"),
        pdf(stream(b"<</AcroForm 3 0 R>>") + stream(b"<</XFA 5 0 R>>")),
        pdf(b"<< /Length 9 >> % stream\n" + SCRIPT),
    ],
)
def test_pdf_with_something_that_runs_is_refused(content: bytes) -> None:
    assert refused(content) == "file_script"


@pytest.mark.parametrize(
    "words",
    [
        b"/Filter /LZWDecode ",
        b"/Filter [/ASCII85Decode /FlateDecode] ",
        b"/Filter 9 0 R ",
        b"/#46ilter /RunLengthDecode ",
        b"/Filter /FlateDecode /DecodeParms << /Predictor 12 >> ",
        b"/Filter /FlateDecode /DP << /Predictor 12 >> ",
    ],
)
@pytest.mark.parametrize("mark", [b"/Type /ObjStm /N 1 /First 4 ", b"/Type /Obj#53tm ", b"/N 1 /First 4 "])
def test_objects_packed_in_an_unusual_way_are_refused(words: bytes, mark: bytes) -> None:
    assert refused(pdf(stream(b"hidden", mark + words, packed=False))) == "file_script"


def test_other_streams_may_be_packed_in_any_way() -> None:
    words = b"/Type /XRef /W [1 2 1] /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 4 >> "
    check_pdf(pdf(stream(b"\x02\x00\x01\x00", words, packed=False)))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (pdf(b"<< /Names [(virus.exe) 5 0 R] >>", catalog=b"/Names << /EmbeddedFiles 4 0 R >>"), "file_attached"),
        (pdf(stream(b"MZ", b"/Type /EmbeddedFile ")), "file_attached"),
        (pdf(b"<< /Subtype /FileAttachment >>"), "file_attached"),
        (pdf(trailer=b"/Encrypt << /Filter /Standard /V 4 >>"), "file_password"),
        (b"", "file_not_pdf"),
        (b"MZ\x90\x00" + bytes(200), "file_not_pdf"),
        (b"<html><script>alert(1)</script></html>", "file_not_pdf"),
        (b"\xd0\xcf\x11\xe0" + bytes(600), "file_not_pdf"),
        (b"%PDF-9.9\n" + pdf()[9:], "file_broken"),
        (b"GIF89a" + pdf(), "file_two_in_one"),
        (pdf() + b"<script>alert(1)</script>", "file_two_in_one"),
        (pdf() + archive({"a.txt": "x"}), "file_two_in_one"),
        (pdf()[:-200], "file_broken"),
        (pdf()[:20], "file_broken"),
        (b"%PDF-1.7\n" + b"stream\n" + pdf()[9:], "file_broken"),
    ],
)
def test_anything_else_is_refused_for_its_own_reason(content: bytes, code: str) -> None:
    assert refused(content) == code


def test_archive_between_the_lines_of_a_pdf_is_refused() -> None:
    inside = archive({"a.txt": "x"})
    content = pdf(b"(" + inside + b")")
    assert refused(content) == "file_two_in_one"


def test_streams_that_unpack_without_end_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.files.pdf.MOST_IN_STREAMS", 2_000_000)
    check_pdf(pdf(stream(bytes(1_900_000))))
    assert refused(pdf(stream(bytes(2_100_000)))) == "file_bomb"
    assert refused(pdf(stream(bytes(1_100_000)), stream(bytes(1_100_000)))) == "file_bomb"


def test_more_streams_than_anybody_needs_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.files.pdf.MOST_STREAMS", 3)
    check_pdf(pdf(*[stream(b"x")] * 3))
    assert refused(pdf(*[stream(b"x")] * 4)) == "file_bomb"


def test_stream_that_breaks_off_is_searched_up_to_there() -> None:
    packed = zlib.compress(b"x" * 5_000 + SCRIPT + bytes(range(256)) * 100)
    assert refused(pdf(stream(packed[:-40] + b"\x00" * 40, b"/Filter /FlateDecode ", packed=False))) == "file_script"


def test_limits_are_those_that_are_written_down() -> None:
    assert (rules.MAX_BYTES, rules.MOST_UNPACKED, rules.MOST_PARTS) == (20_000_000, 200_000_000, 3_000)
    assert rules.MOST_IN_STREAMS == 300_000_000
