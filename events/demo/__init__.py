"""The events' part of the demonstration directory.

`events.json` holds real meetings as public pages tell of them, and no more: `fact` is the key in the list of verified
facts that the tests hold; `start` and `end` are as long as what is known ("2021-09", "2020-12-10",
"2022-05-06T09:00+02:00"), and what is left out was not found. The day of a meeting that was held online, or whose place
is not known, is that of `zone`, as the remarks say. Our own are the words of the texts, the kind and the themes.
`example.json` holds one event to come, made up and marked so, with people in every place of its list; its days are
counted from the day it is loaded, and no e-mail about it leaves.
"""

from events.demo.clearing import clear, contents, emptied_models
from events.demo.loading import is_loaded, load
from projects.demo.parts import Part, declare

declare(
    Part(
        name="events",
        is_loaded=is_loaded,
        load=load,
        contents=contents,
        clear=clear,
        models=emptied_models,
    )
)
