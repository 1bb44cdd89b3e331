"""Addresses of the events; they stand under a language. Tokens are personal links: never logged, never indexed.

What needs no language (calendars, feeds, files) stands in `siportal.urls`.
"""

from django.urls import path

from events.views import contact, pages

app_name = "events"

urlpatterns = [
    path("events/", pages.overview, name="list"),
    path("events/past/", pages.past, name="past"),
    path("events/series/<slug:slug>/", pages.series, name="series"),
    path("events/<slug:slug>/", pages.detail, name="detail"),
    path("events/<slug:slug>/forward/", pages.forward, name="forward"),
    path("events/<slug:slug>/contact/<int:pk>/", contact.contact, name="contact"),
]
