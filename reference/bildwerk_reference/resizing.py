"""Pillow's resize on small random pictures."""

import torch
from PIL import Image
import numpy as np

from .places import DIFFUSION, write_tensors

FILTERS = {
    "box": Image.Resampling.BOX,
    "bilinear": Image.Resampling.BILINEAR,
    "bicubic": Image.Resampling.BICUBIC,
    "lanczos": Image.Resampling.LANCZOS,
}
SIZES = [(24, 16), (7, 16), (13, 31), (5, 3), (1, 1)]


def make() -> None:
    pixels = np.random.default_rng(1).integers(0, 256, (16, 13, 3), dtype=np.uint8)
    tensors = {"picture": torch.from_numpy(pixels)}
    for name, by in FILTERS.items():
        for width, height in SIZES:
            resized = np.array(Image.fromarray(pixels).resize((width, height), by))
            tensors[f"{name}.{width}x{height}"] = torch.from_numpy(resized)
    write_tensors(DIFFUSION / "resizing.safetensors", tensors)
