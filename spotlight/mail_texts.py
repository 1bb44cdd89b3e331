"""The words of the Spotlight's e-mails, per kind and language. Staff change them in the admin; plain text only."""

_EN = {
    "draft_saved": (
        "Your unfinished story for {site}",
        "Hello,\n\nyour story about {project} is saved. Go on with it here, in any browser:\n\n{link}\n\nThe link works for {days} days after your last change. After that we delete the draft. Do not pass it on: whoever has it can change the story.\n\n{site}",
    ),
    "draft_ends": (
        "Your unfinished story will be deleted in {days} days",
        "Hello,\n\nyour story about {project} is still unfinished. In {days} days we delete it. To go on with it:\n\n{link}\n\nIf you do not want to go on, you need not do anything.\n\n{site}",
    ),
    "links": (
        "Your links at {site}",
        "Hello,\n\nsomebody, probably you, asked for the links to stories sent in from this address. Here they are:\n\n{links}\n\nIf it was not you, you can ignore this e-mail.\n\n{site}",
    ),
    "receipt": (
        "We have your story ({reference})",
        "Hello,\n\nthank you for your story about {project}. Its reference is {reference}.\n\nWhat happens next: we read it, and come back to you if something is unclear. Before anything is published you see the page and agree to it. Where your story stands, and everything you may want to change, withdraw or erase:\n\n{link}\n\nThis is what you sent:\n\n{answers}\n\n{site}",
    ),
    "changes": (
        "A question about your story {reference}",
        "Hello,\n\nthank you for your story about {project}. Before we go on we have a question or a wish:\n\n{comments}\n\nYou can change your answers here:\n\n{link}\n\n{site}",
    ),
    "sign_off": (
        "Please look at the page of your story {reference}",
        "Hello,\n\nthe page about {project} is ready. Please look at it exactly as it will be published, and agree or tell us what should be different:\n\n{link}\n\nNothing is published before you agree.\n\n{site}",
    ),
    "sign_off_passed": (
        "Please look at a page about {project}",
        "Hello,\n\na page about {project} is ready to be published on {site}. The person who sent it asks you to look at it and to agree, or to say what should be different:\n\n{link}\n\nNothing is published before that.\n\n{site}",
    ),
    "published": (
        "Your story is online ({reference})",
        "Hello,\n\nyour story about {project} is online:\n\n{page}\n\nThank you. You can correct or withdraw it at any time:\n\n{link}\n\n{site}",
    ),
    "declined": (
        "Your story {reference}",
        "Hello,\n\nthank you for your story about {project}. We will not publish it. The reason:\n\n{reason}\n\nWhat we hold about you is deleted by itself; you can do it at once here:\n\n{link}\n\n{site}",
    ),
    "withdrawn": (
        "Your story {reference} is withdrawn",
        "Hello,\n\nyour story about {project} is withdrawn. It is no longer on our pages. Copies held by search engines disappear when these look again.\n\n{site}",
    ),
    "remind_changes": (
        "Your story {reference} waits for you",
        "Hello,\n\nwe asked you for a change to your story about {project} and have not heard from you. You find our question here:\n\n{link}\n\n{site}",
    ),
    "remind_sign_off": (
        "The page of your story {reference} waits for you",
        "Hello,\n\nthe page about {project} waits for your agreement. Please look at it:\n\n{link}\n\nNothing is published before you agree.\n\n{site}",
    ),
    "still_true": (
        "Is your story still true?",
        "Hello,\n\na year ago we published your story about {project}:\n\n{page}\n\nIs it still true? One button is enough, and you can correct it in the same place:\n\n{link}\n\n{site}",
    ),
    "corrected": (
        "Your story is corrected",
        "Hello,\n\nyour story about {project} now says what you asked for:\n\n{page}\n\nEverything else about it is here:\n\n{link}\n\n{site}",
    ),
    "not_corrected": (
        "About the correction you asked for",
        "Hello,\n\nyou asked for a correction to your story about {project}. We did not make it. The reason:\n\n{reason}\n\nYou can ask again, or withdraw the story:\n\n{link}\n\n{site}",
    ),
}

TEXTS = {name: {"en": words, "de": words, "sv": words} for name, words in _EN.items()}
