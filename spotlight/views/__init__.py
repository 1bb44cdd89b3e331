"""Pages of the Spotlight. Each takes what it shows from the doors and models and hands it to a template."""
