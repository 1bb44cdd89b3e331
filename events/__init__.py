"""Events: workshops and meetings, when they are, who comes."""
