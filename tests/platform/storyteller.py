"""A visitor who tells a story over HTTP, with a photograph, as a browser without script would."""

import http.client
import re
import time
import uuid
from io import BytesIO

from PIL import Image

ANSWER = "Neighbours at the lake share three cars, and the bus calls again on Saturdays. We did it together."
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
STAMP = re.compile(r'name="stamp" value="([^"]+)"')
REFERENCE = re.compile(r"SI-[2-9A-Z]{6}")


def photograph(width: int, height: int, seed: int = 0) -> bytes:
    """A JPEG with light and grain, as a camera's."""
    light = Image.linear_gradient("L").rotate(seed % 4 * 90).resize((width, height))
    grain = Image.effect_noise((width, height), 12)
    stored = BytesIO()
    Image.merge("RGB", (light, Image.blend(light, grain, 0.2), grain)).save(stored, "JPEG", quality=85)
    return stored.getvalue()


class Refused(Exception):
    """The portal did not take what was sent: status, step, page."""


class Storyteller:
    """One browser; `address` is its own behind a proxy, so that nobody is taken for a crowd."""

    def __init__(self, port: int, address: str) -> None:
        self.port, self.address = port, address
        self.cookies: dict[str, str] = {}
        self.token = ""
        self.statuses: list[int] = []

    def ask(self, method: str, path: str, fields: dict[str, str] | None = None, file: bytes = b"") -> tuple[int, str]:
        headers = {"Host": "localhost", "X-Forwarded-For": self.address, "Referer": "http://localhost/"}
        headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        body: bytes | None = None
        if method == "POST":
            body, headers["Content-Type"] = encoded({**(fields or {}), "csrfmiddlewaretoken": self.token}, file)
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for line in answer.headers.get_all("Set-Cookie") or []:
            name, _equals, value = line.partition(";")[0].partition("=")
            self.cookies[name] = value
        self.statuses.append(answer.status)
        if found := TOKEN.search(text):
            self.token = found[1]
        return answer.status, answer.headers.get("Location", "") if answer.status == 302 else text

    def fill_in(self, image: bytes, email: str) -> None:
        """Everything up to the last button."""
        page = self.get("")
        time.sleep(3.1)  # quicker is taken for a machine
        self.post("", {"stamp": STAMP.search(page)[1]})
        self.post("project", {"project": "+", "new_project": f"Lake Neighbours {email}"})
        self.post("speaker", {"speaker": "person", "person_name": "Ansa"})
        self.post("language", {"language": "en"})
        for question in ("meaning", "achievement", "why-fund"):
            self.post(question, {question.replace("-", "_"): ANSWER})
        self.post("photograph", {"credit": "Ansa", "alt": "A lake"}, image)
        self.post("people", {"people_shown": "none"})
        self.post("contact", {"email": email})
        self.post("consent", {"story": "on", "photograph": "on"})

    def hand_in(self) -> str:
        """Press the last button and read the reference on the receipt."""
        page = self.get("check")
        time.sleep(3.1)
        self.post("check", {"stamp": STAMP.search(page)[1], "action": "hand-in"})
        return REFERENCE.search(self.get("received"))[0]

    def get(self, step: str) -> str:
        status, page = self.ask("GET", address(step))
        if status != 200:
            raise Refused(status, step, page)
        return page

    def post(self, step: str, fields: dict[str, str], file: bytes = b"") -> None:
        status, text = self.ask("POST", address(step), fields, file)
        if status != 302:
            raise Refused(status, step, text)


def address(step: str) -> str:
    return f"/en/spotlight/submit/{step}/" if step else "/en/spotlight/submit/"


def encoded(fields: dict[str, str], file: bytes) -> tuple[bytes, str]:
    """The fields and the photograph as a browser sends a form with a file."""
    border = uuid.uuid4().hex
    parts = [
        f'--{border}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    if file:
        head = 'Content-Disposition: form-data; name="photograph"; filename="lake.jpg"\r\nContent-Type: image/jpeg'
        parts.append(f"--{border}\r\n{head}\r\n\r\n".encode() + file + b"\r\n")
    return b"".join([*parts, f"--{border}--\r\n".encode()]), f"multipart/form-data; boundary={border}"
