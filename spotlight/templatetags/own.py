"""What the personal pages need beyond Django's own tags."""

from django import template

from projects.presentation import wording
from spotlight.models import StoryText

register = template.Library()


@register.simple_tag
def translation_name(text: StoryText) -> str:
    """The language of a translation, named in the reader's own."""
    return wording.language_name(text.language)
