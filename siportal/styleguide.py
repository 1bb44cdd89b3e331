"""The style gallery: the real pages and fragments with made-up contents, while developing (`/styleguide/`).

Long German words, two-letter acronyms, missing values and large numbers stand here on purpose.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.safestring import SafeString

from projects import mapping
from projects.covers import PALETTES, cover
from projects.presentation.cards import Card
from projects.presentation.wording import Link
from siportal.styleguide_profile import SOURCE, made_up_profile

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


def _hit(acronym: str, title: str, place: int, **changes: Any) -> Card:
    card = Card(
        url="/styleguide/detail/",
        acronym=acronym,
        title=title,
        title_html=title,
        title_language="",
        excerpt_html=SafeString(
            "Nine regional labs brought <mark>carers</mark>, start-ups and social services together to invent better "
            "support at home for older people, children and people with disabilities."
        ),
        excerpt_language="",
        cover_svg=_cover(acronym or title, PALETTES[place % len(PALETTES)]),
        programme="Interreg Example Sea Region",
        period="2014–2020",
        status="finished",
        status_label="finished",
        countries=["Denmark", "Estonia", "Finland", "Germany", "Latvia", "Lithuania", "Poland", "Sweden"],
        countries_partial=False,
        themes=[Link("Health care", "?"), Link("Ageing", "?"), Link("Social entrepreneurship", "?")],
        reason="Same themes: Ageing, Health care",
    )
    return replace(card, **changes)


def _cover(seed: str, palette: str, columns: int = 3) -> SafeString:
    return SafeString(cover(seed, palette, columns=columns))


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
        "suggestion": {"shown": "empaci", "asked": "empacy", "insist_url": "?"},
        "others": [{"label": "Lake Centre", "detail": "Latvia", "url": "?"}],
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
        ways=[
            {"label": "Search without “Germany”", "url": "?", "count": 12},
            {"label": "Search without “2014–2020”", "url": "?", "count": 1},
        ],
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


def _detail(*, thin: bool = False) -> dict[str, Any]:
    trail = [_link("Projects"), _link("12 results")]
    around = {"previous": None if thin else _link("Q2"), "next": _link("GENERATIONENGARTEN")}
    outer = {"is_preview": thin, "json_ld": "", "citation": "LANTERN. In: SI Portal, as read on 1 June 2026."}
    return {"trail": trail, "profile": made_up_profile(thin=thin), "related": [] if thin else HITS} | around | outer


def _entity() -> dict[str, Any]:
    organisation = {
        "name": "Wohlfahrtsverbandsarbeitsgemeinschaft Musterlandkreis",
        "slug": "made-up",
        "sector": "third sector",
        "country": "Germany",
        "place": "",
        "website": Link("example.org", "https://example.org"),
        "sources": [SOURCE],
    }
    theme = {"slug": "ageing", "label": "Ageing", "synonyms": ["older people", "Senioren", "äldre"]}
    neighbours = [_link("Health care", count=5), _link("Rural development", count=3)]
    listing = {"total": 4, "search_url": "?", "hits": HITS, "pager": PAGER, "neighbours": neighbours}
    return {
        "trail": [_link("Projects")],
        "organisation": organisation,
        "theme": theme,
        "projects": HITS,
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
    "410": ("410.html", lambda: {"name": "LANTERN"}),
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
