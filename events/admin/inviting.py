"""Inviting people to an event: whom it would reach, the e-mail in each language, then sent."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres.admin.publishing import warn
from centres.models import Network
from events import inviting, letters, mails
from events.admin.people_pages import PeoplePages, managed, page_of
from events.inviting import Guest, Guests
from events.models import Event, Invitation
from outbox import sending
from outbox.waiting import Report
from vocabulary.models import MacroRegion


class GuestsForm(forms.Form):
    """Where the guests come from; several sources may be combined, and each address is invited once."""

    macro_region = forms.ModelChoiceField(
        MacroRegion.objects.prefetch_related("labels"),
        label=gettext_lazy("The competence centres of a macro-region"),
        required=False,
        help_text=gettext_lazy("The public national centres of its countries."),
    )
    european = forms.BooleanField(
        label=gettext_lazy("and the European competence centre"), required=False, initial=True
    )
    network = forms.ModelChoiceField(
        Network.objects.published(), label=gettext_lazy("The members of a network"), required=False
    )
    typed = forms.CharField(
        label=gettext_lazy("Other addresses"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "class": "vLargeTextField"}),
        help_text=gettext_lazy("One per line, with a name if you like: Ada Reed <ada@example.org>"),
    )
    language = forms.ChoiceField(label=gettext_lazy("Language of the e-mail to these"), choices=settings.LANGUAGES)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="guests-%s", initial={"language": "en"})

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not self.errors and not any(cleaned.get(name) for name in ("macro_region", "network", "typed")):
            raise ValidationError(_("Choose whom to invite."), code="nobody")
        return cleaned

    def guests(self) -> Guests:
        """Everybody the sources bring. Raises ValidationError about typed addresses."""
        chosen, found = self.cleaned_data, []
        if chosen["macro_region"]:
            found.append(inviting.of_macro_region(chosen["macro_region"], european=chosen["european"]))
        if chosen["network"]:
            found.append(inviting.of_network(chosen["network"]))
        if chosen["typed"]:
            found.append(inviting.typed(chosen["typed"], language=chosen["language"]))
        addresses: dict[str, Guest] = {}
        for guests in found:
            for guest in guests.found:
                addresses.setdefault(guest.email.lower(), guest)
        without = [name for guests in found for name in guests.without_address]
        return Guests(list(addresses.values()), list(dict.fromkeys(without)))


class LetterForm(forms.Form):
    """The invitation in one language; {link} stands where each person's own link goes."""

    subject = forms.CharField(
        label=gettext_lazy("Subject"), max_length=200, widget=forms.TextInput(attrs={"class": "vTextField"})
    )
    body = forms.CharField(
        label=gettext_lazy("Text"),
        max_length=10_000,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 16, "class": "vLargeTextField"}),
        help_text=gettext_lazy("{link} becomes the link with which each invited person answers. Leave it in."),
    )

    def __init__(self, event: Event, code: str, data: Any = None) -> None:
        self.code, self.name = code, dict(settings.LANGUAGES)[code]
        super().__init__(data, prefix=f"letter-{code}", auto_id="%s")
        if data is None:
            values = {**letters.about(event, code), **letters.invited_about(event, code), "link": "{link}"}
            self.initial["subject"], self.initial["body"] = sending.compose(
                mails.INVITATION, language=code, values=values
            )
        for field in self.fields.values():
            field.widget.attrs["lang"] = code

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "{link}" not in cleaned.get("body", ""):
            sentence = _("Leave {link} in the e-mail: with it each invited person answers.")
            self.add_error("body", ValidationError(sentence, code="needed_placeholder"))
        for name in ("subject", "body"):
            if re.search(r"[{}]", cleaned.get(name, "").replace("{link}", "")):
                sentence = _("Write no braces but those of {link}.")
                self.add_error(name, ValidationError(sentence, code="stray_brace"))
        return cleaned

    @property
    def words(self) -> tuple[str, str]:
        return self.cleaned_data["subject"], self.cleaned_data["body"]


