"""Addresses of the directory; they stand under a language."""

from django.urls import path

from projects.views import listing, organisations, profiles, themes

app_name = "projects"

urlpatterns = [
    path("projects/", listing.results, name="list"),
    path("projects/map/", listing.on_map, name="map"),
    path("projects/suggest/", listing.suggestions, name="suggest"),
    path("projects/<slug:slug>/", profiles.detail, name="detail"),
    path("projects/<slug:slug>/preview/", profiles.preview, name="preview"),
    path("organisations/<slug:slug>/", organisations.detail, name="organisation"),
    path("themes/", themes.overview, name="themes"),
    path("themes/<slug:slug>/", themes.detail, name="theme"),
]
