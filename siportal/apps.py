"""App configuration of the wiring and of the admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.db.models.signals import post_migrate


class SIPortalConfig(AppConfig):
    name = "siportal"

    def ready(self) -> None:
        from siportal.groups import make_groups

        post_migrate.connect(make_groups, dispatch_uid="siportal.groups")


class SIAdminConfig(AdminConfig):
    default_site = "siportal.admin_site.SIAdminSite"
