"""The admin site in the portal's own dress."""

from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class SIAdminSite(AdminSite):
    site_header = _("SI Portal")
    site_title = _("SI Portal")
    index_title = _("Curate")
