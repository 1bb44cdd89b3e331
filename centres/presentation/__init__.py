"""What the pages of the competence centres print: strings in the reader's language, links, and nothing to compute."""
