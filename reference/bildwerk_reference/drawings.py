"""Harmless pictures that are drawn here."""

import numpy as np
from PIL import Image, ImageDraw


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
