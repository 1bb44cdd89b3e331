"""Draws `projects/data/europe.json` from Natural Earth; run again only to change projection, frame or detail.

    npm pack world-atlas@2.0.2 && tar xf world-atlas-2.0.2.tgz
    python tools/draw_map.py package/countries-50m.json projects/data/europe.json

The input is TopoJSON (longitude and latitude), the output holds one compact SVG path per ISO 3166-1 alpha-2 code in the
Lambert azimuthal equal-area projection centred on 52° N 10° E, the one Europe's statistics use. Standard library only.
"""

import json
import math
import sys
from pathlib import Path

ALPHA2 = {
    "008": "AL", "020": "AD", "031": "AZ", "040": "AT", "051": "AM", "056": "BE", "070": "BA", "100": "BG", "112": "BY",
    "191": "HR", "196": "CY", "203": "CZ", "208": "DK", "233": "EE", "234": "FO", "246": "FI", "250": "FR", "268": "GE",
    "276": "DE", "292": "GI", "300": "GR", "336": "VA", "348": "HU", "352": "IS", "372": "IE", "376": "IL", "380": "IT",
    "422": "LB", "428": "LV", "438": "LI", "440": "LT", "442": "LU", "470": "MT", "492": "MC", "498": "MD", "499": "ME",
    "504": "MA", "012": "DZ", "788": "TN", "528": "NL", "578": "NO", "616": "PL", "620": "PT", "642": "RO", "643": "RU",
    "674": "SM", "688": "RS", "703": "SK", "705": "SI", "724": "ES", "752": "SE", "756": "CH", "760": "SY", "792": "TR",
    "804": "UA", "807": "MK", "826": "GB", "248": "FI",
}  # fmt: skip
BY_NAME = {"Kosovo": "XK", "N. Cyprus": "CY"}
NEIGHBOURS = {"MA", "DZ", "TN", "SY", "LB", "IL", "AM", "AZ"}
"""Drawn as quiet land, never counted: they only stop the map from ending in mid-air."""
WIDTH, HEIGHT = 1000, 990
LEFT, RIGHT, BOTTOM = -1790.0, 2450.0, -1940.0
"""Frame in kilometres around the centre of the projection; the top follows from the proportions."""
RADIUS = 6371.0
TOLERANCE, SMALLEST_RING, DOT_AREA = 1.1, 9.0, 34.0
Point = tuple[float, float]


def project(longitude: float, latitude: float) -> Point:
    """Return the place on the picture, y downwards."""
    lam, phi, phi0 = math.radians(longitude - 10), math.radians(latitude), math.radians(52)
    cosine = math.sin(phi0) * math.sin(phi) + math.cos(phi0) * math.cos(phi) * math.cos(lam)
    k = RADIUS * math.sqrt(2 / max(1 + cosine, 1e-6))
    x = k * math.cos(phi) * math.sin(lam)
    y = k * (math.cos(phi0) * math.sin(phi) - math.sin(phi0) * math.cos(phi) * math.cos(lam))
    scale = WIDTH / (RIGHT - LEFT)
    return (x - LEFT) * scale, HEIGHT - (y - BOTTOM) * scale


def simplify(points: list[Point], tolerance: float) -> list[Point]:
    """Return the line with the points that matter (Douglas and Peucker)."""
    keep, stack = {0, len(points) - 1}, [(0, len(points) - 1)]
    while stack:
        first, last = stack.pop()
        (ax, ay), (bx, by) = points[first], points[last]
        length = math.hypot(bx - ax, by - ay)
        worst, where = tolerance, -1
        for place in range(first + 1, last):
            px, py = points[place]
            off = (
                abs((bx - ax) * (ay - py) - (ax - px) * (by - ay)) / length if length else math.hypot(px - ax, py - ay)
            )
            if off > worst:
                worst, where = off, place
        if where > 0:
            keep.add(where)
            stack += [(first, where), (where, last)]
    return [points[place] for place in sorted(keep)]


def clip(ring: list[Point]) -> list[Point]:
    """Return the part of the ring inside the frame, with a margin so that cut edges stay out of sight."""
    margin = 6
    for axis, limit, sign in ((0, -margin, 1), (0, WIDTH + margin, -1), (1, -margin, 1), (1, HEIGHT + margin, -1)):
        result: list[Point] = []
        for here, before in zip(ring, ring[-1:] + ring[:-1], strict=True):
            inside, was = sign * (here[axis] - limit) >= 0, sign * (before[axis] - limit) >= 0
            if inside != was:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                result.append((before[0] + share * (here[0] - before[0]), before[1] + share * (here[1] - before[1])))
            if inside:
                result.append(here)
        ring = result
        if not ring:
            break
    return ring


