"""The public forms of the competence centres: nobody needs an account, and nothing typed is lost."""
