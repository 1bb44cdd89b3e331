"""Shows photographs: `{% picture photo sizes="(min-width: 60rem) 40rem, 100vw" %}`."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import get_language

from pictures import renditions
from pictures.models import Picture

register = template.Library()


@register.inclusion_tag("pictures/_picture.html")
def picture(photo: Picture, sizes: str = "100vw", eager: bool = False, credit: bool = True) -> dict[str, Any]:
    """The photograph in the formats and widths browsers choose from, with description and credit.

    `sizes` is the attribute of the same name; `eager` for a picture on the first screen; without `credit` the page
    must show it elsewhere.
    """
    language = get_language() or "en"
    description = photo.description(language)
    width = photo.widths[-1]
    return {
        "sources": [
            {"type": media_type, "srcset": _srcset(photo, ending)}
            for ending, (media_type, _name, _options) in renditions.FORMATS.items()
            if ending != "jpg" and ending in photo.endings
        ],
        "srcset": _srcset(photo, "jpg"),
        "src": _address(photo, min(photo.widths, key=lambda each: abs(each - 960)), "jpg"),
        "sizes": sizes,
        "width": width,
        "height": round(photo.height * width / photo.width),
        "alt": description.text,
        "alt_language": description.language if description.language != language and description.text else "",
        "focus": photo.focus,
        "eager": eager,
        "credit": photo.credit if credit else "",
        "licence": photo.licence,
    }


def _srcset(photo: Picture, ending: str) -> str:
    return ", ".join(f"{_address(photo, width, ending)} {width}w" for width in photo.widths)


def _address(photo: Picture, width: int, ending: str) -> str:
    return reverse("picture", args=[photo.key, width, ending])
