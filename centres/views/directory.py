"""The directory of centres: list and map, countries, centres, consortia, networks."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponsePermanentRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from centres import filters
from centres.models import Centre, Consortium, Network, State
from centres.presentation.centre import centre_page, for_page
from centres.presentation.country import country_page
from centres.presentation.figures import generations
from centres.presentation.listing import directory
from centres.presentation.together import consortium_lines, consortium_page, network_lines, network_page
from vocabulary.models import Region


@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    """Centres on a map and by country; NUL is refused with 400, anything else unknown is dropped and named."""
    offered = filters.values()
    query = filters.clean(request.GET, offered)
    request.canonical_query = query.urlencode()  # type: ignore[attr-defined]
    context = directory(query, offered)
    return render(request, "centres/list.html", context | {"generations": generations()})


@require_safe
def country(request: HttpRequest, code: str) -> HttpResponse:
    """Who helps in a country, also where no centre is known."""
    region = get_object_or_404(Region, level=0, code=code.upper())
    if region.code != code:
        return HttpResponsePermanentRedirect(reverse("centres:country", args=[region.code]))
    return render(request, "centres/country.html", country_page(region))


@require_safe
def detail(request: HttpRequest, slug: str) -> HttpResponse:
    """A centre; 410 for an archived one."""
    centre = for_page().filter(slug=slug).first()
    if centre is None:
        return _gone(request, Centre, slug)
    url = request.build_absolute_uri(centre.get_absolute_url())
    return render(request, "centres/detail.html", centre_page(centre, url=url))


@require_safe
def consortia(request: HttpRequest) -> HttpResponse:
    """The consortia of each generation with the totals."""
    lines = consortium_lines()
    rows = [{"totals": each, "consortia": lines.get(each.number, [])} for each in generations()]
    return render(request, "centres/consortia.html", {"rows": rows})


@require_safe
def consortium(request: HttpRequest, slug: str) -> HttpResponse:
    """A consortium; 410 for an archived one."""
    rows = Consortium.objects.published().prefetch_related(
        "texts",
        "member_rows__organisation__country",
        "country_rows__country",
        "items",
        "centres__country",
        "centres__consortia",
    )
    row = rows.filter(slug=slug).first()
    if row is None:
        return _gone(request, Consortium, slug)
    return render(request, "centres/consortium.html", consortium_page(row))


@require_safe
def networks(request: HttpRequest) -> HttpResponse:
    """Working groups, flagships and the like."""
    return render(request, "centres/networks.html", {"networks": network_lines()})


@require_safe
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """A network; 410 for an archived one."""
    rows = Network.objects.published().select_related("macro_region")
    row = (
        rows.filter(slug=slug)
        .prefetch_related("texts", "milestones", "macro_region__labels", "member_rows__organisation__country")
        .first()
    )
    if row is None:
        return _gone(request, Network, slug)
    return render(request, "centres/network.html", network_page(row))


def _gone(request: HttpRequest, model: type[Centre | Consortium | Network], slug: str) -> HttpResponse:
    """What stands at the address of something that is not public: 410 with its name once archived, else nothing."""
    row = model.objects.filter(slug=slug, state=State.ARCHIVED).first()
    if row is None:
        raise Http404
    return render(request, "410.html", {"name": str(row)}, status=410)
