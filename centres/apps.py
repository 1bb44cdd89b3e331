from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CentresConfig(AppConfig):
    name = "centres"
    verbose_name = _("Competence centres")

    def ready(self) -> None:
        from centres import suggestions  # noqa: F401  # lets the search box find centres
