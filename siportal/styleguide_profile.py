"""A made-up profile for the style gallery: one as full as it gets, one as thin."""

from dataclasses import replace
from typing import Any

from django.utils.safestring import SafeString

from projects.covers import cover
from projects.models import Project
from projects.presentation.facts import Fact
from projects.presentation.profile import (
    Contact,
    Details,
    Glance,
    PartnerLine,
    Place,
    Profile,
    Reference,
    Section,
    Target,
)
from projects.presentation.wording import Link, Source
from projects.presentation.words import Words

SOURCE = Source("example.org/key-facts", "https://example.org/key-facts")
TEXT = "Social service providers in rural parts of eight countries learned to design services with those who use them."


def _fact(key: str, label: str, big: str, **changes: Any) -> Fact:
    return replace(Fact(key, label, big, sources=[SOURCE], own_source=True), **changes)


def _details(*, thin: bool) -> Details:
    missing = Fact("dates", "Running time", "", missing="not published")
    return Details(
        status="unknown" if thin else "finished",
        status_label="dates not published" if thin else "finished",
        dates=missing if thin else _fact("dates", "Running time", "March 2016 – February 2019"),
        programme="Interreg Example Sea Region",
        programme_url="?",
        programme_fact=_fact("programme", "Programme", "Interreg Example Sea Region", own_source=False),
        period="2014–2020",
        period_url="?",
        strand="transnational (B)",
        fund="ERDF",
        kinds=[] if thin else ["service", "method"],
        target_groups=[] if thin else [Target("Older people", "?", False), Target("Local authorities", "?", True)],
        places=[] if thin else [Place("Kiel", "DEF02"), Place("the Archipelago", "")],
        places_fact=None,
        macro_regions=["Baltic Sea Region"],
        continues=None,
        continued_by=[] if thin else [Link("LANTERN Accelerators", "?")],
    )


def _glance(*, thin: bool) -> Glance:
    countries = "Denmark, Estonia, Finland, Germany, Latvia, Lithuania, Poland, Sweden"
    return Glance(
        what=Words("" if thin else TEXT, ""),
        for_whom=[] if thin else ["Older people", "Single parents", "Local authorities"],
        for_whom_text=Words("", ""),
        where="" if thin else countries,
        outcome=Words("" if thin else "A handbook, training modules and thirty small projects led by users.", ""),
        outcome_missing="not told yet",
        ask=None if thin else Contact("Made-up Diaconie of Anywhere", "?", "Germany"),
        website=None if thin else Link("example.org", "https://example.org"),
    )


def _partners() -> list[PartnerLine]:
    long = "Wohlfahrtsverbandsarbeitsgemeinschaft Musterlandkreis e. V."
    lead = "Made-up Diaconie of Anywhere"
    return [
        PartnerLine(lead, "?", "lead partner", "Germany", "Kiel, DEF02", "120,000.00 EUR", is_lead=True),
        PartnerLine(long, "?", "associated partner", "Bosnia and Herzegovina", "", "not published", is_lead=False),
    ]


def _figures() -> list[Fact]:
    return [
        _fact(
            "total_budget", "Total budget", "€4.9 million", exact="4,860,664.11 EUR", checked="checked on 3 May 2026"
        ),
        Fact("eu_funding", "EU funding", "", missing="not published"),
        _fact("rate", "Paid by the EU", "78.8%", note="of the total, computed from the two amounts", own_source=False),
        _fact("partners", "Partners", "16 stated, 2 named"),
    ]


def made_up_profile(*, thin: bool) -> Profile:
    heading = "Best Laid Plans of a Project Without an Acronym" if thin else "LANTERN"
    missing = Fact("total_budget", "Total budget", "", missing="not published")
    return Profile(
        project=Project(slug="made-up"),
        heading=heading,
        heading_language="",
        title="" if thin else "Social Empowerment in Places That Do Not Exist",
        title_language="",
        text_language="" if thin else "sv",
        language_notice="" if thin else "This text is in Swedish.",
        description=TEXT,
        cover_svg=SafeString(cover(heading, "lilac-night" if thin else "teal-sun", columns=6)),
        summary="" if thin else f"{TEXT} {TEXT}",
        sections=[]
        if thin
        else [Section("Why", TEXT, "", ""), Section("Results", TEXT, "sv", "This text is in Swedish.")],
        glance=_glance(thin=thin),
        figures=[missing] if thin else _figures(),
        facts=_details(thin=thin),
        themes=[] if thin else [Link("Rural development", "?"), Link("Ageing", "?")],
        countries=[],
        partners=[] if thin else _partners(),
        partners_sentence="not published" if thin else "16 stated, 2 named",
        lead_fact=None,
        show_budget=not thin,
        links=[] if thin else [Reference("Final report", "https://example.org", "example.org", "sv", "Swedish")],
        sources=[SOURCE, Source("Example Review 3 (2020), page 12", "")],
        checked="",
    )
