"""What the admins of centres, consortia, networks and needs share: steps to and from the public, history, forms."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import QuerySet
from django.forms.models import BaseInlineFormSet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from centres import publishing
from centres.models import State
from centres.models.publishing import Publishable
from centres.restoring import PARTS, STAYS, restore_to
from outbox.waiting import each
from projects.admin.inlines import without_detours
from projects.admin.steps import Step
from vocabulary.curated import CuratedAdmin, LabelsInline, NamedForm
from vocabulary.latin import propose_slug
from vocabulary.timeline import difference, moment_of

REFUSALS_SHOWN = 10
STEPS = {
    step.name: step
    for step in (
        Step(
            "publish",
            (State.DRAFT,),
            gettext_lazy("Publish now"),
            gettext_lazy("Everybody sees it at once."),
            gettext_lazy("“%(name)s” is public."),
            publishing.publish,
        ),
        Step(
            "withdraw",
            (State.PUBLISHED,),
            gettext_lazy("Back to draft"),
            gettext_lazy("For what became public by mistake: its page is not found any more."),
            gettext_lazy("“%(name)s” is a draft again and no longer public."),
            publishing.withdraw,
        ),
        Step(
            "archive",
            (State.PUBLISHED,),
            gettext_lazy("Archive"),
            gettext_lazy("Takes it off the site for good; its page says that it was here."),
            gettext_lazy("“%(name)s” is archived."),
            publishing.archive,
        ),
        Step(
            "restore",
            (State.ARCHIVED,),
            gettext_lazy("Make public again"),
            gettext_lazy("It is public again under its old address."),
            gettext_lazy("“%(name)s” is public again."),
            publishing.restore,
        ),
    )
}


class PublishableForm(NamedForm):
    """A form that keeps what is public complete, and leaves the address of what is public alone.

    An empty address is made from the first of the fields `naming` that holds something.
    """

    naming: tuple[str, ...] = ("name",)
    reserved: frozenset[str] = frozenset()

    def clean_slug(self) -> str:
        written: str = self.cleaned_data.get("slug", "").lower()
        if written in self.reserved:
            sentence = _("“%(slug)s” is a page of the directory; choose another address.")
            raise ValidationError(sentence, code="reserved", params={"slug": written})
        made = propose_slug(type(self.instance), self.written_name(), but=self.instance)
        return written or (f"{made}-2" if made in self.reserved else made)

    def written_name(self) -> str:
        """What the thing is called in the form."""
        return next(filter(None, (self.cleaned_data.get(name) for name in self.naming)), "")

    def clean_source(self) -> str:
        source: str = self.cleaned_data.get("source", "")
        if not source.strip() and self.instance.state != State.DRAFT:
            raise ValidationError(_("What was published keeps its source."), code="needed_while_public")
        return source


class KeptWhilePublic(BaseInlineFormSet[Any, Any, Any]):
    """Rows of which at least one stays while their owner is public; `needed_language` names the one that must."""

    needed_language = ""
    needed = gettext_lazy("What was published keeps at least one row here.")

    def clean(self) -> None:
        super().clean()
        if any(self.errors) or getattr(self.instance, "state", State.DRAFT) == State.DRAFT:
            return
        kept = [form.cleaned_data for form in self.forms if form.instance.pk or form.has_changed()]
        kept = [row for row in kept if row and not row.get("DELETE")]
        if self.needed_language:
            kept = [row for row in kept if row.get("language") == self.needed_language]
        if not kept:
            raise ValidationError(str(self.needed), code="needed_while_public")


class TextsInline(LabelsInline):
    """Texts per language, one below the other; the interface languages stand ready to be written."""

    template = "admin/edit_inline/stacked.html"

    def initial_rows(self, owner: Any) -> list[dict[str, str]]:
        present = set(owner.texts.values_list("language", flat=True)) if owner and owner.pk else set()
        return [{"language": code} for code, _name in settings.LANGUAGES if code not in present]


class PlainInline(admin.TabularInline[Any, Any]):
    """Rows without buttons for other pages; only an organisation can be added on the way."""

    extra = 0

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and db_field.name in ("source", "note"):
            field.widget.attrs["rows"] = 2
        return without_detours(field, adding=db_field.name == "organisation")


class PublishableAdmin(CuratedAdmin):
    """An admin of something with a publication state. Every step is a POST with its own permission."""

    form = PublishableForm
    list_per_page = 50
    actions = ["publish_selected", "archive_selected", "restore_selected"]
    change_form_template = "admin/centres/change_form.html"

    class Media:
        css = {"all": ["css/admin-centres.css"]}

    def parts(self) -> Any:
        return PARTS[self.model]

    def get_urls(self) -> list[URLPattern]:
        wrap, name = self.admin_site.admin_view, f"centres_{self.opts.model_name}"
        own = [
            path("<path:object_id>/step/<slug:name>/", wrap(self.step_view), name=f"{name}_step"),
            path("<path:object_id>/history/<int:stamp>/", wrap(self.back_view), name=f"{name}_back"),
        ]
        return own + super().get_urls()

    def may_edit(self, request: HttpRequest) -> bool:
        """Whether this person may change the facts; people who only write texts reach the form too."""
        return request.user.has_perm(f"centres.change_{self.opts.model_name}")

    def has_publish_permission(self, request: HttpRequest) -> bool:
        """Asked by the steps, and by Django for actions with `permissions=["publish"]`."""
        return request.user.has_perm(publishing.PERMISSION)

    # --- the list

    @admin.display(description=gettext_lazy("state"), ordering="state")
    def state_in_words(self, thing: Publishable) -> str:
        return format_html('<span class="state state-{}">{}</span>', thing.state, State(thing.state).label)

    @admin.action(description=gettext_lazy("Publish"), permissions=["publish"])
    def publish_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        done = _take_all(request, queryset, STEPS["publish"])
        report(request, ngettext("%(count)d was published.", "%(count)d were published.", done), done)

    @admin.action(description=gettext_lazy("Archive (take off the site)"), permissions=["publish"])
    def archive_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        done = _take_all(request, queryset, STEPS["archive"])
        report(request, ngettext("%(count)d was archived.", "%(count)d were archived.", done), done)

    @admin.action(description=gettext_lazy("Restore from the archive"), permissions=["publish"])
    def restore_selected(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        done = _take_all(request, queryset, STEPS["restore"])
        report(request, ngettext("%(count)d is public again.", "%(count)d are public again.", done), done)

    # --- the form

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        found = tuple(super().get_readonly_fields(request, obj))
        fixed = obj is not None and obj.state != State.DRAFT and "slug" not in found
        return (*found, "slug") if fixed else found

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None and isinstance(field.widget, forms.Textarea):
            field.widget.attrs["rows"] = 3
        return without_detours(field)

    def offered(self, request: HttpRequest, thing: Publishable) -> list[Step]:
        """The steps this person may take now."""
        if not self.has_publish_permission(request):
            return []
        lacking = publishing.missing(thing)
        steps = [step for step in STEPS.values() if thing.state in step.states]
        return [step for step in steps if step.name in ("withdraw", "archive") or not lacking]

    def render_change_form(self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any) -> Any:
        if thing := kwargs.get("obj"):
            step = f"admin:centres_{self.opts.model_name}_step"
            context["steps"] = [
                (each, reverse(step, args=[thing.pk, each.name])) for each in self.offered(request, thing)
            ]
            context["missing"] = publishing.missing(thing) if thing.state == State.DRAFT else []
        return super().render_change_form(request, context, *args, **kwargs)

    def view_on_site(self, thing: Any) -> str | None:
        """Only what is public has a page for everybody."""
        return thing.get_absolute_url() if thing.is_public and hasattr(thing, "get_absolute_url") else None

    def step_view(self, request: HttpRequest, object_id: str, name: str) -> HttpResponse:
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if name not in STEPS:
            raise Http404
        thing = self.row_or_404(request, object_id)
        if not self.has_publish_permission(request):
            raise PermissionDenied
        try:
            STEPS[name].door(thing, by=request.user)
            messages.success(request, str(STEPS[name].done) % {"name": thing})
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
        return HttpResponseRedirect(reverse(f"admin:centres_{self.opts.model_name}_change", args=[unquote(object_id)]))

    # --- the history

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        context = {
            "can_restore": self.may_edit(request),
            "back_url_name": f"admin:centres_{self.opts.model_name}_back",
            "back_label": _("Take it back to this moment"),
            **(extra_context or {}),
        }
        return super().history_view(request, object_id, context)

    def back_view(self, request: HttpRequest, object_id: str, stamp: int) -> HttpResponse:
        """GET shows what going back to the moment would change; POST does it."""
        thing = self.row_or_404(request, object_id)
        if not self.may_edit(request):
            raise PermissionDenied
        try:
            at = moment_of(stamp)
        except OverflowError:
            raise Http404 from None
        if request.method == "POST":
            return self._go_back(request, thing, at, object_id)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take “%(name)s” back") % {"name": thing},
            "object": thing,
            "opts": self.opts,
            "at": at,
            "changes": [one for one in difference(thing, self.parts(), at=at) if one.field_name not in STAYS],
        }
        return TemplateResponse(request, "admin/centres/back.html", context)

    def _go_back(self, request: HttpRequest, thing: Publishable, at: Any, object_id: str) -> HttpResponse:
        try:
            done = restore_to(thing, at=at, by=request.user)  # type: ignore[arg-type]
        except ValidationError as refusal:
            for sentence in refusal.messages:
                messages.error(request, sentence)
            return HttpResponseRedirect(request.path)
        messages.success(request, _("All is as it was at that moment. You can take this back in the history."))
        for sentence in done.left_out:
            messages.warning(request, sentence)
        return HttpResponseRedirect(reverse(f"admin:centres_{self.opts.model_name}_history", args=[unquote(object_id)]))

    # --- deleting

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.state == State.DRAFT)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """What was public is shown as protected, so that nothing of the selection is deleted."""
        found, counts, permissions, protected = super().get_deleted_objects(objs, request)
        kept = [thing for thing in objs if thing.state != State.DRAFT]
        sentences = [_("%(name)s: was public; archive it instead") % {"name": thing} for thing in kept]
        return found, counts, set() if kept else permissions, [*sentences, *protected]


def _take_all(request: HttpRequest, things: QuerySet[Any], step: Step) -> int:
    done = each(things, lambda thing: step.door(thing, by=request.user))
    warn(request, done.refused)
    return done.done


def report(request: HttpRequest, sentence: str, count: int) -> None:
    """Say how many went through; nothing done is no success."""
    messages.add_message(request, messages.SUCCESS if count else messages.INFO, sentence % {"count": count})


def warn(request: HttpRequest, sentences: list[str]) -> None:
    """Show what was refused, and how many more there are than fit."""
    for sentence in sentences[:REFUSALS_SHOWN]:
        messages.warning(request, sentence)
    if more := len(sentences[REFUSALS_SHOWN:]):
        words = ngettext("%(count)d more was refused.", "%(count)d more were refused.", more)
        messages.warning(request, words % {"count": more})
