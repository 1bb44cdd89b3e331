"""The style gallery: the real pages and fragments with made-up contents, while developing (`/styleguide/`).

Long German words, two-letter acronyms, missing values and large numbers stand here on purpose.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import mark_safe

from projects import mapping
from projects.covers import PALETTES, cover

NAMES = {"SE": "Sweden", "DE": "Germany", "LV": "Latvia", "IT": "Italy", "MT": "Malta", "CA": "Canada", "PL": "Poland"}
COUNTS = {"SE": 4, "DE": 14, "LV": 3, "IT": 19, "MT": 1, "CA": 2, "PL": 7, "LI": 1, "FI": 5, "HR": 6, "SI": 9, "AT": 11}


def _url(code: str) -> str:
    return f"?region={code}"


def _value(
    value: str, label: str, count: int, *, selected: bool = False, children: list | None = None
) -> dict[str, Any]:
    return {
        "value": value,
        "label": label,
        "count": count,
        "selected": selected,
        "url": _url(value),
        "depth": 0,
        "children": children or [],
    }


def _hit(acronym: str, title: str, place: int, **changes: Any) -> dict[str, Any]:
    return {
        "name": acronym or title,
        "acronym": acronym,
        "title": title,
        "title_html": title,
        "title_language": "",
        "excerpt_html": mark_safe(
            "Nine regional labs brought <mark>carers</mark>, start-ups and social services together to invent better "
            "support at home for older people, children and people with disabilities."
        ),
        "excerpt_language": "",
        "url": "/styleguide/detail/",
        "cover_svg": mark_safe(cover(acronym or title, PALETTES[place % len(PALETTES)])),
        "programme": "Interreg Example Sea Region",
        "period": "2014–2020",
        "status": "finished",
        "status_label": "finished",
        "countries": ["Denmark", "Estonia", "Finland", "Germany", "Latvia", "Lithuania", "Poland", "Sweden"],
        "countries_partial": False,
        "themes": [_link("Health care"), _link("Ageing"), _link("Social entrepreneurship")],
    } | changes


def _link(label: str, **more: Any) -> dict[str, Any]:
    return {"label": label, "url": "?theme=x"} | more


HITS = [
    _hit("LANTERN Labs", "Developing Labs to Facilitate Home Care Innovation in the Example Region", 0),
    _hit(
        "Q2",
        "Generationenübergreifende Nachbarschaftshilfegenossenschaften und Dorfgemeinschaftseinrichtungen",
        1,
        title_language="de",
        excerpt_language="de",
        countries=["Germany"],
        countries_partial=True,
        status="running",
        status_label="running until May 2027",
    ),
    _hit(
        "",
        "A profile without an acronym whose countries nobody has published",
        2,
        countries=[],
        themes=[],
        excerpt_html="",
    ),
    _hit("SUPERCALIFRAGILISTIC-EXPIALIDOCIOUS", "", 3, programme="", period="", status_label=""),
]
PAGER = {
    "number": 4,
    "num_pages": 1210,
    "previous_url": "?page=3",
    "next_url": "?page=5",
    "pages": [
        {"number": number, "url": f"?page={number}" if number else "", "current": number == 4}
        for number in (1, None, 3, 4, 5, None, 1210)
    ],
}


def _facets() -> list[dict[str, Any]]:
    below = [_value("DE9", "Niedersachsen", 3), _value("DEF", "Schleswig-Holstein", 5), _value("DE92", "Hannover", 0)]
    regions = [_value("DE", "Germany", 14, selected=True, children=below)]
    regions += [_value(code, name, COUNTS.get(code, 0)) for code, name in NAMES.items() if code != "DE"]
    regions += [_value(f"X{number}", f"Country {number}", 20 - number) for number in range(8)]
    regions += [_value("ZZ", "Bosnia and Herzegovina", 0), _value("none", "Not stated", 3)]
    themes = [
        _value("ageing", "Ageing", 12),
        _value("health", "Health care", 5, selected=True),
        _value("arts", "Arts", 0),
    ]
    periods = [_value("2021-2027", "2021–2027", 1), _value("2014-2020", "2014–2020", 30000)]
    kinds = [("region", "Region", "Countries and their regions.", regions), ("theme", "Theme", "", themes)]
    kinds.append(("period", "Funding period", "", periods))
    facets = [
        {"name": name, "label": label, "hint": hint, "hidden_reason": "", "values": values}
        for name, label, hint, values in kinds
    ]
    reason = "Target group: only 3 of 49 results state one."
    return [*facets, {"name": "target", "label": "Target group", "hint": "", "hidden_reason": reason, "values": []}]


def _search(**changes: Any) -> dict[str, Any]:
    return {
        "action": "?",
        "query": "care",
        "suggest_url": "/styleguide/",
        "facets": _facets(),
        "total": 24187,
        "of_total": 30000,
        "chosen": 2,
        "sorts": [{"value": "relevance", "label": "best match", "selected": True}],
        "sizes": [{"value": "20", "label": "20", "selected": True}],
        "pills": [
            {"label": label, "remove_url": "?", "facet": facet}
            for label, facet in (("care", "Words"), ("Germany", "Region"), ("Health care", "Theme"))
        ],
        "clear_url": "?",
        "notices": ["There is no theme “heelth”; it was left out."],
        "suggestion": {"shown": "empaci", "asked": "empacy"},
        "hits": HITS,
        "pager": PAGER,
        "ways": [],
        "spellings": [],
        "map_url": "/styleguide/map/",
        "list_url": "/styleguide/list/",
    } | changes


def _empty() -> dict[str, Any]:
    return _search(
        query="zzqqxx",
        total=0,
        hits=[],
        pager={**PAGER, "num_pages": 0},
        suggestion=None,
        notices=[],
        ways=[{"label": "Germany", "url": "?", "count": 12}, {"label": "2014–2020", "url": "?", "count": 1}],
        spellings=[{"word": "quiz", "url": "?"}, {"word": "zinc", "url": "?"}],
    )


def _picture() -> mapping.MapPicture:
    return mapping.draw(COUNTS, urls={code: _url(code) for code in COUNTS}, names=NAMES, selected=["SE"])


def _map() -> dict[str, Any]:
    return _search(picture=_picture(), map_sentence="9 on the map, 3 without a place", suggestion=None, notices=[])


def _home() -> dict[str, Any]:
    options = [{"value": code, "label": name} for code, name in NAMES.items()]
    figures = [(49, "projects"), (33, "countries"), (19, "programmes"), (312, "organisations")]
    themes = [
        "Ageing",
        "Rural development",
        "Health care",
        "Migration",
        "Youth",
        "Social entrepreneurship",
        "Participation",
    ]
    return {
        "welcome": "49 projects show how people in Europe’s regions care, move, work and decide together.",
        "search_url": "/styleguide/list/",
        "suggest_url": "/styleguide/",
        "regions": options,
        "theme_options": options,
        "periods": options,
        "figures": [{"value": value, "label": label, "url": "?"} for value, label in figures],
        "themes": [_link(label, count=20 - place) for place, label in enumerate(themes)],
        "themes_url": "/styleguide/themes/",
        "map_url": "/styleguide/map/",
        "map_sentence": "46 projects name their countries; Italy, Germany and Austria have most of them.",
        "picture": _picture(),
        "top_countries": [_link(name, count=COUNTS[code], selected=False) for code, name in NAMES.items()][:6],
        "featured": HITS[:3],
        "newest": HITS[1:4],
        "newest_url": "?",
    }


def _fact(key: str, label: str, value: str, **changes: Any) -> dict[str, Any]:
    source = {"url": "https://example.org/key-facts", "label": "example.org/key-facts"}
    fact = {
        "key": key,
        "label": label,
        "value": value,
        "detail": "",
        "remark": "",
        "missing": False,
        "own_source": True,
    }
    return fact | {"sources": [source], "checked": ""} | changes


def _partner(name: str, place: str, budget: str, *, lead: bool = False) -> dict[str, Any]:
    role = "lead partner" if lead else "partner"
    country = "Germany"
    return {
        "name": name,
        "url": "?",
        "role": role,
        "country": country,
        "place": place,
        "budget": budget,
        "is_lead": lead,
    }


def _profile(*, thin: bool) -> dict[str, Any]:
    text = "Social service providers in rural parts of eight countries learned to design services with the people who use them."
    facts = [
        _fact("dates", "Running time", "March 2016 – February 2019"),
        _fact(
            "total_budget", "Total budget", "€4.9 million", detail="4,860,664.11 EUR", checked="checked on 3 May 2026"
        ),
        _fact("eu_funding", "EU funding", "not published", missing=True, sources=[]),
        _fact("rate", "Paid by the EU", "78.8% of the total", detail="computed from the two amounts", own_source=False),
        _fact("partners", "Partners", "16 stated, 2 named"),
    ]
    about = {
        "programme": "Interreg Example Sea Region",
        "programme_url": "?",
        "period": "2014–2020",
        "period_url": "?",
        "strand": "transnational (B)",
        "fund": "ERDF",
        "status": "finished",
        "status_label": "finished",
        "target_groups": [_link("Older people", secondary=False), _link("Local authorities", secondary=True)],
        "macro_regions": ["Baltic Sea Region"],
        "continues": None,
        "continued_by": [_link("LANTERN Accelerators")],
    }
    glance = {
        "what": "" if thin else text,
        "for_whom": [] if thin else ["Older people", "Single parents", "Local authorities"],
        "countries": []
        if thin
        else ["Denmark", "Estonia", "Finland", "Germany", "Latvia", "Lithuania", "Poland", "Sweden"],
        "countries_partial": False,
        "outcome": "" if thin else "A handbook, training modules and thirty small projects led by users.",
        "outcome_missing": "not told yet",
        "ask": None if thin else {"name": "Made-up Diaconie of Anywhere", "url": "?", "place": "Germany"},
        "website": None if thin else {"url": "https://example.org", "host": "example.org"},
    }
    heading = "Best Laid Plans of a Project Without an Acronym" if thin else "LANTERN"
    return {
        "heading": heading,
        "heading_language": "",
        "title": "" if thin else "Social Empowerment in Places That Do Not Exist",
        "title_language": "",
        "description": text,
        "is_preview": thin,
        "json_ld": "",
        "cover_svg": mark_safe(cover(heading, "lilac-night" if thin else "teal-sun", columns=6, rows=3)),
        "text_language": "" if thin else "sv",
        "language_notice": "" if thin else "This text is in Swedish; there is no English one yet.",
        "glance": glance,
        "summary": "" if thin else f"{text} {text}",
        "sections": []
        if thin
        else [
            {"heading": "Why", "heading_language": "", "text": text},
            {"heading": "Results", "heading_language": "", "text": text},
        ],
        "themes": [] if thin else [_link("Rural development"), _link("Ageing")],
        "partners": []
        if thin
        else [
            _partner("Made-up Diaconie of Anywhere", "Kiel (DEF02)", "€120,000.00", lead=True),
            _partner("Wohlfahrtsverbandsarbeitsgemeinschaft Musterlandkreis e. V.", "", "not published"),
        ],
        "partners_sentence": "Partners are not published." if thin else "16 partners in 8 countries, 2 of them named.",
        "show_budget": True,
        "links": [] if thin else [_link("Final report", host="example.org", language="sv", language_name="Swedish")],
        "sources": facts[0]["sources"] + [{"url": "", "label": "Example Review 3 (2020), page 12"}],
        "checked": "",
        "citation": "SI Portal: LANTERN. Read on 1 June 2026.",
        "facts": [_fact("dates", "Running time", "not published", missing=True, sources=[])] if thin else facts,
        "about": about,
        "related": []
        if thin
        else [
            {
                "url": "?",
                "heading": hit["name"],
                "title": hit["title"],
                "title_language": "",
                "reason": "Same themes: Ageing, Health care",
                "cover_svg": hit["cover_svg"],
            }
            for hit in HITS
        ],
    }


def _detail(*, thin: bool = False) -> dict[str, Any]:
    trail = [_link("Projects"), _link("12 results")]
    around = {"previous": None if thin else _link("Q2"), "next": _link("GENERATIONENGARTEN")}
    return {"trail": trail, "profile": _profile(thin=thin)} | around


def _entity() -> dict[str, Any]:
    organisation = {
        "name": "Wohlfahrtsverbandsarbeitsgemeinschaft Musterlandkreis",
        "sector": "third sector",
        "country": "Germany",
        "place": "",
        "website": {"url": "https://example.org", "host": "example.org"},
        "sources": [{"url": "https://example.org/key-facts", "label": "example.org/key-facts"}],
        "checked": "",
    }
    theme = {"slug": "ageing", "label": "Ageing", "synonyms": ["older people", "Senioren", "äldre"]}
    neighbours = [_link("Health care", count=5), _link("Rural development", count=3)]
    listing = {"total": 4, "search_url": "?", "hits": HITS, "pager": PAGER, "neighbours": neighbours}
    return {
        "trail": [_link("Projects")],
        "organisation": organisation,
        "theme": theme,
        "projects": _profile(thin=False)["related"],
    } | listing


def _themes() -> dict[str, Any]:
    labels = [
        "Ageing",
        "Active citizenship",
        "Health care",
        "Social innovation policy",
        "Rural development",
        "Zero waste",
    ]
    return {"themes": [_link(label, slug=label.lower(), count=12 * place) for place, label in enumerate(labels)]}


def _forms() -> dict[str, Any]:
    errors = [{"anchor": "q", "message": "Write at least one word."}, {"anchor": "", "message": "The file is empty."}]
    return {"errors": errors, "palettes": PALETTES} | _search()


PAGES: dict[str, tuple[str, Callable[[], dict[str, Any]]]] = {
    "home": ("home.html", _home),
    "list": ("projects/list.html", _search),
    "empty": ("projects/list.html", _empty),
    "map": ("projects/map.html", _map),
    "detail": ("projects/detail.html", _detail),
    "thin": ("projects/detail.html", lambda: _detail(thin=True)),
    "organisation": ("projects/organisation.html", _entity),
    "themes": ("projects/themes.html", _themes),
    "theme": ("projects/theme.html", _entity),
    "data": ("about/data.html", lambda: {"totals": {"projects": 49}, "sources": []}),
    "accessibility": ("about/accessibility.html", lambda: {"updated_on": date(2026, 11, 20)}),
    "404": ("404.html", dict),
    "410": ("410.html", dict),
    "500": ("500.html", dict),
}


def index(request: HttpRequest) -> HttpResponse:
    """The palette, the type scale, the parts, and a link to every page."""
    return render(request, "styleguide.html", {"pages": list(PAGES)} | _forms())


def page(request: HttpRequest, name: str) -> HttpResponse:
    """One real page template with made-up contents."""
    if name not in PAGES:
        raise Http404
    template, context = PAGES[name]
    return render(request, template, context())


urlpatterns = [path("", index, name="styleguide"), path("<slug:name>/", page, name="styleguide-page")]
