"""Generated directories and measurements on them."""
