"""Which language a page is in: the address says so. An address without one leads to the visitor's language."""

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.locale import LocaleMiddleware
from django.utils import translation
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from vocabulary.models import SiteSettings


class LanguageMiddleware(LocaleMiddleware):
    """Django's own, without cookies: readers get none, and none that they bring along is read.

    Only GET and HEAD are redirected to a language; a form sent to an address without one is answered 404.
    """

    def process_request(self, request: HttpRequest) -> None:
        language = translation.get_language_from_path(request.path_info)
        translation.activate(language or preferred_language(request, [code for code, _name in settings.LANGUAGES]))
        request.LANGUAGE_CODE = translation.get_language() or settings.LANGUAGE_CODE

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        language_free = not translation.get_language_from_path(request.path_info)
        if response.status_code == 404 and language_free:
            if request.method not in ("GET", "HEAD"):
                return response
            translation.activate(preferred_language(request, visible_languages()))
        return super().process_response(request, response)


def visible_languages() -> list[str]:
    """Codes of the interface languages that staff offer to visitors, in the order of the settings."""
    offered = SiteSettings.objects.filter(pk=1).values_list("languages", flat=True).first()
    return [code for code, _name in settings.LANGUAGES if offered is None or code in offered]


def preferred_language(request: HttpRequest, offered: list[str]) -> str:
    """The first of the visitor's languages (`Accept-Language`) that is among `offered`, else the first offered."""
    for wanted, _quality in parse_accept_lang_header(request.headers.get("Accept-Language", "")):
        if wanted == "*":
            break
        try:
            code = get_supported_language_variant(wanted)
        except LookupError:
            continue
        if code in offered:
            return code
    return settings.LANGUAGE_CODE if settings.LANGUAGE_CODE in offered or not offered else offered[0]
