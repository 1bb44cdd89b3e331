"""Pages of the competence centres. Each takes what it shows from the models and hands it to a template."""
