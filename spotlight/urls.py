"""Addresses of the Spotlight; they stand under a language. Tokens are personal links: never logged, never indexed."""

from django.urls import path

from spotlight.views import form, own, personal, returning, sign_off, stories

app_name = "spotlight"

urlpatterns = [
    path("spotlight/", stories.overview, name="list"),
    path("spotlight/why-fund/", stories.why, name="why"),
    path("spotlight/questions/", stories.questions, name="questions"),
    path("spotlight/submit/", form.start, name="start"),
    path("spotlight/submit/find-project/", form.find_project, name="find-project"),
    path("spotlight/submit/own-photograph/<int:width>/", form.own_photograph, name="own-photograph"),
    path("spotlight/submit/save/", returning.save, name="save"),
    path("spotlight/submit/delete/", returning.delete, name="delete"),
    path("spotlight/submit/received/", form.received, name="received"),
    path("spotlight/submit/<slug:step>/", form.step, name="step"),
    path("spotlight/return/<str:token>/", returning.back, name="return"),
    path("spotlight/lost-link/", returning.lost, name="lost"),
    path("spotlight/colleague/<str:token>/", returning.colleague, name="colleague"),
    path("spotlight/photograph/<str:token>/", personal.photograph, name="photograph"),
    path("spotlight/own/<str:token>/", own.overview, name="own"),
    path("spotlight/own/<str:token>/answers/", own.change_answers, name="own-answers"),
    path("spotlight/own/<str:token>/sign-off/", sign_off.own, name="own-sign-off"),
    path("spotlight/own/<str:token>/correct/", own.correct, name="own-correct"),
    path("spotlight/own/<str:token>/note/", own.note, name="own-note"),
    path("spotlight/own/<str:token>/still-true/", own.still_true, name="own-still-true"),
    path("spotlight/own/<str:token>/photograph/", own.photograph, name="own-picture"),
    path("spotlight/own/<str:token>/contact/", own.no_contact, name="own-contact"),
    path("spotlight/own/<str:token>/download/", own.download, name="own-download"),
    path("spotlight/own/<str:token>/withdraw/", own.withdraw, name="own-withdraw"),
    path("spotlight/own/<str:token>/erase/", own.erase, name="own-erase"),
    path("spotlight/sign-off/<str:token>/", sign_off.second, name="second"),
    path("spotlight/<slug:slug>/", stories.detail, name="story"),
    path("spotlight/<slug:slug>/preview/", stories.preview, name="preview"),
]
