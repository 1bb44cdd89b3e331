"""The form with which staff add a photograph."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pictures import intake, renditions
from pictures.models import Picture


class NewPictureForm(forms.ModelForm):
    """Takes the file in, and writes its renditions only when everything else is right."""

    upload = forms.FileField(
        label=_("Photograph"),
        help_text=_("JPEG, PNG, WebP or AVIF, up to 25 MB. Place and camera data are removed."),
        widget=forms.ClearableFileInput(attrs={"accept": "image/jpeg,image/png,image/webp,image/avif"}),
    )

    class Meta:
        model = Picture
        fields = ("credit", "licence", "source", "alt", "alt_language", "decorative", "focus_x", "focus_y")

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
        photograph: Any = self.cleaned_data.get("upload")
        return Picture.objects.filter(sha256=photograph.sha256).exclude(pk=self.instance.pk).first()


_CHOOSE_AGAIN = _("Browsers do not keep a chosen file: choose the photograph again when you have mended the rest.")
