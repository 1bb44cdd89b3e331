"""The competence centres' part of the demonstration directory: what public pages say about real bodies, no more.

`organisations.json` names the bodies that the directory does not hold already. `consortia.json` lists countries, and
under `claimed` those that a source names without a listed member from there. `claims.json` holds numbers others
published. `centres.json` holds a centre for each country where a source names one; `not_known` says of the others why
there is none. `needs.json` and `networks.json` are in three languages. `services.json` gives, by centre and need, every
piece of evidence with its own level; a date or an inference stands where its source lacks certainty.
Dates are as long as what is known ("2024", "2024-06", "2024-06-10"); what is left out was not found.
"""

from centres.demo.clearing import contents, emptied_models
from centres.demo.loading import is_loaded, load
from projects.demo.parts import Part, declare

declare(
    Part(
        name="centres",
        is_loaded=is_loaded,
        load=load,
        contents=contents,
        clear=lambda: None,
        models=emptied_models,
    )
)
