"""Weights that a formula of their name gives, so that Java has them too and no file holds them: PatternedWeights in its tests."""

import zlib

import numpy as np
import torch


def patterned(name: str, shape) -> torch.Tensor:
    """Values spread evenly around 0, in half precision widened again: numbers about one stay so behind the layer."""
    count = int(np.prod(shape))
    with np.errstate(over="ignore"):
        x = np.arange(count, dtype=np.uint32) * np.uint32(0x9E3779B1) ^ np.uint32(zlib.crc32(name.encode()))
        x = (x ^ (x >> np.uint32(16))) * np.uint32(0x85EBCA6B)
        x = (x ^ (x >> np.uint32(13))) * np.uint32(0xC2B2AE35)
        x = x ^ (x >> np.uint32(16))
    width = 0.2 if len(shape) == 1 else 3.0 / np.sqrt(count // shape[0])
    values = (x.astype(np.float64) / 2**32 - 0.5) * width
    return torch.from_numpy(values).float().half().float().reshape(shape)


def fill(module: torch.nn.Module, seed: str, wanted=lambda name: True) -> None:
    for name, parameter in module.named_parameters():
        if wanted(name):
            parameter.data = patterned(seed + name, parameter.shape)
