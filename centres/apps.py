from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentresConfig(AppConfig):
    name = "centres"
    verbose_name = _("Competence centres")

    def ready(self) -> None:
        from centres import objecting, suggestions  # noqa: F401  # what the rooms below ask of this one
