from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SpotlightConfig(AppConfig):
    name = "spotlight"
    verbose_name = _("Spotlight")
