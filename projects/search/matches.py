"""Where in a profile the words of a search stand, so that a result can say why it is there."""

from projects.models import Project, TextChoice
from projects.search.highlight import Marker


def matched_in(project: Project, choice: TextChoice, marker: Marker, body: str) -> tuple[str, ...]:
    """Names of the places: acronym, title, summary, sections, theme, programme, partner, place, translation.

    `body` is the field of the chosen text that matched, or "". Everything read here is prefetched.
    """
    language = choice.language
    found = []
    if marker.spans(project.acronym, language):
        found.append("acronym")
    if marker.spans(choice.text.title, language):
        found.append("title")
    if body:
        found.append("summary" if body == "summary" else "sections")
    labels = (label for row in project.theme_rows.all() for label in row.tag.labels.all())
    if any(marker.spans(name, row.language) for row in labels for name in (row.label, *row.synonyms)):
        found.append("theme")
    if project.programme and marker.spans(project.programme.name, "en"):
        found.append("programme")
    if any(marker.spans(row.organisation.name, "") for row in project.partnerships.all()):
        found.append("partner")
    if any(marker.spans(place.name, "") for place in project.places.all()):
        found.append("place")
    if not found and any(
        marker.spans(f"{text.title}\n{text.summary}", text.language)
        for text in project.texts.all()
        if text.language != language
    ):
        found.append("translation")
    return tuple(found)
