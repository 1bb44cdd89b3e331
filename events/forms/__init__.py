"""The public forms of the events: nobody needs an account, and nothing typed is lost."""