def area(ring: list[Point]) -> float:
    """Return the area of a ring in square units of the picture."""
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs)) / 2


def path(rings: list[list[Point]]) -> str:
    """Return the rings as a path with relative whole numbers."""
    parts = []
    for ring in rings:
        whole = [(round(x), round(y)) for x, y in ring]
        x, y = whole[0]
        steps = []
        for nx, ny in whole[1:]:
            if (nx, ny) != (x, y):
                steps.append(f"{nx - x} {ny - y}")
                x, y = nx, ny
        if len(steps) > 1:
            parts.append(f"M{whole[0][0]} {whole[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(parts)


def arcs_of(topology: dict) -> list[list[Point]]:
    """Return every arc projected and simplified once, so that neighbours share the very same border."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append(project(x * sx + tx, y * sy + ty))
        arcs.append(simplify(points, TOLERANCE) if points[0] != points[-1] else closed(points))
    return arcs


def closed(points: list[Point]) -> list[Point]:
    """Simplify a ring in two halves, so that it keeps its shape."""
    half = len(points) // 2
    return simplify(points[: half + 1], TOLERANCE)[:-1] + simplify(points[half:], TOLERANCE)


def rings_of(geometry: dict, arcs: list[list[Point]]) -> list[list[Point]]:
    """Return the rings of a polygon or multipolygon inside the frame."""
    polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
    rings = []
    for polygon in polygons:
        for references in polygon:
            ring: list[Point] = []
            for reference in references:
                arc = arcs[reference] if reference >= 0 else arcs[~reference][::-1]
                ring += arc if not ring else arc[1:]
            if all(abs(x) < 5000 and abs(y) < 5000 for x, y in ring):
                ring = clip(ring)
            else:
                ring = clip([(max(-4000.0, min(5000.0, x)), max(-4000.0, min(5000.0, y))) for x, y in ring])
            if ring:
                rings.append(ring)
    return rings


def united(topology: dict) -> None:
    """Give Crimea to Ukraine, as the European Union and the United Nations see it; the input draws who is there.

    The two rings share one border; without it, walked once in each direction, they are one ring.
    """
    by_id = {geometry.get("id"): geometry for geometry in topology["objects"]["countries"]["geometries"]}
    ukraine, russia = by_id["804"], by_id["643"]
    if ukraine["type"] == "Polygon":
        ukraine["type"], ukraine["arcs"] = "MultiPolygon", [ukraine["arcs"]]
    mainland = max((polygon[0] for polygon in ukraine["arcs"]), key=len)
    for polygon in russia["arcs"]:
        shared = [reference for reference in mainland if ~reference in polygon[0]]
        if shared and len(polygon[0]) <= 4:
            start = mainland.index(shared[0])
            entry = polygon[0].index(~shared[-1])
            rest = polygon[0][entry:] + polygon[0][:entry]
            mainland[start : start + len(shared)] = rest[len(shared) :]
            russia["arcs"].remove(polygon)
            return
    raise SystemExit("Crimea was not found: look at the rings of Russia (643) and Ukraine (804).")


def main(source: Path, target: Path) -> None:
    """Write the data file."""
    topology = json.loads(source.read_text())
    united(topology)
    arcs = arcs_of(topology)
    countries: dict[str, dict] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        code = ALPHA2.get(geometry.get("id", "")) or BY_NAME.get(geometry["properties"]["name"])
        if code is None or "arcs" not in geometry:
            continue
        rings = sorted(rings_of(geometry, arcs), key=area, reverse=True)
        if not rings:
            continue
        entry = countries.setdefault(code, {"rings": []})
        entry["rings"] += rings
    result: dict[str, dict] = {}
    for code, entry in sorted(countries.items()):
        rings = entry["rings"]
        biggest = max(rings, key=area)
        x = sum(point[0] for point in biggest) / len(biggest)
        y = sum(point[1] for point in biggest) / len(biggest)
        if area(biggest) < DOT_AREA:
            result[code] = {"x": round(x), "y": round(y)}
        else:
            d = path([ring for ring in rings if area(ring) >= SMALLEST_RING])
            result[code] = {"d": d}
        if code in NEIGHBOURS:
            result[code]["quiet"] = True
    data = {
        "source": "Natural Earth 1:50m, public domain, through npm world-atlas 2.0.2; drawn by tools/draw_map.py",
        "view_box": f"0 0 {WIDTH} {HEIGHT}",
        "countries": result,
    }
    target.write_text(json.dumps(data, indent=0, ensure_ascii=False, sort_keys=True) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
