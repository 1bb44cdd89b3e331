"""The public form: one small form for each step, and their order."""
