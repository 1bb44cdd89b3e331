"""Every address of the portal: language-free ones first, then the pages under a language."""

from django.contrib import admin
from django.urls import path

from siportal import health

urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("healthz/ready", health.ready, name="healthz-ready"),
    path("admin/", admin.site.urls),
]
