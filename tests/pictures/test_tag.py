"""What the page holds for a photograph."""

from decimal import Decimal

import pytest
from django.template import Context, Template
from django.utils import translation

from pictures.models import PictureAlt
from tests.pictures.photographs import stored_picture

pytestmark = pytest.mark.django_db


def shown(picture: object, options: str = "") -> str:
    return Template(f"{{% load pictures %}}{{% picture photo {options} %}}").render(Context({"photo": picture}))


def test_picture_offers_formats_and_widths_with_its_size() -> None:
    picture = stored_picture(width=1000, height=500)
    html = shown(picture, 'sizes="50vw"')
    base = f"/media/pictures/{picture.key}"
    avif = f"{base}/320.avif 320w, {base}/640.avif 640w, {base}/960.avif 960w, {base}/1000.avif 1000w"
    assert f'<source type="image/avif" srcset="{avif}" sizes="50vw">' in html
    assert html.index("image/avif") < html.index("image/webp") < html.index("<img")
    assert f'src="{base}/960.jpg"' in html
    assert 'width="1000" height="500"' in html
    assert 'loading="lazy"' in html
    assert "style=" not in html


def test_picture_without_its_sizes_is_shown_by_its_master() -> None:
    picture = stored_picture(width=1000, height=500, complete=False)
    html = shown(picture)
    assert "<source" not in html
    address = f"/media/pictures/{picture.key}/1000.jpg"
    assert f'src="{address}" srcset="{address} 1000w"' in html


def test_picture_says_what_it_shows_and_whose_it_is() -> None:
    picture = stored_picture(alt="A “bridge” <b>", credit="Photo & Co", licence="CC BY 4.0")
    html = shown(picture)
    assert 'alt="A “bridge” &lt;b&gt;"' in html
    assert "Photograph: Photo &amp; Co" in html
    assert "(CC BY 4.0)" in html


def test_picture_marks_a_description_in_another_language() -> None:
    picture = stored_picture(alt="Two halves", alt_language="en")
    PictureAlt.objects.create(picture=picture, language="sv", alt="Två halvor")
    with translation.override("sv"):
        assert 'alt="Två halvor"' in shown(picture)
        assert "lang=" not in shown(picture)
    with translation.override("de"):
        assert 'alt="Two halves" lang="en"' in shown(picture)


def test_picture_that_is_decorative_has_an_empty_description() -> None:
    assert 'alt="" class=' in shown(stored_picture(alt="", decorative=True))


def test_picture_keeps_its_focal_point_in_a_class() -> None:
    assert 'class="focus-top-right"' in shown(stored_picture(focus_x=Decimal("0.9"), focus_y=Decimal("0.1")))


def test_picture_on_the_first_screen_is_not_lazy() -> None:
    html = shown(stored_picture(), "eager=True")
    assert 'fetchpriority="high"' in html
    assert "lazy" not in html
