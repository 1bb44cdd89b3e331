"""The door for files of events: what is taken is kept as it was and handed out as an attachment, while it may be."""

import hashlib
import resource
import time
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from unittest import mock

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http.response import HttpResponseBase
from django.test import Client
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.chart import BarChart, Reference
from pytest_django.fixtures import DjangoCaptureOnCommitCallbacks

from events import files
from events.files.inspection import read_file
from events.files.rules import TYPES, RefusedFile
from events.models import Event, EventFile
from tests.events.documents import office, open_document, pdf
from tests.factories import EventFactory, UserFactory, superuser

pytestmark = pytest.mark.django_db

MAKE = {
    "pdf": lambda: pdf(),
    **{ending: (lambda ending=ending: office(ending)) for ending in ("docx", "xlsx", "pptx")},
    **{ending: (lambda ending=ending: open_document(ending)) for ending in ("odt", "ods", "odp")},
}


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def stored() -> list[str]:
    folder = Path(settings.MEDIA_ROOT) / "files"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def get(path: str, client: Client | None = None) -> tuple[HttpResponseBase, bytes]:
    """The answer and all that was in it; who reads to the end closes its file."""
    response = (client or Client()).get(path)
    return response, response.getvalue()


def add(event: Event, name: str = "Programme.pdf", content: bytes = b"") -> EventFile:
    return files.add(event, upload(name, content or pdf()), title="Programme", by=UserFactory())


class TestReading:
    @pytest.mark.parametrize("ending", TYPES)
    def test_every_type_is_taken_as_it_is(self, ending: str) -> None:
        content = MAKE[ending]()
        assert read_file(upload(f"A.{ending.upper()}", content)) == (ending, content)

    def test_workbook_with_a_chart_as_a_program_writes_it_is_taken(self) -> None:
        book, made = Workbook(), BytesIO()
        for row in range(5):
            book.active.append([row, row * row])
        chart = BarChart()
        chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=5))
        book.active.add_chart(chart, "D2")
        book.active["F1"].hyperlink = "https://example.org/"
        book.save(made)
        assert read_file(upload("Table.xlsx", made.getvalue()))[0] == "xlsx"

    @pytest.mark.parametrize(
        ("name", "content", "code"),
        [
            ("setup.exe", b"MZ", "file_ending"),
            ("programme", b"%PDF-1.4", "file_ending"),
            ("programme.pdf.exe", b"%PDF-1.4", "file_ending"),
            ("macros.docm", b"PK", "file_ending"),
            ("old.doc", b"\xd0\xcf\x11\xe0", "file_ending"),
            ("page.html", b"<script>", "file_ending"),
            ("picture.svg", b"<svg/>", "file_ending"),
            ("programme.pdf", b"", "file_empty"),
            ("programme.pdf", b"MZ\x90\x00" + bytes(500), "file_not_pdf"),
            ("programme.docx", b"MZ\x90\x00" + bytes(500), "file_not_office"),
            ("programme.docx", pdf(), "file_not_office"),
            ("programme.pdf", office("docx"), "file_not_pdf"),
        ],
    )
    def test_wrong_file_is_refused(self, name: str, content: bytes, code: str) -> None:
        with pytest.raises(RefusedFile) as caught:
            read_file(upload(name, content))
        assert caught.value.code == code

    def test_64_megabytes_are_refused_before_a_byte_is_read(self) -> None:
        large = mock.Mock(spec=SimpleUploadedFile, size=64_000_000)
        large.name = "programme.pdf"
        with pytest.raises(RefusedFile) as caught:
            read_file(large)
        assert caught.value.code == "file_large"
        large.read.assert_not_called()

    def test_size_that_was_not_true_is_found_out(self) -> None:
        lying = upload("programme.pdf", b"%PDF-1.4\n" + bytes(20_000_000))
        lying.size = 10
        with pytest.raises(RefusedFile) as caught:
            read_file(lying)
        assert caught.value.code == "file_large"

    def test_largest_file_is_looked_through_in_time_and_memory(self) -> None:
        noise = hashlib.shake_256(b"noise").digest(18_000_000)
        before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
        read_file(upload("large.pdf", pdf(b"<< /Length 18000000 >>\nstream\n" + noise + b"\nendstream")))
        assert time.monotonic() - begun < 15
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 1_000_000  # kilobytes


