"""Edges as OpenCV finds them."""

import cv2
import numpy as np
import torch

from .controls import wavy
from .places import DIFFUSION, write_tensors

HEIGHT, WIDTH = 40, 48


def pictures() -> dict[str, np.ndarray]:
    """Shapes, noise that is softened, and stripes: [height, width, 3], 8 bits."""
    y, x = np.mgrid[0:HEIGHT, 0:WIDTH]
    shapes = np.full((HEIGHT, WIDTH, 3), (230, 225, 210), np.uint8)
    shapes[(x - 15) ** 2 + (y - 18) ** 2 < 120] = (200, 40, 30)
    shapes[25:36, 20:44] = (30, 90, 160)
    shapes[(x + y > 60) & (x < 40)] = (60, 150, 70)
    noise = np.random.default_rng(7).integers(0, 256, (HEIGHT, WIDTH, 3), dtype=np.uint8)
    stripes = np.stack([127 + 120 * np.sin(x * 0.4 + y * y * 0.02 + c) for c in range(3)], axis=-1)
    return {
        "shapes": shapes,
        "noise": cv2.GaussianBlur(noise, (5, 5), 1.2),
        "stripes": stripes.round().astype(np.uint8),
        "wavy": cv2.resize(wavy().numpy(), (WIDTH // 4, HEIGHT // 4), interpolation=cv2.INTER_AREA),
    }


def make() -> None:
    found = {}
    for name, picture in pictures().items():
        edges = cv2.Canny(picture, 100, 200)
        print(name, int((edges > 0).sum()), "of", edges.size)
        found |= {f"{name}.picture": torch.from_numpy(picture), f"{name}.edges": torch.from_numpy(edges)}
    write_tensors(DIFFUSION / "canny.safetensors", found)
