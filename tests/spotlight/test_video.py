"""Only a page with a film may frame its player, and even there nothing is loaded before a click."""

import re

import pytest
from django.http import HttpResponse
from django.test import Client

from spotlight import videos
from tests.factories import ReportFactory
from tests.spotlight.public_stories import published_story

pytestmark = pytest.mark.django_db


def test_video_of_a_story_is_a_link_that_works_without_script(client: Client) -> None:
    story = published_story(video_url="https://youtu.be/abcdefghijk", transcript="We share <cars>.")
    html = client.get(f"/en/spotlight/{story.slug}/").content.decode()
    part = html.split('<section class="block video"')[1].split("</section>")[0]
    assert 'data-video="https://www.youtube-nocookie.com/embed/abcdefghijk"' in part
    assert re.findall(r'<a class="video-play" href="([^"]*)"', part) == ["https://www.youtube.com/watch?v=abcdefghijk"]
    assert '<svg class="cover' in part
    assert "We share &lt;cars&gt;." in part
    assert "<iframe" not in html
    assert re.findall(r'(?:src|srcset|poster)="https?://[^"]*"', html) == []


def test_only_a_page_with_a_film_may_frame_its_player(client: Client) -> None:
    film = published_story(video_url="https://vimeo.com/123456789", transcript="We share.")
    plain = published_story()
    answer = client.get(f"/en/spotlight/{film.slug}/")
    policy = answer.headers["Content-Security-Policy"]
    assert "frame-src https://player.vimeo.com;" in policy + ";"
    assert "script-src 'self'" in policy
    assert 'fullscreen=(self "https://player.vimeo.com")' in answer.headers["Permissions-Policy"]
    assert "camera=()" in answer.headers["Permissions-Policy"]
    for path in (f"/en/spotlight/{plain.slug}/", "/en/spotlight/", "/en/"):
        other = client.get(path)
        assert "frame-src" not in other.headers["Content-Security-Policy"]
        assert "fullscreen=()" in other.headers["Permissions-Policy"]


@pytest.mark.parametrize("address", ["", "https://example.org/film", "javascript:alert(1)", "https://vimeo.com/"])
def test_address_that_is_not_taken_shows_no_film(client: Client, address: str) -> None:
    story = ReportFactory(video_url=address)
    html = client.get(f"/en/spotlight/{story.slug}/").content.decode()
    assert "data-video" not in html
    assert "javascript:" not in html


def test_without_a_film_an_answer_stays_as_it_is() -> None:
    answer = videos.let_play(HttpResponse(), None)
    assert "Permissions-Policy" not in answer.headers
    assert not hasattr(answer, "_csp_update")


def test_hosts_are_called_as_people_call_them() -> None:
    film = videos.video("https://www.youtube.com/watch?v=abcdefghijk&list=x")
    assert film is not None
    assert (film.service, film.origin) == ("YouTube", "https://www.youtube-nocookie.com")
