"""Controlled lists that every app shares."""

from .organisations import Organisation, Sector
from .places import MacroRegion, MacroRegionLabel, Region
from .programmes import FundingPeriod, Palette, Programme, ProgrammeAlias, Strand
from .site import SiteSettings
from .topics import TargetGroup, TargetGroupLabel, Theme, ThemeLabel

__all__ = [
    "FundingPeriod",
    "MacroRegion",
    "MacroRegionLabel",
    "Organisation",
    "Palette",
    "Programme",
    "ProgrammeAlias",
    "Region",
    "Sector",
    "SiteSettings",
    "Strand",
    "TargetGroup",
    "TargetGroupLabel",
    "Theme",
    "ThemeLabel",
]
