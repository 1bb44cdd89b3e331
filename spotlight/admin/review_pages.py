"""The pages of one submission: what was handed in beside the page made of it, its decisions, and a sheet to print."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import BadRequest, PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from spotlight.admin.decision_page import DecisionPage
from spotlight.admin.decisions import DECISIONS, possible
from spotlight.admin.forms import HandlingForm, NoteForm, PageForm
from spotlight.admin.review import Review, load
from spotlight.editing import EDITABLE
from spotlight.models import Submission
from spotlight.transitions import REVIEW
from vocabulary.curated import CuratedAdmin

_TEMPLATES = "admin/spotlight/submission"
_METHODS = ["GET", "HEAD", "POST"]


class ReviewPages(CuratedAdmin):
    """Mixed into the admin of submissions."""

    class Media:
        css = {"all": ["css/admin-spotlight.css"]}

    # --- who may

    def has_review_permission(self, request: HttpRequest) -> bool:
        """Asked by Django for actions with `permissions=["review"]`."""
        return request.user.has_perm(REVIEW)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_review_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self.has_review_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What was handed in is declined, withdrawn or erased; a job deletes it when its days are over."""
        return False

    def submission_or_404(self, request: HttpRequest, object_id: str) -> Submission:
        """The submission behind an address. Whoever may not review learns nothing, not even that it exists."""
        if not self.has_review_permission(request):
            raise PermissionDenied
        try:
            found = load(int(unquote(object_id)))
        except (ValueError, OverflowError):
            raise Http404 from None
        if found is None:
            raise Http404
        return found

    # --- addresses

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [
            path("<path:object_id>/decide/<slug:name>/", wrap(self.decision_view), name="spotlight_submission_decide"),
            path("<path:object_id>/print/", wrap(self.print_view), name="spotlight_submission_print"),
        ]
        return own + super().get_urls()

    def change_view(
        self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """GET shows; POST saves one of the three forms, told by its button."""
        submission = self.submission_or_404(request, object_id)
        if request.method not in _METHODS:
            return HttpResponseNotAllowed(_METHODS)
        review = Review(submission)
        if request.method == "POST":
            name, form = self._posted(request, review)
            if self._save(request, form):
                return HttpResponseRedirect(f"{request.path}#{name}")
            return self._review(request, review, **{f"{name}_form": form})
        return self._review(request, review)

    def _posted(self, request: HttpRequest, review: Review) -> tuple[str, Any]:
        if "_page" in request.POST and review.text is not None:
            return "page", PageForm(request.POST, review.story, review.text, review.submission)
        if "_handling" in request.POST:
            return "handling", HandlingForm(request.POST, review.submission)
        if "_note" in request.POST:
            return "note", NoteForm(request.POST, review.submission)
        raise BadRequest

    def _save(self, request: HttpRequest, form: Any) -> bool:
        if not form.is_valid():
            messages.error(request, _("Nothing was saved. Please correct what is marked below."))
            return False
        try:
            form.save(request.user)
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            if refusal.code == "page_changed":
                form.show_newest()
            return False
        messages.success(request, _("Saved."))
        return True

    def _review(self, request: HttpRequest, review: Review, **forms_given: forms.Form) -> HttpResponse:
        submission, story, text = review.submission, review.story, review.text
        editable = text is not None and submission.state in EDITABLE
        shown: dict[str, Any] = {
            "page_form": PageForm(None, story, text, submission) if editable and text else None,
            "handling_form": HandlingForm(None, submission),
            "note_form": NoteForm(None, submission),
            "decisions": possible(submission, request.user),  # type: ignore[arg-type]  # only staff come here
            "zone": timezone.get_current_timezone_name(),
            "held_mails": sum(mail.state == "held" for mail in review.mails),
            **forms_given,
        }
        fields = shown["page_form"]
        shown["rows"] = [(answer, fields[answer.name] if fields else None) for answer in review.answers]
        return self._answer(request, "review", review, _("Story %(reference)s"), **shown)

    def print_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """Everything that was handed in and decided, on one sheet."""
        review = Review(self.submission_or_404(request, object_id))
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        return self._answer(request, "print", review, _("Story %(reference)s"), is_popup=True)

    def decision_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        """GET shows what the decision asks for and its e-mail; only its final button changes anything."""
        submission = self.submission_or_404(request, object_id)
        decision = DECISIONS.get(name)
        if decision is None:
            raise Http404
        if not decision.permitted(request.user):  # type: ignore[arg-type]  # only staff come here
            raise PermissionDenied
        if request.method not in _METHODS:
            return HttpResponseNotAllowed(_METHODS)
        refused = decision.refusal(submission, request.user)  # type: ignore[arg-type]
        if request.method != "POST" and refused:
            messages.error(request, refused)
            return self._back(submission)
        page = DecisionPage(decision, submission, request.user, request.POST if request.method == "POST" else None)  # type: ignore[arg-type]
        if request.method == "POST" and page.take():
            messages.success(request, str(decision.done))
            return self._back(submission)
        return self._answer(request, "decide", Review(submission), str(decision.label), page=page, decision=decision)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The history stands on the review page."""
        return self._back(self.submission_or_404(request, object_id), "#history")

    def _back(self, submission: Submission, part: str = "") -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:spotlight_submission_change", args=[submission.pk]) + part)

    def _answer(self, request: HttpRequest, template: str, review: Review, title: str, **more: Any) -> HttpResponse:
        submission = review.submission
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": title % {"reference": submission.reference} if "%(" in title else title,
            "media": self.media,
            "review": review,
            "submission": submission,
            "story": review.story,
            "text": review.text,
            **more,
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, f"{_TEMPLATES}/{template}.html", context)
