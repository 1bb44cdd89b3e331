"""Pictures for examples: hills in a few calm colours, drawn by the portal, with nobody in them."""

import hashlib
import math
import random

from PIL import Image, ImageDraw, ImageFilter

from pictures.intake import Photograph

WIDTH, HEIGHT = 1600, 1067
_PALETTES = [
    [(214, 230, 236), (150, 190, 180), (96, 150, 140), (52, 104, 110), (28, 62, 78)],
    [(236, 226, 214), (178, 170, 200), (128, 122, 176), (84, 84, 146), (46, 50, 104)],
    [(238, 232, 210), (222, 188, 140), (196, 140, 104), (138, 92, 84), (78, 58, 66)],
]


def hills(seed: int) -> Photograph:
    """A picture that is always the same for the same `seed`."""
    chance = random.Random(seed)
    sky, *layers = _PALETTES[seed % len(_PALETTES)]
    image = Image.new("RGB", (WIDTH, HEIGHT), sky)
    draw = ImageDraw.Draw(image)
    radius, across = chance.randint(70, 110), chance.randint(250, WIDTH - 250)
    draw.ellipse((across - radius, 190 - radius, across + radius, 190 + radius), fill=(252, 246, 226))
    for number, colour in enumerate(layers, start=1):
        base, waves = HEIGHT * (0.3 + 0.14 * number), [(chance.uniform(0.6, 2.2), chance.uniform(0, 6)) for _ in "123"]
        ridge = [
            (x, base + sum(38 * math.sin(x / WIDTH * math.tau * pace + shift) for pace, shift in waves))
            for x in range(0, WIDTH + 1, 8)
        ]
        draw.polygon([*ridge, (WIDTH, HEIGHT), (0, HEIGHT)], fill=colour)
    image = image.filter(ImageFilter.GaussianBlur(1.2))
    return Photograph(image, hashlib.sha256(image.tobytes()).hexdigest())
