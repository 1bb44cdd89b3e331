"""The page on which all services of one centre are edited, and the files of the whole matrix."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from centres import answering
from centres.admin.answers import Answers
from centres.admin.publishing import PublishableAdmin


class MatrixPages(PublishableAdmin):
    """Mixed into the admin of centres."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        own = [path("<path:object_id>/matrix/", wrap(self.matrix_view), name="centres_centre_matrix")]
        return own + super().get_urls()

    def may_answer(self, request: HttpRequest) -> bool:
        return request.user.has_perm(answering.PERMISSION)

    def matrix_view(self, request: HttpRequest, object_id: str) -> HttpResponse:
        """GET shows every need; POST saves what was changed, or shows again what was typed, with 422."""
        centre = self.row_or_404(request, object_id)
        if not self.may_answer(request):
            raise PermissionDenied
        answers = Answers(centre, request.POST if request.method == "POST" else None)
        if request.method == "POST" and answers.is_valid():
            done = answers.save(request.user)  # type: ignore[arg-type]  # only staff come here
            if not answers.wrong:
                sentence = ngettext("%(count)d answer was saved.", "%(count)d answers were saved.", done)
                messages.success(request, sentence % {"count": done} if done else _("Nothing was changed."))
                return HttpResponseRedirect(reverse("admin:centres_centre_matrix", args=[centre.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Services of %(name)s") % {"name": centre},
            "opts": self.opts,
            "centre": centre,
            "answers": answers,
            "media": self.media,
        }
        return TemplateResponse(request, "admin/centres/matrix.html", context, status=422 if answers.wrong else 200)

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        centre = kwargs.get("obj")
        if centre and self.may_answer(request):
            context["matrix_url"] = reverse("admin:centres_centre_matrix", args=[centre.pk])
        return super().render_change_form(request, context, *args, **kwargs)
