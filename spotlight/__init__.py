"""The Spotlight: from three questions to a published story."""
