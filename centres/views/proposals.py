"""The public forms: propose a need, report a service, tell of a centre, write to a centre. None needs an account."""

import uuid
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from centres import contacting, rates
from centres.forms.contact import ContactForm
from centres.forms.fields import PublicForm
from centres.forms.proposals import CentreForm, NeedForm, ProposalForm, ServiceForm
from centres.models import Centre, Proposal, State
from outbox.guard import Guard, subject_of, tidy
from outbox.sending import TooManyMails

_WORDS = {
    NeedForm: (
        gettext_lazy("Propose a need"),
        gettext_lazy("Which need of social innovators is missing in the overview? Our team reads what you write."),
        gettext_lazy("Send the proposal"),
    ),
    ServiceForm: (
        gettext_lazy("Report a service"),
        gettext_lazy(
            "Does a competence centre meet a need, or not? Every answer needs evidence. Our team reads what you write "
            "before it is shown."
        ),
        gettext_lazy("Send the report"),
    ),
    CentreForm: (
        gettext_lazy("Tell us about a centre"),
        gettext_lazy("Who helps social innovators in your country? Our team looks at it before it is shown."),
        gettext_lazy("Send"),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
def need(request: HttpRequest) -> HttpResponse:
    """Propose a need."""
    return _proposal(request, NeedForm)


@require_http_methods(["GET", "HEAD", "POST"])
def service(request: HttpRequest) -> HttpResponse:
    """Report what a centre offers or does not offer."""
    return _proposal(request, ServiceForm)


@require_http_methods(["GET", "HEAD", "POST"])
def centre(request: HttpRequest) -> HttpResponse:
    """Tell of a centre."""
    return _proposal(request, CentreForm)


@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """What happens with a proposal."""
    return render(request, "centres/thanks.html", {"relayed": request.GET.get("sent") == "message"})


@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to a centre; one without an address of its own for this is reached through its website."""
    found = Centre.objects.published().select_related("country").filter(slug=slug).first()
    if found is None:
        gone = Centre.objects.filter(slug=slug, state=State.ARCHIVED).first()
        if gone is None:
            raise Http404
        return render(request, "410.html", {"name": str(gone)}, status=410)
    context: dict[str, Any] = {"centre": found}
    if not found.contact_email:
        return render(request, "centres/contact.html", context | {"form": None, "errors": [], "guard": None})
    if request.method != "POST":
        return _show(request, "centres/contact.html", ContactForm(), Guard(subject=str(uuid.uuid4())), context)
    posted = tidy(request.POST)
    form, guard = ContactForm(posted), _guard(posted)
    if wait := _refused(request, form, guard, "contact"):
        return _show(request, "centres/contact.html", form, guard.again(), context, wait)
    said = form.cleaned_data
    try:
        contacting.relay(
            found, message=said["message"], name=said["name"], email=said["email"], key=_key(guard.subject)
        )
    except TooManyMails:
        form.add_error(None, _("This centre has had as many messages today as we send. Please try again tomorrow."))
        return _show(request, "centres/contact.html", form, guard.again(), context, 86_400)
    return redirect(reverse("centres:thanks") + "?sent=message")


def _proposal(request: HttpRequest, kind: type[ProposalForm]) -> HttpResponse:
    heading, lead, button = _WORDS[kind]
    context = {"heading": heading, "lead": lead, "button": button}
    if request.method != "POST":
        form = kind(given=request.GET.dict())
        return _show(request, "centres/proposal.html", form, Guard(subject=str(uuid.uuid4())), context)
    posted = tidy(request.POST)
    form, guard = kind(posted), _guard(posted)
    if wait := _refused(request, form, guard, "propose"):
        return _show(request, "centres/proposal.html", form, guard.again(), context, wait)
    # Sent twice with one key (a double click, a second try): one proposal.
    Proposal.objects.get_or_create(key=_key(guard.subject), defaults={"kind": kind.kind, **form.fields_of()})
    return redirect("centres:thanks")


def _guard(posted: Any) -> Guard:
    return Guard(posted, subject=subject_of(posted.get("stamp", "")) or str(uuid.uuid4()))


def _key(subject: str) -> str:
    """The key that the page was given; only notes of other pages hold none, which are keys of their own."""
    try:
        return str(uuid.UUID(subject))
    except ValueError:
        return str(uuid.uuid5(uuid.NAMESPACE_OID, subject))


def _refused(request: HttpRequest, form: PublicForm, guard: Guard, purpose: str) -> int:
    """0 when it can go on; 1 for something to mend; more are seconds to wait."""
    if not form.is_valid() or not guard.is_valid():
        for sentence in guard.non_field_errors() if guard.errors else []:
            form.add_error(None, sentence)
        return 1
    wait = rates.seconds_to_wait(request, purpose)
    if wait:
        minutes = {"minutes": rates.in_minutes(wait)}
        form.add_error(None, _("Very much was sent from your connection. Try again in %(minutes)d minutes.") % minutes)
        return max(2, wait)
    return 0


def _show(
    request: HttpRequest, template: str, form: PublicForm, guard: Guard, context: dict[str, Any], wait: int = 0
) -> HttpResponse:
    """The form: 200 when new, 422 with something to mend, 429 with a time to come back."""
    errors = form.problems() if wait else []
    status = 200 if not wait else 422 if wait == 1 else 429
    shown = context | {"form": form, "guard": guard, "errors": errors}
    response = render(request, template, shown, status=status)
    if status == 429:
        response["Retry-After"] = str(wait)
    return response
