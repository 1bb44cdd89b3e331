"""Pages of the directory. Each takes what it shows from the search or the models and hands it to a template."""
