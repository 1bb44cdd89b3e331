"""Events as their pages show them."""
