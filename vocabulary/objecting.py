"""Where rooms above object to a change of an organisation, so that its form says why instead of failing:

    @objects
    def keeps_the_boats(body: Organisation) -> Iterator[str]: ...

It gets the organisation as it would be saved and yields a whole sentence for each thing that would break.
"""

from collections.abc import Callable, Iterable

from vocabulary.models import Organisation

Objection = Callable[[Organisation], Iterable[str]]

_objections: list[Objection] = []


def objects(find: Objection) -> Objection:
    """Declare the decorated function one that is asked before an organisation is changed."""
    _objections.append(find)
    return find


def objections(body: Organisation) -> list[str]:
    """What speaks against saving `body` as it is now."""
    return [sentence for find in _objections for sentence in find(body)]
