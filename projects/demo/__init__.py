"""The demonstration directory: real projects with verified figures, shipped as JSON beside this file.

`organisations.json` names the bodies. `projects.json` holds one entry per profile, close to the models:
`key` is the address; `programme` is the name found in the source and is looked up with `period` among all known names;
a date is as long as what is known ("2018", "2016-03", "2016-03-01"); an amount is `eur` as text with its `precision`;
`source` holds for the whole profile, `figure_sources` for single figures; what is left out is not published.
"""

from projects.demo.clearing import NothingToClear, contents, start_fresh
from projects.demo.loading import AlreadyLoaded, is_complete, load_demo

__all__ = ["AlreadyLoaded", "NothingToClear", "contents", "is_complete", "load_demo", "start_fresh"]
