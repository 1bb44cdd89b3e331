"""What staff decide about people: admit, do not admit, take the place back, send the link again."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres.admin.publishing import report, warn
from events import letters, mails, registering
from events.bulk import each_by_number
from events.models import ALIVE, Place, Registration
from outbox import sending
from outbox.sending import TooManyMails

LATER = "outbox.send_message"
"""Who may leave an e-mail waiting has to be able to send it afterwards."""


class RefusalForm(forms.Form):
    """Why people are not admitted."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy("Each of them reads it in the e-mail."),
        error_messages={"required": gettext_lazy("Give a reason; the person reads it.")},
    )


def admit_view(request: HttpRequest, pk: int) -> HttpResponse:
    row = _row(request, pk)
    if isinstance(row, HttpResponse):
        return row
    try:
        done = registering.admit(row, by=request.user, tell="tell" in request.POST)  # type: ignore[arg-type]
        if done.place == Place.WAITING:
            messages.success(request, _("Admitted. All places are taken: the person is on the waiting list."))
        else:
            messages.success(request, _("Admitted: the person has a place."))
    except ValidationError as refusal:
        _say(request, refusal)
    return _back(row)


def cancel_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a place back for somebody; asked once more first, because it cannot be undone."""
    if request.method == "GET":
        _allow(request)
        row = get_object_or_404(Registration.objects.select_related("event"), pk=pk)
        context = {"title": _("Cancel a registration"), "row": row, "may": row.place in ALIVE}
        return _page(request, "admin/events/person_cancel.html", context)
    found = _row(request, pk)
    if isinstance(found, HttpResponse):
        return found
    try:
        registering.cancel(found, by=request.user, tell="tell" in request.POST)  # type: ignore[arg-type]
        messages.success(request, _("The registration is cancelled. A free place goes to the next in the line."))
    except ValidationError as refusal:
        _say(request, refusal)
    return _back(found)


def link_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the personal link once more, to the address of the registration."""
    row = _row(request, pk)
    if isinstance(row, HttpResponse):
        return row
    try:
        if row.place not in ALIVE:
            raise ValidationError(_("This registration is over; it has no link."), code="wrong_place")
        write = letters.confirm if row.place == Place.UNCONFIRMED else letters.already
        write(row)
        messages.success(request, _("The link is sent to the address of this registration."))
    except TooManyMails:
        messages.error(request, _("This address has had enough e-mails for today. Try again tomorrow."))
    except ValidationError as refusal:
        _say(request, refusal)
    return _back(row)


def refuse_view(request: HttpRequest) -> HttpResponse:
    """First the reason; then the e-mail made of it is shown, and the decision taken with it."""
    _allow(request)
    rows = _asked(request)
    form = RefusalForm(request.POST if request.method == "POST" else None)
    ready = request.method == "POST" and form.is_valid() and "_back" not in request.POST
    final = next((name for name in ("_send", "_later") if name in request.POST), "")
    if ready and rows and (final == "_send" or (final == "_later" and request.user.has_perm(LATER))):
        return _refuse(request, rows, form.cleaned_data["reason"], send=final == "_send")
    context = {
        "title": _("Do not admit"),
        "rows": rows,
        "form": form,
        "ready": ready and bool(rows),
        "mails": _refusals(rows, form.cleaned_data["reason"]) if ready else [],
        "may_later": request.user.has_perm(LATER),
    }
    answer = _page(request, "admin/events/refuse.html", context)
    answer.status_code = 422 if form.errors else 200
    return answer


def _refuse(request: HttpRequest, rows: list[Registration], reason: str, *, send: bool) -> HttpResponse:
    done = each_by_number(rows, lambda row: registering.refuse(row, reason=reason, by=request.user, tell=send))  # type: ignore[arg-type]
    words = ngettext("%(count)d person was not admitted.", "%(count)d people were not admitted.", done.done)
    report(request, words, done.done)
    warn(request, done.refused)
    return HttpResponseRedirect(f"{reverse('admin:events_registration_changelist')}?event={rows[0].event_id}")


def _refusals(rows: list[Registration], reason: str) -> list[tuple[str, str, str, str]]:
    """(language, its name, subject, body) of the e-mail, once for each language; the link is each person's own."""
    found = []
    for code, name in settings.LANGUAGES:
        if row := next((row for row in rows if row.language == code), None):
            values = {**letters.about(row.event, code), "reason": reason, "link": "…"}
            subject, body = sending.compose(mails.REFUSED, language=code, values=values)
            found.append((code, name, subject, body))
    return found


def _asked(request: HttpRequest) -> list[Registration]:
    """The people the page is about, at most a list's page of them."""
    keys = [int(key) for key in request.GET.getlist("pk")[:200] if key.isascii() and key.isdigit() and len(key) < 15]
    rows: QuerySet[Registration] = Registration.objects.filter(pk__in=keys).exclude(place=Place.UNCONFIRMED)
    return list(rows.filter(place__in=ALIVE).select_related("event").prefetch_related("event__texts"))


def _row(request: HttpRequest, pk: int) -> Registration | HttpResponse:
    """The person behind a POST, or the answer to those who may not."""
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    _allow(request)
    return get_object_or_404(Registration.objects.select_related("event"), pk=pk)


def _allow(request: HttpRequest) -> None:
    if not request.user.has_perm(registering.PERMISSION):
        raise PermissionDenied


def _page(request: HttpRequest, template: str, context: dict[str, Any]) -> TemplateResponse:
    opts = Registration._meta
    return TemplateResponse(request, template, {**admin.site.each_context(request), "opts": opts, **context})


def _say(request: HttpRequest, refusal: ValidationError) -> None:
    for sentence in refusal.messages:
        messages.error(request, sentence)


def _back(row: Registration) -> HttpResponseRedirect:
    return HttpResponseRedirect(reverse("admin:events_registration_change", args=[row.pk]))
