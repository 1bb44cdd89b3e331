"""The library of photographs in the admin."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from pictures.forms import NewPictureForm, PictureForm
from pictures.models import Picture, PictureAlt
from vocabulary.curated import CuratedAdmin
from vocabulary.timeline import Part


class PictureAltInline(admin.TabularInline):
    model = PictureAlt
    extra = 0


@admin.register(Picture)
class PictureAdmin(CuratedAdmin):
    """A file is chosen once; to exchange it, add a new photograph."""

    timeline = (Part(Picture), Part(PictureAlt, "picture", ("language",)))

    list_display = ("preview", "alt", "credit", "uploaded_by", "uploaded_at")
    list_display_links = ("preview", "alt")
    list_filter = ("uploaded_at", "decorative")
    search_fields = ("alt", "credit", "source", "descriptions__alt")
    date_hierarchy = "uploaded_at"
    list_per_page = 30
    inlines = (PictureAltInline,)
    readonly_fields = ("preview", "uploaded_by", "uploaded_at")

    @admin.display(description=_("preview"))
    def preview(self, picture: Picture) -> str | SafeString:
        if not picture.pk:
            return "–"
        width = picture.widths[0]
        height = round(picture.height * width / picture.width)
        address = reverse("picture", args=[picture.key, width, "jpg"])
        return format_html('<img src="{}" alt="" width="160" height="{}">', address, round(height * 160 / width))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Picture]:
        seen = Picture.objects.seen_by(request.user)  # type: ignore[arg-type]  # only staff come here
        return super().get_queryset(request).filter(pk__in=seen).select_related("uploaded_by")

    def get_form(self, request: HttpRequest, obj: Picture | None = None, change: bool = False, **kwargs: Any) -> Any:
        # `upload` and `focus` are fields of the form, not of the row.
        kwargs |= {"form": PictureForm if obj else NewPictureForm, "fields": PictureForm.Meta.fields}
        return super().get_form(request, obj, change, **kwargs)

    def get_fieldsets(self, request: HttpRequest, obj: Picture | None = None) -> Any:
        first = "upload" if obj is None else "preview"
        return [
            (None, {"fields": (first, "focus", "alt", "alt_language", "decorative")}),
            (
                _("Where it comes from"),
                {"fields": ("credit", "licence", "source", *(("uploaded_by", "uploaded_at") if obj else ()))},
            ),
        ]

    def save_model(self, request: HttpRequest, obj: Picture, form: ModelForm[Picture], change: bool) -> None:
        if not change:
            obj.uploaded_by = request.user  # type: ignore[assignment]  # only staff come here
            if isinstance(form, NewPictureForm) and (known := form.same_photograph()):
                text = _("The library already holds this very photograph: %(known)s") % {"known": known}
                self.message_user(request, text, messages.WARNING)
        super().save_model(request, obj, form, change)
