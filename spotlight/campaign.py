"""What the campaign #socialinterreg argued for funding social innovation, in our own words; no quotation among it."""

from django.utils.translation import gettext_lazy as _

ARGUMENTS = (
    _("They add to the general goals of European Territorial Cooperation and to the aims of single programmes."),
    _("They bring growth and jobs."),
    _("They help people to be included in society."),
    _("They make towns and regions, rural ones too, better places to live."),
    _("They bring the European idea nearer to people who know little of the EU or doubt it."),
    _("Working across borders can start and feed social innovation."),
)

SOURCES = """#socialinterreg, home page of the campaign: https://socialinterreg.eu/?_page=2
REM Consult on the launch of #socialinterreg: https://rem-consult.eu/en/socialinterreg-initiative-launched/"""
"""One reference per line."""
