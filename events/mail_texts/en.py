"""English."""

WORDS = {
    "confirm": (
        "Please confirm your registration: {event}",
        """
Hello,

somebody, probably you, wants to register with this address for “{event}”, {when}. Please open this page, check what
was entered, and confirm it there:

{link}

Only then do you get a place, or a number on the waiting list if all places are taken. Without your confirmation
everything is deleted after {days} days. If it was not you, you need not do anything.

{site}
""",
    ),
    "already": (
        "You are registered already: {event}",
        """
Hello,

somebody, probably you, has just filled in the form for “{event}”, {when}, with this address. It is registered
already, so nothing was changed. Here you see where your registration stands, and can change or cancel it:

{link}

If it was not you, you need not do anything.

{site}
""",
    ),
    "requested": (
        "Your registration waits for the organisers: {event}",
        """
Hello,

thank you for confirming. For “{event}”, {when}, the organisers admit each person. As soon as they have decided, you get
an e-mail.

Here you see where your registration stands, and can change or cancel it:

{link}

{site}
""",
    ),
    "placed": (
        "You have a place: {event}",
        """
Hello,

you have a place at “{event}”.

When: {when}

{where}

For your calendar: {calendar}

You cannot come after all? Please give your place back, so that the next person gets it. On the same page you can change
what you entered:

{link}

{site}
""",
    ),
    "waiting": (
        "Waiting list, place {place}: {event}",
        """
Hello,

all places at “{event}”, {when}, are taken. You are on the waiting list, place {place}.

As soon as a place becomes free for you, we write to you and keep it until you have had time to accept it. Here you see
your number at any time, and can leave the list:

{link}

{site}
""",
    ),
    "offered": (
        "A place is yours until {until}: {event}",
        """
Hello,

a place at “{event}”, {when}, has become free, and it is yours. Please accept it until {until}:

{link}

After that it goes to the next person on the waiting list. If you no longer need it, please give it back on the same
page.

{site}
""",
    ),
    "lapsed": (
        "Your place went to the next person: {event}",
        """
Hello,

we had kept a place at “{event}”, {when}, for you. Its time is over without an answer, so it went to the next person on
the waiting list.

If you would still like to come, you can register again as long as registration is open:

{page}

Your data is deleted after the event. You can delete it at once here:

{link}

{site}
""",
    ),
    "cancelled": (
        "Your registration is cancelled: {event}",
        """
Hello,

your registration for “{event}”, {when}, is cancelled. You need not do anything.

If this was a mistake, you can register again as long as registration is open:

{page}

Your data is deleted after the event. You can delete it at once here:

{link}

{site}
""",
    ),
    "refused": (
        "About your registration: {event}",
        """
Hello,

we are sorry that we cannot give you a place at “{event}”, {when}. The organisers say:

{reason}

Your data is deleted after the event. You can delete it at once here:

{link}

{site}
""",
    ),
    "reminder": (
        "Soon: {event}",
        """
Hello,

we look forward to seeing you at “{event}”.

When: {when}

{where}

For your calendar: {calendar}

You cannot come after all? Please give your place back, so that the next person gets it:

{link}

{site}
""",
    ),
    "event_cancelled": (
        "Cancelled: {event}",
        """
Hello,

“{event}”, {when}, does not take place. The organisers say:

{reason}

You need not do anything. The page of the event stays:

{page}

Your data is deleted after the day of the event. Until then your own page is here:

{link}

{site}
""",
    ),
    "invitation": (
        "Invitation: {event}",
        """
Hello,

we invite you to “{event}”.

When: {when}

{where}

{summary}

Are you coming? Please tell us until {until}:

{link}

This link is yours alone. To invite colleagues, pass on the address of the page: {page}

{site}
""",
    ),
    "invitation_reminder": (
        "Are you coming? {event}",
        """
Hello,

some time ago we invited you to “{event}”, {when}, and have no answer from you yet. Are you coming? Please tell us until
{until}:

{link}

This is the only reminder. Everything about the event: {page}

{site}
""",
    ),
    "message": (
        "{subject}",
        """
Hello,

{message}

You get this e-mail because you registered for “{event}”, {when}. Here you see your registration, and can change or
cancel it:

{link}

{site}
""",
    ),
    "contact": (
        "A question about “{event}”",
        """
Hello,

somebody wrote to you through the contact form on {site} about “{event}”, {when}:

{question}

Name: {name}

{reply}

We do not show your address to anybody and do not know the sender. Please do not answer to this e-mail itself: it would
reach us.

{site}
""",
    ),
}