class TestDoor:
    def test_file_is_kept_under_a_key_with_what_was_found_out(self) -> None:
        event, content = EventFactory(), pdf()
        row = files.add(
            event,
            upload("../../Önska: Programme (final) \u202efdp.exe.pdf", content),
            title="Programme",
            kind="slides",
            language="sv",
            by=UserFactory(username="ronja"),
        )
        row.refresh_from_db()
        assert (row.name, row.ending, row.size) == ("onska-programme-final-fdpexe.pdf", "pdf", len(content))
        assert row.sha256 == hashlib.sha256(content).hexdigest()
        assert (row.title, row.kind, row.language, row.event) == ("Programme", "slides", "sv", event)
        assert stored() == [str(row.key)]
        assert (Path(settings.MEDIA_ROOT) / "files" / str(row.key)).read_bytes() == content
        assert row.history.get().history_user.username == "ronja"

    def test_name_without_letters_gets_one(self) -> None:
        assert add(EventFactory(), "…….pdf").name == "file.pdf"

    def test_refused_file_leaves_nothing(self) -> None:
        event = EventFactory()
        with pytest.raises(RefusedFile):
            add(event, content=pdf(b"<< /S /JavaScript >>"))
        with pytest.raises(ValidationError):
            files.add(event, upload("a.pdf", pdf()), title="", by=UserFactory())
        assert (EventFile.objects.count(), stored()) == (0, [])

    def test_full_disk_leaves_nothing_and_says_so(self) -> None:
        with mock.patch.object(files.default_storage, "save", side_effect=OSError), pytest.raises(files.NotStored):
            add(EventFactory())
        assert EventFile.objects.count() == 0

    def test_event_has_no_more_files_than_it_may(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(files, "MOST", 1)
        event = EventFactory()
        add(event)
        with pytest.raises(ValidationError) as caught:
            add(event)
        assert caught.value.code == "file_many"
        assert len(stored()) == 1

    def test_replaced_file_gets_another_address(
        self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
    ) -> None:
        row = add(EventFactory())
        before = files.url(row)
        with django_capture_on_commit_callbacks(execute=True):
            files.replace(row, upload("Other.docx", office("docx")), by=UserFactory())
        row.refresh_from_db()
        assert (row.name, row.ending, stored()) == ("other.docx", "docx", [str(row.key)])
        assert get(before)[0].status_code == 404
        assert get(files.url(row))[0].status_code == 200

    def test_dropped_file_is_gone(self, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks) -> None:
        event = EventFactory()
        row, kept = add(event), add(event)
        with django_capture_on_commit_callbacks(execute=True):
            files.drop(row)
        assert list(EventFile.objects.all()) == [kept]
        assert stored() == [str(kept.key)]

    def test_strays_go_and_what_a_row_names_stays(self) -> None:
        row = add(EventFactory())
        stray = Path(settings.MEDIA_ROOT) / "files" / "5b1fca0c-0000-4000-8000-000000000000"
        stray.write_bytes(b"left behind")
        assert files.remove_orphans(before=timezone.now() - timedelta(days=1)) == 0
        assert files.remove_orphans(before=timezone.now() + timedelta(seconds=5)) == 1
        assert stored() == [str(row.key)]

    def test_no_folder_is_no_error(self) -> None:
        assert files.remove_orphans(before=timezone.now()) == 0


class TestServing:
    @pytest.mark.parametrize("ending", TYPES)
    def test_file_is_an_attachment_that_runs_nothing(self, ending: str) -> None:
        content = MAKE[ending]()
        row = add(EventFactory(), f"My Programme.{ending}", content)
        response, body = get(f"/media/files/{row.key}/my-programme.{ending}")
        assert (response.status_code, body) == (200, content)
        assert response["Content-Type"] == TYPES[ending]
        assert response["Content-Disposition"] == f'attachment; filename="my-programme.{ending}"'
        assert response["Content-Length"] == str(len(content))
        assert response["X-Content-Type-Options"] == "nosniff"
        assert response["Content-Security-Policy"] == "default-src 'none'; frame-ancestors 'none'; sandbox"
        assert "private" in response["Cache-Control"]

    @pytest.mark.parametrize(
        ("state", "status"), [("published", 200), ("cancelled", 200), ("draft", 404), ("archived", 404)]
    )
    def test_file_is_there_while_the_event_is_public(self, state: str, status: int) -> None:
        row = add(EventFactory(state=state))
        assert get(files.url(row))[0].status_code == status

    def test_staff_see_the_file_of_a_draft_and_nobody_keeps_it(self) -> None:
        row = add(EventFactory(state="draft"))
        client = Client()
        client.force_login(superuser())
        response, body = get(files.url(row), client)
        assert (response.status_code, body) == (200, pdf())
        assert "no-store" in response["Cache-Control"]
        client.force_login(UserFactory())
        assert client.get(files.url(row)).status_code == 404

    def test_other_names_and_keys_and_methods_are_refused(self) -> None:
        row = add(EventFactory())
        for path in (f"/media/files/{row.key}/other.pdf", f"/media/files/{row.event.uid}/{row.name}"):
            assert Client().get(path).status_code == 404
        assert Client().post(files.url(row)).status_code == 405
        assert Client().get(f"/media/files/{row.key}/%00").status_code in (400, 404)

    def test_lost_file_is_404(self) -> None:
        row = add(EventFactory())
        (Path(settings.MEDIA_ROOT) / "files" / str(row.key)).unlink()
        assert Client().get(files.url(row)).status_code == 404

    def test_page_names_type_and_size(self) -> None:
        event = EventFactory()
        row = add(event)
        html = Client().get(f"/en/events/{event.slug}/").content.decode()
        assert f'href="/media/files/{row.key}/programme.pdf"' in html
        assert f"PDF, {row.size}" in html
