"""Addresses of the events; they stand under a language. Tokens are personal links: never logged, never indexed.

What needs no language (calendars, feeds, files) stands in `siportal.urls`.
"""

from django.urls import path

from events.views import contact, invitation, own, pages, registration

app_name = "events"

urlpatterns = [
    path("events/", pages.overview, name="list"),
    path("events/past/", pages.past, name="past"),
    path("events/series/<slug:slug>/", pages.series, name="series"),
    path("events/registration/<str:token>/", own.overview, name="own"),
    path("events/registration/<str:token>/confirm/", own.confirm, name="own-confirm"),
    path("events/registration/<str:token>/accept/", own.accept, name="own-accept"),
    path("events/registration/<str:token>/change/", own.change, name="own-change"),
    path("events/registration/<str:token>/cancel/", own.cancel, name="own-cancel"),
    path("events/registration/<str:token>/erase/", own.erase, name="own-erase"),
    path("events/registration/<str:token>/download/", own.download, name="own-download"),
    path("events/invitation/<str:token>/", invitation.answer, name="invitation"),
    path("events/<slug:slug>/", pages.detail, name="detail"),
    path("events/<slug:slug>/forward/", pages.forward, name="forward"),
    path("events/<slug:slug>/register/", registration.register, name="register"),
    path("events/<slug:slug>/registered/", registration.registered, name="registered"),
    path("events/<slug:slug>/contact/<int:pk>/", contact.contact, name="contact"),
]
