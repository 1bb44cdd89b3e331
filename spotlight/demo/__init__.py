"""The Spotlight's part of the demonstration directory.

`stories.json` holds the six published spotlights of the #socialinterreg campaign, retold by the editors as reports with
their sources. `submissions.json` holds made-up examples in every state, so that the desk of the staff is alive: each
has what was typed, and `steps` with the days that lie between them and today. They are marked as examples, their
addresses lead nowhere, and no e-mail about them leaves.
"""

from projects.demo.parts import Part, declare
from spotlight.demo.clearing import clear, contents, emptied_models
from spotlight.demo.loading import is_loaded, load

declare(
    Part(
        name="spotlight",
        is_loaded=is_loaded,
        load=load,
        contents=contents,
        clear=clear,
        models=emptied_models,
    )
)