class InvitePages(PeoplePages):
    """Mixed into the admin of events."""

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.invite_view)
        return [path("<int:pk>/invite/", view, name="events_event_invite"), *super().get_urls()]

    def invite_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Step one: whom. Step two: the list of them and the e-mails; nothing is written down before a last button."""
        event = managed(request, pk)
        form = GuestsForm(request.POST if request.method == "POST" else None)
        found = self._found(form) if request.method == "POST" else None
        forms_of = self._letters(request, event, found) if found else []
        final = "_send" in request.POST or "_keep" in request.POST
        if found and final and _all_valid(forms_of):
            return self._invite(request, event, found, {each.code: each.words for each in forms_of})
        ready = found is not None and "_back" not in request.POST
        known = {email.lower() for email in event.invitations.values_list("email", flat=True)}
        guests = found.found if found else []
        context = {
            **page_of(self, event, _("Invite people")),
            "form": form,
            "ready": ready,
            "new": [guest for guest in guests if guest.email.lower() not in known],
            "known": [guest for guest in guests if guest.email.lower() in known],
            "without": found.without_address if found else [],
            "letters": forms_of,
        }
        wrong = bool(form.errors) or any(each.errors for each in forms_of)
        return self._answer(request, "admin/events/invite.html", context, wrong=wrong)

    def _found(self, form: GuestsForm) -> Guests | None:
        if not form.is_valid():
            return None
        try:
            return form.guests()
        except ValidationError as refusal:
            form.add_error("typed", ValidationError(refusal.messages))
            return None

    def _letters(self, request: HttpRequest, event: Event, found: Guests) -> list[LetterForm]:
        """One e-mail for each language of a guest, as it was edited or as it would be."""
        needed = {guest.language for guest in found.found}
        return [
            LetterForm(event, code, request.POST if f"letter-{code}-body" in request.POST else None)
            for code, _name in settings.LANGUAGES
            if code in needed
        ]

    def _invite(
        self, request: HttpRequest, event: Event, found: Guests, words: dict[str, tuple[str, str]]
    ) -> HttpResponse:
        made = inviting.invite(event, found.found, by=request.user)  # type: ignore[arg-type]  # only staff come here
        if "_keep" in request.POST:
            sentence = ngettext(
                "%(count)d invitation is written down and not sent yet.",
                "%(count)d invitations are written down and not sent yet.",
                len(made),
            )
            messages.success(request, sentence % {"count": len(made)})
            return to_invitations(event)
        done = send_each(made, by=request.user, words=words)
        say_sent(request, done)
        return to_invitations(event)


def _all_valid(rows: list[LetterForm]) -> bool:
    """Whether every e-mail can be sent; all of them are looked at."""
    return not [row for row in rows if not row.is_valid()]


def send_each(rows: list[Invitation], *, by: Any, words: dict[str, tuple[str, str]] | None = None) -> Report:
    """Send invitations; a reason that holds for all is told once."""
    done = Report()
    for row in rows:
        try:
            inviting.send(row, by=by, words=(words or {}).get(row.language))
            done.done += 1
        except ValidationError as refusal:
            done.refused += refusal.messages
    done.refused = list(dict.fromkeys(done.refused))
    return done


def say_sent(request: HttpRequest, done: Report) -> None:
    """How many left, and why others did not."""
    sentence = ngettext("%(count)d invitation was sent.", "%(count)d invitations were sent.", done.done)
    level = messages.SUCCESS if done.done else messages.INFO
    messages.add_message(request, level, sentence % {"count": done.done})
    warn(request, done.refused)


def to_invitations(event: Event) -> HttpResponseRedirect:
    """To the list of invitations of the event."""
    return HttpResponseRedirect(f"{reverse('admin:events_invitation_changelist')}?event={event.pk}")
