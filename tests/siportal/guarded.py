"""What every answer of the portal carries, whatever it is."""

from typing import Any

WANTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

REFERRER = ("strict-origin-when-cross-origin", "same-origin")
"""Other sites hear at most our name; of personal pages not even that."""


def assert_guarded(response: Any) -> None:
    for name, value in WANTED.items():
        assert response.headers.get(name) == value, name
    assert response.headers.get("Referrer-Policy") in REFERRER
    policy = response.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "http:" not in policy
    assert "frame-ancestors 'none'" in policy
    assert "default-src 'none'" in policy
    assert "camera=()" in response.headers["Permissions-Policy"]
    assert "Server" not in response.headers
    assert "X-Powered-By" not in response.headers
    assert (
        response.headers["Content-Type"].startswith(("image/", "application/"))
        or "charset=" in (response.headers["Content-Type"])
    )
