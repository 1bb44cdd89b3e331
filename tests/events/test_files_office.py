"""Office files: plain ones of six types are taken, whatever hides something is refused with a sentence."""

import pytest

from events.files.office import check_office
from events.files.rules import RefusedFile
from tests.events.documents import (
    archive,
    content_types,
    marked_as_encrypted,
    office,
    open_document,
    pdf,
    relations,
    word_field,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def refused(content: bytes, ending: str = "docx") -> str:
    with pytest.raises(RefusedFile) as caught:
        check_office(content, ending)
    assert caught.value.messages[0].endswith(".")
    return str(caught.value.code)


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (office("docx"), "docx"),
        (office("xlsx"), "xlsx"),
        (office("pptx"), "pptx"),
        (open_document("odt"), "odt"),
        (open_document("ods"), "ods"),
        (open_document("odp"), "odp"),
        (office("docx", {"word/media/image1.png": PNG, "docProps/thumbnail.jpeg": b"\xff\xd8\xff"}), "docx"),
        (office("docx", {"word/document.xml": word_field("PA", "GE"), "docProps/core.xml": "<c/>"}), "docx"),
        (office("xlsx", {"xl/printerSettings/printerSettings1.bin": b"\x00\x01"}), "xlsx"),
        (office("pptx", {"ppt/embeddings/Microsoft_Excel_Sheet1.xlsx": office("xlsx")}), "pptx"),
        (
            office("docx", {"word/_rels/document.xml.rels": relations(("hyperlink", "https://example.org/", True))}),
            "docx",
        ),
        (office("docx", {"word/_rels/document.xml.rels": relations(("hyperlink", "other.docx", True))}), "docx"),
        (office("docx", {"word/_rels/document.xml.rels": relations(("image", "media/image1.png", False))}), "docx"),
        (open_document("odt", {"Pictures/1.png": PNG, "ObjectReplacements/Object 1": PNG}), "odt"),
        (open_document("odp", {"Object 1/content.xml": "<chart/>", "Configurations2/": ""}), "odp"),
    ],
)
def test_plain_document_is_taken(content: bytes, ending: str) -> None:
    check_office(content, ending)


@pytest.mark.parametrize(
    "content",
    [
        office("docx", {"word/vbaProject.bin": b"\xd0\xcf\x11\xe0"}),
        office(
            "docx",
            {"word/other.xml": "<x/>", "[Content_Types].xml": content_types(WORD, "word/document.xml", "x.vbaProject")},
        ),
        office(
            "docx",
            {"[Content_Types].xml": content_types(WORD.replace("+xml", ".macroEnabled+xml"), "word/document.xml")},
        ),
        office("docx", {"word/_rels/document.xml.rels": relations(("vbaProject", "other.xml", False))}),
        office("docx", {"word/activeX/activeX1.xml": "<ax/>"}),
        office("docx", {"word/document.xml": word_field("DDEAUTO c:\\\\windows\\\\cmd.exe")}),
        office("docx", {"word/document.xml": word_field("D", "DE", "AUTO calc")}),
        office("docx", {"word/document.xml": word_field("&#68;DEAUTO calc")}),
        office("docx", {"word/footer1.xml": word_field("DDE calc")}),
        office("docx", {"word/document.xml": word_field("DDE calc").encode("utf-16")}),
        office("docx", {"word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        office("docx", {"_rels/.rels": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>'}),
        office("docx", {"word/media/image1.svg": "<svg><script>alert(1)</script></svg>"}),
    ],
)
def test_word_file_with_something_that_runs_is_refused(content: bytes) -> None:
    assert refused(content) == "file_script"


@pytest.mark.parametrize(
    ("ending", "extra"),
    [
        ("xlsx", {"xl/macrosheets/sheet1.xml": "<x/>"}),
        ("xlsx", {"xl/externalLinks/externalLink1.xml": "<externalLink><ddeLink ddeService='cmd'/></externalLink>"}),
        ("pptx", {"ppt/embeddings/Sheet1.xlsx": office("xlsx", {"xl/vbaProject.bin": b"x"})}),
    ],
)
def test_table_or_slides_with_something_that_runs_are_refused(ending: str, extra: dict[str, str | bytes]) -> None:
    assert refused(office(ending, extra), ending) == "file_script"


@pytest.mark.parametrize(
    "extra",
    [
        {"Basic/script-lc.xml": "<x/>"},
        {"Scripts/python/evil.xml": "<x/>"},
        {"content.xml": "<a xlink:href='vnd.sun.star.script:Evil.run?language=Basic'/>"},
        {"content.xml": "<script:event-listener script:event-name='dom:load'/>"},
        {"styles.xml": '<a xlink:href="macro:///Standard.Evil"/>'},
    ],
)
def test_open_document_with_something_that_runs_is_refused(extra: dict[str, str | bytes]) -> None:
    assert refused(open_document("odt", extra), "odt") == "file_script"


@pytest.mark.parametrize(
    "extra",
    [
        {"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"},
        {"word/media/image1.png": b"MZ\x90\x00" + bytes(60)},
        {"word/media/image1.png": b"\x7fELF" + bytes(60)},
        {"word/run.exe": b"MZ"},
        {"word/page.html": "<script>1</script>"},
        {"word/afchunk.mht": "x"},
        {"word/_rels/document.xml.rels": relations(("oleObject", "embeddings/o.xml", False))},
        {"[Content_Types].xml": content_types(WORD, "word/document.xml", "application/vnd.x.oleObject")},
        {"word/embeddings/one.docx": office("docx", {"word/embeddings/two.docx": office("docx")})},
    ],
)
def test_document_with_something_in_it_is_refused(extra: dict[str, str | bytes]) -> None:
    assert refused(office("docx", extra)) == "file_attached"


def test_open_document_with_an_object_in_it_is_refused() -> None:
    entry = (
        "<manifest:file-entry manifest:media-type='application/vnd.sun.star.oleobject' manifest:full-path='Object 1'/>"
    )
    assert refused(open_document("odt", manifest=entry), "odt") == "file_attached"
    assert refused(open_document("odt", {"Object 1": b"\xd0\xcf\x11\xe0"}), "odt") == "file_attached"


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("attachedTemplate", "https://example.org/evil.dotm"),
        ("image", "https://example.org/pixel.png"),
        ("externalLinkPath", "file:///c:/secret.xlsx"),
        ("frame", "https://example.org/"),
        ("hyperlink", "javascript:alert(1)"),
        ("hyperlink", "file:///c:/windows/calc.exe"),
        ("hyperlink", " ms-msdt:/id PCWDiagnostic"),
    ],
)
def test_document_that_loads_something_from_elsewhere_is_refused(kind: str, target: str) -> None:
    content = office("docx", {"word/_rels/document.xml.rels": relations((kind, target, True))})
    assert refused(content) == "file_linked"


