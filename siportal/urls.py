"""Every address of the portal: language-free ones first, then the pages under a language."""

from django.contrib import admin
from django.urls import path

urlpatterns = [
    path("admin/", admin.site.urls),
]
