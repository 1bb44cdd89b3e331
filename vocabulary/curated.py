"""What every admin of a curated list shares: one history page, labels per language, addresses that fill themselves."""

import re
from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets, unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from vocabulary.latin import propose_slug
from vocabulary.timeline import Part, moments, without


class WordsField(forms.CharField):
    """Several words or phrases with commas, semicolons or new lines between; a list without doubles.

    Names may hold commas: with `commas=False` they separate nothing.
    """

    widget = forms.Textarea(attrs={"rows": 2})

    def __init__(self, *, longest: int = 80, commas: bool = True, **kwargs: Any) -> None:
        super().__init__(required=False, **kwargs)
        self.longest = longest
        self.between = re.compile(r"[,;\n]" if commas else r"[;\n]")
        self.glue = ", " if commas else "; "

    def prepare_value(self, value: Any) -> Any:
        return self.glue.join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        words = [" ".join(part.split()) for part in self.between.split(super().clean(value))]
        words = list(dict.fromkeys(word for word in words if word))
        if too_long := [word for word in words if len(word) > self.longest]:
            raise forms.ValidationError(
                _("“%(word)s” is too long; write at most %(longest)s characters for one entry."),
                code="word_too_long",
                params={"word": too_long[0], "longest": self.longest},
            )
        return words

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial or []), data)


class LabelForm(forms.ModelForm[Any]):
    """A label in one language; the language is chosen, not typed."""

    language = forms.ChoiceField(label=_("language"), choices=settings.CONTENT_LANGUAGES)


class LabelsInline(admin.TabularInline[Any, Any]):
    """Names per language in one table; the interface languages stand there ready to be filled in."""

    form = LabelForm

    def initial_rows(self, owner: Model | None) -> list[dict[str, str]]:
        """One row for each interface language that has no name yet."""
        present = set(owner.labels.values_list("language", flat=True)) if owner and owner.pk else set()  # type: ignore[attr-defined]
        return [{"language": code} for code, _name in settings.LANGUAGES if code not in present]

    def get_extra(self, request: HttpRequest, obj: Model | None = None, **kwargs: Any) -> int:
        return len(self.initial_rows(obj))


class NamedForm(forms.ModelForm[Any]):
    """A form whose address is made from the name when the field is left empty."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("The last part of the page’s address. Leave it empty to have one made.")

    def clean_slug(self) -> str:
        written: str = self.cleaned_data.get("slug", "")
        return written or propose_slug(type(self.instance), self.cleaned_data.get("name", ""), but=self.instance)


class CuratedAdmin(admin.ModelAdmin[Any]):
    """An admin with the portal's history page. `timeline` names the models whose records tell the story.

    `private` names fields of the thing that only people who may change its facts see, on the form and in the history.
    """

    timeline: Sequence[Part] = ()
    private: frozenset[str] = frozenset()
    moments_per_page = 20
    object_history_template = "admin/curated_history.html"

    class Media:
        css = {"all": ["css/admin-curation.css"]}
        js = ["js/admin-names.js"]

    def parts(self) -> Sequence[Part]:
        return self.timeline or (Part(self.model),)

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs: dict[str, Any] = super().get_formset_kwargs(request, obj, inline, prefix)
        if isinstance(inline, LabelsInline):
            kwargs["initial"] = inline.initial_rows(obj)
        return kwargs

    def may_label(self, request: HttpRequest) -> bool:
        """Whether this person may name the entries in other languages, as translators do."""
        labels = [inline.model._meta for inline in self.inlines if issubclass(inline, LabelsInline)]
        return any(request.user.has_perm(f"{meta.app_label}.change_{meta.model_name}") for meta in labels)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """People who may only name entries reach the form too; `get_readonly_fields` keeps the rest from them."""
        return super().has_change_permission(request, obj) or (
            obj is not None and self.has_view_permission(request, obj) and self.may_label(request)
        )

    def hidden_from(self, request: HttpRequest) -> frozenset[str]:
        """The private fields, for people who may not change them."""
        return frozenset() if super().has_change_permission(request) else self.private

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found, hidden = super().get_fieldsets(request, obj), self.hidden_from(request)
        if not hidden:
            return found
        return [
            (title, {**rest, "fields": [name for name in rest["fields"] if name not in hidden]})
            for title, rest in found
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        if obj is None or super().has_change_permission(request, obj):
            return super().get_readonly_fields(request, obj)
        return flatten_fieldsets(self.get_fieldsets(request, obj))

    def get_prepopulated_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return {} if self.get_readonly_fields(request, obj) else super().get_prepopulated_fields(request, obj)

    def row_or_404(self, request: HttpRequest, object_id: str) -> Any:
        """The row behind an address of this admin, for people who may see it."""
        found = self.get_object(request, unquote(object_id))
        if found is None:
            raise Http404
        if not self.has_view_or_change_permission(request, found):
            raise PermissionDenied
        return found

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        thing = self.row_or_404(request, object_id)
        story = without(moments(thing, self.parts()), self.hidden_from(request))
        page = Paginator(story, self.moments_per_page).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("What happened to “%(name)s”") % {"name": thing},
            "object": thing,
            "opts": self.opts,
            "page": page,
            "moments": page.object_list,
            "can_restore": False,
            **(extra_context or {}),
        }
        request.current_app = self.admin_site.name
        return TemplateResponse(request, self.object_history_template, context)