def test_password_is_refused_whatever_it_is_made_of() -> None:
    assert refused(marked_as_encrypted(office("docx"))) == "file_password"
    assert refused(b"\xd0\xcf\x11\xe0" + bytes(600)) == "file_password"
    entry = "<manifest:file-entry manifest:full-path='content.xml'><manifest:encryption-data/></manifest:file-entry>"
    assert refused(open_document("odt", manifest=entry), "odt") == "file_password"


@pytest.mark.parametrize(
    ("content", "ending"),
    [
        (office("xlsx"), "docx"),
        (office("docx"), "pptx"),
        (open_document("odt"), "ods"),
        (open_document("odt"), "docx"),
        (office("docx"), "odt"),
        (archive({"a.xml": "<x/>"}), "docx"),
        (open_document("odt", mimetype="application/zip"), "odt"),
        (b"", "docx"),
        (b"MZ\x90\x00" + bytes(100), "docx"),
        (pdf(), "docx"),
        (office("docx", without=("word/document.xml",)), "docx"),
        (office("docx", without=("[Content_Types].xml",)), "docx"),
    ],
)
def test_content_that_is_not_what_the_name_says_is_refused(content: bytes, ending: str) -> None:
    assert refused(content, ending) == "file_not_office"


def test_two_files_in_one_are_refused() -> None:
    plain = office("docx")
    assert refused(pdf() + plain) == "file_two_in_one"
    assert refused(b"GIF89a" + plain) == "file_two_in_one"
    assert refused(b"PK\x03\x04" + plain) in ("file_two_in_one", "file_broken")
    assert refused(plain + b"<script>") in ("file_two_in_one", "file_broken")
    parts = {"[Content_Types].xml": content_types(WORD, "word/document.xml"), "word/document.xml": "<x/>"}
    assert refused(archive(parts, comment=b"<?php evil ?>")) == "file_two_in_one"
    first = {"a.xml": "%PDF-1.4 /OpenAction"}
    assert refused(archive(first | parts, stored=("a.xml",))) == "file_two_in_one"


def test_archive_that_unpacks_without_end_is_refused() -> None:
    bomb = office("docx", {"word/media/image1.png": bytes(210_000_000)})
    assert len(bomb) < 1_000_000
    assert refused(bomb) == "file_bomb"


def test_size_that_the_list_of_an_archive_hides_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("events.files.office.MOST_UNPACKED", 50_000)
    inner = office("xlsx", {"xl/media/image1.png": bytes(40_000)})
    check_office(inner, "xlsx")
    doubled = {f"ppt/embeddings/Sheet{number}.xlsx": inner for number in (1, 2)}
    assert refused(office("pptx", doubled), "pptx") == "file_bomb"  # each part is small, what stands in them is not
    lying = inner.replace((40_000).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert lying != inner
    assert refused(lying, "xlsx") == "file_broken"


def test_too_many_parts_are_refused() -> None:
    assert refused(office("docx", {f"word/{number}.xml": "<x/>" for number in range(3_000)})) == "file_bomb"


@pytest.mark.parametrize(
    "name", ["../../etc/cron.xml", "/etc/passwd.xml", "word\\evil.xml", "c:evil.xml", "WORD/document.xml"]
)
def test_parts_with_names_that_lead_elsewhere_are_refused(name: str) -> None:
    assert refused(office("docx", {name: "<x/>"})) == "file_broken"


@pytest.mark.parametrize("cut", [30, 200, 600])
def test_file_that_breaks_off_is_refused(cut: int) -> None:
    assert refused(office("docx")[:-cut]) == "file_broken"


def test_broken_list_of_types_is_refused() -> None:
    assert refused(office("docx", {"[Content_Types].xml": "<Types"})) == "file_broken"
