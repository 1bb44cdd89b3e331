from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class OutboxConfig(AppConfig):
    name = "outbox"
    verbose_name = _("Mail and duties")

    def ready(self) -> None:
        from outbox.texts import make_texts

        post_migrate.connect(make_texts, sender=self, dispatch_uid="outbox.texts")
