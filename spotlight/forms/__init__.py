"""The public form: one small form for each step, their order, and the guard against machines."""
