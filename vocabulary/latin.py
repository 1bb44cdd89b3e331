"""Words as parts of addresses: Latin letters only, whatever script they were written in."""

import unicodedata

from django.db.models import Model
from django.utils.text import slugify

from vocabulary.labels import sort_key

_GREEK = "αa βv γg δd εe ζz ηi θth ιi κk λl μm νn ξx οo πp ρr σs τt υy φf χch ψps ωo ςs"
_CYRILLIC = (
    "аa бb вv гg дd еe жzh зz иi йy кk лl мm нn оo пp рr сs тt уu фf хh цts чch шsh щsht ъa ыy ь эe юyu яya "
    "ґg єye іi їyi ђdj јj љlj њnj ћc џdz ѓg ќk ѕdz ѐe ѝi"
)
_LETTERS = str.maketrans({pair[0]: pair[1:] for table in (_GREEK, _CYRILLIC) for pair in table.split()})


def latin(text: str) -> str:
    """`text` as an address in Latin letters, as far as its script is known here; may be empty."""
    letters = unicodedata.normalize("NFC", text.casefold()).translate(_LETTERS)
    folded = sort_key(sort_key(letters, "en").translate(_LETTERS), "en")
    return slugify(folded.replace("/", " ").replace(".", " ").replace("_", "-"))


def free_slug(base: str, taken: set[str]) -> str:
    """`base`, or `base-2`, `base-3` … when it is taken."""
    candidate, number = base, 2
    while candidate in taken:
        candidate, number = f"{base}-{number}", number + 1
    return candidate


def propose_slug(model: type[Model], text: str, *, but: Model | None = None, longest: int = 80) -> str:
    """A free address for a row of `model` called `text`; `but` keeps its own."""
    base = shorten(latin(text), longest) or str(model._meta.model_name)
    rows = model._default_manager.filter(slug__startswith=base).exclude(pk=but.pk if but else None)
    return free_slug(base, set(rows.values_list("slug", flat=True)))


def shorten(slug: str, longest: int) -> str:
    """`slug` cut between two words to at most `longest` characters."""
    if len(slug) <= longest:
        return slug
    return slug[: longest + 1].rpartition("-")[0] or slug[:longest]
