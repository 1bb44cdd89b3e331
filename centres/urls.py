"""Addresses of the competence centres; they stand under a language."""

from django.urls import path

from centres.views import column, directory, matrix, proposals

app_name = "centres"

urlpatterns = [
    path("centres/", directory.overview, name="list"),
    path("centres/countries/<slug:code>/", directory.country, name="country"),
    path("centres/consortia/", directory.consortia, name="consortia"),
    path("centres/consortia/<slug:slug>/", directory.consortium, name="consortium"),
    path("centres/networks/", directory.networks, name="networks"),
    path("centres/networks/<slug:slug>/", directory.network, name="network"),
    path("centres/matrix/", matrix.page, name="matrix"),
    path("centres/matrix.csv", matrix.table_file, name="matrix-csv"),
    path("centres/matrix/compare/", matrix.compare, name="matrix-compare"),
    path("centres/propose-need/", proposals.need, name="propose-need"),
    path("centres/report-service/", proposals.service, name="report-service"),
    path("centres/tell-us/", proposals.centre, name="tell-us"),
    path("centres/thanks/", proposals.thanks, name="thanks"),
    path("centres/column/<str:token>/", column.fill_in, name="column"),
    path("centres/<slug:slug>/", directory.detail, name="detail"),
    path("centres/<slug:slug>/contact/", proposals.contact, name="contact"),
]
