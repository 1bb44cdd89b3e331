"""The portal's addresses with the style gallery, which only development shows."""

from django.urls import include, path

from siportal.urls import urlpatterns as portal

urlpatterns = [path("styleguide/", include("siportal.styleguide")), *portal]
