"""App configuration of the wiring and of the admin site."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig


class SIPortalConfig(AppConfig):
    name = "siportal"


class SIAdminConfig(AdminConfig):
    default_site = "siportal.admin_site.SIAdminSite"
