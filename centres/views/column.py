"""Behind the secret link of a centre: its own column of the matrix, on one page. Nothing of it is kept in caches."""

from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from centres import column, rates
from centres.column import LinkEnded
from centres.forms.column import ColumnForm, Known
from centres.models import Cell, ColumnLink, Need, Proposal
from centres.presentation.words import best
from outbox.guard import tidy
from outbox.links import LinkBroken, LinkExpired
from projects.presentation import wording


@require_http_methods(["GET", "HEAD", "POST"])
def fill_in(request: HttpRequest, token: str) -> HttpResponse:
    """Every need with what is known; handing in puts it before staff. 410 for a link that has ended."""
    try:
        return _private(_page(request, column.find(token)))
    except LinkBroken as broken:
        ours = isinstance(broken, (LinkExpired, LinkEnded))
        return _private(render(request, "centres/column_gone.html", status=410 if ours else 404))


def _page(request: HttpRequest, link: ColumnLink) -> HttpResponse:
    known = _known(link)
    if request.method != "POST":
        form = ColumnForm(known=known)
        last = next((each.waiting for each in known if each.waiting), None)
        if last:
            form.initial.update(said_by=last.said_by, language=last.language)
        return _show(request, link, form)
    form = ColumnForm(tidy(request.POST), known=known)
    if not form.is_valid():
        return _show(request, link, form, status=422)
    if wait := rates.seconds_to_wait(request, "column"):
        minutes = {"minutes": rates.in_minutes(wait)}
        form.add_error(None, _("Very much was sent from your connection. Try again in %(minutes)d minutes.") % minutes)
        response = _show(request, link, form, status=429)
        response["Retry-After"] = str(wait)
        return response
    said = form.cleaned_data
    column.hand_in(link, form.entries(), said_by=said["said_by"], language=said["language"], dropped=form.dropped())
    return redirect(request.path + "?sent=1")


def _known(link: ColumnLink) -> list[Known]:
    needs = Need.objects.published().select_related("group").prefetch_related("texts", "group__labels")
    cells = {cell.need_id: cell for cell in Cell.objects.current().filter(centre=link.centre)}
    waiting = {row.need_id: row for row in Proposal.objects.waiting().filter(link=link)}
    ordered = needs.order_by("group__order", "group__slug", "order", "slug")
    return [Known(need, cells.get(need.pk), waiting.get(need.pk)) for need in ordered]


def _show(request: HttpRequest, link: ColumnLink, form: ColumnForm, status: int = 200) -> HttpResponse:
    reader = wording.language()
    groups = [
        {
            "heading": group.label(reader),
            "rows": [{"row": row, "about": best(row.need.texts.all(), "description")} for row in rows],
        }
        for group, rows in groupby(form.rows(), key=lambda row: row.need.group)
    ]
    waiting = sum(1 for each in form.known if each.waiting)
    context: dict[str, Any] = {
        "centre": link.centre,
        "form": form,
        "groups": groups,
        "errors": form.problems() if status != 200 else [],
        "waiting": waiting,
        "sent": request.GET.get("sent") == "1",
        "until": wording.day(link.expires_at.date()),
    }
    return render(request, "centres/column.html", context, status=status)


def _private(response: HttpResponse) -> HttpResponse:
    """No copy, no listing, no word to other sites; our own form still says where it comes from, for CSRF."""
    add_never_cache_headers(response)
    response["Referrer-Policy"] = "same-origin"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
