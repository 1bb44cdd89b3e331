"""A described photograph on a draft, with its file."""

import io

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from pictures import intake
from spotlight import drafting
from spotlight.models import Submission


def with_photograph(draft: Submission, *, credit: str = "Ola Brink", alt: str = "A landing stage") -> Submission:
    """Attach, describe and declare."""
    file = io.BytesIO()
    Image.new("RGB", (640, 400), "teal").save(file, "JPEG")
    upload = SimpleUploadedFile("lake.jpg", file.getvalue(), "image/jpeg")
    draft = drafting.attach_photograph(draft, intake.read_photograph(upload))
    draft = drafting.describe_photograph(draft, credit=credit, alt=alt, decorative=False, language="en")
    return drafting.save(draft, people_shown="none")
