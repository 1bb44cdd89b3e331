"""English."""

WORDS = {
    "draft_saved": (
        "Your unfinished story for {site}",
        """
Hello,

your story about {project} is saved. You can go on with it whenever you like, on any device:

{link}

The link works for {days} days after your last change; then we delete the draft. Please keep it to yourself:
whoever has it can change the story.

You have changed your mind? Open the link and delete the draft there. Nothing is kept.

{site}
""",
    ),
    "draft_ends": (
        "Your unfinished story will be deleted in {days} days",
        """
Hello,

you began a story about {project}, and it is not finished yet. If nothing happens, we delete it in {days} days.
To go on, open this link before then:

{link}

You do not want to go on? Then there is nothing to do. With the same link you can also delete it at once.

{site}
""",
    ),
    "links": (
        "Your links at {site}",
        """
Hello,

somebody, probably you, asked us for the links to the stories sent from this address. Here they are:

{links}

Please keep them to yourself: whoever has a link can change, withdraw or erase the story. If it was not you who
asked, you need not do anything.

{site}
""",
    ),
    "receipt": (
        "Thank you, we have your story ({reference})",
        """
Hello,

thank you for your story about {project}. We have received it; its reference is {reference}.

What happens next: we read it and write to you if we have a question. Before anything is published you see the page
exactly as it will look, and nothing goes online without your agreement.

Here you see where your story stands. You can also correct, withdraw or erase it there at any time:

{link}

This is what you sent us:

{answers}

{site}
""",
    ),
    "changes": (
        "A question about your story ({reference})",
        """
Hello,

thank you for your story about {project}. Before we go on, we would like to ask you for something:

{comments}

Please open your story, change what needs changing, and send it to us again:

{link}

Not what you had in mind? With the same link you can withdraw the story.

{site}
""",
    ),
    "sign_off": (
        "Your page is ready: please have a look ({reference})",
        """
Hello,

the page about {project} is ready. Please read it as it will be published. Then agree to it, or tell us what should
be different:

{link}

Nothing is published before you agree. With the same link you can pass the decision on to somebody else, or withdraw
the story.

{site}
""",
    ),
    "sign_off_passed": (
        "Please have a look at a page about {project}",
        """
Hello,

somebody sent us a story about {project} for {site}, and asks you to decide about the page. Please read it as it will
be published. Then agree to it, or tell us what should be different:

{link}

Nothing is published before you agree. Whoever sent the story can withdraw it at any time with the link in our e-mails
to them. If you do not know what this is about, you need not do anything.

{site}
""",
    ),
    "published": (
        "Your story is online ({reference})",
        """
Hello,

your story about {project} is online:

{page}

Thank you for telling it! Please show it to others.

Something is wrong or has changed? You can ask for a correction or withdraw the story at any time:

{link}

{site}
""",
    ),
    "declined": (
        "About your story ({reference})",
        """
Hello,

thank you for your story about {project} and for the time you gave it. We will not publish it. This is why:

{reason}

What you sent us is deleted by itself after a while. You can see it or erase it at once here:

{link}

{site}
""",
    ),
    "withdrawn": (
        "Your story is withdrawn ({reference})",
        """
Hello,

your story about {project} is withdrawn. If it was online, it no longer is. Search engines may show a copy until they
look at our pages again.

What you sent us is deleted by itself after a while. You can see it or erase it at once here:

{link}

{site}
""",
    ),
    "remind_changes": (
        "Your story is waiting for you ({reference})",
        """
Hello,

some time ago we asked you for a change to your story about {project}. You find our question here, and can answer it
there too:

{link}

You do not want to go on? With the same link you can withdraw the story.

{site}
""",
    ),
    "remind_sign_off": (
        "The page is waiting for your agreement ({reference})",
        """
Hello,

the page about {project} is ready and waiting for your agreement. Please read it, and agree to it or tell us what
should be different:

{link}

Nothing is published before you agree. Whoever sent the story can withdraw it at any time with the link in our e-mails
to them.

{site}
""",
    ),
    "still_true": (
        "Is your story still true?",
        """
Hello,

your story about {project} has been online for a year or more:

{page}

Is it still true? One button is enough to say so. In the same place you can ask for a correction or withdraw the story:

{link}

{site}
""",
    ),
    "corrected": (
        "Your correction is online",
        """
Hello,

thank you for your correction. The story about {project} now says what you asked for:

{page}

You can ask for another correction or withdraw the story at any time:

{link}

{site}
""",
    ),
    "not_corrected": (
        "About the correction you asked for",
        """
Hello,

you asked for a correction to the story about {project}. We have not made it. This is why:

{reason}

You can ask again in other words, or withdraw the story:

{link}

{site}
""",
    ),
}
