"""“Not in the directory yet” becomes a draft profile: the criteria as a checklist, and one button."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from spotlight import new_profiles
from spotlight.models import Submission
from spotlight.transitions import REVIEW
from vocabulary.curated import CuratedAdmin


class CriteriaForm(forms.Form):
    """Who is taken into the directory."""

    criteria = forms.MultipleChoiceField(
        label=gettext_lazy("Does the project belong in the directory?"),
        choices=list(new_profiles.CRITERIA.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    reason = forms.CharField(
        label=gettext_lazy("If not every one is true: why is it taken all the same?"),
        required=False,
        max_length=1000,
        help_text=gettext_lazy("Goes into the internal notes of the profile."),
        widget=forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}),
    )


class ProfilePages(CuratedAdmin):
    """Mixed into the admin of stories."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = path("new-profile/<int:number>/", wrap(self.profile_view), name="spotlight_story_profile")
        return [own, *super().get_urls()]

    def profile_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """GET shows what the draft would hold and asks the criteria; POST makes it."""
        if not request.user.has_perms([new_profiles.ADD, REVIEW]):
            raise PermissionDenied
        submission = get_object_or_404(Submission.objects.handed_in().select_related("project"), pk=number)
        if submission.project is not None:
            sentence = _("This story already belongs to a profile: %(name)s.") % {"name": submission.project}
            messages.info(request, sentence)
            return HttpResponseRedirect(reverse("admin:projects_project_change", args=[submission.project_id]))
        form = CriteriaForm(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid() and (done := self._make(request, submission, form)):
            return done
        context = {
            **self.admin_site.each_context(request),
            "title": _("Draft profile for %(name)s") % {"name": submission.new_project},
            "form": form,
            "opts": self.opts,
            "submission": submission,
            **_preview(submission),
        }
        return TemplateResponse(request, "admin/spotlight/story/new_profile.html", context)

    def _make(self, request: HttpRequest, submission: Submission, form: CriteriaForm) -> HttpResponse | None:
        try:
            project = new_profiles.make_profile(
                submission,
                by=request.user,  # type: ignore[arg-type]  # only staff come here
                criteria=form.cleaned_data["criteria"],
                reason=form.cleaned_data["reason"],
            )
        except ValidationError as refusal:
            form.add_error(None, refusal)
            return None
        sentence = _(
            "“%(name)s” is a draft in the directory now. Add a summary, themes and countries, then publish it."
        )
        messages.success(request, sentence % {"name": project})
        return HttpResponseRedirect(reverse("admin:projects_project_change", args=[project.pk]))


def _preview(submission: Submission) -> dict[str, Any]:
    acronym, name = new_profiles.split_name(submission.new_project)
    return {
        "acronym": acronym,
        "name": name,
        "programme": new_profiles.find_programme(submission.new_programme),
        "language": dict(settings.CONTENT_LANGUAGES).get(submission.language, ""),
    }
