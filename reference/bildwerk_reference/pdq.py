"""Perceptual hashes as PDQ's own C++ computes them, of pictures that are drawn here or by Bildwerk's default model."""

import json

import numpy as np
import pdqhash
from PIL import Image, ImageFilter

from .drawings import discs, house, soft_noise, stripes
from .places import REPOSITORY, SAFETY

FOLDER = SAFETY / "pdq"
SHEET = REPOSITORY / "docs/images/contact-sheet.png"
SIZES = [(64, 64), (128, 128), (96, 160), (200, 133), (65, 63), (257, 190), (320, 512)]  # widths and heights


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
