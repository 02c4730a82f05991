"""Perceptual hashes as PDQ's own C++ computes them, of pictures that are drawn here or by Bildwerk's default model."""

import json

import numpy as np
import pdqhash
from PIL import Image, ImageDraw, ImageFilter

from .places import REPOSITORY, SAFETY

FOLDER = SAFETY / "pdq"
SHEET = REPOSITORY / "docs/images/contact-sheet.png"
SIZES = [(64, 64), (128, 128), (96, 160), (200, 133), (65, 63), (257, 190), (320, 512)]  # widths and heights


def soft_noise(width: int, height: int, seed: int) -> Image.Image:
    random = np.random.default_rng(seed)
    coarse = random.integers(0, 256, (7, 9, 3), dtype=np.uint8)
    return Image.fromarray(coarse).resize((width, height), Image.Resampling.BICUBIC)


def discs(width: int, height: int, seed: int) -> Image.Image:
    random = np.random.default_rng(seed)
    image = Image.new("RGB", (width, height), tuple(int(c) for c in random.integers(120, 256, 3)))
    draw = ImageDraw.Draw(image)
    for _ in range(12):
        x, y = random.uniform(0, width), random.uniform(0, height)
        r = random.uniform(0.05, 0.25) * min(width, height)
        draw.ellipse((x - r, y - r, x + r, y + r), fill=tuple(int(c) for c in random.integers(0, 256, 3)))
    return image


def house(width: int, height: int, seed: int) -> Image.Image:
    """A house under a sun, whose colours and place the seed chooses."""
    random = np.random.default_rng(seed)
    colour = lambda: tuple(int(c) for c in random.integers(0, 256, 3))
    image = Image.new("RGB", (width, height), (180, 215, 240))
    draw = ImageDraw.Draw(image)
    left, top = random.uniform(0.1, 0.4) * width, random.uniform(0.35, 0.5) * height
    right, bottom = left + 0.45 * width, 0.85 * height
    draw.rectangle((0, bottom, width, height), fill=(70, 140, 60))
    draw.rectangle((left, top, right, bottom), fill=colour())
    draw.polygon([(left - 5, top), (right + 5, top), ((left + right) / 2, top - 0.25 * height)], fill=colour())
    draw.rectangle((left + 0.1 * width, bottom - 0.2 * height, left + 0.2 * width, bottom), fill=colour())
    sun = random.uniform(0.6, 0.9) * width
    draw.ellipse((sun - 0.08 * width, 5, sun + 0.08 * width, 5 + 0.16 * width), fill=(250, 210, 40))
    return image


def stripes(width: int, height: int, seed: int) -> Image.Image:
    y, x = np.mgrid[0:height, 0:width]
    waves = [127 + 120 * np.sin(x * 0.11 * (seed % 3 + 1) + y * y * 0.004 + c) for c in range(3)]
    return Image.fromarray(np.stack(waves, axis=-1).round().astype(np.uint8))


def pictures() -> dict[str, Image.Image]:
    drawn = {}
    for index, (width, height) in enumerate(SIZES):
        for draw in (soft_noise, discs, house, stripes):
            drawn[f"{draw.__name__.replace('_', '-')}-{width}x{height}"] = draw(width, height, index)
    drawn["discs-blurred"] = discs(180, 180, 3).filter(ImageFilter.GaussianBlur(9))
    drawn["smallest"] = discs(5, 5, 1)
    drawn["narrow"] = soft_noise(300, 9, 2)
    drawn["ramp"] = Image.linear_gradient("L").resize((100, 80)).convert("RGB")
    drawn["flat"] = Image.new("RGB", (80, 80), (90, 120, 30))
    sheet = Image.open(SHEET).convert("RGB")
    side = min(sheet.width, sheet.height) // 4
    for index in range(8):
        x, y = index % 4 * (sheet.width - side) // 3, index // 4 * (sheet.height - side)
        drawn[f"model-{index}"] = sheet.crop((x, y, x + side, y + side))
    return drawn


def hexadecimal(bits: np.ndarray) -> str:
    """Of 256 bits, the last bit of the hash first."""
    return np.packbits(bits.astype(np.uint8)).tobytes().hex()


def placements(pixels: np.ndarray) -> list[np.ndarray]:
    """In the order of Bildwerk's Placement, which is that of pdqhash.compute_dihedral; pixels are really turned."""
    transposed = pixels.transpose(1, 0, 2)
    return [
        pixels,
        np.rot90(pixels),
        np.rot90(pixels, 2),
        np.rot90(pixels, 3),
        pixels[::-1],
        pixels[:, ::-1],
        transposed,
        transposed[::-1, ::-1],
    ]


def make() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    rows = []
    for name, image in pictures().items():
        image.save(FOLDER / f"{name}.png", optimize=True)
        hashes = [pdqhash.compute(np.ascontiguousarray(pixels)) for pixels in placements(np.asarray(image))]
        rows.append({
            "picture": name,
            "quality": int(hashes[0][1]),
            "placements": [hexadecimal(bits) for bits, _ in hashes],
        })
    body = ",\n".join(json.dumps(row) for row in rows)
    (FOLDER / "pdq.json").write_text(f"[\n{body}\n]\n", encoding="utf-8")
