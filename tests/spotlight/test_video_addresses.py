"""Which addresses of videos are taken, and what of them is kept."""

import pytest
from django.core.exceptions import ValidationError

from spotlight.videos import clean_video

TUBE = "https://www.youtube.com/watch?v=abcDEF_-123"


@pytest.mark.parametrize(
    ("address", "watched"),
    [
        ("https://www.youtube.com/watch?v=abcDEF_-123&t=9&list=x", TUBE),
        ("https://youtu.be/abcDEF_-123?si=track", TUBE),
        ("https://m.youtube.com/shorts/abcDEF_-123", TUBE),
        ("https://www.youtube-nocookie.com/embed/abcDEF_-123", TUBE),
        ("  https://YOUTUBE.com/live/abcDEF_-123  ", TUBE),
        ("https://vimeo.com/123456789", "https://vimeo.com/123456789"),
        ("https://player.vimeo.com/video/123456789?h=x", "https://vimeo.com/123456789"),
        ("https://vimeo.com/channels/staffpicks/123456789", "https://vimeo.com/123456789"),
    ],
)
def test_known_host_is_taken_without_what_follows_people(address: str, watched: str) -> None:
    assert clean_video(address).watch_url == watched


def test_player_is_the_one_that_follows_nobody() -> None:
    assert clean_video(TUBE).embed_url == "https://www.youtube-nocookie.com/embed/abcDEF_-123"
    assert clean_video("https://vimeo.com/123456789").embed_url == "https://player.vimeo.com/video/123456789?dnt=1"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "video_https"),
        ("javascript:alert(1)", "video_https"),
        ("http://youtu.be/abcDEF_-123", "video_https"),
        ("https://user@youtu.be/abcDEF_-123", "video_https"),
        ("https://youtu.be:8443/abcDEF_-123", "video_https"),
        ("https://[youtu.be/abcDEF_-123", "video_https"),
        ("https://youtu.be.example.org/abcDEF_-123", "video_host"),
        ("https://example.org/?https://youtu.be/abcDEF_-123", "video_host"),
        ("https://youtube.com/", "video_id"),
        ("https://www.youtube.com/@somebody", "video_id"),
        ("https://www.youtube.com/watch?v=abcDEF_-12", "video_id"),
        ('https://www.youtube.com/watch?v=abc"EF_-123', "video_id"),
        ("https://youtu.be/abcDEF_-1234", "video_id"),
        ("https://vimeo.com/about", "video_id"),
        ("https://vimeo.com/١٢٣٤٥٦٧٨٩", "video_id"),
    ],
)
def test_any_other_address_is_refused_in_words(address: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        clean_video(address)
    assert refused.value.code == code
