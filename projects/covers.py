"""Generated covers: the same project always gets the same picture of doors, quarters and discs.

A cover is a small SVG without a single literal colour: its shapes carry the classes a, b, c and d, and the class of the
programme's palette (``static/css/components/cover.css``) says what they mean. Nothing here depends on chance or on
Python's ``random``: every choice is read from a SHA-256 stream, so a cover survives any upgrade.
"""

import hashlib
from collections.abc import Iterator

PALETTES = ("night-coral", "teal-sun", "coral-sky", "lilac-night", "sky-teal", "sun-teal")
"""The palette keys of ``vocabulary.Programme``; each has a rule in ``cover.css``."""

_UNIT = 4
_COLOURS = "abcd"
_QUARTERS = (
    "M{x} {y}a4 4 0 0 1 4 4h-4z",
    "M{x1} {y}v4h-4a4 4 0 0 1 4-4z",
    "M{x1} {y1}a4 4 0 0 1-4-4h4z",
    "M{x} {y1}v-4h4a4 4 0 0 1-4 4z",
)
_HALVES = (
    "M{x} {ym}a2 2 0 0 1 4 0z",
    "M{x} {ym}a2 2 0 0 0 4 0z",
    "M{xm} {y}a2 2 0 0 0 0 4z",
    "M{xm} {y}a2 2 0 0 1 0 4z",
)
_LEAVES = ("M{x} {y}a4 4 0 0 1 4 4a4 4 0 0 1-4-4z", "M{x1} {y}a4 4 0 0 1-4 4a4 4 0 0 1 4-4z")
_DOOR = "M{xd} {y1}v-2a1.4 1.4 0 0 1 2.8 0v2z"
_INNER_DOOR = "M{xi} {y1}v-1.4a.8.8 0 0 1 1.6 0v1.4z"
_DISCS = ("M{xr} {ym}a1 1 0 0 1 2 0a1 1 0 0 1-2 0z", "M{xs} {ym}a1.5 1.5 0 0 1 3 0a1.5 1.5 0 0 1-3 0z")
_FULL_DISC = "M{x} {ym}a2 2 0 0 1 4 0a2 2 0 0 1-4 0z"
_DOT = "M{xt} {ym}a.6.6 0 0 1 1.2 0a.6.6 0 0 1-1.2 0z"


def cover(seed: str, palette: str = "", *, columns: int = 3, rows: int = 3, door: bool = False) -> str:
    """Return the cover of ``seed`` as SVG, safe to print unescaped.

    An unknown or empty ``palette`` is replaced by one chosen from the seed. With ``door`` a large open door, two tiles
    wide and three high, stands on the ground line; it needs at least 4 columns and 4 rows.
    """
    stream = _choices(f"{seed}|{columns}x{rows}")
    if palette not in PALETTES:
        palette = PALETTES[hashlib.sha256(seed.encode()).digest()[0] % len(PALETTES)]
    layers: dict[str, list[str]] = {}
    grounds = _grounds(stream, columns, rows)
    for row in range(rows):
        for column in range(columns):
            hidden = door and row >= rows - 3 and column - columns // 2 in (-1, 0)
            _tile({} if hidden else layers, stream, grounds, column, row)
    if door:
        _large_door(layers, columns, rows)
    width, height = columns * _UNIT, rows * _UNIT
    ordered = sorted((key, "".join(parts)) for key, parts in layers.items())
    ground = "".join(f'<path class="{key[-1]}" d="{d}"/>' for key, d in ordered if key[0] == "0")
    shapes = "".join(f'<path class="{key[-1]}" d="{d}"/>' for key, d in ordered if key[0] != "0")
    return (
        f'<svg class="cover {palette}" viewBox="0 0 {width} {height}" aria-hidden="true" focusable="false" '
        f'preserveAspectRatio="xMidYMax slice"><path class="a" d="M0 0h{width}v{height}H0z"/>{ground}'
        f"<g>{shapes}</g></svg>"
    )


def _choices(seed: str) -> Iterator[int]:
    """Yield an endless stream of bytes derived from ``seed``."""
    block = 0
    while True:
        yield from hashlib.sha256(f"{seed}#{block}".encode()).digest()
        block += 1


def _grounds(stream: Iterator[int], columns: int, rows: int) -> list[list[str]]:
    """Choose each tile's ground; the first colour leads, so that a cover reads as one picture and not as noise."""
    leading = "aaaabbccd"
    return [[leading[next(stream) % len(leading)] for _ in range(columns)] for _ in range(rows)]


def _tile(layers: dict[str, list[str]], stream: Iterator[int], grounds: list[list[str]], column: int, row: int) -> None:
    """Add one tile's ground (layer 0) and shapes (layers 1 and 2), grouped by colour."""
    ground = grounds[row][column]
    x, y = column * _UNIT, row * _UNIT
    if ground != "a":
        layers.setdefault(f"0{ground}", []).append(f"M{x} {y}h4v4h-4z")
    others = [colour for colour in _COLOURS if colour != ground]
    first = others[next(stream) % 3]
    second = [colour for colour in others if colour != first][next(stream) % 2]
    shape, turn = next(stream) % 16, next(stream)
    if shape < 4:
        _add(layers, 1, first, _QUARTERS[turn % 4], x, y)
    elif shape < 7:
        _add(layers, 1, first, _DOOR, x, y)
        if turn % 3 == 0:
            _add(layers, 2, second, _INNER_DOOR, x, y)
    elif shape < 9:
        _add(layers, 1, first, _HALVES[turn % 4], x, y)
    elif shape < 11:
        _add(layers, 1, first, _DISCS[turn % 2], x, y)
    elif shape == 11:
        _add(layers, 1, first, _FULL_DISC, x, y)
        _add(layers, 2, second, _DOT, x, y)
    elif shape == 12:
        _add(layers, 1, first, _LEAVES[turn % 2], x, y)
    elif shape == 13:
        _add(layers, 1, first, _HALVES[0], x, y)
        _add(layers, 1, second, _HALVES[0], x, y + 2)


def _large_door(layers: dict[str, list[str]], columns: int, rows: int) -> None:
    """Stand the open door of the mark in the picture: arch, leaf of light, handle."""
    x = (columns // 2 - 1) * _UNIT
    bottom = rows * _UNIT
    layers.setdefault("3a", []).append(f"M{x} {bottom - 12}h8v12h-8z")
    layers.setdefault("4b", []).append(f"M{x} {bottom}v-8a4 4 0 0 1 8 0v8z")
    layers.setdefault("5d", []).append(f"M{x + 1.2} {bottom}v-8a2.8 2.8 0 0 1 5.6 0v8z")
    layers.setdefault("6c", []).append(f"M{x + 2.6} {bottom}v-7.2a2.1 2.1 0 0 1 4.2 0v7.2z")
    layers.setdefault("7b", []).append(f"M{x + 5.5} {bottom - 3.6}a.4.4 0 0 1 .8 0a.4.4 0 0 1-.8 0z")


def _add(layers: dict[str, list[str]], level: int, colour: str, shape: str, x: int, y: int) -> None:
    """Append one shape at tile corner (x, y) to its layer."""
    at = {"x": x, "y": y, "x1": x + 4, "y1": y + 4, "xm": x + 2, "ym": y + 2}
    inset = {"xd": f"{x + 0.6:g}", "xi": f"{x + 1.2:g}", "xr": x + 1, "xs": f"{x + 0.5:g}", "xt": f"{x + 1.4:g}"}
    layers.setdefault(f"{level}{colour}", []).append(shape.format(**at, **inset))
