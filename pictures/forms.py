"""The forms with which staff describe a photograph, and add one."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from pictures import intake, renditions
from pictures.models import Picture

# The middle of each ninth, as shares from the left and from the top.
_FIRST, _MIDDLE, _LAST = Decimal("0.17"), Decimal("0.50"), Decimal("0.83")
NINTHS = {
    "top-left": (_FIRST, _FIRST),
    "top-centre": (_MIDDLE, _FIRST),
    "top-right": (_LAST, _FIRST),
    "middle-left": (_FIRST, _MIDDLE),
    "middle-centre": (_MIDDLE, _MIDDLE),
    "middle-right": (_LAST, _MIDDLE),
    "bottom-left": (_FIRST, _LAST),
    "bottom-centre": (_MIDDLE, _LAST),
    "bottom-right": (_LAST, _LAST),
}
_WORDS = {
    "top-left": _("above, on the left"),
    "top-centre": _("above, in the middle"),
    "top-right": _("above, on the right"),
    "middle-left": _("half-way up, on the left"),
    "middle-centre": _("the middle"),
    "middle-right": _("half-way up, on the right"),
    "bottom-left": _("below, on the left"),
    "bottom-centre": _("below, in the middle"),
    "bottom-right": _("below, on the right"),
}
_CHOOSE_AGAIN = _("Browsers do not keep a chosen file: choose the photograph again when you have mended the rest.")


class PictureForm(forms.ModelForm[Picture]):
    """Words and focal point; the point is chosen as one of nine parts of the picture."""

    focus = forms.ChoiceField(
        label=capfirst(_("most important part")),
        choices=list(_WORDS.items()),
        initial="middle-centre",
        help_text=_("This part stays visible where the picture is cropped."),
    )

    class Meta:
        model = Picture
        fields = ("credit", "licence", "source", "alt", "alt_language", "decorative")
        widgets = {
            "alt": forms.Textarea(attrs={"rows": 2, "cols": 60}),
            "source": forms.Textarea(attrs={"rows": 2, "cols": 60}),
            "credit": forms.TextInput(attrs={"size": 60}),
            "licence": forms.TextInput(attrs={"size": 60}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["focus"] = self.instance.focus

    def _get_validation_exclusions(self) -> set[str]:
        """Constraints name `pending`, which no form shows; leaving it out would leave them to the database."""
        return super()._get_validation_exclusions() - {"pending"}  # type: ignore[misc]

    def clean_focus(self) -> str:
        """A point set more exactly by other means stays where it is while its ninth is not changed."""
        focus: str = self.cleaned_data["focus"]
        if focus != self.instance.focus:
            self.instance.focus_x, self.instance.focus_y = NINTHS[focus]
        return focus


class NewPictureForm(PictureForm):
    """Takes the file in, and writes its renditions only when everything else is right."""

    upload = forms.FileField(
        label=capfirst(_("photograph")),
        help_text=_("JPEG, PNG, WebP or AVIF, up to 25 MB. Place and camera data are removed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )

    def clean_upload(self) -> intake.Photograph:
        photograph = intake.read_photograph(self.cleaned_data["upload"])
        self.instance.width, self.instance.height = photograph.image.size
        self.instance.sha256 = photograph.sha256
        return photograph

    def full_clean(self) -> None:
        """Files are written last, when nothing else can fail; a refused form says to choose the file again."""
        super().full_clean()
        photograph: intake.Photograph | None = getattr(self, "cleaned_data", {}).get("upload")
        if photograph is None:
            return
        if self.errors:
            self.add_error("upload", ValidationError(_CHOOSE_AGAIN, code="choose_again"))
            return
        try:
            self.instance.key = renditions.store(photograph.image)
        except renditions.NotStored as refusal:
            self.add_error("upload", refusal)

    def same_photograph(self) -> Picture | None:
        """A picture made of the very same file, if the library already holds one."""
        return Picture.objects.filter(sha256=self.instance.sha256).exclude(pk=self.instance.pk).first()
