"""The matrix as a file, for all centres or one, and the way back: preview first, then written."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres import exporting, importing
from centres.admin.publishing import PublishableAdmin, warn
from centres.models import Centre
from projects.importing.messages import FileRefused

SHOWN = 200
SALT = "centres.matrix-file"
DAY = 86_400
"""Seconds for which a preview can be confirmed."""

_KINDS = {
    "csv": ("text/csv; charset=utf-8", exporting.as_csv),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", exporting.as_workbook),
}


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        help_text=gettext_lazy("CSV or XLSX, at most 2 MB. Nothing is written before you confirm."),
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("The file is empty."),
        },
    )


class FilePages(PublishableAdmin):
    """Mixed into the admin of centres."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("services/file.<slug:kind>", wrap(self.download_view), name="centres_centre_file"),
            path("services/upload/", wrap(self.upload_view), name="centres_centre_upload"),
            path("<int:pk>/services/file.<slug:kind>", wrap(self.download_view), name="centres_centre_own_file"),
        ]
        return own + super().get_urls()

    def may_answer(self, request: HttpRequest) -> bool:
        raise NotImplementedError

    def download_view(self, request: HttpRequest, kind: str, pk: int | None = None) -> HttpResponse:
        self._allow(request)
        if kind not in _KINDS:
            raise Http404
        centre = Centre.objects.filter(pk=pk).first() if pk else None
        if pk and centre is None:
            raise Http404
        content_type, write = _KINDS[kind]
        name = f"services-{centre.slug if centre else 'all'}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(write(centre), content_type=content_type, headers=headers)

    def upload_view(self, request: HttpRequest) -> HttpResponse:
        """A file is read and shown as what it would change; with what that page carries it is written."""
        self._allow(request)
        if request.method == "POST" and "plan" in request.POST:
            return self._confirm(request)
        form = FileForm(request.POST or None, request.FILES or None)
        found = self._read(form) if request.method == "POST" and form.is_valid() else None
        context: dict[str, Any] = {
            **self.admin_site.each_context(request),
            "title": _("Services from a file"),
            "opts": self.opts,
            "form": form,
            "columns": exporting.COLUMNS,
        }
        if found:
            carried = {"by": request.user.pk, "steps": importing.packed(found.steps)}
            context |= {
                "plan": found,
                "signed": signing.dumps(carried, salt=SALT, compress=True),
                "steps_shown": found.steps[:SHOWN],
                "messages_shown": found.messages[:SHOWN],
            }
        return TemplateResponse(request, "admin/centres/upload.html", context, status=422 if form.errors else 200)

    def _read(self, form: FileForm) -> importing.Plan | None:
        file = form.cleaned_data["file"]
        try:
            return importing.plan(file.read(importing.MAX_BYTES + 1), file.name or "")
        except FileRefused as refusal:
            form.add_error("file", refusal.sentence)
        return None

    def _confirm(self, request: HttpRequest) -> HttpResponse:
        back = HttpResponseRedirect(reverse("admin:centres_centre_upload"))
        try:
            carried = signing.loads(request.POST["plan"], salt=SALT, max_age=DAY)
        except signing.BadSignature:
            messages.error(request, _("The preview is too old or was changed on the way. Choose the file again."))
            return back
        if carried["by"] != request.user.pk:
            raise PermissionDenied
        steps = importing.unpacked(carried["steps"])
        done, refused = importing.carry_out(steps, by=request.user)  # type: ignore[arg-type]  # only staff come here
        sentence = ngettext("%(count)d answer was saved.", "%(count)d answers were saved.", done)
        messages.add_message(request, messages.SUCCESS if done else messages.INFO, sentence % {"count": done})
        warn(request, [str(message) for message in refused])
        return back

    def _allow(self, request: HttpRequest) -> None:
        if not self.may_answer(request):
            raise PermissionDenied

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        return super().changelist_view(request, {"may_answer": self.may_answer(request), **(extra_context or {})})
