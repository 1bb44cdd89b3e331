"""Wiring only: settings, addresses, home, health, sitemap. No models, no domain rules."""
